/** What a diary says now: corrections and deletions applied, whatever the order in which the entries arrived. */

/** @import { Body } from './check.js' */
/** @import { Entry } from './entries.js' */

import { canonical, CORRECTION, DELETION, instant } from './entries.js';

/** The version of corrections and deletions that can be applied here. */
const KNOWN = 1;

/**
 * The entries that hold now, by time; a corrected one keeps its id and has the time and body of its correction.
 *
 * Of several corrections and deletions of one entry the latest counts (`recorded_at`, then the larger id), so a later
 * correction brings a deleted entry back. They count only for the same person and kind, and never for each other;
 * one whose entry has not arrived waits. Nothing here depends on order: the same set gives the same answer.
 * @param {Iterable<Entry>} entries  Each one read before (`readEntry`).
 * @returns {Entry[]}
 */
export function current(entries) {
  const known = byId(entries);
  /** @type {Map<string, Entry>} */
  const latest = new Map();
  for (const entry of known.values()) {
    if (!amends(entry) || entry.version !== KNOWN) continue;
    const of = String(entry.body['of']);
    if (!fits(entry, known.get(of))) continue;
    const other = latest.get(of);
    if (!other || before(other, entry)) latest.set(of, entry);
  }
  const found = [...known.values()].filter((entry) => !amends(entry));
  return byTime(found.flatMap((entry) => applied(entry, latest.get(entry.id)) ?? []));
}

/**
 * In the order in which it happened, then by id.
 * @param {readonly Entry[]} entries
 * @returns {Entry[]}
 */
export function byTime(entries) {
  const timed = entries.map((entry) => ({ entry, at: instant(entry.at) })); // each time is read once: reading is slow
  timed.sort((one, other) => one.at - other.at || (one.entry.id < other.entry.id ? -1 : 1));
  return timed.map(({ entry }) => entry);
}

/**
 * Whether `one` was written before `other`.
 * @param {Entry} one
 * @param {Entry} other
 */
function before(one, other) {
  const apart = instant(one.recorded_at) - instant(other.recorded_at);
  return apart < 0 || (apart === 0 && one.id < other.id);
}

/**
 * Each id once. No program of ours writes two different entries of one id; which one is kept is settled even so.
 * @param {Iterable<Entry>} entries
 */
function byId(entries) {
  /** @type {Map<string, Entry>} */
  const known = new Map();
  for (const entry of entries) {
    const other = known.get(entry.id);
    if (!other || comesBefore(canonical(other), canonical(entry))) known.set(entry.id, entry);
  }
  return known;
}

/**
 * By whole characters, as Python compares; `<` alone compares halves of them.
 * @param {string} one
 * @param {string} other
 */
function comesBefore(one, other) {
  const [left, right] = [[...one], [...other]];
  const nth = left.findIndex((char, place) => char !== right[place]);
  if (nth < 0) return left.length < right.length;
  return (left[nth]?.codePointAt(0) ?? 0) < (right[nth]?.codePointAt(0) ?? 0);
}

/** @param {Entry} entry */
function amends({ kind }) {
  return kind === CORRECTION || kind === DELETION;
}

/**
 * @param {Entry} amendment
 * @param {Entry | undefined} entry
 */
function fits(amendment, entry) {
  if (!entry || amends(entry) || entry.person !== amendment.person) return false;
  return amendment.kind === DELETION || amendment.body['kind'] === entry.kind;
}

/**
 * The entry as it stands now; null if it was deleted.
 * @param {Entry} entry
 * @param {Entry | undefined} amendment
 * @returns {Entry | null}
 */
function applied(entry, amendment) {
  if (!amendment) return entry;
  if (amendment.kind === DELETION) return null;
  const { version, body } = /** @type {{version: number, body: Body}} */ (/** @type {unknown} */ (amendment.body));
  return { ...entry, at: amendment.at, recorded_at: amendment.recorded_at, version, body };
}
