"""The PDF of the clinician's page, read by another program: tagged, with language, title and its picture in words."""

from __future__ import annotations

import io
import logging
import sys
from typing import Any

import pytest

from exchange.diaries import EVERY, TODAY
from uncramp.exchange.report.choice import choice
from uncramp.exchange.report.content import report
from uncramp.exchange.report.pdf import PdfError, _document, printed
from uncramp.exchange.report.picture import picture
from uncramp.kb import Knowledge

pypdf = pytest.importorskip("pypdf")
logging.getLogger("pypdf").setLevel(logging.ERROR)


@pytest.fixture(scope="module")
def reader(kb: Knowledge) -> Any:
    found = report(kb, kb.texts(), "en", EVERY["night cramps"](kb), choice(weeks=8), TODAY.isoformat(), picture)
    return pypdf.PdfReader(io.BytesIO(printed(found, kb.texts()).pdf))


def elements(node: Any) -> Any:
    """Every structure element below one."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(reader: Any) -> list[Any]:
    return [*elements(reader.trailer["/Root"]["/StructTreeRoot"])]


def test_it_is_tagged_and_says_so(reader: Any) -> None:
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Figure"} <= {one["/S"] for one in tags(reader)}


def test_it_says_its_language_and_shows_its_title(reader: Any) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"]) is True
    assert reader.metadata.title == "Muscle cramp diary: summary for a clinician"


def test_it_says_that_it_is_pdf_ua_1(reader: Any) -> None:
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in metadata
    assert metadata.split("pdfuaid:part")[1].lstrip('=">')[0] == "1"


def test_every_picture_has_words_with_its_numbers(reader: Any) -> None:
    pictures = [one for one in tags(reader) if one["/S"] == "/Figure"]
    assert pictures
    for one in pictures:
        assert "Counts by week, oldest first: " in one["/Alt"]


def test_it_has_bookmarks_in_the_order_of_the_page(reader: Any) -> None:
    flat: list[str] = []

    def walk(some: Any) -> None:
        for one in some:
            walk(one) if isinstance(one, list) else flat.append(one.title)

    walk(reader.outline)
    assert flat[:3] == [
        "Muscle cramp diary: summary for a clinician",
        "Who asks",
        "Danger signs (red flags) ever answered yes",
    ]
    assert "Behind the summary" in flat


def test_every_header_cell_stands_in_a_row_of_a_table(reader: Any) -> None:
    for one in tags(reader):
        if one["/S"] in ("/TH", "/TD"):
            assert one["/P"]["/S"] == "/TR"


def test_every_header_cell_says_which_way_it_points(reader: Any) -> None:
    heads = [one for one in tags(reader) if one["/S"] == "/TH"]
    assert {one["/A"]["/Scope"] for one in heads} == {"/Column", "/Row"}
    for one in heads:
        part = one["/P"]["/P"]["/S"]
        assert one["/A"]["/Scope"] == ("/Column" if part == "/THead" else "/Row")


def test_every_cell_finds_its_headers_by_name(reader: Any) -> None:
    [leaf] = reader.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Kids"]
    names = [*leaf.get_object()["/Names"]]
    found = dict(zip(names[::2], names[1::2], strict=True))
    assert names[::2] == sorted(names[::2])
    asked = [name for one in tags(reader) if one["/S"] == "/TD" for name in one["/A"]["/Headers"]]
    assert asked
    for name in asked:
        assert found[name].get_object()["/S"] == "/TH"


def test_it_tells_nothing_of_the_machine_or_the_person(reader: Any) -> None:
    said = {key: str(value) for key, value in reader.metadata.items()}
    assert set(said) <= {"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate"}
    assert "/Author" not in said


def test_a_page_that_asks_for_something_elsewhere_gets_nothing(caplog: pytest.LogCaptureFixture) -> None:
    page = (
        '<html lang="en"><head><title>x</title></head><body><img alt="x" src="http://127.0.0.1:9/x.png"></body></html>'
    )
    assert _document(page).write_pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (ModuleNotFoundError("weasyprint"), 'pip install "uncramp[pdf]"'),
        (OSError("cannot load pango"), "libpango-1.0-0"),
    ],
)
def test_where_it_cannot_be_drawn_one_line_says_what_to_install(
    kb: Knowledge, monkeypatch: pytest.MonkeyPatch, trouble: Exception, said: str
) -> None:
    def broken(name: str) -> Any:
        raise trouble

    monkeypatch.setattr(sys.modules["uncramp.exchange.report.pdf"], "import_module", broken)
    found = report(kb, kb.texts(), "en", [], choice(), TODAY.isoformat())
    with pytest.raises(PdfError) as error:
        printed(found, kb.texts())
    assert said in str(error.value)
    assert "\n" not in str(error.value)
