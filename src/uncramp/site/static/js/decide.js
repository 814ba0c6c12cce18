/**
 * The decision about one person as JSON: level, reasons, what to ask, what is offered and what is held back.
 *
 * The same JSON as `uncramp check --json` and `uncramp plan --json` give; docs/reference/decision.md says what each
 * key means.
 */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Rule } from './pack.js' */
/** @import { Offer, Reason, Withheld } from './offer.js' */
/** @import { Plan, Step, Visit } from './plan.js' */
/** @import { Texts } from './texts.js' */
/** @import { Triage } from './triage.js' */

import { saidOf } from './offer.js';
import { plan, reviewDays, stepsOf } from './plan.js';
import { because, evaluate } from './rules.js';
import { rows, schedule } from './schedule.js';
import { Level, levelOf, nameOf, triage } from './triage.js';

/** A decision has no dates; the plan it is read from needs one. */
const ANY_DAY = '2000-01-01';

/**
 * Everything uncramp concludes about one person's settled answers.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Texts} texts
 * @param {string | number | null} [id]
 */
export function decide(kb, answers, texts, id = null) {
  const found = triage(kb, answers);
  const made = plan(kb, answers, found, { today: ANY_DAY });
  const days = reviewDays(kb, answers, found.level);
  return {
    ...(id === null ? {} : { id }),
    level: nameOf(found.level),
    complete: found.complete,
    certain: nameOf(found.certain),
    possible: nameOf(found.possible),
    ...visitRow(made.visit, texts),
    ...(days === null ? {} : { review_days: days }),
    action: action(found, made.visit, texts),
    safety_net: safetyNetTexts(made, texts),
    because: found.fired.map((rule) => ruleReason(kb, answers, found, rule, texts)),
    ask: [...new Set([...found.ask, ...made.ask])],
    offer: stepsOf(made).map(({ offer }) => offerRow(offer, texts)),
    withhold: made.withheld.map((one) => withheldRow(one, texts)),
    medicines: medicines(kb, answers, found.level, texts),
    reviewed: false,
    knowledge: kb.name,
  };
}

/**
 * The dated steps of the plan, by part, and the schedule of those that prevent.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Texts} texts
 * @param {string} today  As `2026-02-27`.
 */
export function dates(kb, answers, texts, today) {
  const made = plan(kb, answers, triage(kb, answers), { today });
  const courses = schedule(answers, made.prevention, today);
  return {
    plan: {
      review_on: made.reviewOn,
      visit_by: made.visit.by,
      now: made.now.map(stepRow),
      next_days: made.nextDays.map(stepRow),
      prevention: made.prevention.map(stepRow),
    },
    schedule: rows(courses, made.prevention, texts),
  };
}

/**
 * What to do, as one sentence: the first line of every answer.
 * @param {Triage} found
 * @param {Visit} visit
 * @param {Texts} texts
 * @returns {string}
 */
export function action(found, { rule, withinDays }, texts) {
  switch (found.level) {
    case Level.emergency:
      return texts.say(`action.emergency.${rule?.route ?? 'ambulance'}`);
    case Level.urgent:
      return texts.say(`action.urgent.${rule?.contact ?? 'unknown'}`);
    case Level.routine:
      return texts.say(`action.routine.${rule?.contact ?? 'unsure'}`, { days: withinDays });
    default:
      return texts.say(found.complete ? 'action.self_care.complete' : 'action.self_care.so_far');
  }
}

/**
 * Why a rule fired: what the person reads, and the facts that settle it.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Triage} found
 * @param {Rule} rule
 * @param {Texts} texts
 */
export function ruleReason(kb, answers, found, rule, texts) {
  return {
    rule: rule.id,
    code: rule.code ?? '',
    level: nameOf(levelOf(rule)),
    says: texts.entry('rule', rule.id, 'says', rule.says),
    facts: because(kb.when(`rule:${rule.id}`), answers.known, found.supposed.get(rule.id)),
    sources: rule.sources ?? [],
  };
}

/**
 * @param {Plan} made
 * @param {Texts} texts
 */
export function safetyNetTexts(made, texts) {
  return made.safetyNet.map((net) => texts.entry('safety_net', net.id, 'says', net.says));
}

/**
 * The person's medicines that can cause cramps, spasms or twitches: something to ask about, never to stop.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 * @param {Texts} texts
 */
export function medicines(kb, answers, level, texts) {
  if (level === Level.emergency) return [];
  return kb.pack.medicine
    .filter((one) => one.when && evaluate(kb.when(`medicine:${one.id}`), answers.known) === true)
    .map((one) => ({ medicine: one.id, says: texts.entry('medicine', one.id, 'says', one.says) }));
}

/**
 * @param {Visit} visit
 * @param {Texts} texts
 */
function visitRow({ level, rule, withinDays }, texts) {
  const route = rule?.route ? { route: rule.route } : {};
  const number = texts.numbers.N;
  switch (level) {
    case Level.urgent:
      return { ...route, number, contact: rule?.contact ?? 'urgent_line' };
    case Level.routine:
      return { ...route, number, contact: rule?.contact ?? 'gp', within_days: withinDays };
    default:
      return { ...route, number };
  }
}

/**
 * @param {Offer} offer
 * @param {Texts} texts
 */
function offerRow({ remedy, phase, askFirst, modify }, texts) {
  return {
    remedy: remedy.id,
    phase,
    groups: remedy.groups ?? [],
    grade: remedy.certainty,
    verdict: remedy.verdict,
    sources: remedy.sources ?? [],
    ask_first: askFirst.map((reason) => reasonRow(reason, texts)),
    modify: modify.map((reason) => reasonRow(reason, texts)),
  };
}

/**
 * @param {Withheld} one
 * @param {Texts} texts
 */
function withheldRow(one, texts) {
  return {
    remedy: one.remedy.id,
    because: one.because.map((reason) => ({ ...reasonRow(reason, texts), certain: reason.certain })),
  };
}

/**
 * Contraindications and pairs as JSON; unknown facts stand as null.
 * @param {Reason} reason
 * @param {Texts} texts
 */
function reasonRow(reason, texts) {
  return { contraindication: reason.entry.id, says: saidOf(reason, texts), facts: reason.facts };
}

/** @param {Step} step */
function stepRow({ offer, start, end }) {
  return { remedy: offer.remedy.id, start, end };
}
