"""What a screen reader would say of a page: read line by line from Chromium's own tree of accessibility.

`Reader` follows one page. `screen` reads all of it from the top, as somebody does who goes through it with the arrow
keys; between two screens it tells what is said by itself: what the focus lands on, what a live region has come to hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

WATCH = """
window.saidByItself = [];
const words = (ids) => (ids ?? '').split(' ').map((id) => document.getElementById(id)?.innerText ?? '').join(' ');
const named = (one) => words(one.getAttribute('aria-labelledby')).trim() || one.getAttribute('aria-label')
  || one.labels?.[0]?.innerText || one.innerText || one.value || '';
const described = (one) => squeezed(words(one.getAttribute('aria-describedby')));
const squeezed = (text) => text.replace(/\\s+/g, ' ').trim();
document.addEventListener('focusin', ({ target }) => {
  window.saidByItself.push(['focus', target.tagName.toLowerCase(), squeezed(named(target)), described(target)]);
});
const known = new WeakSet();
const LIVE = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]';
new MutationObserver((changes) => {
  const seen = new Set();
  for (const { target, type, addedNodes } of changes) {
    const element = target.nodeType === 1 ? target : target.parentElement;
    if (!element || (type !== 'attributes' && type !== 'characterData' && !addedNodes.length)) continue;
    // what a region holds as it comes into the page is not read out, unless it is an alert
    const regions = [element.closest(LIVE), ...[...addedNodes].flatMap((node) => node.nodeType === 1
      ? [...(node.matches(LIVE) ? [node] : []), ...node.querySelectorAll(LIVE)] : [])];
    for (const region of regions) if (region && region.isConnected) seen.add(region);
  }
  for (const region of seen) {
    const text = region.checkVisibility() ? squeezed(region.innerText) : '';
    const born = !known.has(region) && region.getAttribute('role') !== 'alert';
    known.add(region);
    // nor what the parser is still writing: it may stop between a region and its words
    if (document.readyState === 'loading') region.heard = text;
    if (!text || born) continue;
    if (region.heard !== text) window.saidByItself.push([region.getAttribute('role') || 'live', '', text]);
    region.heard = text;
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['hidden'] });
"""
"""To run before the scripts of the page: writes down what nobody has to ask for."""

CONTROLS = {
    "button": "button", "link": "link", "radio": "radio button", "checkbox": "tick box", "textbox": "text field",
    "searchbox": "search field", "combobox": "list to choose from", "spinbutton": "number field", "slider": "slider",
    "DisclosureTriangle": "fold", "DisclosureTriangleGrouped": "fold", "switch": "switch", "Date": "date field",
    "DateTime": "date field", "InputTime": "time field", "ComboBoxSelect": "list to choose from",
    "menuitem": "menu item", "option": "option", "tab": "tab", "PopUpButton": "list to choose from",
}  # fmt: skip
"""What can be used, and how it is called aloud."""
PICTURES = {
    "image": "picture", "img": "picture", "graphics-document": "picture", "SvgRoot": "picture", "figure": "figure",
    "meter": "meter", "progressbar": "progress",
}  # fmt: skip
PLACES = {
    "banner": "header", "navigation": "navigation", "main": "main", "contentinfo": "footer", "region": "region",
    "form": "form", "search": "search", "complementary": "aside",
}  # fmt: skip
GROUPS = {"group": "group", "radiogroup": "group", "table": "table", "grid": "grid", "timer": "timer", "status": "live",
          "alert": "alert", "dialog": "dialog", "log": "live", "Details": "", "toolbar": "toolbar"}  # fmt: skip
ROWS = {"row": "row", "gridcell": "cell", "cell": "cell", "columnheader": "column", "rowheader": "row header"}
STATES = {"pressed": "pressed", "checked": "checked", "expanded": "open", "selected": "selected"}
ALONE = {"disabled", "invalid", "required", "readonly"}


@dataclass
class Node:
    """One thing of the tree that is not passed over."""

    role: str
    name: str
    inside: list[Node]
    states: dict[str, Any] = field(default_factory=dict)
    described: str = ""
    value: str = ""
    url: str = ""

    def all(self) -> Iterator[Node]:
        yield self
        for one in self.inside:
            yield from one.all()

    @property
    def text(self) -> str:
        """All that is written in it."""
        return self.name if self.role == "StaticText" else squeezed(" ".join(one.text for one in self.inside))

    @property
    def is_control(self) -> bool:
        return self.role in CONTROLS


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def tree(page: Any) -> Node:
    """The page as assistive technology gets it, without what is hidden from it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}

    def made(node: dict[str, Any]) -> list[Node]:
        inside = [one for id in node.get("childIds", ()) if id in by_id for one in made(by_id[id])]
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role in ("none", "generic", "InlineTextBox", "ListMarker", "LineBreak"):
            return inside if role != "ListMarker" else []
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        word = {key: str(node.get(key, {}).get("value", "")) for key in ("name", "description", "value")}
        return [
            Node(role, squeezed(word["name"]), inside, states, squeezed(word["description"]), squeezed(word["value"]),
                 str(states.get("url", "")))
        ]  # fmt: skip

    (top,) = made(nodes[0])
    return top


def spoken(node: Node) -> Iterator[str]:
    """The lines that are said of it, in order."""
    role = node.role
    if role == "StaticText":
        yield node.name
    elif role == "heading":
        inside = next((f", {CONTROLS[one.role]}" for one in node.all() if one.is_control), "")
        described = f" ({node.described})" if node.described else ""
        yield f"heading {node.states.get('level')}{inside}: {node.name}{described}"
    elif node.is_control:
        yield ", ".join(control(node))
        if "fold" in CONTROLS[role] or not node.name:
            return
    elif role in PICTURES:
        yield f"{PICTURES[role]}: {node.name}" if node.name else PICTURES[role]
        if role not in ("figure",):
            return
        yield from within(node)
    elif role in ("list", "ListBox"):
        items = sum(one.role == "listitem" for one in node.inside)
        yield f"list{titled(node)}, {items} item{'s' * (items != 1)}"
        yield from within(node)
    elif role == "listitem":
        first, *more = [*run(node.inside)] or [""]
        yield f"- {first}"
        yield from (f"  {one}" for one in more)
    elif role in PLACES:
        yield f"{PLACES[role]}{titled(node)}"
        yield from within(node)
    elif GROUPS.get(role) or ROWS.get(role):
        yield f"{GROUPS.get(role) or ROWS.get(role)}{titled(node)}{told_states(node)}"
        yield from (one for one in within(node) if one.strip() != node.name)
    else:
        yield from run(node.inside)


def control(node: Node) -> Iterator[str]:
    yield f"{CONTROLS[node.role]}: {node.name}"
    if node.value and node.value != node.name:
        yield f'"{node.value}"'
    yield from filter(None, [told_states(node).removeprefix(", ")])
    if node.described:
        yield f"({node.described})"


def told_states(node: Node) -> str:
    said = [
        word if node.states[key] in ("true", True) else f"not {word}"
        for key, word in STATES.items()
        if key in node.states and not (key == "selected" and node.states[key] is False)
    ]
    said += [key for key in sorted(ALONE) if node.states.get(key) in (True, "true")]
    return "".join(f", {one}" for one in said)


def titled(node: Node) -> str:
    return f" {node.name!r}" if node.name else ""


def within(node: Node) -> Iterator[str]:
    """What stands in it, one step in."""
    yield from (f"  {one}" for one in run(node.inside))


INLINE = {
    "StaticText", "strong", "emphasis", "code", "superscript", "subscript", "abbr", "time", "mark", "Abbr", "Emphasis",
    "Strong",
}  # fmt: skip


def run(nodes: list[Node]) -> Iterator[str]:
    """Words beside each other are one line, as they are one line on the screen."""
    words: list[str] = []
    for node in nodes:
        if node.role in INLINE:
            words.append(node.text)
            continue
        if words:
            yield squeezed(" ".join(words))
            words = []
        yield from spoken(node)
    if words:
        yield squeezed(" ".join(words))


VERSION = re.compile(r"version \S+\+\w+")
"""What the knowledge is called changes with every word of it."""


class Reader:
    """Goes through one page after another and writes down what is heard."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.faults: list[str] = []

    def by_itself(self, page: Any) -> list[list[str]]:
        """What was said by itself since the last time."""
        said: list[list[str]] = page.evaluate("() => (window.saidByItself ?? []).splice(0)")
        for kind, tag, text, *more in said:
            described = f" ({more[0]})" if more and more[0] else ""
            self.lines.append(f"  > {f'focus, {tag}' if kind == 'focus' else kind}: {text}{described}")
        return said

    def does(self, what: str, page: Any, act: Callable[[], object]) -> None:
        """What the person does, and what is said by itself then."""
        self.by_itself(page)
        self.lines.append(f"* {what}")
        act()

    def screen(self, page: Any, title: str, *, part: str = "") -> Node:
        """Read a screen from the top; `part` names the only landmark to read."""
        said = self.by_itself(page)
        top = tree(page)
        shown = next((one for one in top.all() if one.role == part), top) if part else top
        words = (VERSION.sub("version ...", line) for line in run(shown.inside))
        self.lines += ["", f"== {title} ({squeezed(page.title())}) ==", *words, ""]
        self.faults += [f"{title}: {one}" for one in [*broken(top), *doubled(said)]]
        return top


def doubled(said: list[list[str]]) -> Iterator[str]:
    """The same words twice in a row: once for the focus, once by a live region."""
    for before, after in pairwise(said):
        kinds = {before[0] == "focus", after[0] == "focus"}
        if before[2] and after[2].startswith(before[2]) and kinds == {True, False}:
            yield f"said twice: {before[2][:80]!r}"


def broken(top: Node) -> Iterator[str]:
    """The laws of every screen."""
    levels = [int(one.states.get("level", 0)) for one in top.all() if one.role == "heading"]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} below one of level {before}"
    for one in top.all():
        if one.is_control and not one.name:
            yield f"a {CONTROLS[one.role]} without a name"
        if one.role in ("image", "img", "graphics-document", "grid", "table", "timer") and not one.name:
            yield f"a {one.role} without a name"
        if one.role == "heading" and not one.name:
            yield "a heading without words"
    yield from twins(top)


AROUND = ("group", "radiogroup", "region", "navigation", "banner")
"""What is said on entering it, and so tells two controls of one name apart."""


def twins(top: Node, around: str = "") -> Iterator[str]:
    """Two controls of one list or group that cannot be told apart by ear."""
    seen: dict[tuple[str, ...], str] = {}

    def look(node: Node, around: str) -> Iterator[str]:
        for one in node.inside:
            here = f"{around}/{one.name}" if one.role in AROUND else around
            if one.is_control and one.name:
                key = (one.role, one.name, here, one.described)
                if key in seen and (not one.url or one.url != seen[key]):
                    yield f"two of the same name: {CONTROLS[one.role]} {one.name!r} in {here!r}"
                seen[key] = one.url
            yield from look(one, here)

    yield from look(top, around)
