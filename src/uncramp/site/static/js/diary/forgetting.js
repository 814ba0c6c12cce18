/**
 * What was forgotten stays gone, on every device and whoever hears of it first. The rules of `uncramp.diary.sync`.
 *
 * A forgetting is a scope and a moment: what was written up to it is covered. A mark is the part of one entry's id that
 * is chance, with the person where only theirs was forgotten: enough to know the entry again, and every correction of
 * it, and nothing that says when or about what it was.
 */

/** @import { Entry } from './entries.js' */
/** @import { Scope } from './store.js' */

import { isDate, isMoment, isObject, isUuid, isUuid7 } from './check.js';
import { instant } from './entries.js';
import { dayOf } from './sums.js';

/** @typedef {Scope & {id: string, at: string}} Forgetting */

/** Where the part of a UUIDv7 begins that is chance: what stands before it says when the id was made. */
const RANDOM_FROM = 14;

/**
 * Whether the scope alone covers the entry, whatever else is known.
 * @param {Forgetting} forgetting
 * @param {Entry} entry
 */
export function hits({ person, from, to, at }, entry) {
  if (person && entry.person !== person) return false;
  if (!from && !to) return written(entry) <= instant(at);
  const day = dayOf(entry.at);
  // what an older entry is corrected to later may lie in those days: it was not meant
  return (!from || from <= day) && (!to || day <= to) && instant(entry.recorded_at) <= instant(at);
}

/**
 * The marks that covering an entry leaves: by days, the corrections of the entry may lie on other days. Where a whole
 * person or everything is forgotten, they are covered themselves.
 * @param {Forgetting} forgetting
 * @param {Entry} entry
 */
export function marksLeft(forgetting, entry) {
  return forgetting.from || forgetting.to ? [markOf(entry, forgetting)] : [];
}

/**
 * What remains of an entry so that it never comes back.
 * @param {Entry} entry
 * @param {Scope} scope
 */
export function markOf(entry, { person }) {
  const chance = subjectOf(entry).slice(RANDOM_FROM);
  return person ? `${chance}:${person}` : chance;
}

/**
 * The marks that would cover an entry.
 * @param {Entry} entry
 * @returns {[string, string]}
 */
export function marksOf(entry) {
  const chance = subjectOf(entry).slice(RANDOM_FROM);
  return [chance, `${chance}:${entry.person}`];
}

/**
 * When it was written; a correction holds all of its entry, so it is as old as that is.
 * @param {Entry} entry
 */
function written(entry) {
  const own = instant(entry.recorded_at);
  const subject = subjectOf(entry);
  return subject === entry.id ? own : Math.min(own, parseInt(subject.slice(0, 8) + subject.slice(9, 13), 16));
}

/**
 * The id of the entry that this one is about; its own where what it names is no id.
 * @param {Entry} entry
 */
function subjectOf({ id, body: { of } }) {
  return isUuid7(of) ? of : id;
}

/**
 * Of one id: the same scope, and the earlier moment, which a server gives where a clock ran ahead.
 * @param {Forgetting} one
 * @param {Forgetting} other
 */
export function merged(one, other) {
  return instant(other.at) < instant(one.at) ? other : one;
}

/**
 * @param {unknown} raw
 * @returns {raw is Forgetting}
 */
export function isForgetting(raw) {
  if (!isObject(raw) || !isUuid7(raw['id']) || !isMoment(raw['at'])) return false;
  const { person, from, to, id: _, at: __, ...rest } = raw;
  const days = [from, to].every((day) => day === undefined || isDate(day));
  return days && (person === undefined || isUuid(person)) && !Object.keys(rest).length;
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isMark(value) {
  if (typeof value !== 'string') return false;
  const [chance, person, ...more] = value.split(':');
  return !more.length && isUuid7(`00000000-0000-${chance}`) && (person === undefined || isUuid(person));
}
