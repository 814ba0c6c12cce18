"""The number to call stands on every page of the phone app, above what the page says."""

from __future__ import annotations

import re
from pathlib import Path

from uncramp.kb import Knowledge

CALL = re.compile(r'<a class="[^"]*\bcall\b[^"]*" href="tel:\d+" data-call>')


def test_every_page_in_every_language_has_the_number_to_call_above_what_it_says(app_folder: Path) -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in app_folder.rglob("*.html") if page.name != "404.html"}
    assert len(pages) > 1000
    assert [page for page, text in pages.items() if not CALL.search(text.partition("<main")[0])] == []


def test_the_page_for_a_wrong_address_calls_in_every_language(app_folder: Path, kb: Knowledge) -> None:
    sections = (app_folder / "404.html").read_text(encoding="utf-8").split("<section")[1:]
    assert len(sections) == len(kb.languages)
    assert all(CALL.search(section.partition("<ul>")[0]) for section in sections)
