"""What a user can get wrong, said in one clear line: what, where, what is allowed, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; `line` and `column` count from 1, 0 means unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "<text>"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class UncrampError(Exception):
    """Anything the person at the keyboard can cause: shown as one line, without a traceback, exit status 2.

    `what` is a lower-case sentence with user input in backticks; `allowed` lists what would have been right;
    `hint` says what to do next.
    """

    def __init__(self, what: str, *, where: Where | None = None, allowed: str = "", hint: str = "") -> None:
        self.what, self.where, self.allowed, self.hint = what, where, allowed, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        parts = [head]
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.hint:
            parts.append(self.hint)
        return "; ".join(parts)


class RuleError(UncrampError):
    """A condition that is not in the rule language, or that names what does not exist."""


class KnowledgeError(UncrampError):
    """A knowledge folder that cannot be loaded."""


class PersonError(UncrampError):
    """A person (answers to questions) that cannot be read."""


class TableError(UncrampError):
    """A table of people, one row each, that cannot be read."""


class UsageError(UncrampError):
    """A command that asks for something that does not exist."""
