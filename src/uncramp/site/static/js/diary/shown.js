/** What is shown of a diary: projections of the entries that hold now (`current`), each computed afresh. */

/** @import { Entry } from './entries.js' */

import { addDays, weekdayOf } from '../days.js';
import { byTime } from './current.js';

const HALF_A_DAY = 12 * 60 * 60 * 1000;

/**
 * The day at the place where it happened, whatever the time zone now.
 * @param {string} at
 */
export function dayOf(at) {
  return at.slice(0, 10);
}

/**
 * The night or day between two noons, named by the morning in it: 11 at night and 3 in the morning are one night.
 * @param {string} at
 */
export function nightOf(at) {
  return new Date(Date.parse(`${at.slice(0, 19)}Z`) + HALF_A_DAY).toISOString().slice(0, 10);
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
 * @param {readonly Entry[]} entries
 * @param {string} month  Such as `2026-02`.
 * @param {string} today
 * @returns {(Cell | null)[][]}
 */
export function monthGrid(entries, month, today) {
  const counts = countsByDay(entries);
  const none = daysOfNone(entries);
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
 * @param {readonly Entry[]} entries
 * @param {string} today
 * @param {number} weeks
 */
export function perWeek(entries, today, weeks) {
  const counts = countsByDay(entries);
  const none = daysOfNone(entries);
  const monday = addDays(today, -weekdayOf(today) - 7 * (weeks - 1));
  return Array.from({ length: weeks }, (_, nth) => {
    const from = addDays(monday, 7 * nth);
    const days = Array.from({ length: 7 }, (_unused, place) => addDays(from, place)).filter((day) => day <= today);
    return {
      from,
      episodes: sum(days.map((day) => counts.get(day) ?? 0)),
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

/** @typedef {{remedy: string, outcome: string, seconds?: number}} Tried */

/**
 * Per remedy, how often each outcome came, and the seconds measured until "gone"; the most used first. Counts, and no
 * ranking: what is tried first on hard days looks worse than it is.
 * @param {readonly Entry[]} entries
 */
export function perRemedy(entries) {
  const all = episodes(entries).flatMap(({ body }) => /** @type {Tried[]} */ (body['tried'] ?? []));
  return [...grouped(all, ({ remedy }) => remedy)]
    .map(([remedy, tried]) => {
      const byOutcome = grouped(tried, ({ outcome }) => outcome);
      const seconds = tried.flatMap((one) => (one.outcome === 'gone' && one.seconds !== undefined ? one.seconds : []));
      return {
        remedy,
        tried: tried.length,
        outcomes: Object.fromEntries([...byOutcome].map(([outcome, some]) => [outcome, some.length])),
        seconds: seconds.sort((one, other) => one - other),
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
  const words = folded(query).split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => {
    const text = folded(textOf(entry));
    return words.every((word) => text.includes(word));
  });
  return byTime(found).reverse();
}

/**
 * The answers that hold at the end: what the changes of the profile say, the later over the earlier.
 * @param {readonly Entry[]} entries
 * @returns {Record<string, unknown>}
 */
export function profile(entries) {
  /** @type {Map<string, unknown>} */
  const facts = new Map();
  for (const { body } of byTime(entries.filter(({ kind }) => kind === 'profile_change'))) {
    for (const [fact, answer] of Object.entries(/** @type {object} */ (body['facts']))) {
      if (answer === null) facts.delete(fact);
      else facts.set(fact, answer);
    }
  }
  return Object.fromEntries(facts);
}

/** @param {readonly Entry[]} entries */
function episodes(entries) {
  return entries.filter(({ kind }) => kind === 'episode');
}

/**
 * Days with episodes, and how many.
 * @param {readonly Entry[]} entries
 */
function countsByDay(entries) {
  return new Map([...grouped(episodes(entries), ({ at }) => dayOf(at))].map(([day, found]) => [day, found.length]));
}

/**
 * Days on whose morning somebody wrote that the night was without.
 * @param {readonly Entry[]} entries
 */
function daysOfNone(entries) {
  return new Set(entries.filter(({ kind }) => kind === 'none_last_night').map(({ body }) => String(body['night'])));
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function wordsOf({ kind, at, body }) {
  return `${dayOf(at)} ${kind} ${JSON.stringify(body)}`;
}

/** @param {string} text */
function folded(text) {
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
function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}

/**
 * The middle one of sorted numbers, the lower of two; null if there is none.
 * @param {readonly number[]} numbers
 */
function median(numbers) {
  return numbers[Math.floor((numbers.length - 1) / 2)] ?? null;
}
