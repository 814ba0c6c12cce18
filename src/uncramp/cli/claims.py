"""`uncramp claims`: what the two founding articles say, our verdict on each claim, and that none was left out."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from uncramp.cli.output import write_json
from uncramp.cli.setting import Setting
from uncramp.kb import Texts
from uncramp.kb.entries import Claim
from uncramp.kb.ledger import Coverage, coverage


def claims_command(setting: Setting, *, json: bool) -> None:
    """Print the coverage of each article, then the claims, one a line."""
    pack, texts = setting.kb.pack, setting.texts()
    covered = coverage(pack.passage, pack.claim)
    if json:
        write_json({"articles": [_as_data(row) for row in covered], "claims": [_claim(row) for row in pack.claim]})
        return
    lines = [line for row in covered for line in _lines(row, texts)]
    lines += ["", *(_said(claim, texts) for claim in pack.claim)]
    sys.stdout.write("\n".join(lines) + "\n")


def _lines(row: Coverage, texts: Texts) -> list[str]:
    filler = ", ".join(f"{texts(f'filler.{kind}')} {count}" for kind, count in sorted(row.filler.items()))
    verdicts = ", ".join(f"{_verdict(verdict, texts)} {count}" for verdict, count in sorted(row.verdicts.items()))
    return [
        texts("claims.passages", article=row.article, passages=row.passages, with_claims=row.with_claims),
        "  " + texts("claims.filler", count=sum(row.filler.values()), kinds=filler),
        "  " + texts("claims.verdicts", count=sum(row.verdicts.values()), verdicts=verdicts),
    ]


def _said(claim: Claim, texts: Texts) -> str:
    says = texts.entry("claim", claim.id, "says", claim.says)
    return f"{claim.id}  {_verdict(claim.verdict, texts)}  {says}"


def _verdict(verdict: str, texts: Texts) -> str:
    return texts(f"verdict.{verdict}")


def _as_data(row: Coverage) -> dict[str, Any]:
    return {
        "article": row.article,
        "passages": row.passages,
        "with_claims": row.with_claims,
        "filler": dict(sorted(row.filler.items())),
        "claims": sum(row.verdicts.values()),
        "verdicts": dict(sorted(row.verdicts.items())),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    whole: dict[str, Any] = msgspec.to_builtins(claim)
    return {"article": [], "where": [], "instructs": False, "lives_in": [], "sources": []} | whole
