"""One peer in a process of its own, asked by JSON lines: `python worker.py ENGINE`. It needs nothing of ours.

{"ask": "load", "rules": ..., "person": {...}}  -> {"version", "build": seconds}; the rules are in its own language
{"ask": "people", "people": [...]}              -> {}; whoever is asked about from now on
{"ask": "answers"}                              -> {"answers": [per person [true, false, null or "error", ...]]}
{"ask": "time", "seconds": least}               -> {"seconds", "people"}; all rules for one person after the other
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

Person = dict[str, Any]
Value = Any  # bool | None, or ERROR
ERROR = "error"

clock = time.process_time
"""Processor time: what else runs on the machine does not count."""


@dataclass(frozen=True)
class Peer:
    """`prepared` is a person as the engine takes them (not timed), `decide` all rules for one (timed), and `values`
    what came out as one value a rule (not timed)."""

    decide: Callable[[Any], Any]
    values: Callable[[Any], list[Value]]
    prepared: Callable[[Person], Any] = lambda person: person


def each(programs: list[Any], ask: Callable[[Any, Any], Any]) -> Callable[[Any], list[Value]]:
    """All rules one by one; one that raises an error leaves the others alone."""

    def decide(person: Any) -> list[Value]:
        found = []
        for program in programs:
            try:
                found.append(ask(program, person))
            except Exception:
                found.append(ERROR)
        return found

    return decide


def cel(rules: list[str]) -> Peer:
    import cel as engine

    programs = [engine.compile(rule) for rule in rules]
    ask = each(programs, lambda program, context: program.execute(context))
    return Peer(lambda person: ask(engine.Context(person)), list)


def cel_export(rules: list[list[str]]) -> Peer:
    """What `uncramp export --to cel` writes: two texts a rule, which always have a value."""
    import cel as engine

    programs = [[engine.compile(text) for text in pair] for pair in rules]

    def decide(person: Person) -> list[Value]:
        context = engine.Context({"f": person})
        return [[program.execute(context) for program in pair] for pair in programs]

    return Peer(decide, lambda found: [None if may and not must else must for must, may in found])


def cel_python(rules: list[str]) -> Peer:
    import celpy
    from celpy import celtypes

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(rule)) for rule in rules]

    def typed(value: Any) -> Any:
        match value:
            case bool():
                return celtypes.BoolType(value)
            case int():
                return celtypes.IntType(value)
            case str():
                return celtypes.StringType(value)
            case _:
                return value

    ask = each(programs, lambda program, person: program.evaluate(person))
    return Peer(
        ask,
        lambda found: [value if value is None or value is ERROR else bool(value) for value in found],
        lambda person: {fact: typed(value) for fact, value in person.items()},
    )


def json_logic(rules: list[Any]) -> Peer:
    from json_logic import jsonLogic

    return Peer(
        each(rules, jsonLogic),
        lambda found: [value if value is None or value is ERROR else bool(value) for value in found],
    )


def fhirpath(rules: list[dict[str, Any]]) -> Peer:
    """Each rule is given a response of only the answers it asks for: kind to an engine that looks through all."""
    import fhirpathpy
    from fhirpathpy.models import models

    programs = [fhirpathpy.compile(rule["text"], models["r4"]) for rule in rules]

    def response(person: Person, rule: dict[str, Any]) -> dict[str, Any]:
        kinds = {bool: "valueBoolean", int: "valueInteger"}
        items = []
        for fact in rule["facts"]:
            if fact in person:
                value = person[fact]
                coded = {"valueCoding": {"code": value}} if isinstance(value, str) else {kinds.get(type(value)): value}
                items.append({"linkId": fact, "answer": [coded]} if value is not None else {"linkId": fact})
        return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}

    def ask(pair: tuple[Any, Any]) -> Value:
        try:
            found = pair[0](pair[1])
        except Exception:
            return ERROR
        return found[0] if found else None

    return Peer(
        lambda responses: list(map(ask, zip(programs, responses, strict=True))),
        list,
        lambda person: [response(person, rule) for rule in rules],
    )


def cedar(rules: list[str]) -> Peer:
    """A rule is a `permit`; those that decide are the rules that fire, those in error are in the diagnostics."""
    import re

    import cedarpy

    policies = cedarpy.PolicySet.from_str(
        "\n".join(f"permit(principal, action, resource) when {{ {rule} }};" for rule in rules)
    )
    nobody = cedarpy.Entities.from_json_str("[]")

    def decide(request: Any) -> Any:
        return cedarpy.is_authorized(request, policies, nobody)

    def values(found: Any) -> list[Value]:
        said = found.diagnostics
        errors = [re.search(r"policy(\d+)", str(error)) for error in said.errors]
        if None in errors or found.decision is cedarpy.Decision.NoDecision:
            return [ERROR] * len(rules)
        fired = {int(reason.removeprefix("policy")) for reason in said.reasons}
        failed = {int(match[1]) for match in errors if match}
        return [ERROR if nth in failed else nth in fired for nth in range(len(rules))]

    def prepared(person: Person) -> Any:
        return {"principal": 'U::"x"', "action": 'A::"triage"', "resource": 'P::"p"', "context": person}

    return Peer(decide, values, prepared)


def zen(rules: dict[str, Any]) -> Any:
    import zen as engine

    return engine.ZenEngine().create_decision(engine.ZenDecisionContent(json.dumps(rules)))


def zen_table(rules: dict[str, Any]) -> Peer:
    decision = zen(rules)
    count = len(rules["nodes"][1]["content"]["rules"])

    def values(found: Any) -> list[Value]:
        if found is ERROR:
            return [ERROR] * count
        fired = {int(hit["id"]) for hit in found["result"]}
        return [nth in fired for nth in range(count)]

    return Peer(either(decision.evaluate), values)


def zen_expressions(rules: dict[str, Any]) -> Peer:
    decision = zen(rules)
    count = len(rules["nodes"][1]["content"]["expressions"])

    def values(found: Any) -> list[Value]:
        if found is ERROR:
            return [ERROR] * count
        return [found["result"][f"r{nth}"] for nth in range(count)]

    return Peer(either(decision.evaluate), values)


def zen_alone(rules: list[str]) -> Peer:
    """The expressions without a decision around them: one call a rule."""
    import zen as engine

    programs = [engine.compile_expression(rule) for rule in rules]
    return Peer(each(programs, lambda program, person: program.evaluate(person)), list)


def either(decide: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def tried(person: Any) -> Any:
        try:
            return decide(person)
        except Exception:
            return ERROR

    return tried


PEERS: Mapping[str, tuple[str, Callable[[Any], Peer]]] = {
    "zen_table": ("zen-engine", zen_table),
    "zen_expressions": ("zen-engine", zen_expressions),
    "zen_alone": ("zen-engine", zen_alone),
    "cel": ("common-expression-language", cel),
    "cel_export": ("common-expression-language", cel_export),
    "cel_python": ("cel-python", cel_python),
    "cedar": ("cedarpy", cedar),
    "json_logic": ("json-logic-qubit", json_logic),
    "fhirpath": ("fhirpathpy", fhirpath),
}
"""By engine: the distribution that holds it, and how it is loaded."""

BUILDS = 3
"""How often an engine is built; the middle time counts, so that what is paid once (an import) is left out."""


def built(make: Callable[[], Peer], person: Person) -> tuple[Peer, float]:
    """The engine, and how long it takes to its first answer: some do their reading only then."""
    first = make().prepared(person)
    times = []
    for _ in range(BUILDS):
        began = clock()
        peer = make()
        peer.decide(first)
        times.append(clock() - began)
    return peer, sorted(times)[BUILDS // 2]


def timed(decide: Callable[[Any], Any], people: list[Any], least: float, start: int) -> tuple[float, int]:
    """Seconds and people, from `start` on and round again, until at least that much time has gone by."""
    done = 0
    began = clock()
    while (gone := clock() - began) < least or not done:
        decide(people[(start + done) % len(people)])
        done += 1
    return gone, done


def main(name: str) -> None:
    distribution, make = PEERS[name]
    peer: Any = None
    people: list[Any] = []
    start = 0
    for line in sys.stdin:
        request = json.loads(line)
        match request["ask"]:
            case "load":
                peer, seconds = built(partial(make, request["rules"]), request["person"])
                answer: Any = {"version": version(distribution), "build": seconds}
            case "people":
                people, start, answer = [peer.prepared(person) for person in request["people"]], 0, {}
            case "answers":
                answer = {"answers": [peer.values(peer.decide(person)) for person in people]}
            case "time":
                seconds, count = timed(peer.decide, people, request["seconds"], start)
                start += count
                answer = {"seconds": seconds, "people": count}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
