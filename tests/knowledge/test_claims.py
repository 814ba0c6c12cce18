"""The ledger of the two founding articles: every sentence has a home, and none of them was copied."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from uncramp.cli import run
from uncramp.kb import HERE, Knowledge
from uncramp.kb.ledger import ACTING, coverage, ledger_problems, places
from uncramp.kb.read import Folder, read_folder
from uncramp.kb.wording import texts_for_people

ROOT = Path(__file__).parents[2]
SENTENCES = {"A": 263, "B": 95}
"""How many sentences, rows and list items the two articles have."""
CONFLICTS = 24
SHOWN = ("remedy", "contraindication", "rule", "pair", "food", "safety_net")
"""The kinds of entries that a person reads as advice; a fact only asks, and nobody reads groups and definitions."""
NAMED = {
    "ask_therapist_which_workouts": ("which exercises",),
    "antioxidants_help_muscles": ("antioxidants",),
    "baclofen_reduces_spasms": ("baclofen",),
    "bike_prevents": ("bike",),
    "botulinum_for_severe_spasms": ("botox",),
    "calf_stretch_at_a_wall": ("wall", "both heels", "lean", "calf"),
    "capsaicin_is_the_hot_part": ("capsaicin", "chilli"),
    "carry_a_bottle": ("bottle", "sport", "heat"),
    "chamomile_cup_at_bedtime": ("warm cup", "before bed"),
    "conflict_bend_the_back": ("no deep bends or twists",),
    "creams_relief": ("menthol", "cream", "ointment"),
    "cyclobenzaprine_reduces_spasms": ("cyclobenzaprine", "flexeril"),
    "do_not_bounce": ("bounce",),
    "drink_prune_juice": ("prune juice",),
    "hold_thirty_seconds": ("30 seconds",),
    "healthy_fats_against_twitches": ("healthy fats",),
    "heat_sources": ("bottle", "pad", "towel in warm water"),
    "ice_wrapped_in_cloth": ("cloth", "towel"),
    "jogging_before_bed_prevents": ("jog", "space"),
    "kegels_help_the_bladder": ("kegel",),
    "knees_to_chest_for_the_back": ("knees bent, feet flat", "chest", "lower back"),
    "know_signs_and_triggers": ("what went before",),
    "naproxen_against_spasms": ("naproxen",),
    "neck_tilt_for_the_neck": ("ear", "shoulder"),
    "pinch_the_muscle": ("pinch",),
    "relaxants_make_drowsy": ("sleepy", "drive", "machines"),
    "roller_prevents": ("foam roller", "tennis ball"),
    "sleep_routine_helps_sleep": ("same time each day", "quiet", "bed that feels good", "breathe slowly"),
    "swedish_massage_relaxes": ("swedish", "long, light strokes"),
    "tell_the_therapist": ("tell them",),
    "thigh_stretch_standing_on_one_leg": ("hold on", "heel", "buttock", "front of the thigh"),
    "trigger_points_released": ("trigger points",),
    "walk_daily_prevents": ("brisk", "half an hour", "every day"),
    "walk_with_lifted_knees": ("lift", "back straight"),
    "walking_gentle_on_joints": ("joints",),
    "warm_up_before_stretching": ("walk", "pedal"),
}
"""Per claim, the words for what it tells people to do, use or take. What it lives in says them."""
RUN = 8
RUNS = frozenset((Path(__file__).parent / "article_runs.txt").read_text().split())
"""Every run of eight words within a sentence of the articles, as the first 12 digits of its SHA-256. The two titles are
left out: the list of sources names them."""
WRITTEN = {".cfg", ".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml", ""}
NOT_OURS = {"__pycache__", "node_modules", "build", "dist"}


def test_every_sentence_of_both_articles_is_in_the_ledger(kb: Knowledge) -> None:
    found = coverage(kb.pack.passage, kb.pack.claim)
    assert {row.article: row.passages for row in found} == SENTENCES
    for row in found:
        assert row.with_claims + sum(row.filler.values()) == row.passages, row.article


def test_most_sentences_make_a_claim(kb: Knowledge) -> None:
    """Filler is for headings, captions, questions and the like, not a way to leave a claim out."""
    for row in coverage(kb.pack.passage, kb.pack.claim):
        assert row.with_claims > 0.7 * row.passages, row.article


def test_a_claim_and_its_passages_name_each_other(kb: Knowledge) -> None:
    place = places(kb.pack.passage)
    said: dict[str, list[str]] = {}
    for passage in kb.pack.passage:
        for claim in passage.claims:
            said.setdefault(claim, []).append(place[passage.id])
    assert said == {claim.id: list(claim.where) for claim in kb.pack.claim if claim.article}
    assert {claim.id for claim in kb.pack.claim if claim.where and not claim.article} == set()


def test_a_claim_lives_in_something_that_acts(kb: Knowledge) -> None:
    acting = {entry.id for kind in ACTING for entry in getattr(kb.pack, kind)}
    for claim in kb.pack.claim:
        assert set(claim.lives_in) <= acting, claim.id
        assert claim.lives_in or not claim.instructs, claim.id


def test_what_a_claim_tells_people_to_do_lives_in_something_that_they_read(kb: Knowledge) -> None:
    read = {entry.id for kind in SHOWN for entry in getattr(kb.pack, kind)}
    assert [claim.id for claim in kb.pack.claim if claim.instructs and not read & set(claim.lives_in)] == []


def test_advice_that_holds_does_not_live_only_in_what_nobody_should_do(kb: Knowledge) -> None:
    never = {remedy.id for remedy in kb.pack.remedy if remedy.kind == "never"}
    held = [claim for claim in kb.pack.claim if claim.instructs and claim.verdict == "supported"]
    assert held
    assert [claim.id for claim in held if set(claim.lives_in) <= never] == []


@pytest.mark.parametrize("claim", NAMED)
def test_what_people_are_told_to_use_is_named_where_the_claim_lives(kb: Knowledge, claim: str) -> None:
    (found,) = (row for row in kb.pack.claim if row.id == claim)
    said = " ".join(
        text.lower()
        for kind in SHOWN
        for entry in getattr(kb.pack, kind)
        if entry.id in found.lives_in
        for _, text in texts_for_people(kind, entry)
    )
    assert [word for word in NAMED[claim] if word not in said] == []


def test_a_claim_that_is_judged_as_sound_or_harmful_says_by_what(kb: Knowledge) -> None:
    for claim in kb.pack.claim:
        assert claim.sources or claim.check_at, claim.id
        assert not {"article_a", "article_b"} & set(claim.sources), claim.id


def test_all_conflicts_between_the_articles_are_settled(kb: Knowledge) -> None:
    settled = [claim for claim in kb.pack.claim if claim.id.startswith("conflict_")]
    numbers = [int(found[1]) for claim in settled if (found := re.match(r"Conflict (\d+) of 24 ", claim.note))]
    assert sorted(numbers) == list(range(1, CONFLICTS + 1))


def test_no_claim_is_written_twice(kb: Knowledge) -> None:
    says = [re.sub(r"\W+", " ", claim.says.lower()).strip() for claim in kb.pack.claim]
    assert sorted(says) == sorted(set(says))


def test_what_a_passage_is_about_is_said_in_a_few_words(kb: Knowledge) -> None:
    assert [row.id for row in kb.pack.passage if not 3 <= len(row.about.split()) <= 8] == []


@pytest.mark.parametrize("field", ["says", "instead"])
def test_claims_are_said_in_short_sentences(kb: Knowledge, field: str) -> None:
    for claim in kb.pack.claim:
        for sentence in re.split(r"(?<=[.!?:;])\s+", getattr(claim, field)):
            assert len(sentence.split()) <= 20, f"{claim.id}: {sentence}"


# ---- what lint finds in a ledger that somebody has edited


@pytest.fixture(scope="module")
def folder() -> Folder:
    return read_folder(HERE)


@pytest.mark.parametrize(
    ("kind", "id", "change", "finding"),
    [
        ("passage", "a009", {"claims": ()}, "needs either `claims` or `filler`"),
        ("passage", "a009", {"filler": "heading"}, "needs either `claims` or `filler`"),
        ("passage", "a009", {"claims": ("cramps_are_fun",)}, "there is no claim `cramps_are_fun`"),
        ("passage", "a009", {"id": "a010"}, "the next passage is `a009`"),
        ("passage", "b093", {"claims": ("rest_for_days",)}, "`stretch_before_bed_prevents`: the passages that name it"),
        ("claim", "rest_for_days", {"where": ("B: Resting, 9",)}, "does not say where the passages stand"),
        ("claim", "rest_for_days", {"article": ("A", "B")}, "the passages that name it are of other articles"),
        ("claim", "rest_for_days", {"article": (), "where": ()}, "the passages that name it are of other articles"),
        ("claim", "rest_for_days", {"lives_in": ("bed",)}, "nothing that acts is called `bed`"),
        ("claim", "rest_for_days", {"lives_in": ("r16",)}, "nothing that acts is called `r16`"),
        ("claim", "rest_for_days", {"lives_in": ()}, "instructs, and nothing acts on it"),
    ],
)
def test_lint_finds(folder: Folder, kind: str, id: str, change: dict[str, Any], finding: str) -> None:
    rows = [msgspec.structs.replace(row, **change) if row.id == id else row for row in folder.entries[kind]]
    edited = replace(folder, entries={**folder.entries, kind: rows})
    assert list(ledger_problems(folder)) == []
    assert any(finding in str(problem) for problem in ledger_problems(edited))


# ---- the command


def test_the_command_says_how_far_the_ledger_covers_the_articles(
    kb: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["claims"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Article A: 263 passages, ")
    assert sum(line.split(maxsplit=1)[0] in {claim.id for claim in kb.pack.claim} for line in lines if line) == len(
        kb.pack.claim
    )


def test_the_command_gives_the_same_as_data(kb: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["article"]: row["passages"] for row in found["articles"]} == SENTENCES
    assert [row["id"] for row in found["claims"]] == [claim.id for claim in kb.pack.claim]
    for row in found["articles"]:
        of_article = [claim for claim in found["claims"] if row["article"] in claim["article"]]
        assert sum(row["verdicts"].values()) == len(of_article) == row["claims"]


# ---- nothing was copied


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’‘]", "", text.lower()))


def copied(text: str, runs: frozenset[str] = RUNS) -> Iterator[str]:
    """Each run of eight words of the text that is among `runs`."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        run_of_words = " ".join(found[start : start + RUN])
        if hashlib.sha256(run_of_words.encode()).hexdigest()[:12] in runs:
            yield run_of_words


def texts_of_the_repository() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part in NOT_OURS or (part.startswith(".") and part != ".ci") for part in parts)
        if not hidden and path.is_file() and path.suffix in WRITTEN and path.name != "article_runs.txt":
            yield "/".join(parts), path.read_text(encoding="utf-8", errors="replace")  # inputs of the fuzzer are bytes


def test_no_run_of_eight_words_of_the_articles_is_in_the_repository() -> None:
    hits = {name: list(copied(text)) for name, text in texts_of_the_repository()}
    assert {name: found for name, found in hits.items() if found} == {}


def test_a_copied_run_of_words_would_be_found() -> None:
    digest = hashlib.sha256(b"one two three four five six seven eight").hexdigest()[:12]
    text = "And: one two -- three; four,\n# five six seven EIGHT. Nine."
    assert list(copied(text, frozenset({digest}))) == ["one two three four five six seven eight"]
    assert list(copied(text.replace("six", "6"), frozenset({digest}))) == []
    assert len(RUNS) > 2000
    assert all(re.fullmatch(r"[0-9a-f]{12}", found) for found in RUNS)
