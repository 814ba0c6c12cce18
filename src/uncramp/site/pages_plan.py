"""The plan and its timers: a script fills them; without one they say what a plan is and where to read on."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.kb import Knowledge, Texts
from uncramp.site.page import Page


def plan_pages(_: Knowledge, texts: Texts) -> Iterator[Page]:
    """`plan.html` and `timers.html`."""
    for name in ("plan", "timers"):
        yield Page(
            f"{name}.html",
            f"{name}.html",
            texts(f"site.{name}"),
            script=name,
            section="plan",
            given={"description": texts(f"site_{name}.description")},
            shell=True,
        )
