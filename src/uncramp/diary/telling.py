"""What was found about a diary's health, in words for people."""

from __future__ import annotations

from datetime import date

from uncramp.diary.health import SEVERE, Health
from uncramp.kb import Texts
from uncramp.kb.dates import full_day


def findings(found: Health, texts: Texts) -> list[str]:
    """One sentence each: where it is, how large, its newest backup, what is wrong, what to do."""
    rows = [texts("diary.doctor_place", place=found.place)]
    if found.encrypted:
        rows.append(texts("encryption.is"))
    if found.size is not None and found.free is not None:
        rows.append(texts("diary.doctor_size", kb=-(-found.size // 1024), mb=found.free // 1024**2))
    if found.entries is not None:
        rows.append(texts("diary.doctor_entries", count=found.entries))
    if found.backed_up:
        rows.append(texts("diary.doctor_backup", day=full_day(date.fromisoformat(found.backed_up[:10]), texts)))
    rows += [texts(f"diary.doctor_{name}", detail=said, place=found.place) for name, said in found.problems.items()]
    if any(problem in found.problems for problem in SEVERE):
        rows.append(texts("diary.doctor_rescue"))
    elif "missing" not in found.problems and found.damage == [] and found.entries is not None and found.thorough:
        rows.append(texts("diary.doctor_fine_server" if found.size is None else "diary.doctor_fine"))
    return rows
