/**
 * The diary as a table for a spreadsheet: RFC 4180, one row for each entry that holds now. The columns are those of
 * `Kinds.columns` in Python and stand in docs/reference/diary.md.
 */

/** @import { Field, Kinds } from './check.js' */
/** @import { Entry } from './entries.js' */

import { isObject } from './check.js';
import { dayOf } from './shown.js';

const BEFORE = ['local_date', 'local_time', 'kind'];
const AFTER = ['at', 'recorded_at', 'person', 'id'];
/** So that spreadsheets take it for UTF-8. */
const MARK = '\ufeff';
/** How a cell begins that a spreadsheet might run as a formula, in narrow and wide characters. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * @param {Kinds} kinds
 * @returns {string[]}
 */
export function columns(kinds) {
  const fields = kinds.kind.filter((kind) => !kind.amends).flatMap((kind) => kind.field ?? []);
  return [...BEFORE, ...new Set(fields.map(({ id }) => id)), ...AFTER];
}

/**
 * @param {Kinds} kinds
 * @param {readonly Entry[]} entries
 */
export function toCsv(kinds, entries) {
  const heads = columns(kinds);
  const rows = entries.map((entry) => {
    const cells = cellsOf(entry, fieldsOf(kinds, entry));
    return heads.map((head) => cells.get(head) ?? '');
  });
  return MARK + [heads, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/**
 * @param {Kinds} kinds
 * @param {Entry} entry
 * @returns {readonly Field[]}
 */
function fieldsOf(kinds, { kind, version }) {
  return kinds.kind.find((one) => one.id === kind && one.version === version)?.field ?? [];
}

/**
 * @param {Entry} entry
 * @param {readonly Field[]} fields
 */
function cellsOf(entry, fields) {
  const cells = new Map(fields.map(({ id }) => [id, cell(entry.body[id])]));
  cells.set('local_date', dayOf(entry.at));
  cells.set('local_time', entry.at.slice(11, 16));
  for (const name of /** @type {const} */ (['kind', 'at', 'recorded_at', 'person', 'id'])) cells.set(name, entry[name]);
  return cells;
}

/**
 * Lists by `; `, what belongs together by spaces (`calf_stretch_wall gone 45`), answers as `fact=answer`.
 * @param {unknown} value
 * @returns {string}
 */
function cell(value) {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    return value.map((one) => (isObject(one) ? Object.values(one).join(' ') : cell(one))).join('; ');
  }
  if (isObject(value)) return Object.entries(value).map(([name, one]) => `${name}=${one}`).join('; ');
  return String(value);
}

/** @param {string} text */
function quoted(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
