"""The plans of twelve written-out people as pages to read: a change of the knowledge shows what it does to them.

Each person is a TOML file in tests/golden with a story and the answers that matter; whatever yes/no fact it does not
name is "no". The page beside it is what `uncramp plan` shows on a fixed day. To renew the pages, then read every line
that changed as the person would:

    UNCRAMP_RENEW=1 python -m pytest tests/knowledge/test_golden_plans.py
"""

from __future__ import annotations

import io
import os
import tomllib
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from knowledge.people import person
from uncramp.cli.show import decision_page
from uncramp.kb import Knowledge
from uncramp.plan import plan
from uncramp.triage import triage

GOLDEN = Path(__file__).parents[1] / "golden"
PEOPLE = sorted(path.stem for path in GOLDEN.glob("*.toml"))
TODAY = date(2026, 2, 27)
RENEW = bool(os.environ.get("UNCRAMP_RENEW"))


def page(kb: Knowledge, name: str) -> str:
    """The whole page, without the line that names the version of the knowledge."""
    written = tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))
    answers = person(kb, written["facts"])
    assert set(written["facts"]) <= kb.facts.keys(), name
    found = triage(kb, answers)
    made = plan(kb, answers, found, today=TODAY)
    texts = kb.texts(region="uk", others=answers.known.get("answering_for", "self") != "self")
    out = io.StringIO()
    console = Console(file=out, width=100, no_color=True, highlight=False, legacy_windows=False)
    decision_page(console, kb, answers, found, made, texts, whole=True)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines[-1].startswith("Knowledge ")
    return f"{written['story']}\n\n" + "\n".join(lines[:-1]) + "\n"


def test_there_are_twelve_people() -> None:
    assert len(PEOPLE) == 12


@pytest.mark.parametrize("name", PEOPLE)
def test_the_plan_of_a_written_out_person_is_the_page_that_was_read(kb: Knowledge, name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    now = page(kb, name)
    if RENEW:
        file.write_text(now, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == now, "read the change; UNCRAMP_RENEW=1 keeps it"


@pytest.mark.parametrize("name", PEOPLE)
def test_no_step_to_prevent_stands_on_a_page_twice(kb: Knowledge, name: str) -> None:
    _, _, rest = page(kb, name).partition("To keep the next one away")
    titles = [line for line in rest.partition("Held back")[0].splitlines() if line.startswith("- ")]
    assert titles
    assert len(titles) == len(set(titles))
