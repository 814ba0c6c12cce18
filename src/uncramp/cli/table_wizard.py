"""The questions about a table of somebody's own: what a row is, what each column says, and whether it reads well."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from uncramp.cli.ask import accepted
from uncramp.cli.entry_words import Words
from uncramp.cli.log import site_named
from uncramp.cli.setting import Setting
from uncramp.diary.kinds import Field, Kinds
from uncramp.errors import UsageError
from uncramp.exchange import words_in_tables as cells
from uncramp.exchange.drafts import Settled
from uncramp.exchange.mapping import KINDS, Column, Mapping, fields_of, kind_of, targets
from uncramp.exchange.table_file import Sheet
from uncramp.exchange.table_guess import asks_order, guess, unknown_words

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
EXAMPLES, ROWS, WORDS = 3, 5, 20


class Wizard:
    """One conversation about one table."""

    def __init__(self, setting: Setting, kinds: Kinds, sheet: Sheet, console: Console) -> None:
        self.kb, self.texts = setting.kb, setting.texts()
        self.kinds, self.sheet, self.console = kinds, sheet, console

    @property
    def somebody(self) -> bool:
        return sys.stdin.isatty() and sys.stdout.isatty()

    def asked(self, guessed: Mapping) -> Mapping:
        """The mapping as the person says it is."""
        found = {"rows": len(self.sheet.rows), "columns": len(self.sheet.heads), "encoding": self.sheet.encoding}
        self._say("imports.table_found", **found, delimiter=self.texts(f"imports.{DELIMITERS[self.sheet.delimiter]}"))
        self._say("imports.kind_ask")
        kind = KINDS[self._choice([self.texts(f"imports.kind_{one}") for one in KINDS], KINDS.index(guessed.kind))]
        mapping = guessed if kind == guessed.kind else guess(self.kinds, self.sheet, kind)
        mapping = msgspec.structs.replace(mapping, column=tuple(self._columns(mapping)))
        if asks_order(self.sheet, mapping):
            mapping = msgspec.structs.replace(mapping, day_first=self._order(mapping))
        mapping = self._missing(mapping)
        return self._words(mapping)

    def _columns(self, mapping: Mapping) -> list[Column]:
        kind = kind_of(self.kinds, mapping)
        names = ["", *targets(kind)]
        about = {one.id: one.about for one in fields_of(kind)}
        shown = [self._target(name, about) for name in names]
        columns: list[Column] = []
        for nth, one in enumerate(mapping.column):
            some = list(dict.fromkeys(cell for cell in self.sheet.cells(nth) if cell))[:EXAMPLES]
            said = ", ".join(map(_short, some)) or self.texts("imports.column_empty")
            self._say("imports.column_ask", name=one.name, cells=said)
            chosen = names[self._choice(shown, names.index(one.field) if one.field in names else 0)]
            unit = one.unit if chosen == one.field else ""
            columns.append(msgspec.structs.replace(one, field=chosen, unit=unit))
        return columns

    def _target(self, name: str, about: dict[str, str]) -> str:
        if self.texts.has(f"imports.target_{name or 'none'}"):
            return self.texts(f"imports.target_{name or 'none'}")
        return f"{name}: {about[name]}"

    def _order(self, mapping: Mapping) -> bool:
        nth = next(nth for name in ("when", "date") for nth in mapping.of(name))
        cell = next(cell for cell in self.sheet.cells(nth) if cells.unclear([cell]))
        self._say("imports.order_ask", cell=cell)
        return self._choice([self.texts("imports.order_day"), self.texts("imports.order_month")], 0) == 0

    def _missing(self, mapping: Mapping) -> Mapping:
        """What has to be said of every row, and no column says."""
        always = dict(mapping.always)
        if mapping.kind != "episode" and "what" in always:
            del always["what"]
        for one in fields_of(kind_of(self.kinds, mapping)):
            if one.required and one.type in ("word", "name") and not mapping.of(one.id) and one.id not in always:
                if one.names == "fact":
                    self._say("imports.site_ask")
                    always[one.id] = self._site()
                elif one.type == "word":
                    self._say("imports.column_is")
                    always[one.id] = one.values[self._choice(list(one.values), 0)]
        return msgspec.structs.replace(mapping, always=always)

    def _site(self) -> str:
        while True:
            try:
                return site_named(self.kb, self._read(), self.texts)
            except UsageError as error:
                self.console.print(Text(f"{error.what}; {error.allowed}"))

    def _words(self, mapping: Mapping) -> Mapping:
        """What the words mean that are not known; a few, for who has hundreds does better in the file."""
        by_id = {one.id: one for one in fields_of(kind_of(self.kinds, mapping))}
        columns = list(mapping.column)
        for nth, some in unknown_words(self.kinds, self.sheet, mapping).items():
            column = columns[nth]
            said = {cell: one for cell in some[:WORDS] if (one := self._word(column, by_id[column.field], cell))}
            columns[nth] = msgspec.structs.replace(column, words={**column.words, **said})
        return msgspec.structs.replace(mapping, column=tuple(columns))

    def _word(self, column: Column, field: Field, cell: str) -> str:
        self._say("imports.word_ask", cell=_short(cell), name=column.name)
        while said := self._read():
            if field.names == "fact":
                try:
                    return site_named(self.kb, said, self.texts)
                except UsageError as error:
                    self.console.print(Text(f"{error.what}; {error.allowed}"))
                    continue
            if found := cells.side(said) if field.id == "side" else cells.word(said, field.values):
                return found
            self._say("imports.not_a_word", words=", ".join(field.values))
        return ""

    # ---- before anything is written

    def show(self, settled: Settled, words: Words) -> None:
        """The first rows as they would be read."""
        self._say("imports.shown")
        for entry in settled.fresh[:ROWS]:
            self.console.print(Text(f"  {words.when(entry)}: {words.line(entry)}"))

    def keep(self, file: Path, text: str) -> None:
        """Write the mapping, if that is wanted; never over another file."""
        if file.exists() or not self.yes("imports.save_ask", file=file):
            return
        try:
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"`{file}` cannot be written: {(error.strerror or 'unknown error').lower()}") from None
        self._say("imports.saved", file=file)

    def yes(self, key: str, **values: object) -> bool:
        self._say(key, **values)
        return self._read().lower() in accepted("yes", self.texts)

    # ---- asking

    def _choice(self, options: Sequence[str], guessed: int) -> int:
        for nth, option in enumerate(options, 1):
            mark = ">" if nth - 1 == guessed else " "
            self.console.print(Text(f" {mark}{nth:>2} {option}"))
        while True:
            said = self._read(self.texts("imports.choose", guess=guessed + 1))
            if not said:
                return guessed
            if said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= len(options):
                return int(said) - 1
            self._say("imports.not_a_choice")

    def _read(self, prompt: str = "") -> str:
        try:
            return input(f"{prompt} > " if prompt else "> ").strip()
        except EOFError:
            raise UsageError("the answers ended", hint="nothing was written") from None

    def _say(self, key: str, **values: object) -> None:
        self.console.print(Text(self.texts(key, **values)))


def _short(cell: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in cell)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."
