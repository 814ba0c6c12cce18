"""What a person chooses for the page: which sections, over how many weeks, and what they want to ask."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from uncramp.errors import UsageError

SECTIONS = (
    "who", "danger", "counts", "questions", "medicines", "sites", "tried", "times", "triggers", "trials", "table",
)  # fmt: skip
"""In the order in which a clinician needs them; `table` is the second sheet."""
WEEKS, FEWEST_WEEKS, MOST_WEEKS = 12, 2, 104
UNPRINTED = ("Cc", "Cf", "Cs", "Co", "Cn")
JOINERS = "\u200c\u200d"
"""What Persian and the scripts of India need inside words."""
MOST_QUESTIONS, LONGEST_QUESTION, LONGEST_NAME = 20, 1000, 80


@dataclass(frozen=True, slots=True)
class Choice:
    """`name` stands on the page only if the person typed one: nothing else in a diary says who somebody is."""

    sections: tuple[str, ...] = SECTIONS
    weeks: int = WEEKS
    questions: tuple[str, ...] = ()
    name: str = ""

    def first_day(self, today: str) -> str:
        """The Monday with which the weeks of the page begin; the last of them is the week of `today`."""
        now = date.fromisoformat(today)
        return (now - timedelta(days=now.weekday() + 7 * (self.weeks - 1))).isoformat()


def choice(
    *,
    sections: Iterable[str] | None = None,
    weeks: int | None = None,
    questions: Iterable[str] = (),
    name: str | None = None,
) -> Choice:
    """A choice, checked; UsageError says what cannot be and what can."""
    wanted = [one.strip().lower() for one in sections] if sections is not None else list(SECTIONS)
    for one in wanted:
        if one not in SECTIONS:
            raise UsageError(f"there is no section `{plain(one)[:40]}`", allowed=", ".join(SECTIONS))
    if not wanted:
        raise UsageError("a page without sections is empty", allowed=", ".join(SECTIONS))
    weeks = WEEKS if weeks is None else weeks
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise UsageError(f"{weeks} weeks", allowed=f"{FEWEST_WEEKS} to {MOST_WEEKS} weeks")
    asked = tuple(said for one in questions if (said := plain(one)))
    if len(asked) > MOST_QUESTIONS:
        raise UsageError(
            f"{len(asked)} questions are more than a visit has room for", allowed=f"up to {MOST_QUESTIONS}"
        )
    for one in asked:
        if len(one) > LONGEST_QUESTION:
            raise UsageError(f"a question of {len(one)} letters", allowed=f"up to {LONGEST_QUESTION}")
    named = plain(name or "")
    if len(named) > LONGEST_NAME:
        raise UsageError(f"a name of {len(named)} letters", allowed=f"up to {LONGEST_NAME}")
    return Choice(tuple(one for one in SECTIONS if one in wanted), weeks, asked, named)


def plain(text: str) -> str:
    """Text on one line, without characters that print nothing or turn what stands beside them round."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (one for one in spaced if one in JOINERS or unicodedata.category(one) not in UNPRINTED)
    return " ".join("".join(kept).split())
