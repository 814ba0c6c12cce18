"""Malformed knowledge does not load: each slip is named with its file, its line and what is wrong."""

# ruff: noqa: E501  (tables: one row, one line)

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import uncramp.kb
from uncramp.errors import KnowledgeError
from uncramp.kb.check import check_folder
from uncramp.kb.read import read_folder
from unit.small import write


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace `old`, which stands there once, by `new`; an empty `old` adds `new` at the end."""
    path = folder / file
    text = path.read_text() if path.exists() else ""
    assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(old, new) if old else text + new)


def findings(folder: Path) -> list[str]:
    _, problems = check_folder(read_folder(folder))
    return [str(problem) for problem in problems]


def test_the_small_folder_has_no_slip(folder: Path) -> None:
    assert findings(folder) == []


RULES, REMEDY, ICE = "triage/legs.toml", "remedies/stretch.toml", "remedies/ice.toml"
MOVE, FACTS, NAMES, GATES = "contraindications/movement.toml", "facts.toml", "definitions.toml", "gates.toml"


@dataclass(frozen=True)
class Slip:
    """In the file `named`, `old` was written as `new`; the finding begins with `says`.

    It is found in `file` (the same, if left out) on the line that holds `at`: the line on which `new` begins if left
    out, the nth such line for `at@n`; None for a finding about the file, or the folder of texts, as a whole.
    """

    named: str
    old: str
    new: str
    says: str
    at: str | None = ""
    file: str = ""

    def place(self, folder: Path) -> str:
        file = self.file or self.named
        if self.at is None:
            return file
        text, _, nth = (self.at or self.new.strip().splitlines()[0]).partition("@")
        lines = [number for number, line in enumerate((folder / file).read_text().splitlines(), 1) if text in line]
        return f"{file}:{lines[int(nth or 1) - 1]}"


SLIPS = {
    # ---- the file itself
    "bad TOML": Slip(RULES, 'id = "clot"', "id = clot", "not TOML: invalid value"),
    "a string that does not end": Slip(FACTS, '"Is it swollen?"', '"Is it swollen?', "not TOML: "),
    "the same field twice": Slip(RULES, "code = \"E10\"\n", "code = \"E10\"\ncode = \"E11\"\n", "not TOML: cannot overwrite a value", at='code = "E11"'),
    # ---- tables and fields
    "an unknown table": Slip(RULES, "[[rule]]\nid = \"child\"", "[[rules]]\nid = \"child\"", "`rules` is no table of the knowledge; allowed: [[fact]], ", at=None),
    "a table that is not a list": Slip(NAMES, "", "\n[pair]\nid = \"x\"\n", "`pair` is no table", at=None),
    "an unknown field": Slip(RULES, 'code = "E10"', 'cod = "E10"', "object contains unknown field `cod`"),
    "an unknown field of a step": Slip(REMEDY, "seconds = 20", "second = 20", "object contains unknown field `second`"),
    "a missing field": Slip(RULES, "evidence = \"verified\"\n", "", "object missing required field `evidence`", at="[[rule]]"),
    "a wrong type": Slip(RULES, 'when = "under_16"', "when = 16", "expected `str`, got `int` in `when` of `child`"),
    "a word that is none of the choices": Slip(RULES, '"routine"', '"soon"', "invalid enum value 'soon' in `level` of `child`"),
    "days that no visit has": Slip(RULES, "within_days = 14", "within_days = 10", "invalid enum value 10 in `within_days` of `child`"),
    "an id that is no word": Slip(RULES, 'id = "clot"', 'id = "E-10"', "expected `str` matching regex"),
    "an empty text": Slip(RULES, '"Call {N} now."', '""', "expected `str` of length >= 1 in `says`"),
    "a date that is none": Slip(RULES, "fires = [{ age_years = 8 }]\nsilent = [{ age_years = 40 }]\nreview_due = 2040-01-01", "fires = [{ age_years = 8 }]\nsilent = [{ age_years = 40 }]\nreview_due = \"soon\"", "invalid RFC3339 encoded date in `review_due` of `child`", at='review_due = "soon"'),
    "a duplicate id": Slip(RULES, 'id = "child"', 'id = "clot"', "`clot` is there twice, first at triage/legs.toml:4:7", at='id = "clot"@2'),
    "a remedy in a file of another name": Slip(ICE, 'id = "ice"', 'id = "icy"', "`icy` stands in a file of another name"),
    "no version": Slip("knowledge.toml", "version", "versions", "there is no `version`", at="versions"),
    "a text that is a number": Slip("texts/en/cli.toml", '"{count} more."', "3", "`cli.count` is not a text", at=None),
    # ---- facts
    "a number without a range": Slip(FACTS, "range = [0, 120]\n", "", "`age_years`: a flag has nothing more, an int a `range", at='type = "int"'),
    "a choice of one": Slip(FACTS, "[\"cramp\", \"twitch\"]\nlabels = [\"A cramp\", \"A twitch\"]", '["cramp"]', "`kind`: a flag has nothing more", at='type = "enum"'),
    "labels that do not fit the values": Slip(FACTS, '["A cramp", "A twitch"]', '["A cramp"]', "`kind`: 2 values but 1 labels", at='type = "enum"'),
    "a flag with values": Slip(FACTS, 'ask = "Is it the calf?"', "ask = \"Is it the calf?\"\nvalues = [\"a\", \"b\"]", "`calf`: a flag has nothing more", at='type = "flag"@3'),
    # ---- conditions
    "an unknown fact in `when`": Slip(RULES, "calf and clot_signs", "calv and clot_signs", "no fact or definition is called `calv`; did you mean `calf`?"),
    "a slip in the language": Slip(RULES, "calf and clot_signs", "calf and or swollen", "did not expect `or` here"),
    "a comparison out of range": Slip(NAMES, "age_years < 16", "age_years < 160", "`age_years < 160` is outside the range of `age_years`; allowed: 0 to 120"),
    "an unknown word": Slip(REMEDY, "kind == 'cramp'", "kind == 'crampp'", "`crampp` is no value of `kind`"),
    "a slip in the second indication": Slip(REMEDY, "when = \"calf\"\n", "when = \"calff\"\n", "no fact or definition is called `calff`"),
    "a dead part": Slip(RULES, "calf and clot_signs", "calf and swollen and calf", "`calf` stands twice"),
    "a condition that is never true": Slip(RULES, '"under_16"', '"age_years < 3 and age_years > 5"', "`age_years > 5` and `age_years < 3` can never be true together"),
    "a definition that nothing uses": Slip(NAMES, "", "\n[[definition]]\nid = \"idle\"\nwhen = \"calf\"\n", "no condition uses the definition `idle`", at="[[definition]]@2"),
    "a definition that leads to itself": Slip(NAMES, "swollen or faint", "swollen or clot_signs", "in the definition `clot_signs`: a definition leads back to itself", at='when = "swollen or clot'),
    "a definition called like a fact": Slip(NAMES, 'id = "clot_signs"', 'id = "calf"', "`calf` is both a fact and a definition", at='[[definition]]'),
    "an implied value that the fact cannot have": Slip(NAMES, "value = true", 'value = "yes"', "`under_16` cannot be `'yes'`", at='fact = "under_16"'),
    "an implied fact that does not exist": Slip(NAMES, "fact = \"under_16\"\nvalue = true", "fact = \"under_6\"\nvalue = true", "there is no fact `under_6`"),
    "`not` over a warning": Slip(RULES, "calf and clot_signs", "calf and not swollen", "`not` stands over the warning `swollen` (in `clot`); allowed: `not` over facts of the groups who, episode, site"),
    "`not` over a warning inside a definition": Slip(RULES, "calf and clot_signs", "calf and not clot_signs", "`not` stands over the warning `faint`"),
    "`not` over a warning in a contraindication": Slip(MOVE, '"swollen"', '"not swollen"', "`not` stands over the warning `swollen`"),
    # ---- what entries name
    "an unknown source": Slip(RULES, "sources = [\"book\"]\nevidence = \"verified\"", "sources = [\"bok\"]\nevidence = \"verified\"", "there is no source `bok` (in `clot`)"),
    "an unknown group": Slip(ICE, '"cold_any"', '"cold"', "there is no group `cold` (in `ice`)"),
    "an unknown remedy of a contraindication": Slip(MOVE, '"stretch_any"', '"stretches"', "there is no remedy, food or group `stretches`"),
    "an unknown remedy of a pair": Slip("pairs.toml", '"stretch"', '"stretches"', "there is no remedy, food or group `stretches`"),
    "an unknown remedy of a quick screen": Slip(GATES, '"stretch"', '"stretches"', "there is no remedy `stretches`"),
    "an unknown fact of a quick screen": Slip(GATES, 'ask = ["under_16"]', 'ask = ["under_6"]', "there is no fact `under_6`"),
    "an unknown prior": Slip(REMEDY, '"stretching"', '"stretched"', "there is no prior `stretched` (in `stretch`)"),
    "a recalled entry without a place to check it": Slip(RULES, "sources = [\"book\"]\nevidence = \"part\"", 'evidence = "recalled"', "`child` is recalled and does not say where to check it; fill in `check_at`", at='evidence = "recalled"'),
    # ---- levels
    "an emergency without a route": Slip(RULES, "route = \"ambulance\"\n", "", "`clot`: emergency needs `route`", at='level = "emergency"'),
    "a level that has another's fields": Slip(RULES, 'route = "ambulance"', "route = \"ambulance\"\ncontact = \"gp\"", "`clot`: emergency has no `contact`", at='level = "emergency"'),
    "a visit without days": Slip(RULES, "within_days = 14\n", "", "`child`: routine needs `within_days`", at='level = "routine"'),
    "an urgent rule whose contact is for visits": Slip(RULES, "level = \"emergency\"\nroute = \"ambulance\"", "level = \"urgent\"\ncontact = \"gp\"", "`clot`: urgent does not go to `gp`", at='contact = "gp"'),
    "a visit to someone who is for urgent calls": Slip(RULES, 'contact = "gp"', 'contact = "poison_centre"', "`child`: routine does not go to `poison_centre`"),
    # ---- examples
    "no example that fires": Slip(RULES, "fires = [{ age_years = 8 }]\n", "", "`child` has no example in `fires`", at="[[rule]]@2"),
    "no example that is silent": Slip(RULES, "silent = [{ age_years = 40 }]\n", "", "`child` has no example in `silent`", at="[[rule]]@2"),
    "an example that does not fire": Slip(RULES, "{ calf = true, swollen = true }", "{ swollen = true }", "fires 1 of `clot`: the condition is silent"),
    "an example that is not silent": Slip(MOVE, "{ calf = true }", "{ swollen = true }", "silent 1 of `stretch_swollen`: the condition fires", at="silent = "),
    "an example that cannot tell": Slip(RULES, 'when = "under_16"', "when = \"age_years < 16 and kind == 'cramp'\"", "fires 1 of `child`: the condition cannot tell", at="fires = [{ age"),
    "an example with a wrong answer": Slip(RULES, "{ age_years = 8 }", "{ age_years = 800 }", "fires of `child`: `age_years` cannot be `800`"),
    "an example that contradicts itself": Slip(RULES, "{ age_years = 8 }", "{ age_years = 8, under_16 = false }", "fires 1 of `child`: `under_16` is `false`, but"),
    "an example of an indication that does not fire": Slip(REMEDY, 'fires = [{ calf = true, kind = "cramp" }]', 'fires = [{ calf = true, kind = "twitch" }]', "fires 1 of indication 1 of `stretch`: the condition is silent", at="fires = "),
    "an example of the second indication that is not silent": Slip(REMEDY, 'reason = "It may help."', 'reason = "It may help."\nsilent = [{ calf = true }]', "silent 1 of indication 2 of `stretch`: the condition fires", at="silent = @2"),
    "an example of an indication with a wrong answer": Slip(REMEDY, 'reason = "It may help."', 'reason = "It may help."\nfires = [{ calf = 3 }]', "fires of indication 2 of `stretch`: `calf` cannot be `3`", at="fires = @2"),
    # ---- remedies
    "ice for more than 20 minutes": Slip(ICE, "cap_minutes = 15", "cap_minutes = 21", "`ice`: cold and heat stop at 20 minutes"),
    "ice without a look at the skin": Slip(ICE, "skin_check_minutes = 5\n", "", "`ice`: cold and heat stop at 20 minutes and have a skin check", at="cap_minutes"),
    "a look at the skin after minute 5": Slip(ICE, "skin_check_minutes = 5", "skin_check_minutes = 6", "`ice`: cold and heat stop", at="cap_minutes"),
    "a remedy that is never a step, with steps": Slip(REMEDY, "kind = \"self_care\"\n", "kind = \"information\"\n", "`stretch` is information and cannot be indicated or guided", at='kind = "information"'),
    "the group never without the kind": Slip(ICE, '["cold_any"]', '["cold_any", "never"]', "`ice`: the group `never` and the kind `never` go together"),
    "the kind never without the group": Slip(ICE, 'kind = "self_care"', 'kind = "never"', "`ice`: the group `never` and the kind", at="groups ="),
    # ---- what to watch for
    "a level without a safety net": Slip("safety_nets.toml", '"routine", ', "", "no safety net always holds at routine", at=None),
    "a safety net that does not always hold": Slip("safety_nets.toml", "review_days = 7", 'review_days = 7\nwhen = "calf"', "no safety net always holds at self_care", at=None),
    "self-care without a day to look again": Slip("safety_nets.toml", "review_days = 7\n", "", "no safety net always gives self-care its `review_days`", at=None),
    "no number for the rest of the world": Slip("phones.toml", 'id = "other"', 'id = "uk"', "there is no phone `other`", at=None),
    "a sentence that every answer needs": Slip("texts/en/decision.toml", 'unknown = "Answer them."\n', "", "there is no text `action.urgent.unknown`", at=None, file="texts/en"),
    "no limit for a cramp that lasts": Slip("quantities.toml", "escalate_if_cramp_lasts_over", "escalate", "there is no quantity `escalate_if_cramp_lasts_over`", at=None),
    "no length for the next days": Slip("quantities.toml", "plan_next_days", "plan", "there is no quantity `plan_next_days` that is a whole number of days", at=None),
    "a limit that is no number": Slip("quantities.toml", '"10"', '"ten"', "there is no quantity `escalate_if_cramp_lasts_over` that is a whole number", at=None),
    # ---- the quick screen
    "a gate in no danger line": Slip(GATES, '["swollen"]', "[]", "the gate `swollen` stands in no danger line", file="facts.toml", at="[[fact]]"),
    "a gate in two danger lines": Slip(GATES, '["faint"]', '["faint", "swollen"]', "`swollen` stands in `looks_wrong` and in `feels_wrong`"),
    "a line that sets what cannot be": Slip(GATES, "under_16 = false", "age_years = false", "sets of `feels_wrong`: `age_years` cannot be `false`"),
    "a place that sets what cannot be": Slip(GATES, 'kind = "cramp"', 'kind = "spasm"', "sets of `calf`: `kind` cannot be `'spasm'`"),
    # ---- words
    "a placeholder that does not exist": Slip(RULES, "Call {N} now.", "Call {X} now.", "`{X}` is no placeholder"),
    "a placeholder of the program in an entry": Slip(RULES, "Call {N} now.", "In {days} days.", "`{days}` is no placeholder"),
    "three ways to say it": Slip(RULES, "{yourself|the child}", "{a|b|c}", "`{a|b|c}` is no placeholder"),
    "a brace without its partner": Slip(RULES, "Call {N} now.", "Call {N now.", "a brace without its partner"),
    "a wrong placeholder in the program's texts": Slip("texts/en/cli.toml", "{count}", "{Count}", "`{Count}` is no placeholder", at=None, file="texts/en"),
    "`stop taking`": Slip(RULES, "Call {N} now.", "Stop taking your tablets.", "`Stop taking` must not be said: ask a pharmacist or doctor before changing a medicine (in `clot`)"),
    "a diagnosis": Slip(RULES, "Call {N} now.", "You have a clot.", "`You have a clot` must not be said"),
    "false comfort": Slip(RULES, "Call {N} now.", "It is fine.", "`It is fine` must not be said"),
    "a fixed amount to drink": Slip(REMEDY, "Pull the toes up.", "Drink at least 2 litres.", "`Drink at least 2` must not be said"),
    "a dose": Slip(REMEDY, "It may help.", "Take 400 mg.", "`400 mg` must not be said"),
    "a banned phrase in a step": Slip(REMEDY, "Hold it.", "You are safe.", "`You are safe` must not be said"),
    "a banned phrase in the program's texts": Slip("texts/en/cli.toml", "{count} more.", "Only a cramp.", "`Only a cramp` must not be said", at=None, file="texts/en"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_folder_with_this_slip_does_not_load(folder: Path, slip: str) -> None:
    made = SLIPS[slip]
    edit(folder, made.named, made.old, made.new)
    fitting = re.compile(rf"{re.escape(made.place(folder))}(:\d+)*: .*{re.escape(made.says)}")
    assert any(fitting.match(finding) for finding in findings(folder)), findings(folder)
    with pytest.raises(KnowledgeError):
        uncramp.kb.load(folder)


@pytest.mark.parametrize(
    ("when", "place", "says"),
    [
        ("'calf and or swollen'", "8:18", "did not expect `or` here"),
        ("'calf + swollen'", "8:9", "`calf + swollen` calculates"),
        ("'calf and (swollen'", "8:18", "`(` was never closed"),
        ("'''\ncalf\nand or swollen'''", "10:5", "did not expect `or` here"),
        ("'''calf\nand or swollen'''", "9:5", "did not expect `or` here"),
    ],
)
def test_a_slip_in_the_language_is_shown_on_its_line_and_column(folder: Path, when: str, place: str, says: str) -> None:
    edit(folder, RULES, '"calf and clot_signs"', when)
    [finding] = [finding for finding in findings(folder) if finding.startswith(RULES)]
    assert finding.startswith(f"{RULES}:{place}: {says}")


def test_thirteen_danger_lines_are_one_too_many(folder: Path) -> None:
    lines = "".join(f'\n[[line]]\nid = "line_{nth}"\nsays = "Another"\nfacts = []\n' for nth in range(11))
    edit(folder, GATES, "", lines)
    [finding] = findings(folder)
    assert finding.endswith(": 13 danger lines; allowed: at most 12")


def test_twelve_danger_lines_are_not(folder: Path) -> None:
    edit(
        folder,
        GATES,
        "",
        "".join(f'\n[[line]]\nid = "line_{nth}"\nsays = "Another"\nfacts = []\n' for nth in range(10)),
    )
    assert findings(folder) == []


def test_findings_come_in_file_order_and_all_at_once(folder: Path) -> None:
    edit(folder, RULES, 'id = "child"', 'id = "Child"')
    edit(folder, ICE, '"cold_any"', '"cold"')
    edit(folder, RULES, 'route = "ambulance"\n', "")
    places = [finding.split(": ")[0] for finding in findings(folder)]
    assert places == [f"{ICE}:4:10", f"{RULES}:6:10", f"{RULES}:16:7"]


def test_loading_says_the_first_finding_and_how_many_more_there_are(folder: Path) -> None:
    edit(folder, RULES, 'id = "child"', 'id = "Child"')
    edit(folder, ICE, '"cold_any"', '"cold"')
    with pytest.raises(KnowledgeError) as caught:
        uncramp.kb.load(folder)
    assert str(caught.value) == f"{ICE}:4:10: there is no group `cold` (in `ice`); 1 more: `uncramp lint {folder}`"


def test_an_entry_that_does_not_fit_its_kind_is_one_finding_however_many_name_it(folder: Path) -> None:
    edit(folder, REMEDY, 'certainty = "', 'certainty = "absolutely_')
    (finding,) = findings(folder)
    assert finding.startswith(f"{REMEDY}:")
    assert "allowed: high, moderate, low, very_low" in finding


def test_a_slip_deep_inside_an_entry_is_shown_on_its_line(folder: Path) -> None:
    edit(folder, REMEDY, 'kind = "hold"', 'kind = "keep"')
    (finding,) = findings(folder)
    line = next(n for n, line in enumerate((folder / REMEDY).read_text().splitlines(), 1) if 'kind = "keep"' in line)
    assert "in `guide.step.kind` of `stretch`; allowed: move, hold, rest" in finding
    assert finding.split(":")[1] == str(line)


NUMBER = """
[[fact]]
id = "age_of_the_cramp"
type = "int"
range = [0, 9]
unit = "moons"
tier = "context"
group = "episode"
ask = "How old is it?"
"""


def test_a_unit_that_the_folder_does_not_list_is_a_finding(folder: Path) -> None:
    whole = folder / "knowledge.toml"
    whole.write_text(whole.read_text() + 'units = ["years", "days"]\n')
    facts = folder / FACTS
    facts.write_text(facts.read_text() + NUMBER)
    assert any("`moons` is no unit" in one and "allowed: `years`, `days`" in one for one in findings(folder))


def test_one_bad_file_does_not_hide_what_is_wrong_in_another(folder: Path) -> None:
    edit(folder, RULES, 'id = "clot"', "id = clot")
    edit(folder, ICE, '"cold_any"', '"cold"')
    assert len(findings(folder)) >= 2


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00", b"\x00", b"\xef\xbb\xbf# a byte order mark\n", b"a = " + b"[" * 5000]
)
def test_a_file_that_is_no_text_is_one_finding(folder: Path, garbage: bytes) -> None:
    (folder / "triage/garbage.toml").write_bytes(garbage)
    found = [finding for finding in findings(folder) if finding.startswith("triage/garbage.toml")]
    assert len(found) == 1, findings(folder)


def test_a_folder_that_is_none_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"is not a knowledge folder; it needs a `knowledge\.toml`"):
        uncramp.kb.load(tmp_path)


def test_a_folder_that_is_not_there_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is not a knowledge folder"):
        uncramp.kb.load(tmp_path / "nowhere")


WRITTEN_OTHERWISE = {
    "an indented header": ("[[rule]]\nid = \"child\"", "  [[rule]]\n  id = \"child\""),
    "a header with blanks": ("[[rule]]\nid = \"child\"", "[[ rule ]]\nid = \"child\""),
    "a header with a remark": ("[[rule]]\nid = \"child\"", "[[rule]] # a child\nid = \"child\""),
    "a header in quotes": ("[[rule]]\nid = \"child\"", "[[\"rule\"]]\nid = \"child\""),
    "a header inside a text": ('says = "Call {N} now."', "says = '''Call {N} now.\n[[rule]]\n'''"),
    "blanks around `=`": ('code = "E10"', 'code="E10"'),
    "examples as tables": ("fires = [{ age_years = 8 }]\nsilent = [{ age_years = 40 }]\nreview_due = 2040-01-01", "review_due = 2040-01-01\n[[rule.fires]]\nage_years = 8\n[[rule.silent]]\nage_years = 40"),
}  # fmt: skip


@pytest.mark.parametrize("how", WRITTEN_OTHERWISE)
def test_the_same_knowledge_may_be_written_in_any_way_that_toml_allows(folder: Path, how: str) -> None:
    before = uncramp.kb.load(folder).pack
    edit(folder, RULES, *WRITTEN_OTHERWISE[how])
    after = uncramp.kb.load(folder).pack
    assert after.conditions == before.conditions


@pytest.mark.parametrize(
    "text", ['rule = [{ id = "x" }]', "rule = [1, 2]", "rule = []", "fact = 3", "[[rule.fires]]\ncalf = true"]
)
def test_a_table_written_as_a_list_of_something_is_a_finding_and_no_crash(folder: Path, text: str) -> None:
    write(folder, {"triage/odd.toml": text + "\n"})
    assert all(finding.startswith("triage/odd.toml") for finding in findings(folder))
