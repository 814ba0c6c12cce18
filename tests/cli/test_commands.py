"""The commands as a script meets them: what comes out, and how a mistake is answered."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KNOWLEDGE = Path(__file__).parents[2] / "src/uncramp/knowledge"


def uncramp(*arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    return subprocess.run(
        [sys.executable, "-m", "uncramp", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**plain, "LANG": "C.UTF-8", "COLUMNS": "100", **env},
    )


def one_line(run: subprocess.CompletedProcess[str]) -> str:
    """The complaint of a command that was used wrongly: status 2, one line, nothing on standard output."""
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("uncramp: ")
    assert run.stderr.count("\n") == 1
    return run.stderr


def test_the_danger_lines_stand_above_the_relief() -> None:
    shown = uncramp("now", "calf", "--plain", "--region", "uk").stdout
    assert shown.index("is any of this true") < shown.index("999") < shown.index("1. Stop and get safe")
    assert shown.index("1. Stop and get safe") < shown.index("Pull the toes slowly")
    assert "not a diagnosis" in shown


def test_a_command_can_be_run_twice_in_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    from uncramp.cli import run

    for _ in range(2):
        assert run(["now", "calf", "--plain"]) == 0
        assert run(["list", "foods"]) == 0
    assert capsys.readouterr().out.count("1. Stop and get safe") == 2


def test_a_place_can_be_written_with_a_hyphen_or_an_underscore() -> None:
    assert uncramp("now", "thigh-back", "--plain").stdout == uncramp("now", "thigh_back", "--plain").stdout


def test_a_place_can_be_called_by_its_name_in_the_language() -> None:
    shown = uncramp("now", "calf", "--plain", "--lang", "es").stdout
    assert shown
    assert uncramp("now", "pantorrilla", "--plain", "--lang", "es").stdout == shown
    assert uncramp("now", "pie", "--lang", "es", "--json").stdout.startswith('{\n  "place": "foot"')
    assert "could be several places" in one_line(uncramp("now", "parte", "--plain", "--lang", "es"))
    assert "there is no place `pantorrilla`" in one_line(uncramp("now", "pantorrilla", "--plain"))


def test_a_place_that_could_be_several_is_asked_back() -> None:
    assert "`thigh` could be several places; allowed: thigh-back, thigh-front, thigh-inner" in one_line(
        uncramp("now", "thigh", "--plain")
    )


def test_a_place_that_is_none_is_answered_with_those_there_are() -> None:
    assert "there is no place `elbow`; allowed: calf, foot" in one_line(uncramp("now", "elbow", "--plain"))
    assert "which place?" in one_line(uncramp("now", "--plain"))


def test_now_as_data_has_what_now_as_text_has() -> None:
    data = json.loads(uncramp("now", "calf", "--json", "--region", "uk").stdout)
    text = uncramp("now", "calf", "--plain", "--region", "uk").stdout
    assert data["number"] == "999"
    assert len(data["danger"]) == 12
    assert [row["remedy"] for row in data["relief"]][:3] == [
        "stop_activity",
        "calf_stretch_seated",
        "antagonist_contraction",
    ]
    for row in data["relief"]:
        assert row["title"] in text
        assert all(step in text for step in row["steps"])


def test_for_a_child_the_words_and_the_answers_are_those_of_a_child() -> None:
    shown = uncramp("now", "calf", "--plain", "--for", "child").stdout
    assert "they" in shown
    assert "`--for grandma` is nobody we know; allowed: self, child, other" in one_line(
        uncramp("now", "calf", "--plain", "--for", "grandma")
    )


@pytest.mark.parametrize(
    ("region", "env", "number"),
    [
        ("au", "en_GB.UTF-8", "000"),
        (None, "en_GB.UTF-8", "999"),
        (None, "en_US.UTF-8", "911"),
        (None, "de_DE.UTF-8", "112"),
        (None, "C.UTF-8", "112"),
    ],
)
def test_the_number_is_that_of_the_region_then_of_the_machine(region: str | None, env: str, number: str) -> None:
    options = ["--region", region] if region else []
    run = uncramp("check", "-", "--json", *options, stdin='{"facts": {"unresponsive": true}}', LANG=env)
    assert json.loads(run.stdout)["number"].startswith(number)


def test_a_persons_own_region_goes_before_the_machines() -> None:
    run = uncramp("check", "-", "--json", stdin='{"facts": {"unresponsive": true, "region": "nz"}}', LANG="en_GB.UTF-8")
    assert json.loads(run.stdout)["number"] == "111"


def test_an_emergency_on_the_page_stands_alone() -> None:
    shown = uncramp(
        "check", "-", "--region", "uk", stdin='{"facts": {"chest_pain": true, "still_happening": true}}'
    ).stdout
    assert "Call 999 now." in shown
    assert "Held back" not in shown
    assert "Now, or when" not in shown


@pytest.mark.parametrize("person", ['{"facts": {"site_calf": true}}', 'id = "x"\n[facts]\nsite_calf = true\n'])
def test_a_person_may_be_json_or_toml(person: str) -> None:
    assert json.loads(uncramp("check", "-", "--json", stdin=person).stdout)["knowledge"]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("", "is empty"),
        ("[]", "a person is not an object"),
        ('{"facts": {"site_calfs": true}}', "there is no fact `site_calfs`; did you mean `site_calf`"),
        ('{"facts": {"site_calf": 1}}', '`site_calf` cannot be `1`; allowed: true, false or "unsure"'),
        ('{"facts": {"age_years": 121}}', "`age_years` cannot be `121`; allowed: a whole number from 0 to 120"),
        ('{"facts": {"kind": "cramp"}}', "`kind` cannot be `'cramp'`; allowed: "),
        ('{"facts": {"age_years": 8, "under_16": false}}', "`under_16` is `false`, but the other answers say `true`"),
        ('{"facts": {"age_years": NaN}}', "`NaN` is no answer"),
        ('{"facts": {"site_calf": true, "site_calf": false}}', "`site_calf` is there twice"),
        ('{"facts": {"site_calf": true}', "not JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_person_that_cannot_be_read_is_one_line_that_says_why(person: str, said: str) -> None:
    assert said in one_line(uncramp("check", "-", stdin=person))


def test_a_bad_line_is_answered_in_its_place_and_the_others_still_are() -> None:
    people = '{"id": "a", "facts": {"unresponsive": true}}\n{"id": "b", "facts": {"age_years": -1}}\n'
    people += 'x\n{"id": "d", "facts": {}}\n'
    run = uncramp("check", "-", "--lines", stdin=people)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 2
    assert [row.get("id") for row in rows] == ["a", "b", None, "d"]
    assert rows[0]["level"] == "emergency"
    assert rows[1]["line"] == 2
    assert "allowed: a whole number from 0 to 120" in rows[1]["error"]
    assert rows[2]["line"] == 3
    assert rows[3]["level"] == "urgent"


def test_the_plan_as_data_has_dates() -> None:
    run = uncramp("plan", "-", "--json", stdin='{"facts": {"site_calf": true, "kind": "painful_cramp"}}')
    assert {"now", "next_days", "prevention", "review_on", "visit_by"} == set(json.loads(run.stdout)["plan"])


@pytest.mark.parametrize(
    "name", ["U01", "u01", "clot_signs_limb", "calf_stretch_seated", "site_calf", "k7", "C078", "calf"]
)
def test_anything_can_be_explained_by_its_id_or_code(name: str) -> None:
    run = uncramp("explain", name)
    assert run.returncode == 0
    assert "diagnosis" in run.stdout


def test_every_claim_remedy_and_rule_can_be_explained() -> None:
    from uncramp import kb as knowledge
    from uncramp.cli.knowledge import EXPLAINED, explain_command, find
    from uncramp.cli.setting import Setting

    kb = knowledge.load()
    setting = Setting(kb, "en", "uk")
    for kind in EXPLAINED:
        for entry in getattr(kb.pack, kind):
            assert any(found is entry for _, found in find(kb, entry.id, setting.texts()))
            explain_command(setting, entry.id, json=False)


def test_what_cannot_be_explained_is_answered_with_what_was_meant() -> None:
    assert "there is no entry `calf_strech_seated`; did you mean `calf_stretch_seated`" in one_line(
        uncramp("explain", "calf_strech_seated")
    )


@pytest.mark.parametrize(
    "kind", ["remedies", "rules", "facts", "claims", "sources", "contraindications", "foods", "pairs"]
)
def test_every_kind_can_be_listed_as_text_and_as_data(kind: str) -> None:
    lines = uncramp("list", kind).stdout.splitlines()
    rows = json.loads(uncramp("list", kind, "--json").stdout)
    assert len(lines) == len(rows) > 10
    assert all(line.startswith(row["id"]) for line, row in zip(lines, rows, strict=True))


def test_a_kind_that_is_none_is_answered_with_those_there_are() -> None:
    assert "there are no `potions` to list; allowed: " in one_line(uncramp("list", "potions"))


def test_the_pack_is_canonical_and_carries_its_own_hash() -> None:
    text = uncramp("pack").stdout.rstrip("\n")
    pack = json.loads(text)
    claimed = pack.pop("hash")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bare = json.dumps({**pack, "hash": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(bare.encode()).hexdigest() == claimed


def test_an_edited_copy_of_the_knowledge_is_used_and_named_by_another_hash(tmp_path: Path) -> None:
    copy = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    rules = copy / "triage/legs_vessels.toml"
    rules.write_text(rules.read_text().replace("A clot can feel like cramp.", "A clot feels much like cramp."))
    person = '{"facts": {"limb_swollen_one_side": true, "site_calf": true}}'
    ours = json.loads(uncramp("check", "-", "--json", stdin=person).stdout)
    theirs = json.loads(uncramp("check", "-", "--json", "--knowledge", str(copy), stdin=person).stdout)
    assert "much like cramp" in theirs["because"][0]["says"]
    assert ours["knowledge"] != theirs["knowledge"]
    assert "its English has changed since" in uncramp("lint", str(copy)).stdout.splitlines()[0]
    rules.write_text(rules.read_text().replace("limb_swollen_one_side or", "limb_swolen_one_side or"))
    run = uncramp("lint", str(copy))
    assert run.returncode == 2
    assert "no fact or definition is called `limb_swolen_one_side`; did you mean `limb_swollen_one_side`?" in run.stdout
    assert run.stdout.startswith("triage/legs_vessels.toml:")
    assert json.loads(uncramp("lint", str(copy), "--json").stdout)[0]["line"] > 0
    assert "legs_vessels.toml:" in one_line(uncramp("check", "-", "--knowledge", str(copy), stdin=person))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "invalid choice"),
        (["check", "-", "--regoin", "uk"], "unrecognized arguments"),
        (["check", "nobody.json"], "`nobody.json` cannot be read: no such file or directory"),
        (["check", "-", "--region", "mars"], "there is no region `mars`; allowed: uk, ie"),
        (["check", "-", "--lang", "tlh"], "there is no language `tlh`; allowed: en"),
        (["check", "-", "--knowledge", "/"], "`/` is not a knowledge folder"),
        (["check", "--lines", "nobody.json"], "`nobody.json` cannot be read"),
    ],
)
def test_a_command_used_wrongly_is_one_line(arguments: list[str], said: str) -> None:
    assert said in one_line(uncramp(*arguments))


def test_the_help_of_every_command_says_that_it_is_not_a_diagnosis() -> None:
    for command in ([], ["now"], ["check"], ["plan"], ["explain"], ["list"], ["pack"], ["lint"]):
        assert "Not a diagnosis" in " ".join(uncramp(*command, "--help").stdout.split())


def test_a_reader_that_leaves_early_is_no_error() -> None:
    run = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m uncramp list facts | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr


def test_somebody_with_a_cramp_waits_for_nothing_that_is_not_needed() -> None:
    """The modules that make a cold start slow stay out of the way of the first line."""
    script = (
        "import sys; from uncramp.cli import run; run(['now', 'calf', '--plain']); "
        "print([name for name in ('rich', 'numpy', 'z3', 'pydantic', 'uncramp.kb.check') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
