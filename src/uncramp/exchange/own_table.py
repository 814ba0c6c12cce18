"""A table of somebody's own as entries: what each column means is guessed, then said by the person, then kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from uncramp.diary.document import Refused
from uncramp.diary.kinds import Field, Kind, Kinds
from uncramp.diary.making import stamp
from uncramp.exchange import words_in_tables as cells
from uncramp.exchange.drafts import Draft
from uncramp.exchange.mapping import DATE, HAD, TIME, WHEN, Column, Mapping, check_mapping, fields_of, kind_of
from uncramp.exchange.table_file import Sheet

IDENTITY = {
    "episode": ("site", "side"), "sleep": ("night",), "none_last_night": ("night",), "exposure": ("what", "day"),
    "drinks": ("what", "ml"), "exercise": ("what",), "note": ("text",), "dose_taken": ("what",),
    "measure_done": ("remedy",),
}  # fmt: skip
"""Per kind, the fields by which a row is the same as last time, besides when it was; the others may be corrected."""
MOST_TIMES = 50
"""Cramps of one row."""
SEPARATED = ("; ", ", ", " / ", " + ", ";", ",", "/", "+")


@dataclass(slots=True)
class Rows:
    """What the rows come to: entries to be, and those that cannot be read and why."""

    drafts: list[Draft] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _Row(Exception):
    """A row that cannot be read: the heading of its column, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def read_rows(kinds: Kinds, sheet: Sheet, mapping: Mapping, now: datetime) -> Rows:
    """Every row by a mapping. UsageError where the two do not belong together."""
    check_mapping(kinds, mapping)
    mapping = fitted(sheet, mapping)
    kind = kind_of(kinds, mapping)
    found, seen = Rows(), Counter[str]()
    for line, row in sheet.rows:
        try:
            if len(row) > len(sheet.heads) and any(row[len(sheet.heads) :]):
                raise _Row("", "has more cells than there are headings")
            for draft in _Reader(kind, mapping, row, now).drafts(line):
                found.drafts.append(_numbered(draft, seen))
        except _Row as error:
            where = f"column `{error.column}`: " if error.column else ""
            found.refused.append(Refused(line, error.column, f"{where}{error}"))
    return found


def fitted(sheet: Sheet, mapping: Mapping) -> Mapping:
    """The mapping with a column for each of the table, in its order; UsageError for a column that the table lacks."""
    import msgspec

    from uncramp.errors import UsageError

    named = {one.name: one for one in mapping.column}
    missing = [one.name for one in mapping.column if one.field and one.name not in sheet.heads]
    if missing:
        raise UsageError(f"the table has no column `{missing[0]}`", allowed=", ".join(sheet.heads))
    return msgspec.structs.replace(mapping, column=tuple(named.get(head, Column(name=head)) for head in sheet.heads))


def _numbered(draft: Draft, seen: Counter[str]) -> Draft:
    """Two rows that say the same of one day are two things, and the same two the next time."""
    key = f"{draft.kind} {draft.key}"
    seen[key] += 1
    if seen[key] == 1:
        return draft
    return Draft(draft.kind, draft.body, draft.at, f"{draft.key} #{seen[key]}", draft.moment, None, draft.line)


class _Reader:
    """One row."""

    def __init__(self, kind: Kind, mapping: Mapping, row: Sequence[str], now: datetime) -> None:
        self.kind, self.mapping, self.row, self.now = kind, mapping, row, now

    def drafts(self, line: int) -> Iterator[Draft]:
        day, clock, offset = self._moment()
        at = self._at(day, clock, offset)
        times = self._times()
        if times == 0:
            yield self._draft("none_last_night", {"night": day.isoformat()}, at, line)
            return
        body = self._body(day)
        if self.kind.id == "episode" and clock is None:
            body["time_guessed"] = True
        for _ in range(times):
            yield self._draft(self.kind.id, body, at, line)

    def _draft(self, kind: str, body: dict[str, Any], at: str, line: int) -> Draft:
        said = " ".join(str(body.get(name, "")) for name in IDENTITY[kind])
        whole_day = kind in ("sleep", "none_last_night", "exposure")
        key = said if whole_day else f"{at} {said}"
        moment = datetime.fromisoformat(f"{at[:10]}T00:00:00+00:00") if whole_day else datetime.fromisoformat(at)
        return Draft(kind, body, at, key, moment.astimezone(UTC), None, line)

    # ---- when

    def _moment(self) -> tuple[date, time | None, str]:
        name, said = self._cell(WHEN)
        offset = clock = ""
        if said:
            said, clock, offset = cells.split_moment(said)
        else:
            name, said = self._cell(DATE)
            if said and (parts := cells.split_moment(said))[1]:
                said, clock, offset = parts
        if not said:
            raise _Row(name, "no day is given")
        day = cells.day(said, first=self.mapping.day_first is not False)
        if day is None:
            raise _Row(name, f"`{_short(said)}` is no day")
        time_name, own = self._cell(TIME)
        found = cells.clock(own or clock) if own or clock else None
        if (own or clock) and found is None:
            raise _Row(time_name or name, f"`{_short(own or clock)}` is no time")
        return day, found, offset

    def _at(self, day: date, clock: time | None, offset: str) -> str:
        naive = datetime.combine(day, clock or time(0))
        try:
            if offset:
                moment = datetime.fromisoformat(f"{naive.isoformat(timespec='seconds')}{offset.replace('Z', '+00:00')}")
            else:
                moment = _here(naive, self.mapping.zone)
            if moment > self.now:
                raise _Row("", f"{naive:%Y-%m-%d %H:%M} has not come yet")
        except (ValueError, OverflowError):
            raise _Row("", f"{day} is out of range") from None
        return stamp(moment)

    # ---- what

    def _times(self) -> int:
        name, said = self._cell(HAD)
        if not said:
            return 1
        yes = cells.flag(said)
        number = cells.number(said, self.mapping.decimal)
        if number is not None and number == int(number) and 0 <= number <= MOST_TIMES:
            return int(number)
        if yes is None:
            raise _Row(name, f"`{_short(said)}` is neither yes, no nor a number of times")
        return int(yes)

    def _body(self, day: date) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for one in fields_of(self.kind):
            value = day.isoformat() if one.type == "date" else self._value(one)
            if value is None and one.id in self.mapping.always:
                value = self.mapping.always[one.id]
            if value is not None:
                body[one.id] = value
            elif one.required:
                columns = self.mapping.of(one.id)
                raise _Row(self.mapping.column[columns[0]].name if columns else "", f"`{one.id}` is missing")
        if self.kind.id == "episode" and "side" not in body and (said := self._cell("site")[1]):
            side = cells.site_and_side(said)[1]
            body |= {"side": side} if side else {}
        return body

    def _value(self, one: Field) -> Any:
        if one.type == "text":
            said = "; ".join(said for nth in self.mapping.of(one.id) if (said := self.row[nth]))
            return _text(said)[: one.longest].strip() or None
        name, said = self._cell(one.id)
        if not said:
            return None
        column = self.mapping.column[self.mapping.of(one.id)[0]]
        if one.many:
            parts = _parts(said)
            values = list(dict.fromkeys(self._one(one, column, part) for part in parts if not cells.nothing(part)))
            if any(value is None for value in values):
                raise _Row(name, f"`{_short(said)}` holds a word that is not known; known: {', '.join(one.values)}")
            return values[: one.most] or None
        value = self._one(one, column, said)
        if value is None:
            raise _Row(name, f"`{_short(said)}` is no {_called(one)}")
        return value

    def _one(self, one: Field, column: Column, said: str) -> Any:
        own = column.words.get(said)
        match one.type:
            case "flag":
                return own == "yes" if own in ("yes", "no") else cells.flag(said)
            case "number":
                return self._number(one, column, said)
            case "word" if one.id == "side":
                return own or cells.side(said)
            case "word":
                return own if own in one.values else cells.word(said, one.values)
            case "name" if one.names == "fact":
                return own or cells.site_and_side(said)[0]
            case _:
                return own or (said if cells.plain(said).replace(" ", "_") == said else None)

    def _number(self, one: Field, column: Column, said: str) -> int | None:
        value = cells.number(said, self.mapping.decimal)
        if value is None and column.unit == "hours" and (clock := cells.clock(said)):
            value = Decimal(clock.hour * 60 + clock.minute)
        elif value is not None and column.unit == "hours" and not any(letter.isalpha() for letter in said):
            value *= 60
        if value is None:
            return None
        low, high = one.range or (0, 0)
        whole = cells.whole(value)
        if not low <= whole <= high:
            raise _Row(column.name, f"`{_short(said)}` is not from {low} to {high}")
        return whole

    def _cell(self, field: str) -> tuple[str, str]:
        """The heading and the cell of the column that is this; empty where there is none or it says nothing."""
        columns = self.mapping.of(field)
        if not columns:
            return "", ""
        said = self.row[columns[0]]
        return self.mapping.column[columns[0]].name, "" if cells.nothing(said) and field != HAD else said


def _parts(said: str) -> list[str]:
    for separator in SEPARATED:
        if separator in said:
            return [part.strip() for part in said.split(separator) if part.strip()]
    return [said]


def _here(naive: datetime, zone: str) -> datetime:
    """That time at the place, with the offset of that day; an hour that summer time leaves out is the one after it."""
    if zone:
        found = naive.replace(tzinfo=ZoneInfo(zone))
        return found.astimezone(UTC).astimezone(ZoneInfo(zone))
    local = naive.astimezone()
    return local if local.replace(tzinfo=None) == naive else naive.replace(fold=1).astimezone()


def _text(said: str) -> str:
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in said)


def _short(said: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in said)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."


def _called(one: Field) -> str:
    match one.type:
        case "flag":
            return "yes or no"
        case "number":
            low, high = one.range or (0, 0)
            return f"number from {low} to {high}"
        case "word":
            return f"word of these: {', '.join(one.values)}"
        case _ if one.names == "fact":
            return "place that is known; say it in the mapping, under `words` of this column"
        case _:
            return f"`{one.id}`"
