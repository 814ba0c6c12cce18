"""The random expressions reach the whole language; without this the agreement tests would prove less than they say."""

from hypothesis import given, settings

from agreement.strategies import OPS, cases
from uncramp.logic import And, Compare, Expr, Flag, Member, Not, Or, atoms, evaluate


def _nodes(expr: Expr) -> list[Expr]:
    match expr:
        case Not(arg):
            return [expr, *_nodes(arg)]
        case And(args) | Or(args):
            return [expr, *(node for arg in args for node in _nodes(arg))]
        case _:
            return [expr]


def test_the_generator_reaches_every_node_every_operator_and_every_value() -> None:
    seen: set[object] = set()

    @settings(max_examples=200, derandomize=True, deadline=None, database=None)
    @given(case=cases())
    def look(case) -> None:
        _, expr, facts = case
        seen.update(type(node) for node in _nodes(expr))
        seen.update(atom.op for atom in atoms(expr) if isinstance(atom, Compare))
        seen.add(evaluate(expr, facts))
        seen.update("absent" for atom in atoms(expr) if atom.fact not in facts)
        seen.update("none" for atom in atoms(expr) if facts.get(atom.fact, 0) is None)
        seen.update("one word" if len(a.values) == 1 else "words" for a in atoms(expr) if isinstance(a, Member))

    look()
    assert seen == {Flag, Compare, Member, Not, And, Or, *OPS, True, False, None, "absent", "none", "one word", "words"}
