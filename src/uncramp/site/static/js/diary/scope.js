/** Which entries somebody wants to be rid of for good: a person's, a range of days, or all there are. */

/** @import { Entry } from './entries.js' */
/** @import { Scope } from './store.js' */

import { instant } from './entries.js';
import { dayOf } from './sums.js';

/**
 * @param {Entry} entry
 * @param {Scope} scope  Both days belong to it; what is left out does not narrow it.
 */
function within(entry, { person, from, to }) {
  const day = dayOf(entry.at);
  return (!person || entry.person === person) && (!from || from <= day) && (!to || day <= to);
}

/**
 * The ids of the entries of a scope. An entry goes if any of what was said about it lies in the scope, and all of it
 * goes together: a correction holds the whole body, so one that stayed behind would keep what was to be forgotten.
 * @param {readonly Entry[]} entries
 * @param {Scope} scope
 */
export function idsWithin(entries, scope) {
  const roots = new Set(entries.filter((entry) => within(entry, scope)).map(rootOf));
  const meant = entries.filter(({ person }) => !scope.person || person === scope.person);
  return meant.filter((entry) => roots.has(rootOf(entry))).map(({ id }) => id);
}

/**
 * Whether a small thing belongs to it: with a whole person all that carries the person's id, with everything all of it.
 * @param {string} key
 * @param {Scope} scope
 */
export function keyWithin(key, { person, from, to }) {
  return !from && !to && (!person || key.endsWith(`:${person}`));
}

/**
 * The entry that this one is about: itself, or the one it corrects or deletes.
 * @param {Entry} entry
 */
export function rootOf({ id, body }) {
  return typeof body['of'] === 'string' ? body['of'] : id;
}

/**
 * What the ids of entries begin with, or come after, that were written after a moment: ids sort by time.
 * @param {string} moment
 */
export function firstIdAfter(moment) {
  const hex = (Math.max(0, instant(moment)) + 1).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}`;
}
