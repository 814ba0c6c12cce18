"""How fast it is, as ratios within one run: `python benchmarks/run.py [--quick]`.

Nothing here fails on a slow machine; every row is a ratio of two things timed in turn, and its bar stands beside it.
With `zen-engine` installed (`pip install zen-engine`) the compiled rules are also timed against its decision table.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from uncramp import kb as knowledge
from uncramp.decide import decide
from uncramp.facts import Answers
from uncramp.logic import And, Compare, Expr, Flag, FlagType, Member, Not, Or, evaluate
from uncramp.logic.compile import compile_planes
from uncramp.logic.explain import because

QUICK = "--quick" in sys.argv
ROUNDS = 5 if QUICK else 15


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of both, run alternately so that a busy machine disturbs them alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, found in ((first, times[0]), (second, times[1])):
            began = time.perf_counter()
            run()
            found.append(time.perf_counter() - began)
    return median(times[0]), median(times[1])


def row(what: str, ratio: float, bar: str, detail: str) -> None:
    print(f"{what:<58} {ratio:>8.2f}   bar {bar:<10} {detail}")


def first_line(command: list[str]) -> None:
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()


def start_up() -> None:
    python = sys.executable
    now = [python, "-m", "uncramp", "now", "calf", "--plain"]
    first_line(now)
    bare, ours = in_turn(
        lambda: subprocess.run([python, "-c", "pass"], check=True), lambda: first_line(now), rounds=max(ROUNDS, 9)
    )
    row(
        "`now calf --plain`, first line / bare interpreter",
        ours / bare,
        "<= 10",
        f"{ours * 1e3:.0f} / {bare * 1e3:.0f} ms",
    )


def ordinary_person(kb: knowledge.Knowledge) -> Answers:
    """A woman of 40 with a calf cramp who answered every yes/no question, all but one with no."""
    flags: dict[str, object] = {id: False for id, fact in kb.facts.items() if isinstance(fact.type, FlagType)}
    return kb.answers(flags | {"age_years": 40, "site_calf": True, "kind": "painful_cramp", "pregnancy_status": "no"})


def one_person(kb: knowledge.Knowledge) -> None:
    texts = kb.texts(region="uk")
    some = kb.answers({"site_calf": True, "kind": "painful_cramp", "age_years": 40})
    full = ordinary_person(kb)
    rules = [one.when for one in kb.rules]
    for name, person in (("everything answered", full), ("three answers", some)):
        decided, walked = in_turn(
            lambda person=person: [decide(kb, person, texts) for _ in range(20)],
            lambda person=person: [evaluate(when, person.known) for _ in range(20) for when in rules],
        )
        row(
            f"one person decided, with reasons ({name}) / 1 ms",
            decided / 20 / 1e-3,
            "<= 1",
            f"{decided / 20 * 1e3:.2f} ms; {decided / walked:.1f} x the bare walk of the rules",
        )


def compiled(kb: knowledge.Knowledge) -> None:
    rules = [one.when for one in kb.rules]
    began = time.perf_counter()
    planes = compile_planes(rules)
    built = time.perf_counter() - began
    person = ordinary_person(kb).known
    walk, fast = in_turn(
        lambda: [evaluate(when, person) for _ in range(50) for when in rules],
        lambda: [planes(person) for _ in range(50)],
    )
    row(
        "tree walk / compiled planes, all triage rules", walk / fast, "> 1", f"built in {built / (walk / 50):.0f} walks"
    )
    try:
        import zen
    except ImportError:
        print("zen-engine is not installed: its row is left out")
        return
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(_decision_table(rules))))
    known = dict.fromkeys(kb.facts) | dict(person)
    ours = sorted(nth for nth in range(len(rules)) if planes(person)[0] >> nth & 1)
    theirs = sorted(int(hit["id"]) for hit in decision.evaluate(known)["result"])
    assert ours == theirs, "both must find the same rules"
    table, fast = in_turn(lambda: decision.evaluate(known), lambda: [planes(person) for _ in range(20)])
    row(
        "zen-engine decision table / compiled planes", table / (fast / 20), ">= 10", f"{len(rules)} rules, same answers"
    )


def _decision_table(rules: list[Expr]) -> dict[str, object]:
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "x", "type": "decisionTableNode", "name": "rules", "position": {"x": 1, "y": 0},
            "content": {
                "hitPolicy": "collect",
                "inputs": [{"id": "c", "name": "when"}],
                "outputs": [{"id": "r", "name": "id", "field": "id"}],
                "rules": [{"_id": str(n), "c": _zen(rule), "r": json.dumps(str(n))} for n, rule in enumerate(rules)],
            },
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]  # fmt: skip
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "x", "type": "edge"},
        {"id": "2", "sourceId": "x", "targetId": "out", "type": "edge"},
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _zen(expr: Expr) -> str:
    """The rule in zen's language; a fact that is not known is null there, and guarded as false."""
    match expr:
        case Flag(fact):
            return f"({fact} == true)"
        case Compare(fact, op, value):
            return f"({fact} != null and {fact} {op} {value})"
        case Member(fact, words):
            return "(" + " or ".join(f"{fact} == '{word}'" for word in words) + ")"
        case Not(arg):
            return f"(not {_zen(arg)})"
        case And(args):
            return "(" + " and ".join(map(_zen, args)) + ")"
        case Or(args):
            return "(" + " or ".join(map(_zen, args)) + ")"


def reasons(kb: knowledge.Knowledge) -> None:
    person = kb.answers({"site_calf": True, "limb_swollen_one_side": True, "kind": "painful_cramp"}).known
    fired = [when for when in (one.when for one in kb.rules) if evaluate(when, person) is True]
    why, walk = in_turn(
        lambda: [because(when, person) for _ in range(100) for when in fired],
        lambda: [evaluate(when, person) for _ in range(100) for when in fired],
    )
    row("reason of a fired rule / its plain value", why / walk, "-", f"{len(fired)} rules")


if __name__ == "__main__":
    base = knowledge.load()
    print(f"{len(base.pack.rule)} rules, {len(base.pack.contraindication)} contraindications, knowledge {base.name}")
    start_up()
    one_person(base)
    compiled(base)
    reasons(base)
