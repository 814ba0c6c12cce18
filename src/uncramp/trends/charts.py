"""The charts of the trends, in the colours and the type of the page.

Every drawing has its title and its sentence inside; what it shows stands in a table as well (`tables`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from uncramp.kb import Texts
from uncramp.kb.names import Names
from uncramp.trends import words
from uncramp.trends.counted import Done
from uncramp.trends.drawing import Layer, Plane, Row
from uncramp.trends.findings import Findings
from uncramp.trends.numbers import numbers
from uncramp.trends.svg import BASE, BASE_SOFT, EDGE, EMBER, INK, SOFT_INK, SURFACE
from uncramp.trends.weekly import WEEK, Week

WIDTH = 320
"""Of a chart, in the page's pixels: what a phone has room for."""
ROOM_FOR_NUMBER, ROOM_FOR_DAY = 17, 58
LANE, LONGEST_NAME = 52, 34
"""The height of a line of a chart with names, and the letters that there is room for."""
BAR = (1.1, 5.9)
"""Where the bar of a week stands in its seven days."""


def weeks_svg(findings: Findings, texts: Texts, *, width: int = WIDTH, print: bool = False) -> str:
    """Cramps in each week; behind them, how many a week there usually were now and before, as far as that is known."""
    weeks, grey = findings.weeks, not findings.usual.enough
    spans = _spans(findings) if findings.change.enough else []
    top = 1.12 * max([3.0, *(week.episodes for week in weeks), *(row["y2"] for row in spans)])
    plane = Plane(width, 150, WEEK * len(weeks), top)
    days, pitch = _days(weeks, texts, width), width / len(weeks)
    rim = 2 if pitch >= ROOM_FOR_NUMBER else 1
    layers = [
        plane.bars(spans, fill=BASE_SOFT, round=0),
        plane.bars(_bars(weeks, whole=False), fill=SURFACE, line=_mark(grey), rim=rim),
        plane.bars(_bars(weeks, whole=True), fill=_mark(grey), line=_mark(grey), rim=rim),
        plane.bars(_blanks(weeks, top), line=EDGE, dashed=True, rim=rim),
        plane.lines([{**row, "y": row["rate"], "y2": row["rate"]} for row in spans], line=BASE),
        *plane.clear_letters(_counts(weeks, width), fill=SOFT_INK if grey else INK, dy=-6),
        plane.floor(),
        plane.feet(days[:-1]),
        plane.feet(days[-1:]) if pitch >= ROOM_FOR_DAY / 2 else plane.feet_end(days[-1]["said"]),
    ]
    said = {"title": words.title("weeks", texts), "says": words.weeks_says(findings, texts)}
    return plane.drawn(layers, **said, name="weeks", print=print)


def times_svg(findings: Findings, texts: Texts, *, width: int = WIDTH, print: bool = False) -> str:
    """Cramps by the hour at which they began; the part of the day that stands out is filled."""
    times = findings.times
    top = 1.12 * max(3, *times.hours)
    plane = Plane(width, 120, 24, top)
    long = 24 // len(times.parts)
    inside = range(times.most * long, (times.most + 1) * long) if times.stands_out else range(0)
    bars = [
        (hour, {"x": hour + 0.15, "x2": hour + 0.85, "y": 0, "y2": count}) for hour, count in enumerate(times.hours)
    ]
    filled = [bar for hour, bar in bars if hour in inside and bar["y2"]]
    others = [bar for hour, bar in bars if hour not in inside and bar["y2"]]
    most = max(range(24), key=lambda hour: times.hours[hour])
    layers = [
        plane.bars(others, fill=BASE if times.enough else EDGE, round=2),
        plane.bars(filled, fill=EMBER, round=2),
        plane.letters(_one(most + 0.5, times.hours[most]), dy=-6),
        plane.floor(),
        plane.feet([{"x": hour, "said": f"{hour:02}"} for hour in range(0, 25, long)]),
    ]
    said = {"title": words.title("times", texts), "says": words.times_says(findings, texts)}
    return plane.drawn(layers, **said, name="times", print=print)


def relief_svg(findings: Findings, names: Names, *, width: int = WIDTH, print: bool = False) -> str:
    """For each remedy the minutes after which half had gone, and where that may lie; the most used first."""
    found = [one for one in findings.relief if one.timed][: numbers().shown.remedies]
    ends = [end for one in found for end in (one.middle, one.likely and one.likely.high) if end]
    top = 1.15 * max([5.0, *ends])
    plane = Plane(width, LANE * max(1, len(found)), top, max(1, len(found)))
    lanes = [(len(found) - 1 - nth + 0.28, one) for nth, one in enumerate(found)]
    ranges = [
        (one.enough, {"x": one.likely.low, "x2": top if one.likely.high is None else one.likely.high, "y": y, "y2": y})
        for y, one in lanes
        if one.likely is not None and (one.middle is not None or one.likely.low)
    ]
    middles = [(one.enough, {"x": one.middle, "y": y}) for y, one in lanes if one.middle is not None]
    layers: list[Layer] = []
    for enough, mark in ((True, EMBER), (False, EDGE)):
        layers.append(plane.lines([row for sure, row in ranges if sure == enough], line=mark, thick=4))
        layers.append(plane.dots([row for sure, row in middles if sure == enough], fill=SURFACE, line=mark, size=110))
    layers += [
        plane.letters(
            [{"x": 0, "y": y + 0.3, "said": _short(names.remedy(one.remedy))} for y, one in lanes], to="left"
        ),
        plane.floor(),
        plane.feet([{"x": at, "said": said} for at, said in _minutes(top, names.texts)]),
    ]
    said = {"title": words.title("relief", names.texts), "says": words.relief_says(findings, names)}
    return plane.drawn(layers, **said, name="relief", print=print)


def pains_svg(findings: Findings, texts: Texts, *, width: int = WIDTH, print: bool = False) -> str:
    """How often each pain from 0 to 10: before it, upwards; after it, downwards."""
    pains = findings.pains
    half = 1.4 * max(3, *pains.before, *pains.after)
    plane = Plane(width, 170, 11, 2 * half)
    sides = [(pains.before, 1.08 * half, 1, EMBER), (pains.after, 0.92 * half, -1, BASE)]
    layers: list[Layer] = []
    for counts, floor, way, mark in sides:
        rows = [
            {"x": pain + 0.15, "x2": pain + 0.85, "y": floor, "y2": floor + way * count}
            for pain, count in enumerate(counts)
            if count
        ]
        most = max(range(11), key=lambda pain: counts[pain])
        layers.append(plane.bars(rows, fill=mark if pains.enough else EDGE, round=2))
        layers.append(plane.letters(_one(most + 0.5, counts[most], floor, way), dy=-6 if way > 0 else 17))
        layers.append(plane.lines([{"x": 0, "x2": 11, "y": floor, "y2": floor}], line=EDGE, thick=1.5))
    layers.append(plane.feet([{"x": pain + 0.5, "said": str(pain)} for pain in range(11)]))
    layers.append(plane.letters([{"x": 0, "y": 1.85 * half, "said": texts("trends.key_before")}], to="left"))
    layers.append(plane.letters([{"x": 11, "y": 0.06 * half, "said": texts("trends.key_after")}], to="right"))
    said = {"title": words.title("pains", texts), "says": words.pains_says(pains, texts)}
    return plane.drawn(layers, **said, name="pains", print=print)


def done_svg(findings: Findings, names: Names, *, width: int = WIDTH, print: bool = False) -> str:
    """For each step of the plan the days on which it was done, as a part of those since it began."""
    found = findings.done[: numbers().shown.remedies]
    plane = Plane(width, LANE * max(1, len(found)), 1, max(1, len(found)))
    lanes = [(len(found) - 1 - nth + 0.12, one) for nth, one in enumerate(found)]
    whole = [{"x": 0, "x2": 1, "y": y, "y2": y + 0.26} for y, _ in lanes]
    parts = [
        (one.enough, {"x": 0, "x2": one.days / one.of if one.score is None else one.score, "y": y, "y2": y + 0.26})
        for y, one in lanes
        if one.days
    ]
    layers = [
        plane.bars(whole, line=EDGE),
        plane.bars([row for enough, row in parts if enough], fill=BASE, line=BASE),
        plane.bars([row for enough, row in parts if not enough], fill=EDGE, line=EDGE),
        plane.letters(
            [{"x": 0, "y": y + 0.4, "said": _short(names.remedy(one.remedy))} for y, one in lanes], to="left"
        ),
        plane.letters(
            [{"x": 1, "y": y + 0.4, "said": _of(one, names.texts)} for y, one in lanes], to="right", fill=SOFT_INK
        ),
    ]
    said = {"title": words.title("done", names.texts), "says": words.done_says(findings, names)}
    return plane.drawn(layers, **said, name="done", print=print)


def _one(x: float, count: int, floor: float = 0, way: int = 1) -> list[Row]:
    """The number of one bar, if it is there."""
    return [{"x": x, "y": floor + way * count, "said": str(count)}] if count else []


def _of(done: Done, texts: Texts) -> str:
    return f"{done.days} / {done.of if done.wanted is None else words.about(done.wanted, texts)}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _minutes(top: float, texts: Texts) -> list[tuple[int, str]]:
    """A few round numbers below `top` for the foot of a chart; the last one says what they are."""
    step = next((step for step in (1, 2, 5, 10, 20, 30, 60, 120, 240, 480) if top / step <= 5), 1440)
    found = list(range(0, int(0.93 * top) + 1, step))
    return [(at, texts("trends.minutes", minutes=at) if at == found[-1] else str(at)) for at in found]


def _mark(grey: bool) -> str:
    return EDGE if grey else EMBER


def _bars(weeks: Sequence[Week], *, whole: bool) -> list[Row]:
    """The weeks with cramps of which every day is written, or the others."""
    return [
        _box(nth, week.episodes)
        for nth, week in enumerate(weeks)
        if week.episodes and whole == (not week.unwritten and not week.to_come)
    ]


def _blanks(weeks: Sequence[Week], top: float) -> list[Row]:
    """The weeks of which nothing is written: never a bar of no height."""
    return [_box(nth, top * 0.16) for nth, week in enumerate(weeks) if not week.known]


def _box(nth: int, high: float) -> Row:
    start, end = BAR
    return {"x": WEEK * nth + start, "x2": WEEK * nth + end, "y": 0, "y2": high}


def _counts(weeks: Sequence[Week], width: int) -> list[Row]:
    """The number of each known week; only the highest where there is no room for all."""
    known = [(nth, week.episodes) for nth, week in enumerate(weeks) if week.known]
    if known and width / len(weeks) < ROOM_FOR_NUMBER:
        known = [max(known, key=lambda one: one[1])]
    return [{"x": WEEK * (nth + 0.5), "y": count, "said": str(count)} for nth, count in known]


def _spans(findings: Findings) -> list[Row]:
    """The four weeks now and those before, as far as they are in the picture: the rate and its range."""
    first, found = date.fromisoformat(findings.weeks[0].first), list[Row]()
    for span in (findings.change.before, findings.change.now):
        likely = findings.change.likely(span)
        start = max(0, (date.fromisoformat(span.first) - first).days)
        end = (date.fromisoformat(span.last) - first).days + 1
        if end > start and likely is not None:
            found.append({"x": start, "x2": end, "rate": span.rate, "y": likely.low, "y2": likely.high})
    return found


def _days(weeks: Sequence[Week], texts: Texts, width: int) -> list[Row]:
    """The first days of some weeks, as many as there is room for; always that of the last."""
    step = max(1, -(-len(weeks) * ROOM_FOR_DAY // width))
    return [
        {"x": WEEK * (nth + 0.5), "said": words.short_day(week.first, texts)}
        for nth, week in enumerate(weeks)
        if (len(weeks) - 1 - nth) % step == 0
    ]
