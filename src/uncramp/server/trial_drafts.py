"""Trials that somebody is setting up: what was answered so far, and the outlook while it is counted.

They are kept in memory alone, for an hour: health data stands in no address, and nothing is written before somebody
says that it should begin.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import TYPE_CHECKING

from uncramp.facts import Answers
from uncramp.server.problems import Refused, note
from uncramp.trials.design import LARGEST_SEED, Outcome

if TYPE_CHECKING:
    from uncramp.trials.planning import Outlook

MOST = 20
"""Drafts that are kept at once."""
LASTS = timedelta(hours=1)
AT_A_TIME = Lock()
"""One outlook is counted at a time: each takes a whole core for seconds."""


class Stopped(Exception):
    """Nobody waits for this outlook any more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the outlook of a trial hangs on."""

    per_week: float
    cut_percent: int
    pairs: int


class Outlooking:
    """An outlook that is counted in a thread."""

    def __init__(self, plan: Plan, seed: int, people: int) -> None:
        self.plan, self.people = plan, people
        self.seed = seed
        self.done, self.all = 0, 2 * people
        self.outlook: Outlook | None = None
        self.failed = False
        self._stopped = False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True

    def wait(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        import numpy as np

        from uncramp.trials.planning import outlook

        def progress(done: int, all: int) -> None:
            if self._stopped:
                raise Stopped
            self.done, self.all = done, all

        plan = self.plan
        try:
            with AT_A_TIME:
                self.outlook = outlook(
                    plan.per_week, cut=plan.cut_percent / 100, people=self.people, pairs=plan.pairs,
                    rng=np.random.default_rng(self.seed), progress=progress,
                )  # fmt: skip
        except Stopped:
            return  # nobody waits for it any more
        except Exception as error:
            note(error)
            self.failed = True  # the page says so


@dataclass(frozen=True)
class Draft:
    """A trial before it begins; without a remedy, only the questions before something is tried for a cramp now."""

    id: str
    remedy: str | None
    against: str | None
    outcome: Outcome
    given: Answers
    opened: tuple[str, ...]
    """Facts behind a danger line that was not answered with no, still to be asked."""
    seed: int
    touched: datetime
    before: tuple[Answers, ...] = ()
    """What was answered before each question, for the way back."""
    looking: Outlooking | None = None


@dataclass
class Drafts:
    """The drafts of one running app."""

    _kept: dict[str, Draft] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def new(self, given: Answers, now: datetime, remedy: str | None, against: str | None, outcome: Outcome) -> Draft:
        seed = secrets.randbelow(LARGEST_SEED)
        made = Draft(secrets.token_urlsafe(12), remedy, against, outcome, given, (), seed, now)
        return self.put(made, now)

    def put(self, draft: Draft, now: datetime) -> Draft:
        made = replace(draft, touched=now)
        with self._lock:
            self._kept[made.id] = made
            late = [id for id, one in self._kept.items() if now - one.touched > LASTS]
            oldest = sorted(self._kept.values(), key=lambda one: one.touched)[: max(0, len(self._kept) - MOST)]
            gone = [self._kept.pop(id) for id in {*late, *(one.id for one in oldest)} - {made.id}]
        for one in gone:
            if one.looking:
                one.looking.stop()
        return made

    def find(self, id: str, now: datetime) -> Draft:
        with self._lock:
            found = self._kept.get(id)
        if found is None or now - found.touched > LASTS:
            raise Refused(404, "this set-up is not kept any more", hint="begin it again")
        return found

    def drop(self, id: str) -> None:
        with self._lock:
            gone = self._kept.pop(id, None)
        if gone and gone.looking:
            gone.looking.stop()
