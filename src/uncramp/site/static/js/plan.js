/** The plan: what to do now, in the next days, and to keep the next one away; dated, with what was held back and why. */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Phase, Rule, SafetyNet } from './pack.js' */
/** @import { Offer, Withheld } from './offer.js' */
/** @import { Triage } from './triage.js' */

import { addDays } from './days.js';
import { offers } from './offer.js';
import { evaluate } from './rules.js';
import { endOf, starts } from './schedule.js';
import { Level, levelOf, nameOf } from './triage.js';

/** The quantity (days): how long the part "next days" of a plan runs. */
const NEXT_DAYS = 'plan_next_days';

/** The quantity (days): the latest day for a visit that a "not sure" alone asks for. */
const LATEST_VISIT = 'latest_visit';

/** Of several whom urgent rules send people to, the one who knows most about it first. */
export const URGENT_CONTACTS = [
  'poison_centre',
  'maternity',
  'dialysis_unit',
  'eye_clinic',
  'own_team',
  'urgent_gp',
  'urgent_line',
];

/**
 * Where to go and how soon. `rule` is the one that decided; null when only unanswered questions did.
 * @typedef {{level: number, rule: Rule | null, withinDays: number | null, by: string | null}} Visit
 */

/** @typedef {{offer: Offer, start: string, end: string | null}} Step  From `start` to `end` (null: the review). */

/**
 * Three parts of dated steps. At emergency and urgent there is the visit, and no part but comfort now.
 * @typedef {object} Plan
 * @property {Visit} visit
 * @property {readonly Step[]} now
 * @property {readonly Step[]} nextDays
 * @property {readonly Step[]} prevention
 * @property {readonly Withheld[]} withheld
 * @property {readonly string[]} ask
 * @property {readonly SafetyNet[]} safetyNet
 * @property {string | null} reviewOn
 */

/**
 * The plan for settled answers and their triage; `preference` are remedies that worked for this person before.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Triage} triage
 * @param {{today: string, preference?: readonly string[]}} when
 * @returns {Plan}
 */
export function plan(kb, answers, triage, { today, preference = [] }) {
  const { offered, withheld, ask } = offers(kb, answers, triage.level, preference);
  const over = addDays(today, kb.number(NEXT_DAYS));
  const of = (/** @type {Phase} */ phase) => offered.filter((offer) => offer.phase === phase);
  const days = reviewDays(kb, answers, triage.level);
  return {
    visit: visit(kb, triage, today),
    now: of('during').map((offer) => ({ offer, start: today, end: today })),
    nextDays: of('after').map((offer) => ({ offer, start: today, end: over })),
    prevention: prevention(answers, of('prevention'), addDays(today, 1), over),
    withheld,
    ask,
    safetyNet: safetyNet(kb, answers, triage.level),
    reviewOn: days === null ? null : addDays(today, days),
  };
}

/**
 * What keeps the next one away, what begins first coming first.
 * @param {Answers} answers
 * @param {readonly Offer[]} offered
 * @param {string} first
 * @param {string} rested
 * @returns {Step[]}
 */
function prevention(answers, offered, first, rested) {
  const steps = starts(answers, offered, first, rested).map(({ offer, start }) => ({
    offer,
    start,
    end: endOf(offer.remedy.routine, start),
  }));
  return steps.sort((one, other) => one.start.localeCompare(other.start));
}

/**
 * Every step, in the order of the parts.
 * @param {Plan} made
 */
export function stepsOf(made) {
  return [...made.now, ...made.nextDays, ...made.prevention];
}

/**
 * The rule that decides whom to see, and the latest day.
 * @param {Knowledge} kb
 * @param {Triage} triage
 * @param {string} today
 * @returns {Visit}
 */
export function visit(kb, { level, fired, byGate, byUnsure }, today) {
  const rules = fired.filter((rule) => levelOf(rule) === level);
  switch (level) {
    case Level.emergency: {
      const rule = rules.find((one) => one.route === 'ambulance') ?? rules[0] ?? null;
      return { level, rule, withinDays: 0, by: today };
    }
    case Level.urgent:
      return { level, rule: lowest(rules, knowsMost), withinDays: 0, by: today };
    case Level.routine: {
      const allowed = (/** @type {Rule} */ one) => one.within_days ?? kb.number(LATEST_VISIT);
      const rule = lowest(rules.length ? rules : [...byGate, ...byUnsure], allowed);
      const withinDays = rule ? allowed(rule) : kb.number(LATEST_VISIT);
      return { level, rule: rule && fired.includes(rule) ? rule : null, withinDays, by: addDays(today, withinDays) };
    }
    default:
      return { level, rule: null, withinDays: null, by: null };
  }
}

/**
 * What this person should watch for: never empty, because every level has one net that always holds. Of those that say
 * when to look again only the soonest is said: two different days on one card help nobody.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 */
export function safetyNet(kb, answers, level) {
  const soonest = reviewDays(kb, answers, level);
  return nets(kb, answers, level).filter((net) => net.says && (net.review_days ?? soonest) === soonest);
}

/**
 * In how many days to look again at self-care: the shortest that surely applies; null at other levels.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 */
export function reviewDays(kb, answers, level) {
  if (level !== Level.selfCare) return null;
  return Math.min(...nets(kb, answers, level).flatMap((net) => net.review_days ?? []));
}

/**
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 */
function nets(kb, { known }, level) {
  const here = kb.pack.safety_net.filter((net) => net.levels.includes(nameOf(level)));
  return here.filter((net) => evaluate(kb.when(`safety_net:${net.id}`), known) === true);
}

/** @param {Rule} rule */
function knowsMost(rule) {
  return URGENT_CONTACTS.indexOf(rule.contact ?? 'urgent_line');
}

/**
 * The rule with the lowest rank, the earliest of equals.
 * @param {readonly Rule[]} rules
 * @param {(rule: Rule) => number} rank
 * @returns {Rule | null}
 */
function lowest(rules, rank) {
  return [...rules].sort((one, other) => rank(one) - rank(other))[0] ?? null;
}
