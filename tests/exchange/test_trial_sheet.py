"""The documents of a trial, for every way in which a trial can end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exchange.diaries import TODAY, athlete
from uncramp.diary import load
from uncramp.exchange.trial_sheet.page import html
from uncramp.exchange.trial_sheet.sheet import report_sheet
from uncramp.kb import Knowledge
from uncramp.kb.dates import full_day
from uncramp.trial_diary import runs

WAYS = next(field.values for kind in load().kind if kind.id == "trial_end" for field in kind.field if field.id == "why")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("why", WAYS)
def test_the_report_of_a_trial_that_is_over_says_why_and_when_it_ended(kb: Knowledge, why: str, language: str) -> None:
    texts = kb.texts(language=language)
    entries = [replace(one, body={**one.body, "why": why}) if one.kind == "trial_end" else one for one in athlete(kb)]
    (run,) = runs(entries)
    assert run.end is not None
    page = html(report_sheet(kb, texts, language, run, entries, TODAY.isoformat()))
    day = full_day(date.fromisoformat(run.end.at[:10]), texts)
    assert f"<p>{texts(f'report.ended_{why}')}</p><p>{texts('trial_sheet.ended_on', day=day)}</p>" in page
