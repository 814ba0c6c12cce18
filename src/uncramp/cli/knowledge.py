"""`uncramp lint`, `list` and `explain`: the knowledge itself."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.errors import KnowledgeError, UsageError
from uncramp.kb import HERE, Knowledge, Texts
from uncramp.kb.called import called, typed
from uncramp.kb.check import check_folder
from uncramp.kb.entries import TABLES, Contraindication, Entry, Remedy, Reviewed, Rule
from uncramp.kb.needed import LANGUAGE
from uncramp.kb.read import read_folder
from uncramp.kb.steps import remedy_steps
from uncramp.kb.translation import catalogue, untranslated
from uncramp.kb.wording import texts_for_people

PLURALS = {
    "remedies": "remedy", "foods": "food", "phones": "phone", "quantities": "quantity", "lines": "line",
} | {f"{kind}s": kind for kind in TABLES if kind not in ("implied", "remedy", "quantity")}  # fmt: skip
EXPLAINED = (
    "topic", "contributor",
    "rule", "remedy", "claim", "fact", "contraindication", "pair", "medicine", "food", "definition", "group",
    "line", "quick", "safety_net", "source", "prior", "quantity", "phone", "card", "intake", "solution", "sweat",
    "hazard",
)  # fmt: skip


PLAIN_FIELDS = (
    "meaning", "basis", "name", "value", "unit", "read", "doi", "pmid", "emergency", "urgent", "poisons", "verdict",
    "when", "type", "range", "values", "tier", "group", "why", "details", "where", "lives_in",
    "kinds", "strength", "medicines", "see",
    "grams", "potassium_mg", "magnesium_mg", "calcium_mg", "water_g", "fodmap", "groups", "body",
    "total_ml", "drinks_ml", "sodium_mmol_l", "potassium_mmol_l", "chloride_mmol_l", "citrate_mmol_l", "glucose_mmol_l",
    "osmolarity_mosm_l",
    "sequence", "harm", "severity", "probability", "mitigation", "shown_by", "missing",
)  # fmt: skip
"""What is shown of an entry that is neither rule nor remedy nor contraindication, where it has it."""
SECTIONS = {
    "verdict": "verdict", "strength": "strength", "fodmap": "fodmap", "body": "drinks",
    "fact.type": "answer_type", "fact.tier": "tier", "fact.group": "fact_group",
}  # fmt: skip
"""The fields among them whose values are words of ours, and where those words stand in the texts."""


def lint_command(folder: Path | None, *, json: bool) -> int:
    """Print the findings; the exit status is 2 if there are any."""
    read = read_folder(folder or HERE)
    _, problems = check_folder(read)
    problems += untranslated(read)
    if json:
        rows = [(problem.where, problem) for problem in problems]
        write_json(
            [
                {
                    "file": where.file if where else "",
                    "line": where.line if where else 0,
                    "what": problem.what,
                    "allowed": problem.allowed,
                    "hint": problem.hint,
                }
                for where, problem in rows
            ]
        )
    else:
        for problem in problems:
            _echo(str(problem))
        entries = sum(map(len, read.entries.values()))
        _echo(f"{entries} entries, {_count(problems)}")
    return 2 if problems else 0


def catalogue_command(language: str, folder: Path | None) -> int:
    """Print the catalogue of a language: what is translated, and what is not yet."""
    read = read_folder(folder or HERE)
    known = [one.id for one in read.entries["language"] if one.id != LANGUAGE]
    if language not in known:
        raise UsageError(f"`{language}` is no language to translate into", allowed=", ".join(known))
    sys.stdout.write(catalogue(read, language) + "\n")
    return 0


def list_command(setting: Setting, kind: str, *, json: bool) -> None:
    kb, texts = setting.kb, setting.texts()
    if kind not in PLURALS:
        raise UsageError(f"there are no `{kind}` to list", allowed=", ".join(sorted(PLURALS)))
    name = PLURALS[kind]
    entries: tuple[Entry, ...] = getattr(kb.pack, name)
    if json:
        write_json([msgspec.to_builtins(entry) for entry in entries])
        return
    for entry in entries:
        _echo(f"{entry.id}{_code(entry)}  {_headline(name, entry, texts)}")


def explain_command(setting: Setting, name: str, *, json: bool) -> None:
    kb, texts = setting.kb, setting.texts()
    found = list(find(kb, name, texts))
    if not found:
        known = [entry.id for kind in EXPLAINED for entry in getattr(kb.pack, kind)]
        known += [word for topic in kb.pack.topic for word in called(topic, texts) if word not in known]
        near = difflib.get_close_matches(name, dict.fromkeys(known), n=3)
        hint = (
            f"did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else "`uncramp list rules` names them"
        )
        raise UsageError(f"there is no entry `{name}`", hint=hint)
    if json:
        write_json([{"kind": kind} | msgspec.to_builtins(entry) | _more(kb, entry) for kind, entry in found])
        return
    console = Console()
    for kind, entry in found:
        _explained(console, kb, texts, kind, entry)
    console.print(Text(disclaimer(texts), style="dim"))


def find(kb: Knowledge, name: str, texts: Texts) -> Iterator[tuple[str, Any]]:
    """Every entry with this id, code (`e20` and `E20` are the same) or plain word (`Charley horse`, `Café`)."""
    word = typed(name)
    for kind in EXPLAINED:
        for entry in getattr(kb.pack, kind):
            code, words = getattr(entry, "code", ""), called(entry, texts) if kind == "topic" else ()
            if entry.id == name.lower() or code.lower() == name.lower() != "" or word in map(typed, words):
                yield kind, entry


def _count(problems: list[KnowledgeError]) -> str:
    return "nothing wrong" if not problems else "1 finding" if len(problems) == 1 else f"{len(problems)} findings"


def _echo(line: str) -> None:
    sys.stdout.write(line + "\n")


def _code(entry: Entry) -> str:
    code = getattr(entry, "code", "")
    return f" ({code})" if code else ""


def _headline(kind: str, entry: Entry, texts: Texts) -> str:
    """The first sentence of an entry that people read, or what clinicians call it."""
    for field, text in texts_for_people(kind, entry):
        return texts.entry(kind, entry.id, field, text)
    for field in ("title", "meaning", "name", "when", "about"):
        text = getattr(entry, field, "")
        if text:
            return str(text)
    return ""


def _more(kb: Knowledge, entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Remedy):
        return {"contraindications": [one.id for one in kb.against[entry.id]]}
    return {}


def _explained(console: Console, kb: Knowledge, texts: Texts, kind: str, entry: Any) -> None:
    console.print(Text.assemble((f"{entry.id}{_code(entry)}", "bold"), f"  {texts(f'kind.{kind}')}"))
    people = [
        texts.entry(kind, entry.id, field, text)
        for field, text in texts_for_people(kind, entry)
        if not field.startswith(("guide.", "indication."))
        and (kind, field) != ("fact", "why")
        and (kind != "phone" or field == "title")
    ]
    for text in people or [getattr(entry, "title", "")]:
        if text:
            console.print(_row(text))
    match entry:
        case Rule():
            how = texts(f"contact.{entry.route or entry.contact}")
            if entry.within_days:
                how = texts("contact.within", contact=how, days=entry.within_days)
            _field(console, texts, "level", f"{texts(f'level.{entry.level}')} ({how})")
            _field(console, texts, "when", entry.when)
            _field(console, texts, "suspects", entry.suspects)
        case Contraindication():
            _field(console, texts, "action", texts(f"action_word.{entry.action}"))
            _field(console, texts, "remedies", ", ".join(entry.remedies))
            _field(console, texts, "when", entry.when)
        case Remedy():
            _remedy(console, kb, texts, entry)
        case _:
            for field in PLAIN_FIELDS:
                _field(console, texts, field, _value(texts, kind, entry, field))
    if isinstance(entry, Reviewed):
        _provenance(console, kb, texts, entry)
    else:
        _field(console, texts, "note", getattr(entry, "note", ""))
    console.print()


def _value(texts: Texts, kind: str, entry: Any, field: str) -> str:
    """A field as it is shown: a word of ours in the words of the language, everything else as it stands."""
    value = getattr(entry, field, None) or ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    section = SECTIONS.get(field if kind != "fact" else f"fact.{field}")
    if value and section:
        return texts(f"{section}.{value}")
    said = kind == "phone" or (kind, field) == ("fact", "why")
    return texts.entry(kind, entry.id, field, str(value)) if said else str(value)


def _remedy(console: Console, kb: Knowledge, texts: Texts, remedy: Remedy) -> None:
    grade = f"{texts(f'verdict.{remedy.verdict}')}, {texts(f'certainty.{remedy.certainty}')}"
    _field(console, texts, "grade", f"{grade} ({texts(f'grade.{remedy.certainty}')})")
    for nth, indication in enumerate(remedy.indication):
        reason = texts.entry("remedy", remedy.id, f"indication.{nth}.reason", indication.reason)
        _field(console, texts, "for", f"{texts(f'phase.{indication.phase}')}: {reason}")
    if remedy.guide:
        _field(console, texts, "steps", "")
        for row in remedy_steps(remedy, texts):
            console.print(_row(row, 4))
    for action in ("withhold", "ask", "modify"):
        rows = [one for one in kb.against[remedy.id] if one.action == action]
        if rows:
            _field(console, texts, "action", f"{texts(f'action_word.{action}')}")
        for one in rows:
            said = texts.entry("contraindication", one.id, "says", one.says)
            console.print(_row(f"- {said}  [{one.id}]", 4))
    _field(console, texts, "details", remedy.details)


def _provenance(console: Console, kb: Knowledge, texts: Texts, entry: Reviewed) -> None:
    _field(console, texts, "evidence", texts(f"evidence.{entry.evidence}"))
    titles = {source.id: source.title for source in kb.pack.source}
    for source in entry.sources:
        _field(console, texts, "source", f"{titles.get(source, '')} [{source}]")
    _field(console, texts, "check_at", entry.check_at)
    _field(console, texts, "note", entry.note)
    _field(console, texts, "reviewed_by", entry.reviewed_by or texts("explain.nobody"))
    _field(console, texts, "review_due", entry.review_due.isoformat())


def _field(console: Console, texts: Texts, name: str, value: str) -> None:
    if value or name == "steps":
        console.print(Padding(Text.assemble((f"{texts(f'explain.{name}')}: ", "dim"), value), (0, 0, 0, 2)))


def _row(text: str, indent: int = 2) -> Padding:
    return Padding(Text(text), (0, 0, 0, indent))
