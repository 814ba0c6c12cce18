"""Nights out of the stretches of sleep that phone, watch and apps have written, each in its own way and all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from uncramp.diary.making import stamp
from uncramp.diary.projections import night_of
from uncramp.exchange.drafts import Draft
from uncramp.exchange.foreign import ForeignFileError

ASLEEP = {"Asleep": False, "AsleepUnspecified": False, "AsleepCore": True, "AsleepDeep": True, "AsleepREM": True}
"""Per value of Apple's that means sleep, whether the device tells stages of sleep apart."""
NAP = (time(12), time(18))
"""What begins and ends between these is a nap, and no night."""
MOST = 500_000
"""Stretches of sleep after what touches has been joined: a hundred years have fewer."""
DAY = timedelta(days=1)


@dataclass(slots=True)
class _Source:
    """What one device or app says of one night."""

    stages: bool = False
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)

    def add(self, start: datetime, end: datetime) -> bool:
        """Whether it is a stretch of its own; one that touches the last is joined to it: a night stays small."""
        if self.spans and self.spans[-1][0] <= start <= self.spans[-1][1]:
            self.spans[-1] = (self.spans[-1][0], max(end, self.spans[-1][1]))
            return False
        self.spans.append((start, end))
        return True

    def asleep(self) -> list[tuple[datetime, datetime]]:
        """The stretches in order, none over another."""
        joined: list[tuple[datetime, datetime]] = []
        for start, end in sorted(self.spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined


class Sleep:
    """Collects stretches of sleep and makes one entry of each night."""

    def __init__(self) -> None:
        self._nights: dict[str, dict[str, _Source]] = {}
        self._written: dict[str, datetime] = {}
        self._count = 0
        self.left_out: Counter[str] = Counter()

    def add(self, value: str, source: str, start: datetime, end: datetime, written: datetime) -> None:
        """One record. Time in bed is no sleep, and what a device takes for waking is not what a person remembers."""
        said = value.removeprefix("HKCategoryValueSleepAnalysis")
        if said not in ASLEEP:
            self.left_out["in_bed" if said == "InBed" else "awake"] += 1
            return
        if start.date() == end.date() and NAP[0] <= start.time() and end.time() <= NAP[1]:
            self.left_out["nap"] += 1
            return
        night = night_of(start.isoformat())
        found = self._nights.setdefault(night, {}).setdefault(source, _Source())
        found.stages = found.stages or ASLEEP[said]
        self._count += found.add(start, end)
        if self._count > MOST:
            raise ForeignFileError("too_many")
        self._written[night] = max(self._written.get(night, written), written)

    def drafts(self) -> Iterator[Draft]:
        """One for each night. `at` is when the sleep ended."""
        for night, sources in sorted(self._nights.items()):
            asleep = self._of_night(sources)
            minutes = round(sum((end - start).total_seconds() for start, end in asleep) / 60)
            end = max(end for _, end in asleep)
            yield Draft(
                "sleep",
                {"night": night, "minutes": min(minutes, 1440)},
                stamp(end),
                key=night,
                moment=datetime.fromisoformat(f"{night}T00:00:00+00:00"),
                recorded_at=stamp(max(self._written[night], end)),
            )

    def _of_night(self, sources: dict[str, _Source]) -> list[tuple[datetime, datetime]]:
        """The device that tells stages apart goes first, else the one that saw most; the others add what lies outside
        of its time, such as the hours after its battery was empty.
        """
        spans = {name: one.asleep() for name, one in sources.items()}
        order = sorted(sources, key=lambda name: (not sources[name].stages, -_total(spans[name]), name))
        chosen = list(spans[order[0]])
        for name in order[1:]:
            first, last = min(start for start, _ in chosen), max(end for _, end in chosen)
            outside = [one for one in spans[name] if one[1] <= first or one[0] >= last]
            self.left_out["other_device"] += len(spans[name]) - len(outside)
            chosen += outside
        return chosen


def _total(spans: list[tuple[datetime, datetime]]) -> float:
    return sum((end - start).total_seconds() for start, end in spans)
