"""Write the pages of the reference that come from the knowledge: `python docs/reference/make.py claims`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from uncramp.kb import Knowledge, load
from uncramp.kb.entries import Claim, Passage
from uncramp.kb.ledger import coverage

HERE = Path(__file__).parent
ARTICLES = {"A": "article_a", "B": "article_b"}
"""The source that names each article."""
NUMBERS = {"{N}": "the emergency number", "{U}": "urgent advice", "{P}": "poisons advice"}
VERDICTS = ("supported", "plausible", "no_benefit", "contradicted", "unsafe")
COLUMNS = (
    "| no. | it is said | verdict | what we say instead | where it lives | sources |",
    "| --- | --- | --- | --- | --- | --- |",
)


def claims_page(kb: Knowledge) -> str:
    """The ledger of the two founding articles, section by section."""
    claims = {claim.id: claim for claim in kb.pack.claim}
    seen: set[str] = set()
    lines = [*_opening(kb)]
    for (article, section), rows in groupby(kb.pack.passage, key=lambda row: (row.article, row.section)):
        lines += ["", f"## {article}: {section}", "", *_section(list(rows), claims, seen)]
    others = [claim for claim in kb.pack.claim if not claim.article]
    lines += ["", "## Said elsewhere", "", "In neither article, and often told.", "", *COLUMNS]
    lines += [_row(claim, ()) for claim in others]
    return "\n".join(lines) + "\n"


def _opening(kb: Knowledge) -> Iterator[str]:
    titles = {source.id: source.title for source in kb.pack.source}
    yield "# The claims of the two founding articles"
    yield ""
    yield (
        "uncramp was founded on two web articles. Each of their sentences, table rows and list items has a number "
        "here, and either claims, or the reason why it makes none. Everything is in our words. The verdict is about "
        "the claim as it is put there; `uncramp explain` shows the details of a claim and of every entry named below. "
        "**No clinician has reviewed the verdicts yet.**"
    )
    yield ""
    for article, source in ARTICLES.items():
        yield f"* **{article}**: {titles[source]}"
    yield ""
    yield "This page is made by `python docs/reference/make.py claims` from `src/uncramp/knowledge/claims`."
    yield ""
    heads = ("article", "passages", "with claims", "without", "claims", *(_plain(name) for name in VERDICTS))
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(['---'] * len(heads))} |"
    for row in coverage(kb.pack.passage, kb.pack.claim):
        verdicts = [row.verdicts.get(name, 0) for name in VERDICTS]
        numbers = [row.passages, row.with_claims, sum(row.filler.values()), sum(verdicts), *verdicts]
        yield f"| {row.article} | {' | '.join(map(str, numbers))} |"


def _section(rows: list[Passage], claims: dict[str, Claim], seen: set[str]) -> Iterator[str]:
    """The claims that are new in this section as a table, then those told before, then what makes no claim."""
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(rows, 1):
        for name in passage.claims:
            numbers.setdefault(name, []).append(number)
    new = [name for name in numbers if name not in seen]
    again = [name for name in numbers if name in seen]
    seen |= set(new)
    if new:
        yield from COLUMNS
        yield from (_row(claims[name], numbers[name]) for name in new)
    if again:
        if new:
            yield ""
        said = (f"[{_said(claims[name])}](#{name}) ({_list(numbers[name])})" for name in again)
        yield f"Said before: {'; '.join(said)}."
    filler = Counter(passage.filler for passage in rows if passage.filler)
    if filler:
        if numbers:
            yield ""
        yield f"No claim: {', '.join(f'{kind} {count}' for kind, count in sorted(filler.items()))}."


def _row(claim: Claim, numbers: Sequence[int]) -> str:
    verdict = f"{_plain(claim.verdict)} ({_plain(claim.certainty)})"
    cells = (
        _list(numbers),
        f'<a id="{claim.id}"></a>{claim.says}',
        verdict,
        _without_placeholders(claim.instead),
        ", ".join(f"`{name}`" for name in claim.lives_in),
        ", ".join(claim.sources) or f"to be checked at: {claim.check_at}",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _said(claim: Claim) -> str:
    return claim.says.rstrip(".").replace("[", "(").replace("]", ")")


def _without_placeholders(text: str) -> str:
    """A text for people without its placeholders: said to oneself, with words for the numbers to call."""
    for mark, words in NUMBERS.items():
        text = text.replace(mark, words)
    return re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", text)


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


PAGES: dict[str, Callable[[Knowledge], str]] = {"claims": claims_page}


def main() -> None:
    names = sys.argv[1:] or list(PAGES)
    kb = load()
    for name in names:
        if name not in PAGES:
            sys.exit(f"make.py: there is no page `{name}`; allowed: {', '.join(PAGES)}")
        (HERE / f"{name}.md").write_text(PAGES[name](kb), encoding="utf-8")


if __name__ == "__main__":
    main()
