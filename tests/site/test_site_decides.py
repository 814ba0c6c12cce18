"""The real browser decides everybody of the corpus, and some hundred random people, as Python does: not one difference.

What the corpus expects is Python's own outcome, down to a digest of the whole (tests/agreement/test_corpus.py). The
page uses the scripts and the cut of the knowledge that a phone gets.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from agreement.scripts import difference
from agreement.test_corpus import as_told, corpus
from agreement.test_javascript_agrees import TODAY, by_python
from knowledge.people import random_person, thresholds
from uncramp.kb import Knowledge
from uncramp.safety.corpus.expected import outcome

BATCH = 1000
"""How many people go to the browser at a time."""
PEOPLE = 300
LOADED = """async (languages) => {
  const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
  const [{ Knowledge }, { decide, dates }, { fileText }] = await Promise.all(
    ['knowledge.js', 'decide.js', 'device/files.js'].map((name) => import(at + name)));
  const pack = JSON.parse(await fileText('data/knowledge.json'));
  for (const one of languages) if (one !== 'en') pack.texts[one] = JSON.parse(await fileText(`data/${one}.json`));
  const kb = new Knowledge(pack);
  const ids = (rows, name) => rows.map((row) => ({ [name]: row[name] }));
  // as text: a browser hands over large objects slowly
  window.inShort = (people) => {
    const texts = kb.texts({ region: 'uk' });
    return JSON.stringify(JSON.parse(people).map((facts) => {
      const { says, action, reason, safety_net, ...found } = decide(kb, kb.answers(facts), texts);
      const offer = found.offer.map(({ remedy, phase, ask_first, modify }) =>
        ({ remedy, phase, ask_first: ids(ask_first, 'contraindication'), modify: ids(modify, 'contraindication') }));
      const withhold = found.withhold.map(({ remedy, because }) =>
        ({ remedy, because: because.map(({ contraindication, certain }) => ({ contraindication, certain })) }));
      const medicines = ids(found.medicines, 'medicine');
      return { ...found, because: ids(found.because, 'rule'), offer, withhold, medicines };
    }));
  };
  window.inFull = (people, { region, today }) => JSON.stringify(JSON.parse(people).map((facts) => {
    const answers = kb.answers(facts);
    const others = (facts.answering_for ?? 'self') !== 'self';
    return languages.map((language) => {
      const texts = kb.texts({ language, region, others });
      return { ...decide(kb, answers, texts), ...dates(kb, answers, texts, today) };
    });
  }));
}"""


@pytest.fixture
def page(open_phone: Any, kb: Knowledge) -> Any:
    """A page that holds the knowledge, and decides about lists of people."""
    found = open_phone("about.html")
    found.evaluate(LOADED, list(kb.languages))
    return found


def test_the_browser_decides_everybody_of_the_corpus_as_it_says(page: Any) -> None:
    rows = list(corpus().rows.values())
    assert len(rows) > 7000
    differ: list[str] = []
    for first in range(0, len(rows), BATCH):
        some = rows[first : first + BATCH]
        asked = json.dumps([corpus().raw[row["id"]] for row in some])
        found = json.loads(page.evaluate("(people) => inShort(people)", asked))
        differ += [row["id"] for row, one in zip(some, found, strict=True) if not as_told(row, outcome(one))]
    assert differ == []


def test_the_browser_decides_and_plans_for_random_people_as_python_does(page: Any, kb: Knowledge) -> None:
    rng, near = Random(23), thresholds(kb)
    people = [random_person(kb, rng, near) for _ in range(PEOPLE)]
    how = {"region": "uk", "today": TODAY.isoformat()}
    found = json.loads(page.evaluate("([people, how]) => inFull(people, how)", [json.dumps(people), how]))
    levels = set()
    for facts, theirs in zip(people, found, strict=True):
        others = facts.get("answering_for", "self") != "self"
        ours = by_python(kb, facts, region="uk", others=others, today=TODAY)
        differs = difference(ours, theirs)
        assert not differs, f"{differs}: {json.dumps(facts)}"
        levels.add(ours[0]["level"])
    assert levels == {"emergency", "urgent", "routine", "self_care"}
