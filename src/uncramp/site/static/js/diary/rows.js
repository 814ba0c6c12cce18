/**
 * Entries as rows of the database, within one transaction. Only answers of that same transaction are awaited here: it
 * ends by itself as soon as nothing more is asked of it.
 */

/** @import { Entry } from './entries.js' */
/** @import { Appended, Span } from './store.js' */

import { canonical } from './entries.js';
import { rootOf } from './scope.js';

/** How many rows, read at once, take as long as one that is asked for alone. */
const DEARER = 5;

/** `waiting`: no computer has it yet (1), or it would not have it (2) and said `why`. @typedef {{id: string, person: string, entry: Entry, waiting?: 1 | 2, why?: string}} Row */

/**
 * The answer to a request, as soon as it is there.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} one
 * @param {readonly Entry[]} entries
 * @param {boolean} waiting
 * @returns {Promise<Appended>}
 */
export async function addAll(one, entries, waiting) {
  const store = one.objectStore('entries');
  const told = await Promise.all(entries.map(async (entry) => /** @type {const} */ ([await added(store, entry, waiting), entry.id])));
  const named = (/** @type {string} */ what) => told.flatMap(([found, id]) => (found === what ? id : []));
  return { added: named('added'), known: named('known'), differing: named('differing'), forgotten: [] };
}

/**
 * @param {IDBObjectStore} store
 * @param {Entry} entry
 * @param {boolean} waiting
 * @returns {Promise<'added' | 'known' | 'differing'>}
 */
function added(store, entry, waiting) {
  const { id, person } = entry;
  /** @type {Row} */
  const row = waiting ? { id, person, entry, waiting: 1 } : { id, person, entry };
  const asked = store.add(row);
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve('added');
    asked.onerror = (event) => {
      if (asked.error?.name !== 'ConstraintError') return reject(asked.error);
      event.preventDefault(); // the id is there already; without this all of the transaction would be undone
      const same = (/** @type {Row} */ other) => canonical(other.entry) === canonical(entry);
      return answered(store.get(id)).then((other) => resolve(same(other) ? 'known' : 'differing'), reject);
    };
  });
}

/**
 * @param {IDBTransaction} one
 * @returns {Promise<Entry[]>}
 */
export async function whole(one) {
  return entriesOf(await answered(one.objectStore('entries').getAll()));
}

/**
 * Whatever was written about that which happened then, as far back or ahead as it was written: corrections move entries.
 * @param {IDBTransaction} one
 * @param {Span} span
 */
export async function between(one, { person, from, to }) {
  // "T" stands between the day and the time, and "U" comes after it
  const range = IDBKeyRange.bound([person, from], [person, `${to}U`]);
  const found = entriesOf(await answered(one.objectStore('entries').index('when').getAll(range)));
  return joined(found, await about(one, new Set(found.map(rootOf)), new Set(found.map(({ id }) => id))));
}

/**
 * A person's entries of a kind, with what amends them.
 * @param {IDBTransaction} one
 * @param {string} person
 * @param {string} kind
 */
export async function ofKind(one, person, kind) {
  const found = entriesOf(await answered(one.objectStore('entries').index('kind').getAll(IDBKeyRange.only([person, kind]))));
  const ids = new Set(found.map(({ id }) => id));
  return joined(found, await about(one, ids, ids));
}

/**
 * The entries of those ids with what amends them; of those that are `known` only what amends them.
 * @param {IDBTransaction} one
 * @param {Iterable<string>} ids
 * @param {ReadonlySet<string>} [known]
 */
export async function about(one, ids, known = new Set()) {
  const store = one.objectStore('entries');
  const roots = [...ids];
  const asked = roots.filter((id) => !known.has(id)).map((id) => answered(/** @type {IDBRequest<Row | undefined>} */ (store.get(id))));
  const [themselves, amending] = await Promise.all([Promise.all(asked), amendments(store.index('of'), roots)]);
  return joined(entriesOf(themselves.flatMap((row) => row ?? [])), entriesOf(amending));
}

/**
 * What amends entries; where it is less to read, all that amends anything.
 * @param {IDBIndex} index
 * @param {readonly string[]} roots
 * @returns {Promise<Row[]>}
 */
async function amendments(index, roots) {
  if (!roots.length) return [];
  if ((await answered(index.count())) > DEARER * roots.length) return (await Promise.all(roots.map((id) => answered(index.getAll(id))))).flat();
  const wanted = new Set(roots);
  const rows = /** @type {Row[]} */ (await answered(index.getAll()));
  return rows.filter(({ entry }) => wanted.has(rootOf(entry)));
}

/**
 * @param {IDBObjectStore} store
 * @param {readonly string[]} ids
 */
export async function confirmed(store, ids) {
  const rows = await Promise.all(ids.map((id) => answered(/** @type {IDBRequest<Row | undefined>} */ (store.get(id)))));
  for (const row of rows) if (row) store.put({ id: row.id, person: row.person, entry: row.entry });
}

/** @param {readonly Row[]} rows */
function entriesOf(rows) {
  return rows.map(({ entry }) => entry);
}

/**
 * @param {readonly Entry[]} some
 * @param {readonly Entry[]} more
 */
function joined(some, more) {
  return [...new Map([...some, ...more].map((entry) => [entry.id, entry])).values()];
}
