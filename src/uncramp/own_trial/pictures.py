"""The pictures of a trial: each night as dots, pair by pair; and the range of what is left of a hundred cramps.

Drawn with the parts of the trends, in the colours of the page. What they show is said in words as well.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from uncramp.diary import Entry
from uncramp.kb import Texts
from uncramp.kb.texts import capital
from uncramp.own_trial.people import name_in
from uncramp.own_trial.results import PriorRow
from uncramp.trends.drawing import Plane, Row
from uncramp.trends.svg import BASE, EDGE, EMBER, SOFT_INK, SURFACE
from uncramp.trial_diary import Run, series_of
from uncramp.trials.series import ARMS, Night
from uncramp.trials.words import Names

WIDTH = 340
LANE, FOOT = 78, 6
"""Pixels of a pair of periods, and of what stands below the last one."""
MOST_DOTS = 4
"""In one night; more are a number."""
GAP = 1.2
"""Between two periods, in nights."""
DOT, UP = 70, 0.135
"""The size of a dot, and how far one stands above the other, in lanes."""
SCALE = (12.5, 25, 50, 100, 200)
"""Cramps left of 100, as the foot of the range picture names them."""


def nights_svg(
    run: Run, entries: Sequence[Entry], upto: str, names: Names, texts: Texts, *, print: bool = False
) -> str:
    """Each night of the periods so far: a dot a cramp, a ring for a night without, a stroke for a missing one."""
    block, pairs = run.protocol.block_nights, _pairs_begun(run, upto)
    plane = Plane(WIDTH, LANE * pairs + FOOT, 2 * block + GAP, pairs)
    counted = {night.date.isoformat(): night for night in series_of(run, entries, upto).nights}
    dots: dict[str, list[Row]] = {"a": [], "b": []}
    rings, strokes, counts, labels, floors = list[Row](), list[Row](), list[Row](), list[Row](), list[Row]()
    last = run.last_night(upto)
    for planned in run.plan:
        if planned.arm is None or planned.pair > pairs:
            continue
        nth = planned.number - 1 - run.protocol.run_in_nights - 2 * block * (planned.pair - 1)
        second = nth >= block
        x, floor = nth + 0.5 + (GAP if second else 0), pairs - planned.pair + 0.18
        if nth in (0, block) and planned.number <= last:  # what comes next is nobody's to know yet
            start = nth + (GAP if second else 0)
            floors.append({"x": start, "x2": start + block, "y": floor - 0.08, "y2": floor - 0.08})
            labels.append({"x": start, "y": pairs - planned.pair + 0.83, "said": planned.arm.upper()})
        night = counted.get(run.night(planned.number))
        if night is None:
            continue
        if night.count is None:
            strokes.append({"x": x - 0.22, "x2": x + 0.22, "y": floor + 0.03, "y2": floor + 0.03})
        elif night.count == 0:
            rings.append({"x": x, "y": floor + 0.03})
        elif night.count > MOST_DOTS:
            dots[planned.arm].append({"x": x, "y": floor + 0.03})
            counts.append({"x": x, "y": floor + 0.16, "said": str(night.count)})
        else:
            dots[planned.arm] += [{"x": x, "y": floor + 0.03 + UP * one} for one in range(night.count)]
    layers = [
        plane.lines(floors, line=EDGE, thick=1.5),
        plane.lines(strokes, line=EDGE, thick=2, dashed=True),
        plane.dots(rings, fill=SURFACE, line=EDGE, size=42),
        plane.dots(dots["b"], fill=EMBER, line=EMBER, size=DOT),
        plane.dots(dots["a"], fill=BASE, line=BASE, size=DOT),
        plane.letters(counts, size=14),
        plane.letters(labels, fill=SOFT_INK, to="left", size=14),
    ]
    says = nights_say(counted.values(), names, texts)
    return plane.drawn(layers, title=nights_title(names, texts), says=says, name="trial-nights", print=print)


def nights_title(names: Names, texts: Texts) -> str:
    """What the picture is of, and which letter stands for what: the names are too long to stand in it."""
    return texts("trial_page.picture_nights", a=names.a, b=names.b)


def nights_say(nights: Collection[Night], names: Names, texts: Texts) -> str:
    """The counts of both arms: what the picture shows, and no comparison."""
    said = []
    for arm in ARMS:
        recorded = [night.count for night in nights if night.arm == arm and night.count is not None]
        counts = {"events": sum(recorded), "nights": len(recorded)}
        said.append(capital(texts("trials.counts", arm=name_in(names, arm), **counts)))
    return " ".join(said)


def range_svg(rows: Sequence[PriorRow], says: str, names: Names, texts: Texts, *, print: bool = False) -> str:
    """For each belief beforehand, how many of a hundred cramps are left with b; the line is "just as many"."""
    low, high = math.log(SCALE[0]), math.log(SCALE[-1] * 1.25)
    plane = Plane(WIDTH, 56 * len(rows), high - low, len(rows))

    def at(left: float) -> float:
        return min(max(math.log(max(left, 1)), low), high) - low

    lanes = [(len(rows) - nth - 0.72, row) for nth, row in enumerate(rows)]
    before = [{"x": at(row.before[0]), "x2": at(row.before[1]), "y": y, "y2": y} for y, row in lanes]
    after = [{"x": at(row.after[0]), "x2": at(row.after[1]), "y": y, "y2": y} for y, row in lanes]
    same = [{"x": at(100), "x2": at(100), "y": 0, "y2": len(rows)}]
    feet = [{"x": at(one), "said": f"{one:g}"} for one in SCALE if one >= 25]
    layers = [
        plane.lines(same, line=EDGE, thick=2, dashed=True),
        plane.lines(before, line=EDGE, thick=2),
        plane.lines(after, line=EMBER, thick=9),
        plane.letters([{"x": 0, "y": y + 0.25, "said": texts(f"trial_page.prior_{row.name}")} for y, row in lanes],
                      to="left", size=14),
        plane.floor(),
        plane.feet(feet),
    ]  # fmt: skip
    title = texts("trial_page.picture_range", b=names.b)
    return plane.drawn(layers, title=title, says=says, name="trial-range", print=print)


def _pairs_begun(run: Run, upto: str) -> int:
    last = run.last_night(upto)
    return max([1, *(one.pair for one in run.plan[:last])])
