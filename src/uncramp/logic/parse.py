"""Text to expression: Python's own grammar, cut down to what the rule language allows."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

from uncramp.errors import RuleError, Where
from uncramp.logic.expr import ALWAYS, Compare, Expr, Flag, Member, Not, Op, all_of, any_of

LONGEST_TEXT = 4000
DEEPEST_NESTING = 20
MOST_NODES = 400

_LANGUAGE = "`x`, `n < 5` (also <= > >= ==), `k == 'a'`, `k in ('a', 'b')`, and, or, not, brackets"
_ID = re.compile(r"[a-z][a-z0-9_]*")
_OPS: dict[type[ast.cmpop], Op] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}
_MIRRORED: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def parse(text: str, *, where: Where | None = None) -> Expr:
    """The expression that `text` says; a bare name becomes a Flag, be it a fact or a definition.

    `where.line` and `where.column` are the place of the first character of `text` (which may span lines), so that an
    error points at the true place in the file.
    """
    source = _Source(text, where or Where())
    source.refuse_odd_text()
    try:
        with warnings.catch_warnings():  # Python warns of `n<5and x`, which to us is merely ugly
            warnings.simplefilter("ignore")
            tree = ast.parse(source.one_line, mode="eval")
    except SyntaxError as error:
        raise source.syntax_error(error) from None
    except (RecursionError, MemoryError):
        raise source.error(
            0, "the condition is nested too deeply", allowed=f"at most {DEEPEST_NESTING} levels"
        ) from None
    nodes = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if nodes > MOST_NODES:
        raise source.error(0, f"the condition has {nodes} parts", allowed=f"at most {MOST_NODES}")
    return _expression(tree.body, source, depth=1)


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of one condition, and how to complain about a place in it."""

    text: str
    where: Where

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def one_line(self) -> str:
        """Without the indent and with line breaks as blanks: a place in the tree stays a place in the text."""
        return re.sub(r"\s", " ", self.text.lstrip())

    def said(self, node: ast.expr) -> str:
        return self.one_line[node.col_offset : node.end_col_offset]

    def refuse_odd_text(self) -> None:
        if len(self.text) > LONGEST_TEXT:
            raise self.error(0, f"the condition has {len(self.text)} characters", allowed=f"at most {LONGEST_TEXT}")
        if not self.text.strip():
            raise self.error(0, "the condition is empty", allowed=_LANGUAGE)
        # Plain ASCII: Python would read look-alike letters as one name. A backslash or # hides what is meant.
        odd = re.search(r"[^ -~\t\r\n]|[\\#]", self.text)
        if odd:
            found = odd.group() if odd.group().isprintable() else f"U+{ord(odd.group()):04X}"
            raise self.error(
                odd.start(), f"the character `{found}` is not allowed", allowed="plain letters, digits and signs"
            )

    def error(self, place: int, what: str, *, allowed: str = "", hint: str = "") -> RuleError:
        lines = self.text[:place].split("\n")
        first_column = max(self.where.column, 1) if len(lines) == 1 else 1
        there = Where(self.where.file, max(self.where.line, 1) + len(lines) - 1, first_column + len(lines[-1]))
        return RuleError(what, where=there, allowed=allowed, hint=hint)

    def error_at(self, node: ast.expr, why: str, *, allowed: str = "", hint: str = "") -> RuleError:
        said = self.said(node)
        shown = said if len(said) <= 60 else said[:57] + "..."
        return self.error(self.indent + node.col_offset, f"`{shown}` {why}", allowed=allowed, hint=hint)

    def syntax_error(self, error: SyntaxError) -> RuleError:
        place = self.indent + error.offset - 1 if error.offset else len(self.text.rstrip())
        rest = re.match(r"\w{1,40}|[^\w\s]{1,3}", self.text[place:])
        # Python explains brackets and quotes well; for everything else, showing the place says more than its words.
        if "(" in error.msg or ")" in error.msg or "unterminated" in error.msg:
            return self.error(place, error.msg.replace("'", "`").partition(" (detected")[0])
        if rest is None:
            return self.error(place, "the condition ends too early", allowed=_LANGUAGE)
        if rest.group() == "=":
            return self.error(place, "did not expect `=` here", allowed="`==`")
        return self.error(place, f"did not expect `{rest.group()}` here", allowed=_LANGUAGE)


def _expression(node: ast.expr, source: _Source, *, depth: int) -> Expr:
    if depth > DEEPEST_NESTING:
        raise source.error_at(node, "is nested too deeply", allowed=f"at most {DEEPEST_NESTING} levels")
    match node:
        case ast.Name():
            name = _name(node, source)
            if name != "always":
                return Flag(name)
            if depth > 1:
                raise source.error_at(node, "stands beside other parts", allowed="`always` alone")
            return ALWAYS
        case ast.Compare(left, [op], [right]):
            return _comparison(node, left, op, right, source)
        case ast.UnaryOp(ast.Not(), arg):
            return Not(_expression(arg, source, depth=depth + 1))
        case ast.BoolOp(ast.And(), args):
            return all_of(_expression(arg, source, depth=depth + 1) for arg in args)
        case ast.BoolOp(ast.Or(), args):
            return any_of(_expression(arg, source, depth=depth + 1) for arg in args)
        case ast.Compare():
            raise source.error_at(
                node, "compares three things at once", allowed="one comparison at a time, joined with `and`"
            )
        case ast.Constant():
            raise source.error_at(
                node, "stands alone", allowed="a yes/no fact, or a comparison such as `n < 5`, `k == 'a'`"
            )
        case ast.Call(ast.expr() as function):
            raise source.error_at(node, f"calls `{source.said(function)}`", allowed=_LANGUAGE)
        case ast.BinOp(_, ast.BitAnd() | ast.BitOr(), _) | ast.UnaryOp(ast.Invert(), _):
            raise source.error_at(node, "uses `&`, `|` or `~`", allowed="the words `and`, `or`, `not`")
        case ast.BinOp() | ast.UnaryOp():
            raise source.error_at(node, "calculates", allowed="a fact against a plain number")
        case _:
            raise source.error_at(node, "is not in the rule language", allowed=_LANGUAGE)


def _comparison(node: ast.expr, left: ast.expr, op: ast.cmpop, right: ast.expr, source: _Source) -> Expr:
    if isinstance(op, ast.Is | ast.IsNot):
        raise source.error_at(
            node, "uses `is`", allowed="`x` or `not x`", hint="an unknown answer stays unknown by itself"
        )
    if isinstance(op, ast.NotEq | ast.NotIn):
        positive = f"{source.said(left)} {'==' if isinstance(op, ast.NotEq) else 'in'} {source.said(right)}"
        raise source.error_at(node, "says `!=` or `not in`", allowed=f"`not ({positive})`")
    if not isinstance(left, ast.Name):
        if isinstance(op, ast.In):
            raise source.error_at(node, "asks what is in a fact", allowed="one flag per member, such as `med_statin`")
        if isinstance(right, ast.Name):
            mirrored = f"{source.said(right)} {_MIRRORED[_OPS[type(op)]]} {source.said(left)}"
            raise source.error_at(node, "has its fact on the right", allowed=f"`{mirrored}`")
        raise source.error_at(left, "is not a fact", allowed="the name of a fact on the left")
    fact = _name(left, source)
    if fact == "always":
        raise source.error_at(node, "compares `always`", allowed="`always` alone")
    if isinstance(op, ast.In):
        return Member(fact, _words(right, source))
    match right:
        case ast.Constant(str()) if isinstance(op, ast.Eq):
            return Member(fact, (_word(right, source),))
        case ast.Constant(str()):
            raise source.error_at(node, "orders words", allowed=f"`{fact} == {source.said(right)}`")
        case ast.Constant(bool()):
            raise source.error_at(node, f"compares with `{source.said(right)}`", allowed=f"`{fact}` or `not {fact}`")
        case ast.Constant(None):
            raise source.error_at(node, "compares with `None`", hint="an unknown answer stays unknown by itself")
        case ast.Name():
            raise source.error_at(right, "is no constant", allowed="a fact against a number or a word in quotes")
        case _:
            return Compare(fact, _OPS[type(op)], _number(right, source))


def _name(node: ast.Name, source: _Source) -> str:
    if not _ID.fullmatch(node.id):
        raise source.error_at(node, "is not a name", allowed="small letters, digits and `_`, a letter first")
    return node.id


def _number(node: ast.expr, source: _Source) -> int:
    said = source.said(node).replace(" ", "")
    if not re.fullmatch(r"-?[0-9]+", said):  # also refuses 0x10, 1_000, 37.5, 1e3 and sums
        raise source.error_at(
            node, "is not a whole number", allowed="digits, such as `380` for 38.0 in tenths of a degree"
        )
    return int(said)


def _words(node: ast.expr, source: _Source) -> tuple[str, ...]:
    if not isinstance(node, ast.Tuple) or not node.elts:
        raise source.error_at(node, "is not a list of words", allowed="`in ('a', 'b')`, or `== 'a'` for one word")
    return tuple(_word(word, source) for word in node.elts)


def _word(node: ast.expr, source: _Source) -> str:
    said = source.said(node)
    # Compared with the text, so that prefixes (`f'a'`), triple quotes and a forgotten comma (`'a' 'b'`) are refused.
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and said[1:-1] == node.value != "":
        return node.value
    raise source.error_at(node, "is not a word in quotes", allowed="such as `'a'`")
