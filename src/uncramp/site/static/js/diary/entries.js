/** Entries of a diary: made, read from JSON and checked; kept whole even where this app does not understand them. */

/** @import { Body, Kinds } from './check.js' */

import {
  A_MOMENT,
  A_NAME,
  AN_ID,
  AN_OBJECT,
  checkBody,
  EntryError,
  isMoment,
  isName,
  isObject,
  isUuid,
  isUuid7,
  isWhole,
  shown,
} from './check.js';

/**
 * One entry. `at` is when it happened and `recorded_at` when it was written, both with the offset of the place.
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} person
 * @property {string} at
 * @property {string} recorded_at
 * @property {string} kind
 * @property {number} version
 * @property {Body} body
 */

export const ENVELOPE = /** @type {const} */ (['id', 'person', 'at', 'recorded_at', 'kind', 'version', 'body']);
export const CORRECTION = 'correction';
export const DELETION = 'deletion';

/**
 * Per part of the envelope, the check and what it allows, in the order in which they are told.
 *
 * INVARIANT: this never changes, in any version: an older app has to find its way in what a newer one wrote.
 * @type {[string, (value: unknown) => boolean, string][]}
 */
const CHECKS = [
  ['id', isUuid7, AN_ID],
  ['person', isUuid, 'a UUID in lower case'],
  ['at', isMoment, A_MOMENT],
  ['recorded_at', isMoment, A_MOMENT],
  ['kind', isName, A_NAME],
  ['version', (value) => isWhole(value) && value >= 1 && value <= 1000, 'a whole number from 1 to 1000'],
  ['body', isObject, AN_OBJECT],
];

/**
 * The entry that `raw` is; EntryError says what is wrong with it, where, and what is allowed. An unknown kind, or an
 * unknown version of a known one, is no error: a newer app wrote it (`understood` tells).
 * @param {Kinds} kinds
 * @param {unknown} raw
 * @returns {Entry}
 */
export function readEntry(kinds, raw) {
  if (!isObject(raw)) throw new EntryError('entry', `cannot be ${shown(raw)}`, AN_OBJECT);
  for (const name of Object.keys(raw)) {
    if (ENVELOPE.some((part) => part === name)) continue;
    throw new EntryError('entry', `has no field ${shown(name)}`, ENVELOPE.join(', '));
  }
  for (const [name, fits, allowed] of CHECKS) {
    if (!Object.hasOwn(raw, name)) throw new EntryError(name, 'is missing', allowed);
    if (!fits(raw[name])) throw new EntryError(name, `cannot be ${shown(raw[name])}`, allowed);
  }
  const entry = /** @type {Entry} */ (/** @type {unknown} */ (raw));
  if (instant(entry.at) > instant(entry.recorded_at)) {
    throw new EntryError('at', `cannot be ${shown(entry.at)}`, 'no time after `recorded_at`');
  }
  checkKind(kinds, entry.kind, entry.version, entry.body, 'body');
  return entry;
}

/**
 * Whether this app knows that version of the kind; if so, EntryError for a body that it does not allow.
 * @param {Kinds} kinds
 * @param {string} id
 * @param {number} version
 * @param {Body} body
 * @param {string} path
 * @returns {boolean}
 */
function checkKind(kinds, id, version, body, path) {
  const kind = kinds.kind.find((one) => one.id === id && one.version === version);
  if (!kind) return false;
  checkBody(kind.field ?? [], body, path);
  if (id !== CORRECTION) return true;
  const of = /** @type {{kind: string, version: number, body: Body}} */ (/** @type {unknown} */ (body));
  if (kinds.kind.some((one) => one.amends && one.id === of.kind)) {
    throw new EntryError(`${path}.kind`, `cannot be ${shown(of.kind)}`, 'a kind that amends no other');
  }
  return checkKind(kinds, of.kind, of.version, of.body, `${path}.body`);
}

/**
 * Whether the app knows what this entry, which has been read, says. If not, it is kept, handed on and shown as being
 * there.
 * @param {Kinds} kinds
 * @param {Entry} entry
 */
export function understood(kinds, entry) {
  return checkKind(kinds, entry.kind, entry.version, entry.body, 'body');
}

/**
 * A new entry, checked; without `at` it happened now.
 * @param {Kinds} kinds
 * @param {{person: string, kind: string, body: Body, at?: string | undefined}} what
 * @param {{now: Date, random: Uint8Array}} world  The clock, and ten bytes of chance.
 * @returns {Entry}
 */
export function make(kinds, { person, kind, body, at }, { now, random }) {
  const recorded = stamp(now, { milliseconds: true });
  return readEntry(kinds, {
    id: uuid7(now, random),
    person,
    at: at ?? stamp(now),
    recorded_at: recorded,
    kind,
    version: Math.max(1, ...kinds.kind.filter((one) => one.id === kind).map((one) => one.version)),
    body,
  });
}

/**
 * The entry that says what an entry shown now should have said; it may move it in time, too.
 * @param {Kinds} kinds
 * @param {Entry} entry
 * @param {{body: Body, at?: string | undefined}} change
 * @param {{now: Date, random: Uint8Array}} world
 */
export function correct(kinds, entry, { body, at = entry.at }, world) {
  const { id: of, person, kind } = entry;
  const { version } = make(kinds, { person, kind, body, at }, world);
  return make(kinds, { person, kind: CORRECTION, at, body: { of, kind, version, body } }, world);
}

/**
 * The entry that takes an entry out of what is shown. To bring it back, write `correct` with what it said.
 * @param {Kinds} kinds
 * @param {Entry} entry
 * @param {{now: Date, random: Uint8Array}} world
 */
export function remove(kinds, { id: of, person }, world) {
  return make(kinds, { person, kind: DELETION, body: { of } }, world);
}

/**
 * A UUID that sorts by time (RFC 9562, version 7).
 * @param {Date} now
 * @param {Uint8Array} random  Ten bytes.
 */
export function uuid7(now, random) {
  if (random.length !== 10) throw new Error('a UUIDv7 takes ten bytes of chance');
  const bytes = [...random];
  bytes[0] = 0x70 | ((bytes[0] ?? 0) & 0x0f);
  bytes[2] = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const tail = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const hex = now.getTime().toString(16).padStart(12, '0') + tail;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A time as it is told at this place, with the offset that holds there on that day.
 * @param {Date} time
 * @param {{milliseconds?: boolean}} [how]
 */
export function stamp(time, { milliseconds = false } = {}) {
  const east = -Math.round(time.getTimezoneOffset());
  const local = new Date(time.getTime() + east * 60_000).toISOString();
  const hours = String(Math.floor(Math.abs(east) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(east) % 60).padStart(2, '0');
  return `${local.slice(0, milliseconds ? 23 : 19)}${east < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/**
 * The stamp of a day and a time as somebody gives them (`2026-02-27`, `03:10`), for writing what is past.
 * @param {string} day
 * @param {string} time
 */
export function stampOf(day, time) {
  return stamp(new Date(`${day}T${time}`)); // without an offset, it is the time of this place
}

/**
 * The point of time that a moment means, in milliseconds.
 * @param {string} moment
 */
export function instant(moment) {
  return Date.parse(moment);
}

/**
 * One text per entry, whatever the order of its keys: two of them are the same entry if this is the same.
 * @param {Entry} entry
 * @returns {string}
 */
export function canonical(entry) {
  return written(Object.fromEntries(ENVELOPE.map((name) => [name, entry[name]])));
}

/**
 * JSON with sorted keys. By hand, because `JSON.stringify` puts keys that look like numbers first.
 * @param {unknown} value
 * @returns {string}
 */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${written(value[key])}`).join(',')}}`;
}
