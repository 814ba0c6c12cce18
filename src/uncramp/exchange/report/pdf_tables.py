"""What WeasyPrint leaves out of a tagged table: which way a header cell points, and where its name is looked up.

PDF/UA-1 (ISO 14289-1, 7.5) wants cells that can be told apart without seeing the table. WeasyPrint gives a cell the
names of its headers; a reader finds those by the tree of names (ISO 32000-1, 14.7.4.2), or by the direction of each
header, and both are written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any


def finish(_: Any, pdf: Any) -> None:
    """WeasyPrint's last step, before the PDF is written. `pdf` is pydyf's."""
    elements = {one.reference: one for one in pdf.objects if is_element(one)}
    named = {}
    for element in elements.values():
        if element["S"] == "/TH" and "A" in element:
            element["A"]["Scope"] = "/Column" if "/THead" in above(element, elements) else "/Row"
        if "ID" in element:
            named[element["ID"].string] = element
    if named:
        _name_tree(pdf, named)


def is_element(found: Any) -> bool:
    """Whether an object of the PDF is part of its structure."""
    return isinstance(found, dict) and found.get("Type") == "/StructElem"


def above(element: Any, elements: dict[Any, Any]) -> Iterator[str]:
    """What an element stands in, from the nearest outwards."""
    while element := elements.get(element["P"]):
        yield element["S"]


def _name_tree(pdf: Any, named: dict[str, Any]) -> None:
    pydyf: Any = import_module("pydyf")  # it has no types
    root = next(one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructTreeRoot")
    order = sorted(named)
    names = [each for name in order for each in (named[name]["ID"], named[name].reference)]
    limits = pydyf.Array([named[order[0]]["ID"], named[order[-1]]["ID"]])
    leaf = pydyf.Dictionary({"Names": pydyf.Array(names), "Limits": limits})
    pdf.add_object(leaf)
    tree = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
    pdf.add_object(tree)
    root["IDTree"] = tree.reference
