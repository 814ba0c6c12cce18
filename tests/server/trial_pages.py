"""The pages of a trial in the local app, as the tests use them: a diary with one adult, drafts, and nights."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from fastapi.testclient import TestClient

from server.conftest import PERSON, Clock, let_in, local
from uncramp.diary import Entry, current, load
from uncramp.diary.making import make, stamp
from uncramp.diary.scope import Scope
from uncramp.kb import Knowledge
from uncramp.trial_diary import Run, design_body, runs
from uncramp.trials.design import protocol

REMEDY = "stretch_before_bed"


def add(client: TestClient, kind: str, body: dict[str, Any], at: datetime | None = None) -> Entry:
    here = local(client)
    now = at or here.now()
    add.nth += 1  # type: ignore[attr-defined]
    chance = add.nth.to_bytes(10, "big")  # type: ignore[attr-defined]
    made = make(load(), person=PERSON, kind=kind, body=body, now=now, chance=chance, at=stamp(now))
    here.store.append([made])
    here.store.keep("own", PERSON)
    return made


add.nth = 0  # type: ignore[attr-defined]


def entries(client: TestClient) -> list[Entry]:
    return current(local(client).store.entries(Scope(person=PERSON)))


def only(client: TestClient) -> Run:
    (run,) = runs(entries(client))
    return run


def count_of(client: TestClient) -> int:
    return len(local(client).store.entries(Scope()))


def begun(client: TestClient, kb: Knowledge, clock: Clock, *, pairs: int = 3, seed: int = 5) -> Run:
    """A trial whose first night is the next one."""
    made = protocol(kb, kb.remedies[REMEDY], None, seed=seed, pairs=pairs)
    add(client, "trial_design", design_body(made, (clock.now.date() + timedelta(days=1)).isoformat()))
    return only(client)


def lived(client: TestClient, run: Run, clock: Clock, upto: int, *, a: int = 2, b: int = 0) -> None:
    """So many nights with so many cramps each; the clock stands on the morning after the last."""
    for number in range(1, upto + 1):
        clock.now = datetime.fromisoformat(f"{run.night(number)}T08:00:00+01:00")
        arm = run.plan[number - 1].arm
        body = {"trial": run.id, "night": run.night(number), "did": "yes", "complete": True,
                "cramps": {"a": a, "b": b, None: 1}[arm]}  # fmt: skip
        add(client, "trial_night", body | ({"arm": arm} if arm else {}))
    let_in(client)  # weeks went by without a look at the app


def text_of(answer: Any) -> str:
    """The words of a page."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


CALM: dict[str, str] = {"age_years": "40", "sex_at_birth": "male", "pregnancy_status": "not_applicable",
                        "kind": "painful_cramp", "night_or_rest": "yes"}  # fmt: skip


def answered(owner: TestClient, where: str, **told: str) -> Any:
    """Answer whatever is asked as somebody with plain night cramps in the calf would; the page that comes after."""
    kb = local(owner).kb
    for _ in range(80):
        page = owner.get(f"{where}/who")
        found = re.search(r'name="facts" value="([^"]*)"', page.text)
        if not found:
            return page
        facts = found[1].split()
        said: dict[str, str] = {"facts": found[1]}
        if 'name="pick"' in page.text:
            said |= {"pick": "site_calf"} if "site_calf" in facts else {"none": "on"}
        elif len(facts) == 1 and facts[0] in (told := {**CALM, **told}):
            said["answer"] = told[facts[0]]
        else:
            said["answer"] = "no" if 'value="no"' in page.text else _first(kb, facts[0])
        assert owner.post(f"{where}/who", data=said).status_code == 303, said
    raise AssertionError("it never ends")


def _first(kb: Knowledge, fact: str) -> str:
    """The calmest answer that a choice or a number has."""
    type_ = kb.facts[fact].type
    return str(type_.values[0]) if hasattr(type_, "values") else str(type_.low)  # type: ignore[union-attr]
