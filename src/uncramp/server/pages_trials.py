"""The trials of one's own: the list, one that runs (tonight, last night, its nights), its result and its documents.

GET changes nothing. A look at the result is written down, so it is a POST; what was looked at can be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from uncramp.diary import Entry
from uncramp.diary.projections import night_of
from uncramp.exchange.trial_sheet.sheet import Sheet, protocol_sheet, report_sheet
from uncramp.kb import Texts
from uncramp.kb.dates import full_day, weekday_day
from uncramp.own_trial.people import WHY, kept_says, last_over, name_in, not_safe, tonight, tonight_says
from uncramp.own_trial.results import found, is_guess, look_sees, prior_rows, said_of, seen_upto
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.pages import folder_of, language_of
from uncramp.server.pages_report import Fields
from uncramp.server.problems import Answer, Refused
from uncramp.server.trialing import Open, go, names, opened, order_shown, say, shown, written
from uncramp.trial_diary import Run, series_of
from uncramp.trials.design import NOTHING_EXTRA
from uncramp.trials.series import Arm, TrialError
from uncramp.trials.words import Names

router = APIRouter(prefix="/app/trials")
DID = ("yes", "part", "no", "other_arm")
BUTTONS = 3
"""Up to so many cramps have a button of their own."""
MOST_CRAMPS = 100
KINDS = {"html": "text/html", "pdf": "application/pdf", "json": "application/json"}
STYLE = "/app/trials/style.css"


@router.get("")
def trials(request: Request, here: Here, _: Session) -> Response:
    """Every trial, the newest first, and the way to begin one."""
    now, texts = opened(here), say(request)
    try:
        listed = [_line(request, now, run, texts) for run in reversed(now.runs)]
        broken = ""
    except TrialError as error:
        listed, broken = [], error.what
    given = {"listed": listed, "broken": broken, "one_runs": any(one["stage"] != "over" for one in listed)}
    return shown(request, "trials.html", texts("trial_page.trials"), given)


def _line(request: Request, now: Open, run: Run, texts: Texts) -> dict[str, Any]:
    stage = run.stage(tonight(now.now)) if run.end is None else "over"
    return {
        "id": run.id,
        "title": texts("trial_page.title", b=names(request, now.here, run).b),
        "day": full_day(run.first, texts),
        "stage": stage,
        "due": stage != "over" and run.due_look(last_over(now.now)) is not None,
    }


@router.get("/style.css")
def style() -> Response:
    """The style of the documents: a page of the app holds none inside."""
    from uncramp.exchange.trial_sheet.page import css

    return Response(css(), media_type="text/css", headers={"Cache-Control": "no-cache"})


@router.get("/{id}")
def trial(request: Request, here: Here, _: Session, id: str, night: str = "") -> Response:
    """One trial: tonight, last night, the nights so far; no figures of an effect."""
    now = opened(here)
    return _trial(request, now, now.run(id), night)


def _trial(request: Request, now: Open, run: Run, night: str, wrong: str = "", status: int = 200) -> Response:
    texts, called = say(request), names(request, now.here, run)
    over, wanted = last_over(now.now), tonight(now.now)
    stage = "over" if run.end is not None else run.stage(wanted)
    missing = [] if run.end is not None else run.missing(over)
    asked = night if night and run.planned(night) and night <= over else (missing[0] if missing else "")
    counted = series_of(run, now.entries, over).nights
    title = texts("trial_page.title", b=called.b)
    given = {
        "run": run,
        "names": called,
        "stage": stage,
        "unsafe": stage != "over" and not_safe(now.here.kb, run, now.entries),
        "tonight": tonight_says(run, wanted, called, texts),
        "form": _night_form(run, now, asked, called, texts) if asked and stage != "not_yet" and not run.end else None,
        "wrong": wrong,
        "missing": [(one, _weekday(one, texts)) for one in missing if one != asked][:14],
        "picture": _nights_picture(run, now, over, called, texts) if counted else None,
        "kept": kept_says(run, called, texts),
        "due": run.due_look(over) is not None,
        "next_look": _weekday(one, texts) if (one := run.next_look(over)) else "",
        "may_look": run.may_look(over),
        "some": bool(counted),
        "seen": seen_upto(run, now.today) if counted else None,
        "order": _order(run, called, texts) if order_shown(now.here, run, over=stage == "over") else None,
        "last": full_day(date.fromisoformat(run.night(len(run.plan))), texts),
        "why": WHY,
    }
    return shown(request, "trial.html", title, given, status=status)


def _weekday(night: str, texts: Texts) -> str:
    return weekday_day(date.fromisoformat(night), texts)


def _night_form(run: Run, now: Open, night: str, called: Names, texts: Texts) -> dict[str, Any]:
    """The form of one night: what it was the turn of, and what was said of it so far."""
    planned, said = run.planned(night), run.said.get(night)
    known = _episodes(now.entries, night)
    return {
        "night": night,
        "day": _weekday(night, texts),
        "last": night == last_over(now.now),
        "arm": planned.arm if planned else None,
        "turn": _turn(run, planned.arm, called, texts) if planned and planned.arm else "",
        "known": known,
        "counts": [one for one in range(BUTTONS + 1) if one >= known],
        "did": said.body["did"] if said else "yes",
        "said": said is not None,
    }


def _turn(run: Run, arm: Arm, called: Names, texts: Texts) -> str:
    """What it was the turn of, in a night that is over."""
    if arm == "a" and run.protocol.arm_a == NOTHING_EXTRA:
        return texts("site_trials.turn_without", b=called.b)
    return texts("site_trials.turn_with", b=name_in(called, arm))


def _episodes(entries: list[Entry], night: str) -> int:
    return sum(one.kind == "episode" and night_of(one.at) == night for one in entries)


def _nights_picture(run: Run, now: Open, upto: str, called: Names, texts: Texts) -> tuple[Markup, str]:
    from uncramp.own_trial.pictures import nights_say, nights_svg

    drawn = nights_svg(run, now.entries, upto, called, texts)
    return Markup(drawn), nights_say(series_of(run, now.entries, upto).nights, called, texts)  # drawn by us


def _order(run: Run, called: Names, texts: Texts) -> list[dict[str, Any]]:
    """The periods with their arms and first days."""
    found = []
    for planned in run.plan:
        first = planned.number - 1 - run.protocol.run_in_nights
        if planned.arm is not None and first % run.protocol.block_nights == 0:
            evening = date.fromisoformat(run.night(planned.number)) - timedelta(days=1)
            found.append(
                {"pair": planned.pair, "arm": name_in(called, planned.arm), "day": weekday_day(evening, texts)}
            )
    return found


# ---- one night


@router.post("/{id}/night")
def night(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    """Last night, or another one that is over, by one tap. A later record of the same night is the one that counts."""
    now = opened(here)
    run, texts = now.run(id), say(request)
    wanted, did, count = (said.get(name, [""])[0] for name in ("night", "did", "cramps"))
    planned = run.planned(wanted) if _is_day(wanted) else None
    if planned is None or run.end is not None or wanted > last_over(now.now):
        raise Refused(422, "this night is not one of the trial that is over")
    if did not in DID:
        raise Refused(422, "what was done that night is not said", allowed=", ".join(DID))
    body: dict[str, Any] = {
        "trial": run.id,
        "night": wanted,
        "did": did,
        **({"arm": planned.arm} if planned.arm else {}),
    }
    known = _episodes(now.entries, wanted)
    if count == "unknown":
        body |= {"complete": False}
    elif count == "diary":
        body |= {"complete": True}
    elif count.isascii() and count.isdigit() and len(count) < 4 and known <= int(count) <= MOST_CRAMPS:
        body |= {"complete": True, "cramps": int(count)}
    else:
        wrong = texts("trial_page.wrong_count", low=known, high=MOST_CRAMPS)
        return _trial(request, now, run, wanted, wrong, 422)
    written(here, run.design.person, "trial_night", body)
    return go(request, f"/{run.id}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@router.post("/{id}/end")
def end(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    now = opened(here)
    run, why = now.run(id), said.get("why", [""])[0]
    if why not in WHY:
        raise Refused(422, "why it ends is not said", allowed=", ".join(WHY))
    if run.end is None:
        written(here, run.design.person, "trial_end", {"trial": run.id, "why": why})
    return go(request, f"/{run.id}")


# ---- the result


@router.post("/{id}/look")
def look(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    """Look now. One that was not planned is taken only when it is asked for as such, and counted."""
    now = opened(here)
    run, upto = now.run(id), last_over(now.now)
    seen = look_sees(run, upto)
    if not seen:
        raise Refused(422, "no night of this trial is over yet")
    if not (run.may_look(upto) or "early" in said):
        raise Refused(422, "it is not time to look at this trial", hint="wait, or look early: it is counted and told")
    if run.stage(upto) != "over" and run.night(seen) not in run.looked:
        written(here, run.design.person, "trial_look", {"trial": run.id, "night": run.night(seen)})
    return go(request, f"/{run.id}/result")


@router.get("/{id}/result")
def result(request: Request, here: Here, _: Session, id: str) -> Response:
    """What the nights said at the last look, or say at the end. Looking at it again is no new look."""
    now = opened(here)
    run, texts = now.run(id), say(request)
    upto = seen_upto(run, now.today)
    if upto is None or not run.last_night(upto):
        return go(request, f"/{run.id}")
    called = names(request, here, run)
    seen = found(here.kb, run, now.entries, upto)
    rows, said = prior_rows(seen, texts), said_of(seen, called, texts)
    title = texts("trial_page.title", b=called.b)
    given = {
        "run": run,
        "names": called,
        "over": run.stage(now.today) == "over",
        "upto": full_day(date.fromisoformat(upto), texts),
        "said": said,
        "state": seen.result.state if seen.result else "not_enough",
        "lacking": seen.result.lacking if seen.result else (),
        "unsafe": run.stage(now.today) != "over" and not_safe(here.kb, run, now.entries),
        "picture": _nights_picture(run, now, upto, called, texts) if said else None,
        "range": _range_picture(rows, said.sentence if said else "", called, texts) if rows else None,
        "priors": _prior_table(rows, called, texts) if rows else None,
        "kept": kept_says(run, called, texts),
        "guess": is_guess(here.kb, here.kb.remedies.get(run.protocol.arm_b)),
    }
    return shown(request, "trial_result.html", title, given)


def _range_picture(rows: Any, sentence: str, called: Names, texts: Texts) -> Markup:
    from uncramp.own_trial.pictures import range_svg

    return Markup(range_svg(rows, sentence, called, texts))


def _prior_table(rows: Any, called: Names, texts: Texts) -> Any:
    from uncramp.exchange.trial_sheet.results import prior_table

    return prior_table(rows, called, texts)


# ---- the documents


@router.get("/{id}/{document}.{kind}")
def document(request: Request, here: Here, _: Session, id: str, document: str, kind: str) -> Response:
    """The protocol or the report: HTML on a page, PDF and JSON as files. Neither is a look."""
    now = opened(here)
    run, texts, language = now.run(id), say(request), language_of(request)
    visible = order_shown(here, run, over=run.stage(now.today) == "over")
    sheet: Sheet
    match document:
        case "protocol":
            first = str(run.design.body["first_night"])
            sheet = protocol_sheet(here.kb, texts, language, run.protocol, first, shown=visible)
        case "report":
            sheet = report_sheet(here.kb, texts, language, run, now.entries, now.today, shown=visible)
        case _:
            raise Refused(404, "there is no such document")
    return _as(request, sheet, kind, f"uncramp-{document}-{now.today}.{kind}")


def _as(request: Request, sheet: Sheet, kind: str, name: str) -> Response:
    from uncramp.exchange.trial_sheet import page

    headers: Mapping[str, str] = {"Content-Disposition": f'attachment; filename="{name}"'}
    match kind:
        case "html":
            address = f"/{folder_of(language_of(request))}{STYLE[1:]}"
            return Response(page.html(sheet, style=address), media_type=KINDS[kind])
        case "pdf":
            return Response(page.pdf(sheet), media_type=KINDS[kind], headers=dict(headers))
        case "json":
            return Answer(dict(sheet.data), headers=dict(headers))
        case _:
            raise Refused(404, "there is no such document")
