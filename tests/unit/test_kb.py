"""The pack: canonical, hashed, read back as it was written; its cache; and what `Knowledge` reckons from it."""

import json
from pathlib import Path

import pytest

import uncramp.kb.pack
from uncramp.errors import PersonError, UsageError
from uncramp.kb import Knowledge, canonical, load
from uncramp.kb.pack import Pack, build_pack, load_pack
from uncramp.kb.texts import Texts
from uncramp.logic import ALWAYS, to_text
from unit.small import FACTS, FILES, Food, contra, knowledge, pair, remedy, rule, write

# ---- canonical


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere", dict(reversed(FILES.items())))
    assert canonical(build_pack(folder)) == canonical(build_pack(folder)) == canonical(build_pack(elsewhere))


def test_the_real_pack_is_the_same_bytes_twice(kb: Knowledge) -> None:
    decoded = Pack.read(canonical(kb.pack))
    assert canonical(decoded) == canonical(kb.pack)


def test_keys_stand_in_order_without_blanks(folder: Path) -> None:
    data = canonical(build_pack(folder))
    again = json.dumps(json.loads(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert data == again.encode()


def test_a_pack_comes_back_as_it_was_written(folder: Path) -> None:
    pack = build_pack(folder)
    assert Pack.read(canonical(pack)) == pack


def test_remarks_and_blank_lines_do_not_change_the_hash(folder: Path) -> None:
    before = build_pack(folder).hash
    file = folder / "triage/legs.toml"
    file.write_text("# Another remark.\n\n" + file.read_text())
    assert build_pack(folder).hash == before


CHANGES = {
    "knowledge.toml": ("1.2.3", "1.2.4"),
    "facts.toml": ("Is it swollen?", "Is it thick?"),
    "definitions.toml": ("swollen or faint", "faint or swollen"),
    "gates.toml": ("It is swollen", "It is thick"),
    "triage/legs.toml": ("Call {N} now.", "Call {N} today."),
    "contraindications/movement.toml": ("Do not stretch it.", "Do not pull it."),
    "remedies/stretch.toml": ("seconds = 20", "seconds = 21"),
    "groups.toml": ('"Cold"', '"Ice"'),
    "pairs.toml": ("Not at once.", "Not together."),
    "safety_nets.toml": ("review_days = 7", "review_days = 8"),
    "sources/books.toml": ("A book", "Another book"),
    "priors.toml": ("0.42", "0.43"),
    "quantities.toml": ('"10"', '"11"'),
    "texts/en/decision.toml": ("So far.", "Until now."),
    "phones.toml": ('"112"', '"113"'),
    "texts/en/cli.toml": ("{count} more.", "{count} left."),
}


@pytest.mark.parametrize("file", CHANGES)
def test_the_hash_changes_with_anything_that_is_said(folder: Path, file: str) -> None:
    before = build_pack(folder).hash
    path = folder / file
    old, new = CHANGES[file]
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert build_pack(folder).hash != before


def test_the_hash_is_that_of_the_pack_without_it(folder: Path) -> None:
    import hashlib

    pack = build_pack(folder)
    bare = pack.replace(hash="")
    assert hashlib.sha256(canonical(bare)).hexdigest() == pack.hash
    assert load(folder).name == f"1.2.3+{pack.hash[:12]}"


# ---- the cache


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read and checked, rather than taken from the cache."""
    seen: list[Path] = []

    def counted(path: Path) -> Pack:
        seen.append(path)
        return build_pack(path)

    monkeypatch.setattr(uncramp.kb.pack, "build_pack", counted)
    return seen


def cache_of(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def test_a_second_load_takes_the_pack_from_the_cache(folder: Path, builds: list[Path]) -> None:
    first, second = load_pack(folder, cached=True), load_pack(folder, cached=True)
    assert first == second
    assert builds == [folder]
    assert len(cache_of(folder)) == 1


@pytest.mark.parametrize("file", FILES)
def test_an_edit_of_any_file_renews_the_cache(folder: Path, builds: list[Path], file: str) -> None:
    load_pack(folder, cached=True)
    path = folder / file
    path.write_text(path.read_text() + "# edited\n")
    load_pack(folder, cached=True)
    assert builds == [folder, folder]
    assert len(cache_of(folder)) == 1


def test_a_new_file_and_a_deleted_file_renew_the_cache(folder: Path, builds: list[Path]) -> None:
    load_pack(folder, cached=True)
    write(folder, {"triage/more.toml": "# nothing yet\n"})
    load_pack(folder, cached=True)
    (folder / "triage/more.toml").unlink()
    load_pack(folder, cached=True)
    assert len(builds) == 3


def test_an_edit_that_keeps_the_size_is_seen(folder: Path, builds: list[Path]) -> None:
    load_pack(folder, cached=True)
    path = folder / "triage/legs.toml"
    path.write_text(path.read_text().replace("Call {N} now.", "Ring {N} now."))
    assert load_pack(folder, cached=True).rule[0].says == "Ring {N} now."


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"null", b'{"format": 1}', b"\xff\x00", b"[" * 100_000], ids=lambda data: repr(data[:15])
)
def test_a_cache_of_garbage_is_done_without_and_replaced(folder: Path, builds: list[Path], garbage: bytes) -> None:
    good = load_pack(folder, cached=True)
    [file] = cache_of(folder)
    file.write_bytes(garbage)
    assert load_pack(folder, cached=True) == good
    assert load_pack(folder, cached=True) == good
    assert len(builds) == 2


def test_where_nothing_can_be_written_the_cache_is_done_without(folder: Path, builds: list[Path]) -> None:
    (folder / "__pycache__").write_text("a file where the folder of the cache should be")
    assert load_pack(folder, cached=True) == load_pack(folder, cached=True)
    assert len(builds) == 2


def test_another_folder_is_never_cached(folder: Path) -> None:
    load(folder)
    assert cache_of(folder) == []


def test_a_malformed_folder_leaves_no_cache(folder: Path) -> None:
    from uncramp.errors import KnowledgeError

    (folder / "knowledge.toml").write_text("")
    with pytest.raises(KnowledgeError):
        load_pack(folder, cached=True)
    assert cache_of(folder) == []


# ---- what is reckoned from it


def test_conditions_come_with_their_definitions_written_out(folder: Path) -> None:
    assert to_text(load(folder).when("rule", "clot")) == "calf and (swollen or faint)"


def test_an_entry_without_a_condition_always_holds(folder: Path) -> None:
    assert load(folder).when("safety_net", "always") == ALWAYS


def test_gates_and_measured_facts_are_known() -> None:
    kb = knowledge()
    assert kb.gates == {"swollen", "faint", "blue"}
    assert kb.measured == {"temp"}
    assert list(kb.facts) == [fact.id for fact in FACTS]


def test_a_contraindication_reaches_whatever_it_names_by_id_or_group() -> None:
    food = Food(id="banana", title="Banana", groups=("potassium",), evidence="part", review_due="2040-01-01")
    kb = knowledge(
        remedy("stretch", groups=("stretch_any",)),
        remedy("rest"),
        food,
        contra("by_group", "withhold", "stretch_any"),
        contra("by_id", "ask", ("rest", "stretch")),
        contra("of_food", "modify", "potassium"),
    )
    assert {id: [row.id for row in rows] for id, rows in kb.against.items()} == {
        "stretch": ["by_group", "by_id"],
        "rest": ["by_id"],
        "banana": ["of_food"],
    }


def test_a_pair_holds_both_ways_and_never_for_a_remedy_with_itself() -> None:
    kb = knowledge(
        remedy("ice", groups=("cold",)),
        remedy("bath", groups=("cold", "heat")),
        remedy("pack", groups=("heat",)),
        pair("cold_heat", "cold", "heat", "apart"),
    )
    assert {one: {other: [p.id for p in pairs] for other, pairs in row.items()} for one, row in kb.clashes.items()} == {
        "ice": {"bath": ["cold_heat"], "pack": ["cold_heat"]},
        "bath": {"ice": ["cold_heat"], "pack": ["cold_heat"]},
        "pack": {"ice": ["cold_heat"], "bath": ["cold_heat"]},
    }


def test_answers_are_read_and_settled_at_once(folder: Path) -> None:
    kb = load(folder)
    assert kb.answers({"age_years": 8}).known == {"age_years": 8, "under_16": True}
    with pytest.raises(PersonError):
        kb.answers({"age_years": 8, "under_16": False})


# ---- words


def words(**more: object) -> Texts:
    fallback = {"a": "Call {N} now.", "b": "{count} left for {you|them}.", "c": "Only in English."}
    return Texts({"a": "Ruf {N} an.", "rule.clot.says": "Ruf an."}, fallback, {"N": "112", "U": "u", "P": "p"}, **more)


def test_a_sentence_is_taken_from_the_language_or_else_from_english() -> None:
    assert words()("a") == "Ruf 112 an."
    assert words()("c") == "Only in English."
    assert words().has("a")
    assert words().has("c")
    assert not words().has("d")
    with pytest.raises(KeyError):
        words()("d")


def test_people_are_spoken_to_or_spoken_about() -> None:
    assert words()("b", count=3) == "3 left for you."
    assert words(others=True)("b", count=3) == "3 left for them."
    assert words().speaking_of_others(True)("b", count=3) == "3 left for them."


def test_an_entry_is_shown_in_translation_where_there_is_one() -> None:
    assert words().entry("rule", "clot", "says", "Call {N}.") == "Ruf an."
    assert words().entry("rule", "other", "says", "Call {N}.") == "Call 112."


def test_a_language_or_region_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    kb = load(folder)
    with pytest.raises(UsageError, match="there is no language `fr`; allowed: en"):
        kb.texts(language="fr")
    with pytest.raises(UsageError, match="there is no region `mars`; allowed: other"):
        kb.texts(region="mars")


def test_a_missing_number_is_said_in_words(kb: Knowledge) -> None:
    texts = kb.texts(region="other")
    assert texts.numbers["N"] == "112"
    assert texts.numbers["U"] == texts("phones.no_urgent") != ""
    assert texts.numbers["P"] == texts("phones.no_poisons") != ""


def test_rules_keep_their_conditions() -> None:
    kb = knowledge(rule("one", "urgent", "swollen"), rule("two", "routine", "often and kind == 'twitch'"))
    assert [(one.rule.id, to_text(one.when)) for one in kb.rules] == [
        ("one", "swollen"),
        ("two", "often and kind == 'twitch'"),
    ]
