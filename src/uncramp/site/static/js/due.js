/** What of today's plan is due now, and when that has to be looked at again. */

/** @import { Hours } from './diary/hours.js' */

import { isQuiet } from './diary/hours.js';

/** What is to be done today, and at which hours; what has none is never due. @typedef {{remedy: string, times: number, hours: readonly string[]}} Timed */

/** Milliseconds for which "later" is quiet. */
export const LATER = 60 * 60_000;

/**
 * Those of which more hours have come than they were done today, in the order of the plan. None in quiet hours.
 * @template {Timed} T
 * @param {readonly T[]} tasks
 * @param {{done: (remedy: string) => number, hours: Hours, time: string}} how  `time`: the hour now.
 * @returns {T[]}
 */
export function dueOf(tasks, { done, hours, time }) {
  if (isQuiet(hours['quiet'], time)) return [];
  return tasks.filter((task) => task.hours.filter((hour) => hour <= time).length > done(task.remedy));
}

/**
 * The next moment at which more may be due: an hour of the plan, the end of the quiet hours, a new day, the end of "later".
 * @param {readonly Timed[]} tasks
 * @param {{hours: Hours, now: Date, later: number}} how  `later`: until when it was put off, in milliseconds.
 */
export function lookAgain(tasks, { hours, now, later }) {
  const times = ['00:00', ...(hours['quiet']?.slice(1) ?? []), ...tasks.flatMap((task) => task.hours)];
  const moments = times.map((time) => next(time, now));
  if (later > now.getTime()) moments.push(later);
  return Math.min(...moments);
}

/**
 * When it is that hour here next.
 * @param {string} time
 * @param {Date} now
 */
function next(time, now) {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const found = new Date(now);
  found.setHours(hour, minute, 0, 0);
  if (found <= now) found.setDate(found.getDate() + 1);
  return found.getTime();
}

/** The hour here, such as `19:30`. @param {Date} now */
export function timeOf(now) {
  return `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
}
