"""docs/benchmarks.md from the results: pure, so that the page can be held to what was measured."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cold import FIRST_LINE

HERE = Path(__file__).parent
TOLD = tomllib.loads((HERE / "engines.toml").read_text(encoding="utf-8"))
"""Per engine what the page says of it."""
TEXT = {name: text.strip() for name, text in tomllib.loads((HERE / "page.toml").read_text(encoding="utf-8")).items()}

MANY_TIMES = 10
"""The bar: a compiled rule base is at least so many times as quick as zen-engine's decision table."""
SCANS = 40
"""The bar: a million people in no more than so many times as long as reading the columns once."""
GROWN = 1.1
"""The bar: the most people may take so many times the memory of the fewest."""
STARTS = 10
"""The bar: the first line of a cramp now after no more than so many starts of the bare interpreter."""
MOST_ANSWER = 100
"""The bar: milliseconds until any page of the local app is answered, at the median."""
MOST_MILLISECONDS = 1
"""The bar: one person decided, with reasons."""


def written(results: dict[str, Any]) -> str:
    parts = [
        TEXT["head"],
        _engines(results["engines"]),
        _holes(results["engines"]),
        _cohort(results["cohort"]),
        _cold(results["cold"]),
        _person(results["person"]),
        _agreement(results["agreement"]),
        *([_load(results["load"])] if "load" in results else []),
        _machine(results),
    ]
    return "\n\n".join(parts) + "\n"


def _engines(measured: dict[str, Any]) -> str:
    found, missing = measured["engines"], measured["missing"]
    ordered = sorted(found, key=lambda name: float(found[name]["ratio"][0]))
    rows = [
        [
            TOLD[name]["title"],
            found[name]["version"] or "ours",
            _ratio(found[name]["ratio"]),
            _short(found[name]["build_ratio"]),
            str(found[name]["people"]),
        ]
        for name in ordered
    ]
    rows += [[TOLD[name]["title"], "-", "did not run", "-", "-"] for name in missing]
    people = max(one["people"] for one in found.values())
    return _paragraphs(
        TEXT["engines"].format(rules=measured["rules"], facts=measured["facts"], people=people),
        _table(["engine", "version", "time", "loading", "checked"], rows, "llrrr"),
        _bar_of_zen(found),
        _list(f"{TOLD[name]['title']} did not run: {reason}." for name, reason in missing.items()),
        TEXT["asked"],
        _list(map(_how, (*ordered, *missing))),
        TEXT["planes"],
    )


def _how(name: str) -> str:
    told = TOLD[name]
    unfair = f" *Not what it is made for:* {told['unfair']}" if "unfair" in told else ""
    return f"{told['title']}. {told['asked']}{unfair}"


def _bar_of_zen(found: dict[str, Any]) -> str:
    if "zen_table" not in found:
        return TEXT["no_zen"].format(bar=MANY_TIMES)
    middle, low, high = found["zen_table"]["ratio"]
    return TEXT["zen"].format(
        bar=MANY_TIMES, middle=_short(middle), low=_short(low), high=_short(high), held=_held(middle >= MANY_TIMES)
    )


def _holes(measured: dict[str, Any]) -> str:
    found = {name: one for name, one in measured["engines"].items() if name != "compiled_holes"}
    rows = []
    for name, one in found.items():
        rows.append([TOLD[name]["title"], "left out", *_verdict(one["left_out"], one["people"])])
        rows.append(["", "null", *_verdict(one["null"], one["people"])])
    return _paragraphs(
        TEXT["holes"].format(holes=measured["holes"]),
        _table(["engine", "unknown is", "wrong", "no", "yes", "silent", "people"], rows, "llrrrrr"),
        _list(f"{TOLD[name]['title']}: {TOLD[name]['holes']}" for name in found if "holes" in TOLD[name]),
        TEXT["after_holes"],
    )


def _verdict(verdict: dict[str, int], people: int) -> list[str]:
    wrong = verdict["no"] + verdict["yes"] + verdict["silent"]
    counts = [f"{verdict[kind]:,}" for kind in ("no", "yes", "silent")]
    return [f"{wrong / verdict['asked']:.1%}" if wrong else "**0**", *counts, f"{verdict['people']} of {people}"]


def _cohort(measured: dict[str, Any]) -> str:
    time = measured["time"]
    ratios = time["ratios"]
    rows = [
        [f"{measured['rules']} triage rules", _ratio(ratios["rules"])],
        [f"all {measured['conditions']:,} conditions", _ratio(ratios["conditions"])],
    ]
    memory = [
        [f"{one['people']:,}", *(f"{size} MB" for size in (one["file"], one["before"], one["memory"]))]
        for one in measured["memory"]
    ]
    return _paragraphs(
        TEXT["cohort"].format(people=time["people"], bytes=time["bytes"]),
        _table(["what", "times as long as reading"], rows, "lr"),
        TEXT["cohort_bar"].format(bar=SCANS, held=_held(ratios["rules"][0] <= SCANS)),
        TEXT["memory"],
        _table(["people", "file", "before", "most"], memory, "rrrr"),
        TEXT["after_memory"].format(
            bar=GROWN, held=_held(measured["memory"][-1]["memory"] <= GROWN * measured["memory"][0]["memory"])
        ),
    )


def _cold(measured: dict[str, Any]) -> str:
    rows = []
    for name, one in measured.items():
        loaded = one["modules"]
        line = f"`{one['line']}`" + (" to its first line" if name == FIRST_LINE else "")
        packages = ", ".join(loaded["others"])
        rows.append([line, _ratio(one["ratio"]), str(loaded["all"]), str(loaded["ours"]), packages])
    first = measured[FIRST_LINE]["ratio"][0]
    return _paragraphs(
        TEXT["cold"],
        _table(["command", "bare starts", "modules", "ours", "packages"], rows, "lrrrl"),
        TEXT["cold_bar"].format(bar=STARTS, middle=_short(first), held=_held(first <= STARTS)),
    )


def _person(measured: dict[str, Any]) -> str:
    rows = [
        [f"one person decided, with reasons ({name})", "bare walk of the triage rules", _ratio(ratio)]
        for name, ratio in measured["decided"].items()
    ]
    fired = f"the reasons of {measured['fired']} rules that fired"
    took = measured["milliseconds"]
    return _paragraphs(
        TEXT["person"],
        _table(["what", "beside", "times"], [*rows, [fired, "their plain values", _ratio(measured["reasons"])]], "llr"),
        TEXT["person_bar"].format(
            bar=MOST_MILLISECONDS,
            took=_and([f"{value:.2g} ms ({name})" for name, value in took.items()]),
            held=_held(max(took.values()) <= MOST_MILLISECONDS),
        ),
        TEXT["pays"].format(conditions=measured["conditions"], people=measured["pays_after"]),
    )


def _agreement(measured: dict[str, Any]) -> str:
    runs, best = measured["runs"], furthest(measured["runs"])
    rows = []
    for name in (key.removeprefix("agreement_") for key in TEXT):
        if name not in best:
            continue
        run = best[name]
        asked = run["engines"][name]
        how = "everybody" if asked is None else "parts" if name == "fhirpath_parts" else "combinations"
        asked = run["people"] * run["conditions"] if asked is None else asked
        rows.append([TEXT[f"agreement_{name}"], TEXT[how], f"{run['people']:,}", f"{asked:,}"])
    commands = [
        f"just agree --people {run['people']} --seed {run['seed']} --engines {','.join(run['engines'])} --state {nth}"
        for nth, run in enumerate(runs, 1)
    ]
    told = {
        **measured,
        **runs[0],
        "people": min(run["people"] for run in best.values()),
        "disagreements": sum(run["disagreements"] for run in runs),
    }
    return _paragraphs(
        TEXT["agreement"].format(**told),
        _table(["interpreter", "asked", "people", "questions"], rows, "llrr"),
        TEXT["agreement_how"].format(**told),
        "\n".join(["```sh", *commands, "```"]),
    )


def furthest(runs: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each engine the run in which it was asked about the most people."""
    best: dict[str, dict[str, Any]] = {}
    for run in runs:
        for name in run["engines"]:
            best[name] = max(best.get(name, run), run, key=lambda one: int(one["people"]))
    return best


def _machine(results: dict[str, Any]) -> str:
    found = results["engines"]["engines"]
    rows = [
        [TOLD[name]["title"], f"{found[name]['microseconds']:,.1f}", f"{found[name]['build'] * 1e3:,.1f}"]
        for name in sorted(found, key=lambda name: float(found[name]["microseconds"]))
    ]
    runs = [
        f"{name}: {one['machine']}, load {one['load']:.1f} (other work ran beside it), knowledge {one['knowledge']}, "
        f"{one['rounds']} rounds"
        for name, one in results["runs"].items()
    ]
    return _paragraphs(
        TEXT["machine"],
        _list(runs),
        _table(["engine", "microseconds a person", "loading, ms"], rows, "lrr"),
        f"Reading the columns: {results['cohort']['time']['gigabytes_a_second']:.0f} GB/s.",
    )


def _load(measured: dict[str, Any]) -> str:
    asked, least, memory = measured["asked"], measured["floor"], measured["memory_kb"]
    beside = measured.get("timetagger", {})
    bytes_alone = least["Starlette, the bytes of 100 entries"]["median"]
    rows = [
        [
            name, *(f"{one[key]:.1f}" for key in ("median", "p95", "first")), f"{one['median'] / bytes_alone:.1f}",
            f"{beside[name]['median']:.1f}" if name in beside else "",
        ]
        for name, one in {**asked, **least}.items()
    ]  # fmt: skip
    slowest = max(asked, key=lambda name: float(asked[name]["median"]))
    told = {
        "entries": f"{measured['entries']:,}", "requests": f"{measured['requests']:,}", "bar": MOST_ANSWER,
        "slowest": slowest, "held": _held(asked[slowest]["median"] <= MOST_ANSWER),
        "first": f"{memory[1] / 1024:.0f}", "last": f"{memory[-1] / 1024:.0f}",
        "flat": _held(memory[-1] <= memory[1] * GROWN), "grown": GROWN,
    }  # fmt: skip
    return _paragraphs(
        TEXT["load"].format(**told),
        _table(
            ["asked", "median, ms", "95th, ms", "first time, ms", "times the floor", "TimeTagger, ms"], rows, "lrrrrr"
        ),
        TEXT["load_after"].format(**told),
    )


def _held(held: bool) -> str:
    return "held" if held else "not held"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> str:
    lines = [head, ["---:" if side == "r" else "---" for side in sides], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _ratio(ratio: Sequence[float]) -> str:
    if ratio[1] == ratio[2]:
        return _short(ratio[0])
    return f"{_short(ratio[0])} ({_short(ratio[1])}-{_short(ratio[2])})"


def _short(number: float) -> str:
    """Three figures are all that a shared machine can give."""
    if number >= 100:
        return f"{float(f'{number:.3g}'):,.0f}"
    if number < 0.001:
        return "< 0.001"
    return f"{number:.1f}" if number >= 10 else f"{number:.2g}"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
