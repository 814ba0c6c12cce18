"""The files of a corpus: a head, people by the hundred as JSON lines, who shows which condition, and the plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from uncramp.errors import PersonError, UsageError, Where
from uncramp.facts import Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.safety.corpus.make import Corpus

HEAD, WELL = "corpus.json", "well.json"
CONDITIONS, PLANS = "conditions", "plans"


def write(corpus: Corpus, folder: Path) -> int:
    """Write every file of the corpus, and say how many bytes that were."""
    texts = {HEAD: json.dumps(corpus.head, indent=1, ensure_ascii=False) + "\n"}
    lines = {**corpus.people, CONDITIONS: corpus.conditions, PLANS: corpus.plans}
    for name, rows in lines.items():
        texts[f"{name}.jsonl"] = "".join(_line(row) for row in rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be written: {(error.strerror or 'unknown error').lower()}") from None
    return sum(len(text.encode()) for text in texts.values())


def well(kb: Knowledge, folder: Path) -> Answers:
    """The numbers and words of the well person, where somebody has written them down; PersonError if they are not."""
    file = folder / WELL
    if not file.exists():
        return Answers()
    try:
        return read_answers(kb.facts, json.loads(file.read_text(encoding="utf-8"))["facts"])
    except PersonError as error:
        raise PersonError(error.what, where=Where(str(file)), allowed=error.allowed, hint=error.hint) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise PersonError(f"`{file}` is no person", allowed='{"facts": {"age_years": 40, ...}}') from None


def head(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    return found


def lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False) + "\n"
