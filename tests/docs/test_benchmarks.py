"""The page of the benchmarks shows what was measured, and nothing is timed that does not say what the rules mean."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import cold  # noqa: E402
from engines import install, side_by_side, worker  # noqa: E402
from engines.case import Case, Person, case, judged  # noqa: E402
from engines.engine import Engine  # noqa: E402
from engines.page import TOLD, written  # noqa: E402
from engines.peers import IN_NODE, RULES  # noqa: E402
from engines.side_by_side import ALL, Unequal, compared  # noqa: E402
from engines.timing import against  # noqa: E402

from agreement.many import ENGINES  # noqa: E402
from uncramp.kb import Knowledge  # noqa: E402
from uncramp.logic import facts_of  # noqa: E402

PAGE = ROOT / "docs/benchmarks.md"
RESULTS = json.loads((ROOT / "benchmarks/results.json").read_text(encoding="utf-8"))
EVERY = 24
"""Of the rules, one in so many goes through the engines that are installed for the tests."""


@pytest.fixture(scope="module")
def few(kb: Knowledge) -> Case:
    """Five people and a few of the rules."""
    every = case(kb, 5)
    exprs = every.exprs[::EVERY]
    facts = {fact: every.facts[fact] for fact in sorted(frozenset().union(*map(facts_of, exprs)))}

    def of(people: list[Person]) -> list[Person]:
        return [{fact: value for fact, value in person.items() if fact in facts} for person in people]

    return Case(exprs, facts, of(every.whole), of(every.holes))


def test_the_page_shows_what_was_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(RESULTS), "run `python benchmarks/engines/run.py --write`"


@pytest.mark.parametrize("name", ALL)
def test_every_engine_that_the_code_names_stands_in_the_table(name: str) -> None:
    table = PAGE.read_text(encoding="utf-8").partition("\n| engine | version |")[2].partition("\n\n")[0]
    assert f"\n| {TOLD[name]['title']} |" in table
    assert (name in RESULTS["engines"]["engines"]) != (name in RESULTS["engines"]["missing"])


def test_nothing_is_told_of_an_engine_that_there_is_not() -> None:
    assert sorted(TOLD) == sorted(ALL)


def test_every_interpreter_stands_in_the_table_of_those_that_agree() -> None:
    asked = {name for run in RESULTS["agreement"]["runs"] for name in run["engines"]}
    assert asked == set(ENGINES) - {"fhirpath"}
    table = PAGE.read_text(encoding="utf-8").partition("\n| interpreter | asked |")[2].partition("\n\n")[0]
    assert len(table.split("\n")) == len(asked) + 2


def test_the_page_says_of_every_bar_whether_it_held() -> None:
    bars = [line for line in PAGE.read_text(encoding="utf-8").split("\n\n") if line.startswith("**The bar:**")]
    assert len(bars) == 5
    assert all("**held**" in bar or "**not held**" in bar for bar in bars)
    assert any("zen-engine's decision table on our rules in the same run" in bar for bar in bars)


def test_the_engines_that_are_installed_here_say_the_same(few: Case) -> None:
    here = [*side_by_side.OURS, "cel", "cel_export", "fhirpath", *(["javascript"] if shutil.which("node") else [])]
    found = compared(few, rounds=1, least=0, names=here, python=Path(sys.executable))
    assert found["missing"] == {}
    assert {one["people"] for one in found["engines"].values()} == {5}
    for name in set(here) - {"cel"}:
        assert found["engines"][name]["left_out"]["people"] == 0, f"{name} does not know unknown answers"
        assert found["engines"][name]["null"]["people"] == 0


def test_an_engine_that_says_otherwise_is_not_timed(few: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def yes_to_all(case: Case) -> Engine:
        return Engine("yes_to_all", "", 1, lambda people: [[True] * len(case.exprs) for _ in people], lambda _: 1)

    monkeypatch.setitem(side_by_side.OURS, "yes_to_all", yes_to_all)
    with pytest.raises(Unequal, match="yes_to_all says otherwise of 5 of 5 people"):
        compared(few, rounds=1, least=0, names=["compiled", "yes_to_all"])


def test_a_peer_that_is_not_installed_is_listed_with_the_reason(few: Case, tmp_path: Path) -> None:
    found = compared(few, rounds=1, least=0, names=["compiled", "cedar"], python=tmp_path / "python")
    assert list(found["engines"]) == ["compiled"]
    assert "install" in found["missing"]["cedar"]


def test_a_peer_that_cannot_be_imported_is_listed_with_the_reason(few: Case) -> None:
    found = compared(few, rounds=1, least=0, names=["compiled", "json_logic"], python=Path(sys.executable))
    assert "json_logic" in found["missing"]["json_logic"]


def test_an_answer_that_was_not_the_engine_s_to_give_is_counted_by_its_kind() -> None:
    truth = [[None, None, True, True, False, None], [True, False, None, None, None, None]]
    said = [[False, True, False, None, "error", "error"], [True, False, None, "error", None, None]]
    found = judged(truth, said)
    assert (found.no, found.yes, found.silent) == (2, 1, 2)
    assert (found.people, found.asked) == (1, 12)


def test_a_round_is_compared_with_itself_so_that_a_slow_one_does_no_harm() -> None:
    found = against({"base": [1, 10, 1], "other": [3, 30, 6]}, "base")["other"]
    assert (found.middle, found.low, found.high) == (3, 3, 6)


def test_every_command_is_started_from_nothing() -> None:
    from uncramp.cli import parser

    commands = next(action.choices for action in parser()._actions if action.choices)
    assert sorted(cold.COMMANDS) == sorted(commands)
    assert all(words[0] == name for name, words in cold.COMMANDS.items())


def test_every_peer_is_pinned_and_installed_by_the_script() -> None:
    packages = json.loads((ROOT / "benchmarks/engines/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert set(install.PYTHON_PEERS) <= set(install.pins())
    assert set(install.NODE_PEERS) == set(packages)
    told = {engine for engines in (install.PYTHON_PEERS | install.NODE_PEERS).values() for engine in engines}
    assert told == set(RULES) - {"javascript"}
    assert set(worker.PEERS) == set(RULES) - IN_NODE
    assert {package for package, _ in worker.PEERS.values()} == set(install.PYTHON_PEERS)
