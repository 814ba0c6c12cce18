/**
 * Bladder training from visit to visit: when the next one is, and when the gap may grow.
 *
 * Pure. The numbers are the remedy's: its diary days, its ladder. A gap grows only after a whole week at it with visits
 * written on every day and no leak; after a leak a step back is offered. The person decides.
 */

/** @import { Ladder } from './pack.js' */
/** @import { Course } from './schedule.js' */

import { addDays } from './days.js';

/** Days at one gap, as the plan's weeks. */
const WEEK = 7;

/** @typedef {{went: number, early: number, leaks: number}} Day */
/** @typedef {'went' | 'early' | 'leak'} Press */

/**
 * `gap` in minutes; `since` is the first day of all, `gapSince` the first at this gap; `last` when the person last went,
 * in milliseconds, on `lastDay`.
 * @typedef {object} Training
 * @property {string} since
 * @property {number} gap
 * @property {string} gapSince
 * @property {number | null} last
 * @property {string | null} lastDay
 * @property {Readonly<Record<string, Day>>} days
 */

/** @typedef {{says: 'diary' | 'stay' | 'there'} | {says: 'longer' | 'shorter', gap: number}} Advice */

/**
 * Training as it begins: the first rung of the course.
 * @param {Course} course
 * @param {string} today
 * @returns {Training}
 */
export function begun({ weeks, routine }, today) {
  const gap = weeks[0]?.amount ?? routine.ladder?.start ?? 0;
  const diary = routine.diary_days ?? 0;
  return { since: today, gap, gapSince: addDays(today, diary), last: null, lastDay: null, days: {} };
}

/**
 * The last day of writing only, or null once the clock counts.
 * @param {Training} training
 * @param {string} today
 */
export function diaryUntil({ gapSince, since }, today) {
  return today < gapSince && gapSince > since ? addDays(gapSince, -1) : null;
}

/**
 * @param {Training} training
 * @param {Press} what
 * @param {{today: string, at: number}} when
 * @returns {Training}
 */
export function pressed(training, what, { today, at }) {
  const day = training.days[today] ?? { went: 0, early: 0, leaks: 0 };
  const now = {
    went: day.went + (what === 'leak' ? 0 : 1),
    early: day.early + (what === 'early' ? 1 : 0),
    leaks: day.leaks + (what === 'leak' ? 1 : 0),
  };
  const went = what === 'leak' ? {} : { last: at, lastDay: today };
  return { ...training, ...went, days: { ...training.days, [today]: now } };
}

/**
 * When to go next, in milliseconds; null while only the diary is kept, and before the first visit of the day: nights do
 * not count.
 * @param {Training} training
 * @param {string} today
 */
export function nextAt(training, today) {
  if (training.last === null || training.lastDay !== today || diaryUntil(training, today)) return null;
  return training.last + training.gap * 60_000;
}

/**
 * @param {Training} training
 * @param {Ladder} ladder
 * @param {string} today
 * @returns {Advice}
 */
export function advice(training, ladder, today) {
  const { gap, gapSince, days } = training;
  const step = ladder.step ?? 0;
  if (diaryUntil(training, today)) return { says: 'diary' };
  const lately = Array.from({ length: WEEK }, (_, nth) => addDays(today, nth - WEEK)).filter((day) => day >= gapSince);
  const leaks = [...lately, today].some((day) => (days[day]?.leaks ?? 0) > 0);
  if (leaks) return gap - step >= (ladder.lowest ?? step) ? { says: 'shorter', gap: gap - step } : { says: 'stay' };
  if (gap >= (ladder.goal ?? gap)) return { says: 'there' };
  const whole = lately.length === WEEK && lately.every((day) => (days[day]?.went ?? 0) > 0);
  return whole ? { says: 'longer', gap: Math.min(gap + step, ladder.goal ?? gap) } : { says: 'stay' };
}

/**
 * @param {Training} training
 * @param {number} gap
 * @param {string} today
 * @returns {Training}
 */
export function withGap(training, gap, today) {
  return { ...training, gap, gapSince: today };
}
