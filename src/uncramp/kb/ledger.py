"""Where every sentence of the two founding articles went: its claims, or why it makes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from uncramp.errors import KnowledgeError
from uncramp.kb.entries import Claim, Passage
from uncramp.kb.read import Folder

ACTING = (
    "fact", "definition", "line", "rule", "contraindication", "pair", "remedy", "group", "medicine", "food",
    "safety_net",
)  # fmt: skip
"""The kinds of entries that change what somebody is asked or told; a claim lives in entries of these kinds."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One article: its passages, how many of them make claims, what the others are, and its claims by verdict."""

    article: str
    passages: int
    with_claims: int
    filler: Mapping[str, int]
    verdicts: Mapping[str, int]


def places(passages: Iterable[Passage]) -> dict[str, str]:
    """Per passage id its place: the article, the section, and its number in that section."""
    count: Counter[str] = Counter()
    found = {}
    for passage in passages:
        section = f"{passage.article}: {passage.section}"
        count[section] += 1
        found[passage.id] = f"{section}, {count[section]}"
    return found


def coverage(passages: Iterable[Passage], claims: Iterable[Claim]) -> tuple[Coverage, ...]:
    """How far the ledger covers each article, in the order of the articles."""
    by_article: dict[str, list[Passage]] = {}
    for passage in passages:
        by_article.setdefault(passage.article, []).append(passage)
    verdicts = [(claim.article, claim.verdict) for claim in claims]
    return tuple(
        Coverage(
            article,
            len(rows),
            sum(bool(row.claims) for row in rows),
            Counter(row.filler for row in rows if row.filler),
            Counter(verdict for articles, verdict in verdicts if article in articles),
        )
        for article, rows in by_article.items()
    )


def ledger_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """Passages without a home, claims that say the wrong place, and instructions that nothing acts on."""
    passages: list[Passage] = folder.entries["passage"]
    claims: list[Claim] = folder.entries["claim"]
    yield from _passages(folder, passages, {claim.id for claim in claims})
    place = places(passages)
    acting = {id for kind, id in folder.places if kind in ACTING}
    for claim in claims:
        naming = [passage for passage in passages if claim.id in passage.claims]
        where = tuple(place[passage.id] for passage in naming)
        if set(claim.article) != {passage.article for passage in naming}:
            yield _wrong(folder, "claim", claim.id, "article", "the passages that name it are of other articles")
        elif claim.where != where:
            hint = f"where = {list(where)}".replace("'", '"')
            yield _wrong(folder, "claim", claim.id, "where", "does not say where the passages stand", hint)
        if claim.instructs and not claim.lives_in:
            yield _wrong(folder, "claim", claim.id, "instructs", "instructs, and nothing acts on it")
        for name in claim.lives_in:
            if name not in acting:
                yield _wrong(folder, "claim", claim.id, "lives_in", f"nothing that acts is called `{name}`")


def _passages(folder: Folder, passages: list[Passage], claims: set[str]) -> Iterator[KnowledgeError]:
    numbers: Counter[str] = Counter()
    for passage in passages:
        numbers[passage.article] += 1
        wanted = f"{passage.article.lower()}{numbers[passage.article]:03d}"
        if passage.id != wanted:
            yield _wrong(folder, "passage", passage.id, "id", f"the next passage is `{wanted}`")
        if bool(passage.claims) == bool(passage.filler):
            yield _wrong(folder, "passage", passage.id, "about", "needs either `claims` or `filler`")
        for name in passage.claims:
            if name not in claims:
                yield _wrong(folder, "passage", passage.id, "claims", f"there is no claim `{name}`")


def _wrong(folder: Folder, kind: str, id: str, field: str, what: str, hint: str = "") -> KnowledgeError:
    return KnowledgeError(f"`{id}`: {what}", where=folder.where(kind, id, field), hint=hint)
