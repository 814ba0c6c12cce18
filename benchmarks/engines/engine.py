"""An engine that is ready to be asked, ours or a peer's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engines.case import Person, Value

BASE = "compiled"
"""The engine that all others are measured by."""


@dataclass(frozen=True, slots=True)
class Engine:
    """`build` is how many seconds it took from the rules as text to the first answer; `answers` gives one value
    a rule; `seconds`, asked to work for at least so long, how long all rules took for one person."""

    name: str
    version: str
    build: float
    answers: Callable[[list[Person]], list[list[Value]]]
    seconds: Callable[[float], float]
