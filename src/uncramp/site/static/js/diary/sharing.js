/**
 * What a device knows of the diary on its computer, within one transaction: with whom it is paired, how far it has read,
 * what was forgotten, and what waits to be sent. Only answers of that transaction are awaited here.
 *
 * `sync` holds three small things; `forgotten` a row for each forgetting and each mark. Neither is among what "delete
 * everything" takes along: the computer has to hear of that.
 */

/** @import { Entry } from './entries.js' */
/** @import { Forgetting } from './forgetting.js' */
/** @import { Row } from './rows.js' */
/** @import { Scope } from './store.js' */

import { hits, markOf, marksLeft, marksOf, merged } from './forgetting.js';
import { forgotten, markWritten, touch } from './months.js';
import { addAll, answered, whole } from './rows.js';
import { keyWithin } from './scope.js';
import { toPush } from './sync.js';

/** A forgetting, or a mark if it has none. `waiting`: the computer has not heard of it. @typedef {{id: string, forgetting?: Forgetting, waiting?: 1}} Gone */

/** How far the computer's diary was read; `diary` is another number after that was brought back from a backup. @typedef {{diary: string, cursor: number, began: number}} Reading */

/** What is to be sent. `more`: there is more than fits. @typedef {{entries: Entry[], forget: Forgetting[], marks: string[], more: boolean}} Outbox */

/**
 * What an answer comes to.
 * @typedef {object} Taken
 * @property {string} diary
 * @property {number} cursor
 * @property {boolean} more
 * @property {string[]} confirm
 * @property {{id: string, why: string}[]} refused
 * @property {string[]} forgotten
 * @property {Entry[]} incoming
 * @property {Forgetting[]} forget
 * @property {string[]} marks
 */

/** Of the rows of entries: it waits, or the computer would not have it. */
export const WAITS = 1;
export const REFUSED = 2;
/** The names that taking in an answer touches. */
export const SHARED = /** @type {const} */ (['entries', 'months', 'kept', 'sync', 'forgotten']);

/**
 * Those of the entries that were not forgotten; what meeting a forgotten one teaches is noted.
 * @param {IDBTransaction} one
 * @param {readonly Entry[]} entries
 * @returns {Promise<Entry[]>}
 */
export async function notForgotten(one, entries) {
  const store = one.objectStore('forgotten');
  if (!(await answered(store.count()))) return [...entries];
  const scopes = await forgettings(one);
  const hit = entries.map((entry) => scopes.filter((scope) => hits(scope, entry)));
  await addMarks(one, entries.flatMap((entry, nth) => (hit[nth] ?? []).flatMap((scope) => marksLeft(scope, entry))), true);
  const marked = await Promise.all(entries.map((entry) => isMarked(store, entry)));
  return entries.filter((_, nth) => !hit[nth]?.length && !marked[nth]);
} // prettier-ignore

/**
 * Erase a scope here and wait to tell the computer.
 * @param {IDBTransaction} one
 * @param {Scope} scope
 * @param {Forgetting} forgetting  The same scope, with an id and the moment.
 */
export async function forgottenEverywhere(one, scope, forgetting) {
  const all = await whole(one);
  const gone = new Set(await forgotten(one, scope));
  const byDays = scope.from || scope.to;
  const meant = all.filter((entry) => gone.has(entry.id) && (byDays || !hits(forgetting, entry)));
  await addMarks(one, meant.map((entry) => markOf(entry, scope)), true);
  await addForgetting(one, forgetting, true);
  return [...gone];
} // prettier-ignore

/**
 * What is to be sent now, the oldest first: ids sort by time.
 * @param {IDBTransaction} one
 * @param {{most: number, bytes: number}} limits
 * @returns {Promise<Outbox>}
 */
export async function outbox(one, { most, bytes }) {
  const rows = /** @type {Row[]} */ (await answered(one.objectStore('entries').index('waiting').getAll(WAITS, most)));
  const gone = /** @type {Gone[]} */ (await answered(one.objectStore('forgotten').index('waiting').getAll(WAITS, most)));
  let size = 0;
  const oldest = toPush(rows.map(({ entry }) => entry), most);
  const fitting = oldest.filter((entry, nth) => (size += JSON.stringify(entry).length) <= bytes || nth === 0);
  return {
    entries: fitting,
    forget: gone.flatMap(({ forgetting }) => forgetting ?? []),
    marks: gone.flatMap(({ id, forgetting }) => (forgetting ? [] : id)),
    more: fitting.length < rows.length || rows.length === most || gone.length === most,
  };
}

/**
 * Take in all of an answer, or nothing of it. Answers whether entries changed.
 * @param {IDBTransaction} one
 * @param {Taken} taken
 * @param {number} now  In milliseconds.
 */
export async function takeIn(one, taken, now) {
  const sync = one.objectStore('sync');
  const before = /** @type {Reading | undefined} */ (await answered(sync.get('reading')));
  await settle(one, taken);
  const anew = before !== undefined && before.diary !== taken.diary;
  if (anew) await requeue(one);
  // what was forgotten before this device knew the diary leaves its small things alone
  const began = (!anew && before?.began) || now;
  const erased = await erase(one, taken.forgotten);
  let changed = erased;
  for (const forgetting of taken.forget) changed += await addForgetting(one, forgetting, false, began);
  changed += await addMarks(one, taken.marks, false);
  const done = await addAll(one, await notForgotten(one, taken.incoming), false);
  const added = new Set(done.added);
  if (changed) await markWritten(one);
  if (added.size) await touch(one, taken.incoming.filter(({ id }) => added.has(id)));
  sync.put({ diary: taken.diary, cursor: taken.cursor, began }, 'reading');
  return Boolean(changed || added.size);
} // prettier-ignore

/**
 * Everything waits again, for another computer; what the last one was told to forget is no longer held against anything.
 * @param {IDBTransaction} one
 */
export async function requeue(one) {
  const store = one.objectStore('entries');
  for (let cursor = await answered(store.openCursor()); cursor; cursor = await answered(cursor.request)) {
    const row = /** @type {Row} */ (cursor.value);
    if (row.waiting !== WAITS) cursor.update({ ...row, waiting: WAITS });
    cursor.continue();
  }
  const gone = one.objectStore('forgotten');
  for (const row of /** @type {Gone[]} */ (await answered(gone.getAll()))) if (!row.waiting) gone.delete(row.id);
}

/**
 * What the computer has leaves the outbox; what it would not have stays, and is not sent again by itself.
 * @param {IDBTransaction} one
 * @param {Taken} taken
 */
async function settle(one, { confirm, refused }) {
  const entries = one.objectStore('entries');
  const gone = one.objectStore('forgotten');
  const whys = new Map(refused.map(({ id, why }) => [id, why]));
  for (const id of [...confirm, ...whys.keys()]) {
    const row = /** @type {Row & {why?: string} | undefined} */ (await answered(entries.get(id)));
    if (row) {
      const { waiting: _, why: __, ...rest } = row;
      entries.put(whys.has(id) ? { ...rest, waiting: REFUSED, why: whys.get(id) } : rest);
    }
    const other = /** @type {Gone | undefined} */ (await answered(gone.get(id)));
    if (other) gone.put(other.forgetting ? { id, forgetting: other.forgetting } : { id });
  }
}

/**
 * How many entries it erases.
 * @param {IDBTransaction} one
 * @param {Forgetting} forgetting
 * @param {boolean} waiting
 * @param {number} [began]
 */
async function addForgetting(one, forgetting, waiting, began = Infinity) {
  const store = one.objectStore('forgotten');
  const known = /** @type {Gone | undefined} */ (await answered(store.get(forgetting.id)));
  const now = known?.forgetting ? merged(known.forgetting, forgetting) : forgetting;
  store.put(waiting ? { id: now.id, forgetting: now, waiting: WAITS } : { id: now.id, forgetting: now });
  if (known) return 0;
  const meant = (await whole(one)).filter((entry) => hits(now, entry));
  await erase(one, meant.map(({ id }) => id));
  if (Date.parse(now.at) >= began) {
    const kept = one.objectStore('kept');
    for (const key of await answered(kept.getAllKeys())) if (keyWithin(String(key), now)) kept.delete(key);
  }
  return meant.length + (await addMarks(one, meant.flatMap((entry) => marksLeft(now, entry)), true));
} // prettier-ignore

/**
 * How many entries they erase.
 * @param {IDBTransaction} one
 * @param {readonly string[]} marks
 * @param {boolean} waiting
 */
async function addMarks(one, marks, waiting) {
  const store = one.objectStore('forgotten');
  /** @type {Set<string>} */
  const added = new Set();
  for (const id of new Set(marks)) {
    if (await answered(store.getKey(id))) continue;
    store.put(waiting ? { id, waiting: WAITS } : { id });
    added.add(id);
  }
  if (!added.size) return 0;
  const meant = (await whole(one)).filter((entry) => marksOf(entry).some((mark) => added.has(mark)));
  return erase(one, meant.map(({ id }) => id));
} // prettier-ignore

/**
 * @param {IDBTransaction} one
 * @param {readonly string[]} ids
 */
async function erase(one, ids) {
  const store = one.objectStore('entries');
  for (const id of ids) store.delete(id);
  return ids.length;
}

/**
 * @param {IDBTransaction} one
 * @returns {Promise<Forgetting[]>}
 */
async function forgettings(one) {
  const index = one.objectStore('forgotten').index('scope');
  return /** @type {Gone[]} */ (await answered(index.getAll())).flatMap(({ forgetting }) => forgetting ?? []);
}

/**
 * @param {IDBObjectStore} store
 * @param {Entry} entry
 */
async function isMarked(store, entry) {
  const found = await Promise.all(marksOf(entry).map((mark) => answered(store.getKey(mark))));
  return found.some((key) => key !== undefined);
}
