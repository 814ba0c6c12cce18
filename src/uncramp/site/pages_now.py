"""The pages of the night: for each place its danger lines, and the relief that follows them as text to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Quick
from uncramp.kb.steps import each_step, how_often, what_to_feel
from uncramp.quick import none_of_these, notes, relief, tapped
from uncramp.site.page import Page

SAYS = {"each_step": each_step, "how_often": how_often, "what_to_feel": what_to_feel, "notes": notes}
"""What the page of the relief says of a remedy: the same as the command line."""
ANY_DAY = date(2000, 1, 1)
"""What helps now has no dates; the plan that it is read from needs one."""


def quick_pages(kb: Knowledge, texts: Texts) -> Iterator[Page]:
    """`now/calf.html`, which a script goes on from, and `relief/calf.html`, which needs none."""
    for place in kb.pack.quick:
        title = texts.entry("quick", place.id, "title", place.title)
        yield Page(
            f"now/{place.id}.html", "now.html", texts("site_now.title", place=title), script="now", section="home",
            given={"place": place, "place_title": title}, shell=True,
        )  # fmt: skip
        yield Page(
            f"relief/{place.id}.html", "relief.html", texts("site_now.relief_title", place=title), section="home",
            given={"place": place, "place_title": title, "offers": _offered(kb, place), **SAYS}, shell=True,
        )  # fmt: skip


def _offered(kb: Knowledge, place: Quick) -> list[object]:
    """The relief of somebody of whom nothing is known but the place and that no line is true."""
    answers = Answers({}, frozenset()).given({**none_of_these(kb, place), **tapped(kb, place)})
    return list(relief(kb, kb.settled(answers), today=ANY_DAY))
