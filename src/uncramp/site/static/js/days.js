/** Calendar days as ISO text (`2026-02-27`), reckoned in UTC so that no time zone or summer time moves one. */

const MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * @param {string} day
 * @param {number} days
 * @returns {string}
 */
export function addDays(day, days) {
  return new Date(Date.parse(day) + days * MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * The later of two days.
 * @param {string} one
 * @param {string} other
 */
export function later(one, other) {
  return one < other ? other : one;
}

/**
 * 0 for Monday to 6 for Sunday.
 * @param {string} day
 */
export function weekdayOf(day) {
  return (new Date(day).getUTCDay() + 6) % 7;
}
