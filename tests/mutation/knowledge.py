"""Every slip in the knowledge, and who notices it: `just mutants`, or `just mutants --only E20` for one entry.

A mutant is killed by the examples beside an entry, a story, somebody who has to be offered a remedy, somebody from whom
one has to be held back, a written-out plan or a safety claim. The corpus is counted apart: it is made by the program,
so it notices that something changed and not that something is wrong. A mutant that changes nothing for anybody, by
proof, is equivalent and is not counted. With `--state FILE` the run keeps where it stands, and the same command goes
on from there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import uncramp.kb
from mutation.held import Held
from mutation.judges import Judges
from mutation.mutants import Mutant, mutants
from mutation.proofs import Proofs
from mutation.report import page, table
from uncramp.errors import UncrampError, UsageError
from uncramp.kb import Knowledge

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/safety/mutation.md"
ALL_NOTICED = ("rule", "definition", "contraindication", "indication")
"""Kinds of entries in which no slip may stay unnoticed."""
KEPT_EVERY = 200
"""Mutants between two times that the state is written."""


@dataclass
class Fate:
    """What became of one mutant: who noticed it, and what there is to say of it if nobody did."""

    id: str
    of: str
    kind: str
    entry: str
    example: str = ""
    story: str = ""
    offer: str = ""
    held: str = ""
    page: str = ""
    claim: str = ""
    equivalent: bool = False
    corpus: bool = False

    @property
    def killed(self) -> bool:
        return bool(self.example or self.story or self.offer or self.held or self.page or self.claim)

    @property
    def survived(self) -> bool:
        return not self.killed and not self.equivalent


def run(kb: Knowledge, chosen: Sequence[Mutant], *, corpus: bool, claims: bool) -> Iterator[Fate]:
    """The fate of each mutant; the judges that cost most are asked last, and only where no other noticed."""
    judges, proofs = Judges(kb, chosen, corpus=corpus), Proofs(kb)
    held = Held(judges.base, chosen)
    for mutant in chosen:
        fate = Fate(mutant.id, mutant.of, mutant.kind, mutant.entry)
        fate.example, fate.story, fate.page = judges.example(mutant), judges.story(mutant), judges.page(mutant)
        fate.offer, fate.held = judges.offer(mutant), held.notices(mutant)
        if not fate.killed:
            fate.equivalent = proofs.equivalent(mutant)
        if fate.survived and claims:
            fate.claim = proofs.claim(mutant)
        if corpus:
            fate.corpus = judges.corpus(mutant)
        yield fate


def only(kb: Knowledge, found: Sequence[Mutant], ids: Sequence[str]) -> list[Mutant]:
    """The mutants of these entries, by id or code; UsageError for an entry that has none."""
    codes = {entry.code: entry.id for kind in ("rule", "contraindication") for entry in getattr(kb.pack, kind)}
    wanted = [codes.get(id, id) for id in ids]
    entries = {mutant.entry.split()[0] for mutant in found}
    for id, name in zip(ids, wanted, strict=True):
        if name not in entries:
            raise UsageError(f"no entry with a condition is called `{id}`", hint="`uncramp list rules` names them")
    return [mutant for mutant in found if mutant.entry.split()[0] in wanted]


def judged_by(kb: Knowledge) -> str:
    """A digest of all that a fate hangs on: the knowledge, the stories of every kind, the plans, the corpus."""
    seen = hashlib.sha256(kb.pack.hash.encode())
    for folder in ("vignettes", "offered", "held_back", "golden", "corpus"):
        for file in sorted((TESTS / folder).iterdir()):
            seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def read_state(file: Path | None, by: str) -> dict[str, Fate]:
    """The fates that a stopped run has left; those of another knowledge or other judges are refused."""
    if file is None or not file.exists():
        return {}
    try:
        data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        before, fates = data["by"], {row["id"]: Fate(**row) for row in data["fates"]}
    except (ValueError, TypeError, KeyError):
        raise UsageError(f"`{file}` is no state of a run", hint="delete it to start again") from None
    if before != by:
        raise UsageError(f"`{file}` belongs to another knowledge or other judges", hint="delete it to start again")
    return fates


def keep(file: Path, by: str, fates: Mapping[str, Fate]) -> None:
    """Written beside and put in place at once: a run that is cut off leaves the last whole state."""
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps({"by": by, "fates": [asdict(one) for one in fates.values()]}), encoding="utf-8")
    new.replace(file)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="only these entries, by id or code")
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="another knowledge folder")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keeps where the run stands")
    parser.add_argument("--json", action="store_true", help="every fate as JSON")
    parser.add_argument("--no-corpus", action="store_true", help="leave the corpus out; it takes half of the time")
    parser.add_argument("--no-claims", action="store_true", help="leave the safety claims out")
    parser.add_argument("--write", action="store_true", help="write docs/safety/mutation.md; of a whole run only")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run, show a bar on a terminal, print the rates; 1 if nobody notices a slip where somebody always has to."""
    said = options(arguments)
    if said.write and (said.only or said.no_corpus or said.no_claims):
        raise UsageError("only a whole run can be written", hint="leave out --only, --no-corpus and --no-claims")
    kb = uncramp.kb.load(said.knowledge)
    chosen = mutants(kb)
    chosen = only(kb, chosen, said.only) if said.only else chosen
    by = judged_by(kb)
    fates = read_state(said.state, by)
    left = [mutant for mutant in chosen if mutant.id not in fates]
    columns = (TextColumn("mutants"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("mutants", total=len(chosen), completed=len(chosen) - len(left))
        for nth, fate in enumerate(run(kb, left, corpus=not said.no_corpus, claims=not said.no_claims), 1):
            fates[fate.id] = fate
            bar.update(task, advance=1)
            if said.state and (nth % KEPT_EVERY == 0 or nth == len(left)):
                keep(said.state, by, fates)
    found = [fates[mutant.id] for mutant in chosen]
    if said.write:
        PAGE.write_text(page(kb, found), encoding="utf-8")
    survived = [fate for fate in found if fate.survived]
    if said.json:
        print(json.dumps({"knowledge": kb.name, "fates": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(table(found)))
        print("\n".join(fate.id for fate in survived if fate.of in ALL_NOTICED or said.only))
    return 1 if any(fate.of in ALL_NOTICED for fate in survived) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UncrampError as error:
        sys.exit(f"mutants: {error}")
