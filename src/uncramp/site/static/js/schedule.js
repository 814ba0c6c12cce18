/**
 * The dates of the prevention steps: when each begins, on which days, how it grows week by week, when to look again.
 *
 * Every number stands in the remedy's `routine`; an answer can put somebody higher or lower on its ladder.
 */

/** @import { Answers } from './answers.js' */
/** @import { Ladder, Routine, Weekday } from './pack.js' */
/** @import { Offer } from './offer.js' */
/** @import { Step } from './plan.js' */
/** @import { Texts } from './texts.js' */

import { asked } from './answers.js';
import { addDays, later, weekdayOf } from './days.js';

/** The weeks that are told day by day; the later ones by their first day. */
export const BY_DATE = 2;
/** @type {readonly Weekday[]} */
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Seven days from `first`: those on which to do it, and where on the ladder (null: it stays the same).
 * @typedef {{first: string, days: readonly string[], amount: number | null}} Week
 */

/**
 * One remedy with its dates. `weeks` begin after the days of diary; `end` is the day after the last one. The amounts
 * are in `unit`, or, where nobody knows this person's level, in percent of it (`share`). `fit` is the fact whose answer
 * would fit the ladder to this person. `already`: the goal is where this person stands now.
 * @typedef {object} Course
 * @property {Offer} offer
 * @property {Routine} routine
 * @property {string} start
 * @property {string | null} end
 * @property {string} reviewOn
 * @property {string | null} diaryUntil
 * @property {boolean} afterAsking  Nothing begins before somebody has been asked: the dates are the earliest.
 * @property {readonly Week[]} weeks
 * @property {string | null} unit
 * @property {boolean} share
 * @property {number | null} goal
 * @property {string | null} goalOn
 * @property {boolean} already
 * @property {string | null} fit
 */

/**
 * The steps that have a routine, with their dates, in the order of the plan; none of them lies before today.
 * @param {Answers} answers
 * @param {readonly Step[]} steps
 * @param {string} today
 * @returns {Course[]}
 */
export function schedule(answers, steps, today) {
  return steps.flatMap(({ offer, start }) => {
    const { routine } = offer.remedy;
    if (!routine || offer.phase !== 'prevention') return [];
    return [course(answers, offer, routine, later(start, today))];
  });
}

/**
 * Each with the day on which it begins: at once, or in turn, so that one can see what each of them does.
 *
 * How far the turns lie apart (`turn_days`, the fewest of the plan) is said by the remedy that advises one change at a
 * time; without it all begin at once. What stands in for another remedy begins with that one, and what somebody does
 * already takes no turn. What asks for rest first (`rest_first`) begins on the day `rested` or later.
 * @param {Answers} answers
 * @param {readonly Offer[]} offers
 * @param {string} first
 * @param {string} rested
 * @returns {{offer: Offer, start: string}[]}
 */
export function starts(answers, offers, first, rested) {
  const turns = offers.flatMap(({ remedy }) => remedy.routine?.turn_days ?? []);
  const apart = turns.length ? Math.min(...turns) : 0;
  /** @type {Map<string, string>} */
  const begun = new Map();
  let taken = 0;

  /** @param {Routine} routine */
  function turnOf(routine) {
    if (routine.begins !== 'in_turn' || doesIt(routine, answers)) return first;
    return begun.get(routine.instead_of ?? '') ?? addDays(first, apart * taken++);
  }

  return offers.map((offer) => {
    const { id, routine } = offer.remedy;
    if (!routine) return { offer, start: first };
    const start = later(turnOf(routine), routine.rest_first ? rested : first);
    begun.set(id, start);
    return { offer, start };
  });
}

/**
 * The day after the last one; null where it goes on until the review.
 * @param {Routine | undefined} routine
 * @param {string} start
 */
export function endOf(routine, start) {
  return routine?.weeks ? addDays(start, (routine.diary_days ?? 0) + 7 * routine.weeks) : null;
}

/**
 * One remedy with its dates, from `start`.
 * @param {Answers} answers
 * @param {Offer} offer
 * @param {Routine} routine
 * @param {string} start
 * @returns {Course}
 */
function course(answers, offer, routine, start) {
  const { ladder, diary_days: diary = 0 } = routine;
  const review = routine.review_days ?? 7 * (routine.weeks ?? 1);
  const count = routine.weeks ?? Math.ceil(review / 7);
  const own = ownLevel(ladder, answers);
  const rungs = ladder ? climb(ladder, own, count) : null;
  const weeks = Array.from({ length: count }, (_, nth) => {
    const first = addDays(start, diary + 7 * nth);
    return { first, days: daysOf(routine, first), amount: rungs?.[nth] ?? null };
  });
  const goal = ladder ? goalOf(ladder, own) : null;
  return {
    offer,
    routine,
    start,
    end: endOf(routine, start),
    reviewOn: addDays(start, review),
    diaryUntil: diary ? addDays(start, diary - 1) : null,
    afterAsking: offer.askFirst.length > 0,
    weeks,
    unit: ladder?.unit ?? null,
    share: Boolean(ladder?.shares) && own === null,
    goal,
    goalOn: weeks.find((week) => goal !== null && week.amount === goal)?.first ?? null,
    already: isThere(ladder, own),
    fit: ladder?.start_from && !asked(answers, ladder.start_from) ? ladder.start_from : null,
  };
}

/**
 * Where on the ladder each week stands; never past the goal, never more than the step or the percent further. In whole
 * numbers: where a tenth is less than one, the halves between are kept, and it goes up by one later.
 * @param {Ladder} ladder
 * @param {number | null} own
 * @param {number} weeks
 * @returns {number[]}
 */
export function climb(ladder, own, weeks) {
  const { shares } = ladder;
  if (shares) {
    const nths = Array.from({ length: weeks }, (_, nth) => shares[Math.min(nth, shares.length - 1)] ?? 0);
    return nths.map((share) => (own === null ? share : Math.ceil((own * share) / 100)));
  }
  const goal = goalOf(ladder, own);
  let rung = Math.min(firstRung(ladder, own), goal);
  return Array.from({ length: weeks }, () => {
    const now = Math.trunc(rung);
    rung = Math.min(nextRung(ladder, rung), goal);
    return now;
  });
}

/**
 * By percent in whole units; in halves, which nobody is told, where a whole one would be too much.
 * @param {Ladder} ladder
 * @param {number} rung
 */
function nextRung(ladder, rung) {
  if (ladder.step) return rung + ladder.step;
  const halves = Math.floor((2 * rung * (100 + (ladder.percent ?? 0))) / 100);
  const whole = Math.floor(halves / 2);
  return whole > rung ? whole : halves / 2;
}

/**
 * @param {Ladder | undefined} ladder
 * @param {Answers} answers
 */
function ownLevel(ladder, answers) {
  const value = answers.known.get(ladder?.start_from ?? '');
  return typeof value === 'number' ? value : null;
}

/**
 * @param {Ladder} ladder
 * @param {number | null} own
 */
function firstRung(ladder, own) {
  const lowest = ladder.lowest ?? ladder.start ?? 1;
  return own === null ? (ladder.start ?? lowest) : Math.max(own, lowest);
}

/**
 * @param {Ladder} ladder
 * @param {number | null} own
 * @returns {number}
 */
function goalOf(ladder, own) {
  if (ladder.shares) return climb(ladder, own, ladder.shares.length).at(-1) ?? 0;
  const first = firstRung(ladder, own);
  return ladder.goal_percent ? Math.floor((first * ladder.goal_percent) / 100) : (ladder.goal ?? first);
}

/**
 * Whether this person stands at the goal, or past it, before the first day.
 * @param {Ladder | undefined} ladder
 * @param {number | null} own
 */
function isThere(ladder, own) {
  if (!ladder || own === null) return false;
  return ladder.shares ? own <= goalOf(ladder, own) : own >= goalOf(ladder, own);
}

/**
 * Whether this person does as much as a beginner: then nothing has to be waited for. A diary is new to everybody.
 * @param {Routine} routine
 * @param {Answers} answers
 */
function doesIt({ ladder, diary_days: diary }, answers) {
  const own = ownLevel(ladder, answers);
  return Boolean(ladder?.start && own !== null && own >= ladder.start && !diary);
}

/**
 * The days of the week from `first` on which it is done.
 * @param {Routine} routine
 * @param {string} first
 */
function daysOf({ per, days }, first) {
  const week = Array.from({ length: 7 }, (_, nth) => addDays(first, nth));
  if (per !== 'week') return week;
  return days ? week.filter((day) => days.includes(/** @type {Weekday} */ (WEEKDAYS[weekdayOf(day)]))) : [first];
}

/**
 * The dates as JSON, in the order of the plan; a remedy without dates says why.
 * @param {readonly Course[]} courses
 * @param {readonly Step[]} steps
 * @param {Texts} texts
 */
export function rows(courses, steps, texts) {
  const found = new Map(courses.map((one) => [one.offer.remedy.id, one]));
  return steps.map(({ offer: { remedy } }) => {
    const one = found.get(remedy.id);
    if (one) return row(one, texts);
    return { remedy: remedy.id, no_dates: texts.entry('remedy', remedy.id, 'no_routine', remedy.no_routine) };
  });
}

/**
 * @param {Course} one
 * @param {Texts} texts
 */
function row(one, texts) {
  const { routine } = one;
  const { id } = one.offer.remedy;
  return {
    remedy: id,
    start: one.start,
    end: one.end,
    review_on: one.reviewOn,
    after_asking: one.afterAsking,
    instead_of: routine.instead_of ?? null,
    diary_until: one.diaryUntil,
    at: routine.at ?? 'day',
    times: routine.times ?? null,
    per: routine.per ?? 'day',
    every_minutes: routine.every_minutes ?? null,
    minutes: routine.minutes ?? null,
    hold_seconds: routine.hold_seconds ?? null,
    repetitions: routine.repetitions ?? null,
    finish_before_bed_minutes: routine.finish_before_bed_minutes ?? null,
    finish_by_hour: routine.finish_by_hour ?? null,
    unit: one.share ? 'percent_of_now' : one.unit,
    goal: one.goal,
    goal_on: one.goalOn,
    already: one.already,
    answer_to_fit: one.fit,
    weeks: one.weeks.map(({ first, days, amount }, nth) =>
      nth < BY_DATE ? { from: first, amount, days } : { from: first, amount },
    ),
    says: texts.entry('remedy', id, 'routine.says', routine.says),
    stop_if: stopRule(one, texts),
  };
}

/**
 * The routine's own stop rule, else the remedy's.
 * @param {Course} one
 * @param {Texts} texts
 */
export function stopRule({ routine, offer: { remedy } }, texts) {
  if (routine.stop_if) return texts.entry('remedy', remedy.id, 'routine.stop_if', routine.stop_if);
  return texts.entry('remedy', remedy.id, 'stop_if', remedy.stop_if);
}
