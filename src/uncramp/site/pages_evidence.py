"""Where it comes from: what the articles say with our verdict, every source with what rests on it, and the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.kb.entries import Claim
from uncramp.kb.ledger import coverage
from uncramp.site.page import Page
from uncramp.site.reading import Reader

VERDICTS = ("supported", "plausible", "no_benefit", "contradicted", "unsafe")
SEEN = ("publisher", "record", "copy", "report", "weak", "recalled")


def evidence_pages(r: Reader) -> Iterator[Page]:
    """`claims.html` and `claim/ID.html`, `sources.html` and `source/ID.html`, `numbers.html`."""
    say, pack = r.texts, r.kb.pack
    ledger = coverage(pack.passage, pack.claim)
    by_verdict = {verdict: [one for one in pack.claim if one.verdict == verdict] for verdict in VERDICTS}
    yield r.page("claims.html", "claims", say("site_learn.claims"), ledger=ledger, by_verdict=by_verdict)
    for claim in pack.claim:
        lives = r.linked_any(claim.lives_in)
        yield r.page(f"claim/{claim.id}.html", "claim", _short(r, claim), ["claims"], claim=claim, lives=lives)
    by_seen = {seen: [one for one in pack.source if one.seen == seen] for seen in SEEN}
    yield r.page("sources.html", "sources", say("site_learn.sources"), by_seen=by_seen)
    for source in pack.source:
        yield r.page(
            f"source/{source.id}.html", "source", source.title, ["sources"], source=source, citing=r.citing(source.id)
        )
    yield r.page("numbers.html", "numbers", say("site_learn.numbers"), ["sources"])


def _short(r: Reader, claim: Claim) -> str:
    return r.plain("claim", claim).rstrip(".")
