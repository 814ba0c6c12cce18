"""The sections that a protocol and a report both have, or a protocol alone: what was fixed before the first night."""

from __future__ import annotations

from uncramp.exchange.report.sheet import Section
from uncramp.exchange.trial_sheet.words import Words
from uncramp.trials.design import NOTHING_EXTRA, looks, mark, order
from uncramp.trials.numbers import numbers
from uncramp.trials.words import hundred

REACH = 1.96


def registration(words: Words, shown: bool) -> Section:
    seed = words.say("seed", seed=words.one.seed) if shown else words.say("seed_hidden")
    return words.section("registration", words.say("marked", mark=mark(words.one)), seed)


def knowledge(words: Words) -> Section:
    return words.section("versions", words.say("by_knowledge", knowledge=words.one.knowledge), words.say("funding"))


def background(words: Words) -> Section:
    remedy = words.kb.remedies.get(words.one.arm_b)
    why = words.texts.entry("remedy", remedy.id, "why", remedy.why) if remedy and remedy.why else None
    grade = words.say("certainty", certainty=words.texts(f"certainty.{remedy.certainty}")) if remedy else None
    return words.section("background", words.say("why_one"), why, grade)


def objectives(words: Words) -> Section:
    return words.section("objectives", words.both("question"))


def design(words: Words) -> Section:
    one = words.one
    return words.section(
        "design",
        words.say("single", nights=one.block_nights, pairs=one.pairs),
        words.say("run_in", nights=one.run_in_nights) if one.run_in_nights else words.say("no_run_in"),
        words.say("washout", nights=one.washout_nights) if one.washout_nights else words.say("no_washout"),
    )


def eligibility(words: Words) -> Section:
    return words.section("eligibility", words.say("who_may", years=numbers().design.adult_years), words.say("what_may"))


def interventions(words: Words) -> Section:
    return words.section("interventions", *(_arm(words, arm) for arm in ("a", "b")), words.say("all_else"))


def _arm(words: Words, letter: str) -> str:
    arm = words.one.arm_a if letter == "a" else words.one.arm_b
    name = words.names.a if letter == "a" else words.names.b
    remedy = words.kb.remedies.get(arm)
    said = words.texts.entry("remedy", arm, "summary", remedy.summary) if remedy else ""
    key = "arm_nothing" if arm == NOTHING_EXTRA else "arm"
    return words.say(key, letter=letter.upper(), name=name, other=words.names.b, says=said)


def outcomes(words: Words) -> Section:
    return words.section("outcomes", words.say(f"counts_{words.one.outcome}"), words.say("worth", percent=_cut(words)))


def timeline(words: Words, first_night: str | None) -> Section:
    one = words.one
    all = one.run_in_nights + 2 * one.block_nights * one.pairs
    begins = words.say("begins", day=words.day(first_night)) if first_night else None
    return words.section("timeline", begins, words.say("lasts", nights=all, looks=", ".join(map(str, looks(one)))))


def size(words: Words) -> Section:
    gate = numbers().gate
    return words.section(
        "size", words.say("size_most", pairs=words.one.pairs),
        words.say("size_gate", pairs=gate.pairs, events=gate.events, nights=gate.cramp_nights,
                  percent=gate.logged_percent),
    )  # fmt: skip


def sequence(words: Words, shown: bool) -> Section:
    drawn = words.say("order", order=" ".join(order(words.one)).upper()) if shown else words.say("order_hidden")
    return words.section("sequence", words.say("coin"), drawn)


def blinding(words: Words) -> Section:
    return words.section("blinding", words.say("open"))


def collection(words: Words) -> Section:
    return words.section("collection", words.say("each_morning"), words.say("missing"))


def statistics(words: Words) -> Section:
    prior = words.one.prior
    spread = REACH * prior["effect_sd"]
    return words.section(
        "statistics",
        words.both("model"),
        words.both("prior", low=hundred(prior["effect_mean"] - spread), high=hundred(prior["effect_mean"] + spread)),
        words.say("as_drawn"),
        words.say("carry" if words.one.carry_over else "no_carry"),
        words.both("limits", good=f"{100 * words.one.better:g}", futile=f"{100 * words.one.futile:g}",
                   percent=_cut(words)),
        words.say("companion"),
    )  # fmt: skip


def monitoring(words: Words) -> Section:
    return words.section("monitoring", words.say("looking", first=words.one.first_look), words.say("counted"))


def harms(words: Words) -> Section:
    return words.section("harms", words.say("stopping"))


def consent(words: Words) -> Section:
    return words.section("consent", words.say("own_choice"))


def confidentiality(words: Words) -> Section:
    return words.section("confidentiality", words.say("stays"))


def _cut(words: Words) -> int:
    return round(100 * (1 - words.one.worthwhile_ratio))
