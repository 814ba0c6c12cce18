"""The long run finds what it looks for, and goes on where it stopped."""

import json
from pathlib import Path

import numpy as np
import pytest

from agreement import long_run
from agreement.crowd import Conditions
from agreement.many import ENGINES, by_columns
from uncramp.errors import UsageError
from uncramp.logic import Compare, Flag, FlagType, IntType, Not

SMALL = ["--people", "64", "--block", "32", "--walk", "8", "--engines", "columns,compiled"]


def test_a_stopped_run_goes_on_and_comes_to_what_one_run_comes_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, parts = tmp_path / "whole.json", tmp_path / "parts.json"
    assert long_run.main([*SMALL, "--state", str(whole)]) == 0
    ticks = iter(range(0, 1000, 100))
    hurried = [*SMALL, "--state", str(parts), "--minutes", "2"]
    assert long_run.main(hurried, clock=lambda: next(ticks)) == 0
    assert json.loads(parts.read_text())["done"] == 32
    assert long_run.main([*SMALL, "--state", str(parts)]) == 0
    assert json.loads(parts.read_text()) == json.loads(whole.read_text())
    assert "64 people" in capsys.readouterr().out


def test_a_state_of_other_people_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    long_run.main([*SMALL, "--state", str(state)])
    with pytest.raises(UsageError, match="belongs to seed 0"):
        long_run.main([*SMALL, "--state", str(state), "--seed", "1"])
    state.write_text("[]")
    with pytest.raises(UsageError, match="is no state of a run"):
        long_run.main([*SMALL, "--state", str(state)])


def test_an_engine_that_is_not_there_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no engine `oracle`; allowed: all, columns, compiled"):
        long_run.main([*SMALL[:-1], "oracle"])


def test_without_node_its_engine_is_left_out_unless_it_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.delenv("UNCRAMP_NODE", raising=False)
    assert long_run.named("columns,javascript") == ["columns"]
    assert "node is not installed" in capsys.readouterr().err
    monkeypatch.setenv("UNCRAMP_NODE", "required")
    assert long_run.named("columns,javascript") == ["columns", "javascript"]
    with pytest.raises(UsageError, match="node is not installed"):
        ENGINES["javascript"](Conditions(["calf"], [Flag("calf")], FACTS))


def test_all_engines_are_all_but_the_one_that_would_take_days() -> None:
    assert {*ENGINES} - {*long_run.named("all")} <= {"fhirpath", "javascript"}


def test_a_run_says_how_often_an_engine_was_really_asked() -> None:
    conditions = Conditions(["calf"], [Flag("calf")], FACTS)
    state = long_run.State(seed=1, knowledge="small", block=80, engines=["columns", "evaluate"])
    engines = {name: ENGINES[name](conditions) for name in state.engines}
    for _ in range(2):
        long_run.run(conditions, engines, state, 80, 0)
    assert state.asked == {"evaluate": 3}
    assert "evaluate was asked 3 times" in long_run.report(state, 1)


def test_a_state_of_other_engines_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    long_run.main([*SMALL, "--state", str(state)])
    with pytest.raises(UsageError, match="the engines columns,compiled"):
        long_run.main([*SMALL[:-1], "columns", "--state", str(state)])


def test_an_engine_that_takes_unknown_for_no_is_caught_with_the_person() -> None:
    conditions = Conditions(["grown_up", "calf"], [Not(Compare("age", "<", 16)), Flag("calf")], FACTS)

    def closed_world(table):
        must, _ = by_columns(conditions)(table)
        return must, must

    state = long_run.State(seed=1, knowledge="small", block=800, engines=["columns", "closed_world"])
    engines = {"columns": ENGINES["columns"](conditions), "closed_world": closed_world}
    long_run.run(conditions, engines, state, 800, 80)
    assert state.disagreements > 100
    shown = state.shown[0]
    assert shown["said"] == {"columns": None, "closed_world": False}
    asked = {"grown_up": "age", "calf": "calf"}[shown["condition"]]
    assert asked not in shown["person"]
    assert len(state.shown) == long_run.SHOWN


def test_a_quick_engine_that_is_wrong_is_caught_by_the_meaning_itself() -> None:
    conditions = Conditions(["calf"], [Flag("calf")], FACTS)
    state = long_run.State(seed=1, knowledge="small", block=80, engines=["all_yes"])

    def all_yes(table):
        everybody = np.full((1, 10), 0xFF, np.uint8)
        return everybody, everybody

    long_run.run(conditions, {"all_yes": all_yes}, state, 80, 80)
    assert state.walked == 80
    assert {one["said"]["evaluate"] for one in state.shown} == {False, None}


FACTS = {"age": IntType(0, 120), "calf": FlagType()}
