/**
 * A diary in numbers: what there is to count of a month, and months put together. A diary of ten years is some thousand
 * numbers then, and a page that shows them need not read every entry.
 */

/** @import { Entry } from './entries.js' */

import { instant } from './entries.js';

/** Which numbers are counted. A higher one has kept sums counted anew. */
export const COUNTED = 1;

const HALF_A_DAY = 12 * 60 * 60 * 1000;

/**
 * @typedef {object} Sum
 * @property {Map<string, number>} kinds  How many entries of each kind hold.
 * @property {Map<string, number>} days  Episodes by day.
 * @property {Map<string, number>} nights  Episodes by the morning of their night.
 * @property {Set<string>} none  Days on whose morning somebody wrote that the night was without.
 * @property {Map<string, Tally>} tried  By remedy.
 * @property {Entry | null} last  The last episode.
 */

/** How often each outcome came, and how often each number of seconds until "gone". @typedef {{outcomes: Map<string, number>, seconds: Map<number, number>}} Tally */

/** @typedef {{remedy: string, outcome: string, seconds?: number}} Tried */

/** @returns {Sum} */
export function nothing() {
  return { kinds: new Map(), days: new Map(), nights: new Map(), none: new Set(), tried: new Map(), last: null };
}

/**
 * @param {Iterable<Entry>} entries  Those that hold now.
 * @returns {Sum}
 */
export function sumOf(entries) {
  const sum = nothing();
  for (const entry of entries) {
    add(sum.kinds, entry.kind, 1);
    if (entry.kind === 'none_last_night') sum.none.add(String(entry.body['night']));
    if (entry.kind === 'episode') addEpisode(sum, entry);
  }
  return sum;
}

/**
 * @param {Iterable<Sum>} sums
 * @returns {Sum}
 */
export function together(sums) {
  const all = nothing();
  for (const sum of sums) {
    for (const name of /** @type {const} */ (['kinds', 'days', 'nights'])) {
      for (const [key, count] of sum[name]) add(all[name], key, count);
    }
    for (const night of sum.none) all.none.add(night);
    for (const [remedy, { outcomes, seconds }] of sum.tried) {
      const tally = tallyOf(all, remedy);
      for (const [outcome, count] of outcomes) add(tally.outcomes, outcome, count);
      for (const [second, count] of seconds) add(tally.seconds, second, count);
    }
    all.last = later(all.last, sum.last);
  }
  return all;
}

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
 * @param {Sum} sum
 * @param {Entry} entry
 */
function addEpisode(sum, entry) {
  add(sum.days, dayOf(entry.at), 1);
  add(sum.nights, nightOf(entry.at), 1);
  sum.last = later(sum.last, entry);
  for (const { remedy, outcome, seconds } of /** @type {Tried[]} */ (entry.body['tried'] ?? [])) {
    const tally = tallyOf(sum, remedy);
    add(tally.outcomes, outcome, 1);
    if (outcome === 'gone' && seconds !== undefined) add(tally.seconds, seconds, 1);
  }
}

/**
 * @param {Sum} sum
 * @param {string} remedy
 */
function tallyOf({ tried }, remedy) {
  const tally = tried.get(remedy) ?? { outcomes: new Map(), seconds: new Map() };
  tried.set(remedy, tally);
  return tally;
}

/**
 * @template T
 * @param {Map<T, number>} counts
 * @param {T} key
 * @param {number} count
 */
function add(counts, key, count) {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/**
 * The one that comes last by time, then by id.
 * @param {Entry | null} one
 * @param {Entry | null} other
 */
function later(one, other) {
  if (!one || !other) return one ?? other;
  const apart = instant(one.at) - instant(other.at);
  return apart > 0 || (apart === 0 && one.id > other.id) ? one : other;
}
