"""Our conditions in the peers' languages, as their manuals would write them: without a word about unknown answers.

That is the shortest text for each, so the quickest; what it costs where answers are missing is counted in the run.
(CEL and FHIRPath that keep unknown answers unknown are in uncramp.logic.export.)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from uncramp.logic import And, Compare, EnumType, Expr, FactType, Flag, IntType, Member, Not, Or

ELM = "{urn:hl7-org:elm-types:r1}"


@dataclass(frozen=True)
class Infix:
    """How a language of the usual form writes the six kinds of conditions, with the fact or the arms put in."""

    fact: str
    word: str
    words: str
    negation: str
    both: str
    either: str
    quoted: Callable[[Any], str]

    def __call__(self, expr: Expr) -> str:
        match expr:
            case Flag(fact):
                return self.fact.format(fact)
            case Compare(fact, op, value):
                return f"{self.fact.format(fact)} {op} {value}"
            case Member(fact, (word,)):
                return self.word.format(self.fact.format(fact), self.quoted(word))
            case Member(fact, words):
                return self.words.format(self.fact.format(fact), ", ".join(map(self.quoted, words)))
            case Not(arg):
                return f"{self.negation}({self(arg)})"
            case And(args):
                return f"({self.both.join(map(self, args))})" if args else "true"
            case Or(args):
                return f"({self.either.join(map(self, args))})" if args else "false"
            case _:
                assert_never(expr)


cel = Infix("{}", "{} == {}", "{} in [{}]", "!", " && ", " || ", json.dumps)
cedar = Infix("context.{}", "{} == {}", "[{1}].contains({0})", "!", " && ", " || ", json.dumps)
zen = Infix("{}", "{} == {}", "{} in [{}]", "not ", " and ", " or ", lambda word: repr(str(word)))


def json_logic(expr: Expr) -> Any:
    match expr:
        case Flag(fact):
            return {"var": fact}
        case Compare(fact, op, value):
            return {op: [{"var": fact}, value]}
        case Member(fact, (word,)):
            return {"==": [{"var": fact}, word]}
        case Member(fact, words):
            return {"in": [{"var": fact}, list(words)]}
        case Not(arg):
            return {"!": [json_logic(arg)]}
        case And(args):
            return {"and": list(map(json_logic, args))} if args else True
        case Or(args):
            return {"or": list(map(json_logic, args))} if args else False
        case _:
            assert_never(expr)


def elm(expr: Expr) -> dict[str, Any]:
    """Clinical Quality Language in the form its engines take, where `and` and `or` have two arms."""
    match expr:
        case Flag(fact):
            return _parameter(fact)
        case Compare(fact, op, value):
            return {"type": ELM_OPS[op], "operand": [_parameter(fact), _literal("Integer", str(value))]}
        case Member(fact, (word,)):
            return {"type": "Equal", "operand": [_parameter(fact), _literal("String", word)]}
        case Member(fact, words):
            several = {"type": "List", "element": [_literal("String", word) for word in words]}
            return {"type": "In", "operand": [_parameter(fact), several]}
        case Not(arg):
            return {"type": "Not", "operand": elm(arg)}
        case And(()) | Or(()):
            return _literal("Boolean", str(isinstance(expr, And)).lower())
        case And(args) | Or(args):
            found = elm(args[0])
            for arg in args[1:]:
                found = {"type": type(expr).__name__, "operand": [found, elm(arg)]}
            return found
        case _:
            assert_never(expr)


ELM_OPS = {"<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual", "==": "Equal"}


def elm_library(exprs: Sequence[Expr], facts: Mapping[str, FactType]) -> dict[str, Any]:
    """One definition a rule, one parameter a fact."""
    parameters = [
        {"name": fact, "accessLevel": "Public", "parameterTypeSpecifier": _elm_type(kind)}
        for fact, kind in facts.items()
    ]
    rules = [
        {"name": f"r{nth}", "context": "Unfiltered", "accessLevel": "Public", "expression": elm(expr)}
        for nth, expr in enumerate(exprs)
    ]
    return {
        "library": {
            "identifier": {"id": "Rules", "version": "1"},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {"def": [{"localIdentifier": "System", "uri": "urn:hl7-org:elm-types:r1"}]},
            "parameters": {"def": parameters},
            "statements": {"def": rules},
        }
    }


def zen_table(exprs: Sequence[Expr]) -> dict[str, Any]:
    """A decision table of one column, a row a rule, that collects all rows that match."""
    rows = [{"_id": str(nth), "c": zen(expr), "r": json.dumps(str(nth))} for nth, expr in enumerate(exprs)]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "c", "name": "when"}],
        "outputs": [{"id": "r", "name": "id", "field": "id"}],
        "rules": rows,
    }
    return _zen_graph("decisionTableNode", content)


def zen_expressions(exprs: Sequence[Expr]) -> dict[str, Any]:
    """An expression node, which gives every rule's value by name."""
    rows = [{"id": f"r{nth}", "key": f"r{nth}", "value": zen(expr)} for nth, expr in enumerate(exprs)]
    return _zen_graph("expressionNode", {"expressions": rows})


def _zen_graph(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "x", "type": kind, "name": "rules", "position": place, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "x", "type": "edge"},
            {"id": "2", "sourceId": "x", "targetId": "out", "type": "edge"},
        ],
    }


def _parameter(fact: str) -> dict[str, Any]:
    return {"type": "ParameterRef", "name": fact}


def _literal(kind: str, value: str) -> dict[str, Any]:
    return {"type": "Literal", "valueType": f"{ELM}{kind}", "value": value}


def _elm_type(kind: FactType) -> dict[str, Any]:
    name = "Integer" if isinstance(kind, IntType) else "String" if isinstance(kind, EnumType) else "Boolean"
    return {"type": "NamedTypeSpecifier", "name": f"{ELM}{name}"}
