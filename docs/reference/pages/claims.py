"""The ledger of the two founding articles: every claim, its verdict, and where it lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pages.markdown import anchor, link_any, links, opening, plain, row, said, table
from uncramp.kb import Knowledge
from uncramp.kb.entries import Claim, Passage
from uncramp.kb.ledger import coverage

ABOUT = (
    "uncramp was founded on two web articles. Each of their sentences, table rows and list items has a number "
    "here, and either claims, or the reason why it makes none. Everything is in our words. The verdict is about "
    "the claim as it is put there; `uncramp explain` shows the details of a claim."
)
ARTICLES = {"A": "article_a", "B": "article_b"}
"""The source that names each article."""
VERDICTS = ("supported", "plausible", "no_benefit", "contradicted", "unsafe")
HEADS = ("no.", "it is said", "verdict", "what we say instead", "where it lives", "sources")


def claims_page(kb: Knowledge) -> Iterator[str]:
    """The claims section by section, each where it is first made."""
    claims = {claim.id: claim for claim in kb.pack.claim}
    seen: set[str] = set()
    yield from opening("The claims of the two founding articles", ABOUT, kb.pack.claim, "claims")
    yield from _coverage(kb)
    for (article, section), rows in groupby(kb.pack.passage, key=lambda passage: (passage.article, passage.section)):
        yield from ("", f"## {article}: {section}", "")
        yield from _section(kb, list(rows), claims, seen)
    others = [claim for claim in kb.pack.claim if not claim.article]
    yield from ("", "## Said elsewhere", "", "In neither article, and often told.", "")
    yield from table(HEADS, [_cells(kb, claim, ()) for claim in others])


def _coverage(kb: Knowledge) -> Iterator[str]:
    titles = {source.id: source.title for source in kb.pack.source}
    for article, source in ARTICLES.items():
        yield f"* **{article}**: {titles[source]}"
    yield ""
    heads = ("article", "passages", "with claims", "without", "claims", *map(plain, VERDICTS))
    yield from (row(*heads), row(*["---"] * len(heads)))
    for one in coverage(kb.pack.passage, kb.pack.claim):
        verdicts = [one.verdicts.get(name, 0) for name in VERDICTS]
        yield row(one.article, one.passages, one.with_claims, sum(one.filler.values()), sum(verdicts), *verdicts)


def _section(kb: Knowledge, rows: list[Passage], claims: dict[str, Claim], seen: set[str]) -> Iterator[str]:
    """The claims that are new in this section as a table, then those told before, then what makes no claim."""
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(rows, 1):
        for name in passage.claims:
            numbers.setdefault(name, []).append(number)
    new = [name for name in numbers if name not in seen]
    again = [name for name in numbers if name in seen]
    seen |= set(new)
    if new:
        yield from table(HEADS, [_cells(kb, claims[name], numbers[name]) for name in new])
    if again:
        if new:
            yield ""
        told = (f"[{_title(claims[name])}](#{name}) ({_list(numbers[name])})" for name in again)
        yield f"Said before: {'; '.join(told)}."
    filler = Counter(passage.filler for passage in rows if passage.filler)
    if filler:
        if numbers:
            yield ""
        yield f"No claim: {', '.join(f'{kind} {count}' for kind, count in sorted(filler.items()))}."


def _cells(kb: Knowledge, claim: Claim, numbers: Sequence[int]) -> tuple[str, ...]:
    return (
        _list(numbers),
        f"{anchor(claim.id)}{claim.says}",
        f"{plain(claim.verdict)} ({plain(claim.certainty)})",
        said(claim.instead),
        ", ".join(link_any(kb, name) for name in claim.lives_in),
        links("source", claim.sources) or f"to be checked at: {claim.check_at}",
    )


def _title(claim: Claim) -> str:
    return claim.says.rstrip(".").replace("[", "(").replace("]", ")")


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
