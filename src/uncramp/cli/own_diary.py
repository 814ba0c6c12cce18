"""A check at the terminal beside a diary that is there already: it starts from the profile, and leaves what it came to.

Never makes a diary, never holds up an answer: what cannot be opened is said in one line and left out.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from uncramp.check_done import Where, check_done
from uncramp.cli.setting import Setting
from uncramp.errors import UncrampError
from uncramp.facts import Answers

if TYPE_CHECKING:  # the database is loaded where a diary is opened, and `now` opens it last
    from uncramp.cli.book import Book


class OwnDiary:
    """The diary of the person at the terminal, if there is one and it is about them; else each call does nothing."""

    def __init__(self, setting: Setting, console: Console, *, wanted: bool) -> None:
        self.setting, self.console = setting, console
        self.wanted = wanted and setting.about == "self"

    def start(self) -> Answers:
        """What a check begins with: the options, and what the diary's profile still answers."""
        from uncramp.lasting import fresh_answers

        first = self.setting.first_answers()
        found = Answers()
        try:
            book = self._book()
            if book is not None:
                with book.store:
                    own = book.own()
                    entries = book.entries(own) if own else []
                found = fresh_answers(self.setting.kb, entries, date.today())
        except UncrampError as error:
            self._left_out(error)
        count = len(found.known) + len(found.unsure)
        if not count:
            return first
        self._say("diary.started", count=count)
        return self.setting.kb.settled(first.given(found.known, found.unsure))

    def write(self, answers: Answers, where: Where, *, ask: bool = True) -> None:
        """What these answers came to. Without `ask`, nobody is asked for a passphrase."""
        own = answers.known.get("answering_for", "self") == "self"
        body = check_done(self.setting.kb, answers, where) if own else None
        if body is None:
            return
        try:
            book = self._book(ask=ask)
            if book is None:
                return
            with book.store:
                book.write(book.writer(None), "check_done", body)
        except UncrampError as error:
            self._left_out(error)
            return
        self._say("diary.check_written")

    def _book(self, *, ask: bool = True) -> Book | None:
        if not self.wanted:
            return None
        from uncramp.cli.book import open_book
        from uncramp.diary.cipher import handed, is_encrypted
        from uncramp.diary.place import place

        file = place().file
        if file is not None and not file.exists():
            return None
        if file is not None and not ask and is_encrypted(file) and handed() is None:
            return None
        return open_book(create=False)

    def _left_out(self, error: UncrampError) -> None:
        self.wanted = False
        sys.stderr.write(self.setting.texts()("diary.not_opened", why=str(error)) + "\n")

    def _say(self, key: str, **values: object) -> None:
        self.console.print(Text(self.setting.texts()(key, **values), style="dim"))
