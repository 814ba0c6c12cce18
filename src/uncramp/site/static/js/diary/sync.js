/**
 * The rules of the outbox: an entry waits until a server has said, by its id, that it has it. Sync is the union of two
 * sets by id: in any order, any number of times, with the same end. No network here.
 */

/** @import { Kinds } from './check.js' */
/** @import { Entry } from './entries.js' */
/** @import { Taken } from './sharing.js' */

import { EntryError, isObject, isWhole } from './check.js';
import { canonical, readEntry } from './entries.js';
import { isForgetting, isMark } from './forgetting.js';

/** How many entries are sent at once. */
export const MOST = 200;

/**
 * What to send now: the oldest of those that wait, by when they were written, so that a correction follows its entry.
 * @param {readonly Entry[]} waiting
 * @param {number} [most]
 */
export function toPush(waiting, most = MOST) {
  return [...waiting].sort(byWriting).slice(0, most);
}

/**
 * What a server's answer means. An entry leaves the outbox only if it was sent and the answer names its id; one that
 * the server refused stays, and is told. What it sent of its own is taken in if it can be read.
 * @param {Kinds} kinds
 * @param {readonly {id: string}[]} sent  Entries, forgettings and marks.
 * @param {unknown} answer  As docs/pairing.md has it.
 * @returns {Taken & {unreadable: number}}
 */
export function understand(kinds, sent, answer) {
  const ids = new Set(sent.map(({ id }) => id));
  const { have, refused, forgotten, entries, forget, marks, diary, cursor, more } = isObject(answer) ? answer : /** @type {Record<string, unknown>} */ ({});
  const read = list(entries).map((raw) => tried(kinds, raw));
  return {
    confirm: sentOf(ids, have),
    refused: list(refused).flatMap((one) => {
      if (!isObject(one) || typeof one['id'] !== 'string' || !ids.has(one['id'])) return [];
      return { id: one['id'], why: typeof one['why'] === 'string' ? one['why'] : '' };
    }),
    incoming: read.flatMap((entry) => entry ?? []),
    unreadable: read.filter((entry) => entry === null).length,
    forgotten: sentOf(ids, forgotten),
    forget: list(forget).filter(isForgetting),
    marks: list(marks).filter(isMark),
    diary: typeof diary === 'string' ? diary : '',
    cursor: isWhole(cursor) ? cursor : 0,
    more: more === true,
  };
}

/**
 * @param {ReadonlySet<string>} ids
 * @param {unknown} named
 */
function sentOf(ids, named) {
  return [...new Set(list(named).flatMap((id) => (typeof id === 'string' && ids.has(id) ? id : [])))];
}

/**
 * Two diaries put together, each id once; of two different entries of one id, both sides keep their own.
 * @param {readonly Entry[]} ours
 * @param {readonly Entry[]} theirs
 */
export function union(ours, theirs) {
  const known = new Map(ours.map((entry) => [entry.id, entry]));
  /** @type {string[]} */
  const differing = [];
  for (const entry of theirs) {
    const own = known.get(entry.id);
    if (!own) known.set(entry.id, entry);
    else if (canonical(own) !== canonical(entry)) differing.push(entry.id);
  }
  return { entries: [...known.values()], differing };
}

/**
 * @param {Entry} one
 * @param {Entry} other
 */
function byWriting(one, other) {
  return Date.parse(one.recorded_at) - Date.parse(other.recorded_at) || (one.id < other.id ? -1 : 1);
}

/**
 * @param {Kinds} kinds
 * @param {unknown} raw
 */
function tried(kinds, raw) {
  try {
    return readEntry(kinds, raw);
  } catch (error) {
    if (error instanceof EntryError) return null;
    throw error;
  }
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
function list(value) {
  return Array.isArray(value) ? value : [];
}
