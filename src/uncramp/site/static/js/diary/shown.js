/** What is shown of a diary: projections of the entries that hold now (`current`), or of what is counted of them. */

/** @import { Entry } from './entries.js' */
/** @import { Sum } from './sums.js' */

import { addDays, weekdayOf } from '../days.js';
import { byTime } from './current.js';
import { dayOf } from './sums.js';

export { dayOf, nightOf } from './sums.js';

/** What the app writes about itself; other pages show it. */
const APART = ['profile_change', 'import', 'trial_design', 'trial_night', 'trial_look', 'trial_end'];
/** The version of the changes of the profile that can be read here. */
const PROFILE = 1;

/**
 * Those that belong in the list: what people write, and what this version does not know.
 * @param {readonly Entry[]} entries
 */
export function listed(entries) {
  return entries.filter(({ kind }) => !APART.includes(kind));
}

/**
 * How many entries of the list are counted.
 * @param {Sum} sum
 */
export function countListed({ kinds }) {
  return total([...kinds].map(([kind, count]) => (APART.includes(kind) ? 0 : count)));
}

/**
 * The entries by day, the newest day and the newest entry first.
 * @param {readonly Entry[]} entries
 * @returns {{day: string, entries: Entry[]}[]}
 */
export function byDay(entries) {
  const days = grouped(entries, (entry) => dayOf(entry.at));
  return [...days]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([day, found]) => ({ day, entries: byTime(found).reverse() }));
}

/**
 * A day of the month grid: cramps were written, "none" was written, nothing was, or it has not come yet.
 * @typedef {{day: string, state: 'cramp' | 'none' | 'unwritten' | 'later', episodes: number}} Cell
 */

/**
 * The month as weeks from Monday; null where a week holds days of other months. Nothing written is never "none".
 * @param {Sum} sum
 * @param {string} month  Such as `2026-02`.
 * @param {string} today
 * @returns {(Cell | null)[][]}
 */
export function monthGrid({ days: counts, none }, month, today) {
  const weeks = [];
  const first = `${month}-01`;
  for (let monday = addDays(first, -weekdayOf(first)); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    const week = Array.from({ length: 7 }, (_, nth) => addDays(monday, nth));
    weeks.push(week.map((day) => (day.startsWith(month) ? cell(day) : null)));
  }
  return weeks;

  /**
   * @param {string} day
   * @returns {Cell}
   */
  function cell(day) {
    const episodes = counts.get(day) ?? 0;
    if (episodes) return { day, state: 'cramp', episodes };
    if (day > today) return { day, state: 'later', episodes };
    return { day, state: none.has(day) ? 'none' : 'unwritten', episodes };
  }
}

/**
 * Week by week from Monday, the oldest first, up to the week of `today`: cramps, days with and without, days of which
 * nothing is written. A week with days unwritten may have had more.
 * @param {Sum} sum
 * @param {string} today
 * @param {number} weeks
 */
export function perWeek({ days: counts, none }, today, weeks) {
  const monday = addDays(today, -weekdayOf(today) - 7 * (weeks - 1));
  return Array.from({ length: weeks }, (_, nth) => {
    const from = addDays(monday, 7 * nth);
    const days = Array.from({ length: 7 }, (_unused, place) => addDays(from, place)).filter((day) => day <= today);
    return {
      from,
      episodes: total(days.map((day) => counts.get(day) ?? 0)),
      with: days.filter((day) => counts.has(day)).length,
      without: days.filter((day) => !counts.has(day) && none.has(day)).length,
      unwritten: days.filter((day) => !counts.has(day) && !none.has(day)).length,
    };
  });
}

/**
 * How many episodes there were at each place and side, the most first.
 * @param {readonly Entry[]} entries
 */
export function perSite(entries) {
  const places = grouped(episodes(entries), ({ body }) => JSON.stringify([body['site'], body['side'] ?? null]));
  return [...places]
    .map(([place, found]) => {
      const [site, side] = /** @type {[string, string | null]} */ (JSON.parse(place));
      return { site, side, episodes: found.length };
    })
    .sort((one, other) => other.episodes - one.episodes || (one.site < other.site ? -1 : 1));
}

/**
 * How many episodes began in each hour of the day, where they happened; guessed times are counted apart.
 * @param {readonly Entry[]} entries
 */
export function timesOfDay(entries) {
  const hours = new Array(24).fill(0);
  let guessed = 0;
  for (const { at, body } of episodes(entries)) {
    if (body['time_guessed']) guessed += 1;
    else hours[Number(at.slice(11, 13))] += 1;
  }
  return { hours: /** @type {number[]} */ (hours), guessed };
}

/**
 * Per remedy, how often each outcome came, and the seconds measured until "gone"; the most used first. Counts, and no
 * ranking: what is tried first on hard days looks worse than it is.
 * @param {Sum} sum
 */
export function perRemedy({ tried }) {
  return [...tried]
    .map(([remedy, { outcomes, seconds: measured }]) => {
      const sorted = [...measured].sort(([one], [other]) => one - other);
      const seconds = sorted.flatMap(([second, count]) => Array.from({ length: count }, () => second));
      return {
        remedy,
        tried: total([...outcomes.values()]),
        outcomes: Object.fromEntries(outcomes),
        seconds,
        median: median(seconds),
      };
    })
    .sort((one, other) => other.tried - one.tried || (one.remedy < other.remedy ? -1 : 1));
}

/**
 * On how many days of a span each step of the plan was done, and how often in all. No streaks: a day missed costs
 * nothing.
 * @param {readonly Entry[]} entries
 * @param {{from: string, to: string}} span  Both days belong to it.
 */
export function doneBetween(entries, { from, to }) {
  const done = entries.filter(({ kind, at }) => kind === 'measure_done' && from <= dayOf(at) && dayOf(at) <= to);
  return [...grouped(done, ({ body }) => String(body['remedy']))].map(([remedy, found]) => ({
    remedy,
    times: found.length,
    days: new Set(found.map(({ at }) => dayOf(at))).size,
  }));
}

/**
 * The entries in which every word of `query` occurs, the newest first; accents and capitals do not matter.
 * @param {readonly Entry[]} entries
 * @param {string} query
 * @param {(entry: Entry) => string} [textOf]  What an entry says to the person; without it, the words it holds.
 */
export function search(entries, query, textOf = wordsOf) {
  const fits = matching(query);
  return byTime(entries.filter((entry) => fits(folded(textOf(entry))))).reverse();
}

/**
 * Whether every word of a query occurs in a text that is `folded`.
 * @param {string} query
 * @returns {(text: string) => boolean}
 */
export function matching(query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}

/** An answer of the profile, and the day on which it was given. @typedef {{value: unknown, on: string}} Answered */

/**
 * The answers that hold at the end: what the changes of the profile say, the later over the earlier. Anything may stand
 * there; which of it may decide, `lasting.js` says.
 * @param {readonly Entry[]} entries
 * @returns {Record<string, Answered>}
 */
export function answered(entries) {
  /** @type {Map<string, Answered>} */
  const facts = new Map();
  for (const { at, body } of byTime(entries.filter(({ kind, version }) => kind === 'profile_change' && version === PROFILE))) {
    for (const [fact, value] of Object.entries(/** @type {object} */ (body['facts']))) {
      if (value === null) facts.delete(fact);
      else facts.set(fact, { value, on: dayOf(at) });
    }
  }
  return Object.fromEntries(facts);
}

/**
 * The same without the days.
 * @param {readonly Entry[]} entries
 * @returns {Record<string, unknown>}
 */
export function profile(entries) {
  return Object.fromEntries(Object.entries(answered(entries)).map(([fact, { value }]) => [fact, value]));
}

/** @param {readonly Entry[]} entries */
function episodes(entries) {
  return entries.filter(({ kind }) => kind === 'episode');
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function wordsOf({ kind, at, body }) {
  return `${dayOf(at)} ${kind} ${JSON.stringify(body)}`;
}

/**
 * A text without accents and capitals, to search in.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKD').replace(/\p{Diacritic}/gu, '').toLowerCase();
}

/**
 * @template T
 * @param {Iterable<T>} rows
 * @param {(row: T) => string} key
 * @returns {Map<string, T[]>}
 */
function grouped(rows, key) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const row of rows) {
    const group = found.get(key(row));
    if (group) group.push(row);
    else found.set(key(row), [row]);
  }
  return found;
}

/** @param {readonly number[]} numbers */
function total(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}

/**
 * The middle one of sorted numbers, the lower of two; null if there is none.
 * @param {readonly number[]} numbers
 */
function median(numbers) {
  return numbers[Math.floor((numbers.length - 1) / 2)] ?? null;
}
