"""Topics and contributors that do not make sense do not load: each slip is named with its file and line."""

# ruff: noqa: E501  (a table: one row, one line)

from __future__ import annotations

from pathlib import Path

import pytest

from uncramp.kb import Knowledge, load
from uncramp.kb.check import check_folder
from uncramp.kb.read import read_folder

CONTRIBUTORS = """\
[[contributor]]
id = "effort"
title = "Hard work"
when = "calf"
kinds = ["cramp"]
strength = "B"
says = "Hard work may bring it on."
do = "Go easier."
sources = ["book"]
evidence = "part"
review_due = 2040-01-01

[[contributor]]
id = "tablets"
title = "Tablets"
kinds = ["cramp", "twitch"]
strength = "A"
medicines = ["review_tablet"]
sources = ["book"]
evidence = "part"
review_due = 2040-01-01
"""
MEDICINES = """\
[[medicine]]
id = "review_tablet"
title = "A tablet"
effect = "Cramps"
strength = "A"
when = "swollen"
says = "It can sometimes cause cramps."
sources = ["book"]
evidence = "part"
review_due = 2040-01-01

[[medicine]]
id = "review_drip"
title = "A drip, of which no fact tells"
effect = "Cramps"
strength = "B"
says = "It can sometimes cause cramps."
sources = ["book"]
evidence = "part"
review_due = 2040-01-01
"""
TOPICS = """\
[[topic]]
id = "cramp"
title = "What is a cramp?"
words = ["charley horse", "knot"]
says = ["A muscle squeezes hard.", "Pull {your|their} toes up."]
see = ["stretch", "effort"]
sources = ["book"]
evidence = "part"
review_due = 2040-01-01

[[topic]]
id = "twitch"
title = "What is a twitch?"
says = ["A flicker that does not hurt."]
evidence = "recalled"
check_at = "a textbook"
review_due = 2040-01-01
"""
FILES = {"contributors.toml": CONTRIBUTORS, "medicines.toml": MEDICINES, "understand/what.toml": TOPICS}
C, T, M = FILES


@pytest.fixture
def told(folder: Path) -> Path:
    """The small folder with two contributors, a medicine and two topics."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def findings(folder: Path) -> list[str]:
    return [str(problem) for problem in check_folder(read_folder(folder))[1]]


def test_a_folder_with_topics_and_contributors_loads(told: Path) -> None:
    assert findings(told) == []
    kb: Knowledge = load(told)
    assert [one.id for one in kb.pack.contributor] == ["effort", "tablets"]
    assert kb.pack.conditions["contributor:tablets"] == kb.pack.conditions["medicine:review_tablet"]


LONG = "This is one of those sentences that goes on and on with more words than anybody in pain can read at once."
SLIPS = {
    "a kind that nobody can answer": (C, '["cramp"]', '["ache"]', "contributors.toml:5:9: `ache` is no value of `kind`"),
    "no kind": (C, '["cramp"]', "[]", "`effort` matters for no kind"),
    "no condition": (C, 'when = "calf"\n', "", "`effort` has neither medicines nor `when`"),
    "nothing said": (C, 'says = "Hard work may bring it on."\n', "", "`effort` has neither medicines nor `says`"),
    "nothing to do": (C, 'do = "Go easier."\n', "", "`effort` has neither medicines nor `do`"),
    "a medicine that is not there": (C, '"review_tablet"', '"review_pill"', "there is no medicine `review_pill`"),
    "a medicine nobody can say yes to": (C, '["review_tablet"]', '["review_drip"]', "no medicine `review_drip` with a condition"),
    "words of its own beside a medicine's": (
        C, 'medicines = ["review_tablet"]', 'medicines = ["review_tablet"]\ndo = "Ask."', "`tablets` has medicines",
    ),
    "a condition that does not parse": (C, 'when = "calf"', 'when = "calv"', "no fact or definition is called `calv`"),
    "a warning turned round": (C, 'when = "calf"', 'when = "not swollen"', "`not` stands over the warning `swollen`"),
    "certainty": (C, "may bring it on", "brings it on", "`effort` does not say that it only may play a part"),
    "a diagnosis": (C, "Hard work may bring it on.", "You have a cramp that may be from work.", "`You have` says more"),
    "a cause": (M, "A muscle squeezes hard.", "It is caused by salt.", "`caused by` says more than can be known"),
    "a sentence that is too long": (M, "A muscle squeezes hard.", LONG, "a sentence of 22 words"),
    "a source that is not there": (C, 'do = "Go easier."\nsources = ["book"]', 'do = "Go easier."\nsources = ["bok"]', "there is no source `bok` (in `effort`)"),
    "a reading without a source": (M, 'sources = ["book"]\n', "", "`cramp` was read at a source and names none"),
    "a recalled topic without a place to check it": (M, 'check_at = "a textbook"\n', "", "`twitch` is recalled and does not say"),
    "a remedy that is not there": (M, '"stretch"', '"strech"', "there is no entry `strech` (in `cramp`)"),
    "a word of two topics": (M, '"knot"', '"twitch"', "`twitch` leads to `cramp` and to `twitch`"),
    "a word that nobody finds": (M, '"knot"', '"Knot"', "nobody finds `Knot` (in `cramp`); write `knot`"),
    "a placeholder that does not exist": (M, "{your|their}", "{yours}", "`{yours}` is no placeholder"),
    "a topic that says nothing": (M, '["A flicker that does not hurt."]', '[""]', "length >= 1"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_this_slip_is_found(told: Path, slip: str) -> None:
    file, old, new, says = SLIPS[slip]
    text = (told / file).read_text()
    assert text.count(old) == 1
    (told / file).write_text(text.replace(old, new))
    assert any(finding.startswith(file) and says in finding for finding in findings(told)), findings(told)
