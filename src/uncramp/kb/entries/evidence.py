"""What is known, claimed and explained, where from, and what could go wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from uncramp.kb.entries.base import Certainty, Entry, Reviewed, Text, Verdict

Article = Literal["A", "B"]
Filler = Literal[
    "advertisement", "byline", "caption", "greeting", "heading", "navigation", "question", "summary", "transition",
]  # fmt: skip


class Claim(Reviewed, frozen=True, kw_only=True):
    """What people are told elsewhere; `where` are the places of the founding articles that say it."""

    block: str = ""
    article: tuple[Article, ...] = ()
    where: tuple[str, ...] = ()
    says: Text
    verdict: Verdict
    certainty: Certainty
    instructs: bool = False
    instead: Text
    details: str = ""
    lives_in: tuple[str, ...] = ()


class Passage(Entry, frozen=True, kw_only=True):
    """One sentence, row or list item of a founding article: which claims it makes, or what it is when it makes none."""

    article: Article
    section: Text
    about: Text
    claims: tuple[str, ...] = ()
    filler: Filler | None = None


class Topic(Reviewed, frozen=True, kw_only=True):
    """Something explained to people; `words` are what they may call it."""

    title: Text
    words: tuple[str, ...] = ()
    says: tuple[Text, ...]
    details: str = ""
    see: tuple[str, ...] = ()


class Contributor(Reviewed, frozen=True, kw_only=True):
    """What may play a part in it. With `medicines`, their conditions and texts stand for `when`, `says` and `do`."""

    title: Text
    when: str = ""
    kinds: tuple[str, ...]
    strength: Literal["A", "B", "C"]
    says: str = ""
    do: str = ""
    medicines: tuple[str, ...] = ()


class Source(Entry, frozen=True, kw_only=True):
    title: Text
    read: str = ""
    seen: Literal["publisher", "record", "copy", "report", "weak", "recalled"]
    doi: str = ""
    pmid: str = ""
    note: str = ""


class Prior(Entry, frozen=True, kw_only=True):
    scale: Literal["rate_ratio", "time_ratio", "mean_difference", "log_normal"]
    meaning: Text
    median: float
    interval: tuple[float, float]
    mu: float
    sd: float
    kind: Literal["measured", "judged"]
    basis: str
    sources: tuple[str, ...] = ()


class Quantity(Entry, frozen=True, kw_only=True):
    name: Text
    value: str
    unit: str
    sources: tuple[str, ...] = ()
    origin: str = ""
    status: Literal["verified", "reported", "recalled", "judged"]


class Hazard(Entry, frozen=True, kw_only=True):
    """Something that could go wrong and harm somebody.

    `shown_by` names entries that act, safety claims (`P08`) and tests (`tests/unit/test_kb.py::test_...`) against it.
    """

    code: Annotated[str, Meta(pattern="^H[0-9]{2}$")]
    title: Text
    sequence: Text
    harm: Text
    severity: Annotated[int, Meta(ge=1, le=5)]
    probability: Literal["high", "medium", "low"]
    mitigation: Text
    shown_by: tuple[str, ...] = ()
    missing: str = ""
    residual: Text
    accepted_by: str = ""


class Language(Entry, frozen=True, kw_only=True):
    """A language that the texts are there in. `complete` makes every missing text a finding.

    `never_said` are patterns that no text of this language may match, as the English has its own."""

    title: Text
    complete: bool = False
    never_said: tuple[str, ...] = ()
    reviewed_by: str = ""
