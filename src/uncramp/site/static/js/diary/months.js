/**
 * Which months of the diary have to be counted anew: a small row for each month of a person in which something is
 * written. Whatever is written about a month takes what was counted of it away, in the same transaction.
 */

/** @import { Entry } from './entries.js' */
/** @import { Month, Scope } from './store.js' */

import { about, answered, whole } from './rows.js';
import { idsWithin, keyWithin, rootOf } from './scope.js';

/** From how many entries at once no single one is looked at: every month of their people is counted anew. */
const MANY = 500;

/**
 * @param {IDBTransaction} one
 * @param {readonly Entry[]} added
 */
export async function touch(one, added) {
  const told = added.length < MANY ? await about(one, new Set(added.map(rootOf))) : await ofPeople(one, added);
  markAll(one, [...added, ...told].map(monthOf));
}

/**
 * @param {IDBTransaction} one
 * @param {readonly Entry[]} added
 */
async function ofPeople(one, added) {
  const people = new Set(added.map(({ person }) => person));
  const months = /** @type {Month[]} */ (await answered(one.objectStore('months').getAll()));
  return months.filter(({ person }) => people.has(person)).map(({ person, month }) => ({ person, at: month }));
}

/**
 * Every month in which something is written, none of them counted. From one month on to the next, whatever lies between.
 * @param {IDBTransaction} one
 */
export async function markWritten(one) {
  const request = one.objectStore('entries').index('when').openKeyCursor();
  /** @type {[string, string][]} */
  const found = [];
  for (let cursor = await answered(request); cursor; cursor = await answered(request)) {
    const [person, at] = /** @type {[string, string]} */ (cursor.key);
    const [, month] = monthOf({ person, at });
    found.push([person, month]);
    cursor.continue([person, `${month}~`]);
  }
  one.objectStore('months').clear();
  markAll(one, found);
}

/**
 * @param {IDBTransaction} one
 * @param {Month} counted
 */
export async function keepSum(one, counted) {
  const store = one.objectStore('months');
  const now = /** @type {Month | undefined} */ (await answered(store.get([counted.person, counted.month])));
  if (now?.mark === counted.mark) store.put(counted);
}

/**
 * Erases what lies in a scope, and whatever was counted of anything.
 * @param {IDBTransaction} one
 * @param {Scope} scope
 * @returns {Promise<string[]>}
 */
export async function forgotten(one, scope) {
  const gone = idsWithin(await whole(one), scope);
  for (const id of gone) one.objectStore('entries').delete(id);
  await markWritten(one);
  const kept = one.objectStore('kept');
  for (const key of await answered(kept.getAllKeys())) if (keyWithin(String(key), scope)) kept.delete(key);
  return gone;
}

/**
 * @param {Pick<Entry, 'person' | 'at'>} entry
 * @returns {[string, string]}
 */
export function monthOf({ person, at }) {
  return [person, at.slice(0, 7)];
}

/**
 * @param {IDBTransaction} one
 * @param {readonly [string, string][]} months
 */
function markAll(one, months) {
  const each = new Map(months.map((key) => [key.join(), key]));
  for (const [person, month] of each.values()) {
    one.objectStore('months').put({ person, month, mark: crypto.randomUUID() });
  }
}
