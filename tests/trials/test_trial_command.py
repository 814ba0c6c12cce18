"""`uncramp trial` as a script meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from trial_nights import REFERENCE, table, trial

from uncramp.cli import run
from uncramp.errors import UncrampError
from uncramp.own_trial.results import result_json
from uncramp.trials.effect import Belief
from uncramp.trials.verdict import Result

KEYS = ["log_rate_ratio", "p_better", "p_worthwhile", "khat", "ess", "nights", "events", "state", "says"]
PERSON = {"age_years": 60, "sex_at_birth": "male", "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    file = tmp_path / "nights.csv"
    file.write_text(table(trial(REFERENCE[0]["arm"], REFERENCE[0]["counts"])))
    return file


def out(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(list(words)) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out(capsys, *words, "--json"))
    return found


def test_the_json_has_these_keys_and_no_others(capsys: pytest.CaptureFixture[str], nights: Path) -> None:
    found = data(capsys, "trial", "analyse", str(nights))
    assert list(found) == KEYS
    assert list(found["log_rate_ratio"]) == ["mean", "sd", "q025", "q50", "q975"]
    assert (found["nights"], found["events"], found["state"]) == (56, 32, "good_evidence")
    assert found["log_rate_ratio"]["mean"] == pytest.approx(REFERENCE[0]["nuts"][0], abs=0.01)
    assert found["p_better"] == pytest.approx(REFERENCE[0]["nuts"][6], abs=0.01)


def test_the_text_says_the_counts_the_answer_and_that_help_comes_first(
    capsys: pytest.CaptureFixture[str], nights: Path
) -> None:
    shown = out(capsys, "trial", "analyse", str(nights), "--a", "nothing", "--b", "the stretch")
    assert shown.startswith("nothing: 24 cramps in 28 nights. the stretch: 8 cramps in 28 nights.")
    assert "Good evidence for you: cramps were fewer on nights with the stretch." in shown
    assert "never waits for medical help" in " ".join(shown.split())
    assert "not a diagnosis" in shown


def test_what_studies_found_stands_beside_it_and_never_in_its_place(
    capsys: pytest.CaptureFixture[str], nights: Path
) -> None:
    plain = data(capsys, "trial", "analyse", str(nights))
    with_studies = data(capsys, "trial", "analyse", str(nights), "--remedy", "stretch-before-bed")
    assert list(with_studies) == [*KEYS, "with_studies"]
    assert with_studies["log_rate_ratio"] == plain["log_rate_ratio"]
    assert with_studies["with_studies"]["log_rate_ratio"]["sd"] < plain["log_rate_ratio"]["sd"]


@pytest.mark.parametrize("count", [0, None])
def test_nights_without_cramps_or_counts_give_nulls_and_no_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, count: int | None
) -> None:
    file = tmp_path / "empty.csv"
    file.write_text(table(trial("aaaaaaabbbbbbb" * 4, [count] * 56)))
    found = data(capsys, "trial", "analyse", str(file))
    assert list(found) == KEYS
    assert found["state"] == "not_enough"
    assert set(found["log_rate_ratio"].values()) == {None}
    assert {found[key] for key in ("p_better", "p_worthwhile", "khat", "ess")} == {None}
    assert "Of 100" not in found["says"]


def test_an_answer_that_its_check_does_not_bear_out_is_not_shown_as_figures() -> None:
    belief = Belief(-0.4, 0.3, -1.0, -0.4, 0.2, 0.9, 0.6, 0.93, 40.0, "withheld")
    found = result_json(Result(trial("ab", [1, 1]), belief, "withheld", ()), ["..."])
    assert list(found) == KEYS
    assert set(found["log_rate_ratio"].values()) == {found["p_better"], found["p_worthwhile"]} == {None}
    assert (found["khat"], found["ess"]) == (0.93, 40.0)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("date,arm,count\n2026-01-01,a,2\n2026-01-01,b,1\n", "there twice"),
        ("date,arm,count\n2026-01-01,a,2\n2026-01-02,a,1\n", "nothing to compare"),
        ("date,arm,count\n2026-01-01,a,-2\n", "no number of cramps"),
        ("hello\n", "allowed: date,arm,count"),
        ("", "allowed: date,arm,count"),
    ],
)
def test_a_bad_table_is_one_line_and_status_2(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)
    ran = subprocess.run(
        [sys.executable, "-m", "uncramp", "trial", "analyse", str(file), "--json"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.startswith("uncramp: ")
    assert ran.stderr.count("\n") == 1
    assert what in ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["trial"],
        ["trial", "analyse"],
        ["trial", "analyse", "no_such.csv"],
        ["trial", "analyse", "x\0y"],
        ["trial", "analyse", "nights.csv", "--remedy", "no_such_remedy"],
        ["trial", "plan"],
        ["trial", "plan", "--per-week", "nan"],
        ["trial", "plan", "--per-week", "-3"],
        ["trial", "plan", "--per-week", "5", "--cut", "100"],
        ["trial", "plan", "--per-week", "5", "--people", "1000000"],
        ["trial", "plan", "--per-week", "5", "--seed", "-1"],
    ],
)
def test_a_command_that_makes_no_sense_is_refused(
    words: list[str], monkeypatch: pytest.MonkeyPatch, nights: Path
) -> None:
    monkeypatch.chdir(nights.parent)
    with pytest.raises(UncrampError):
        run(words)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"date,arm,count\n\xff\xfe\n")
    with pytest.raises(UncrampError, match="not UTF-8"):
        run(["trial", "analyse", str(file)])
    file.write_bytes(b"x" * 2_000_000)
    with pytest.raises(UncrampError, match="larger than a table"):
        run(["trial", "analyse", str(file)])


def test_only_the_sums_load_numpy(nights: Path) -> None:
    """The words and the protocol do without."""
    own = ("cli.trial", "trial_diary", "trials.design", "trials.verdict", "trials.words")
    modules = ", ".join(f"uncramp.{name}" for name in own)
    program = f"import sys, {modules}; print('numpy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "False"


def test_a_plan_says_the_chance_and_whether_it_is_worth_it(capsys: pytest.CaptureFixture[str]) -> None:
    few = data(capsys, "trial", "plan", "--per-week", "1", "--people", "20", "--pairs", "3")
    assert few["worth"] is False
    assert (few["people"], few["seed"], few["nights"]) == (20, 1, 42)
    shown = out(capsys, "trial", "plan", "--per-week", "1", "--people", "20", "--pairs", "3")
    assert "not worth running" in shown
    assert "seed 1" in shown


def person(tmp_path: Path, kb: Any, **changes: Any) -> str:
    from knowledge.people import person as told

    file = tmp_path / "person.json"
    file.write_text(json.dumps({"facts": dict(told(kb, {**PERSON, **changes}).known)}))
    return str(file)


def test_a_protocol_is_one_canonical_line_with_its_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kb: Any
) -> None:
    words = ["trial", "protocol", person(tmp_path, kb), "--remedy", "stretch-before-bed", "--seed", "5"]
    first, again = data(capsys, *words), data(capsys, *words)
    assert first == again
    assert (first["arm_a"], first["arm_b"], first["pairs"], first["seed"]) == (
        "nothing_extra",
        "stretch_before_bed",
        8,
        5,
    )
    shown = out(capsys, *words)
    assert "Its mark is" in shown


def test_a_protocol_that_may_not_be_says_why(capsys: pytest.CaptureFixture[str], tmp_path: Path, kb: Any) -> None:
    words = ["trial", "protocol", person(tmp_path, kb, age_years=15), "--remedy", "magnesium"]
    found = data(capsys, *words)
    assert [one["why"] for one in found["refused"]] == ["adult", "arm"]
    assert "Trials are only for adults. An age of 18 or more" in out(capsys, *words)
