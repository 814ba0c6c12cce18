/** What of the plan was put into a calendar: so that the next file changes it, and what is no longer of it is taken out. */

/** @import { Reminder } from './diary/ics.js' */

/**
 * `plan` is in every id, and stays; `sequence` goes up with each change. `given` are the reminders that the calendar has,
 * `gone` those that it has and should not have any more.
 * @typedef {object} Handed
 * @property {string} plan
 * @property {number} sequence
 * @property {string} changed  When the last file was made, as a moment.
 * @property {readonly string[]} chosen  Remedies that the person picked to be reminded of.
 * @property {boolean} hide
 * @property {readonly Reminder[]} given
 * @property {readonly Reminder[]} gone
 */

/**
 * Before anything was handed out.
 * @param {string} plan
 * @returns {Handed}
 */
export function nothing(plan) {
  return { plan, sequence: 0, changed: '', chosen: [], hide: false, given: [], gone: [] };
}

/**
 * Whether a calendar that was filled before differs from what the plan says now.
 * @param {Handed} before
 * @param {readonly Reminder[]} now
 */
export function isOutdated({ given }, now) {
  return given.length > 0 && JSON.stringify(given) !== JSON.stringify(now);
}

/**
 * After the file with `now` was handed out.
 * @param {Handed} before
 * @param {readonly Reminder[]} now
 * @param {{chosen: readonly string[], hide: boolean, at: Date}} how
 * @returns {Handed}
 */
export function handedOut(before, now, { chosen, hide, at }) {
  if (before.changed && JSON.stringify(before.given) === JSON.stringify(now)) return { ...before, chosen, hide };
  const still = new Set(now.map(({ uid }) => uid));
  const old = new Map([...before.gone, ...before.given].map((one) => [one.uid, one]));
  return {
    plan: before.plan,
    sequence: before.changed ? before.sequence + 1 : 0,
    changed: at.toISOString(),
    chosen,
    hide,
    given: now,
    gone: [...old.values()].filter(({ uid }) => !still.has(uid)),
  };
}

/**
 * After the file that takes the old ones out was handed out.
 * @param {Handed} before
 * @returns {Handed}
 */
export function takenOut(before) {
  return { ...before, gone: [] };
}
