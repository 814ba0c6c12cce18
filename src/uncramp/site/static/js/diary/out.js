/** The diary as one JSON file, out and in again. Reading the same file twice is reading it once. */

/** @import { Kinds } from './check.js' */
/** @import { Entry } from './entries.js' */

import { EntryError, isObject } from './check.js';
import { byTime } from './current.js';
import { canonical, readEntry } from './entries.js';

export const FORMAT = 'uncramp-diary';
export const VERSION = 1;

/** A file that is no diary, or one of a newer form. @typedef {'not_json' | 'not_a_diary' | 'newer'} FileErrorKind */

export class FileError extends Error {
  /**
   * @param {FileErrorKind} kind
   * @param {unknown} [cause]
   */
  constructor(kind, cause) {
    super(`the file cannot be read: ${kind}`, { cause });
    this.name = 'FileError';
    this.kind = kind;
  }
}

/**
 * Every entry, corrected and deleted ones too: what can be put together again elsewhere. One entry a line, so that two
 * files can be compared.
 * @param {readonly Entry[]} entries
 * @param {{knowledge: string, exportedAt: string}} header  The version of the knowledge, and when.
 */
export function toDocument(entries, { knowledge, exportedAt }) {
  const header = JSON.stringify({ format: FORMAT, version: VERSION, knowledge, exported_at: exportedAt });
  const rows = byTime(entries).map((entry) => JSON.stringify(entry));
  return `${header.slice(0, -1)},"entries":[\n${rows.join(',\n')}\n]}\n`;
}

/**
 * What a file holds: entries new to this diary, how many it has already, and those that cannot be taken, each with the
 * reason and its place in the file (counted from 1).
 * @typedef {object} Incoming
 * @property {Entry[]} fresh
 * @property {number} known
 * @property {{nth: number, why: string, path: string}[]} refused
 * @property {string | null} exportedAt
 */

/**
 * Read a file that `toDocument` wrote, here or elsewhere; FileError if it is none. One bad entry does not stop the
 * others.
 * @param {Kinds} kinds
 * @param {string} text
 * @param {readonly Entry[]} have  What this diary holds.
 * @returns {Incoming}
 */
export function fromDocument(kinds, text, have) {
  const file = parsed(text);
  const known = new Map(have.map((entry) => [entry.id, entry]));
  /** @type {Incoming} */
  const found = { fresh: [], known: 0, refused: [], exportedAt: file.exportedAt };
  file.entries.forEach((raw, nth) => {
    try {
      const entry = readEntry(kinds, raw);
      const other = known.get(entry.id);
      if (!other) {
        known.set(entry.id, entry);
        found.fresh.push(entry);
      } else if (canonical(other) === canonical(entry)) found.known += 1;
      else throw new EntryError('id', 'is that of another entry', 'an id of its own');
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      found.refused.push({ nth: nth + 1, why: error.message, path: error.path });
    }
  });
  return found;
}

/** @param {string} text */
function parsed(text) {
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new FileError('not_json', error);
  }
  if (!isObject(file) || file['format'] !== FORMAT) throw new FileError('not_a_diary');
  const { version, entries, exported_at: at } = file;
  if (typeof version === 'number' && version > VERSION) throw new FileError('newer');
  if (version !== VERSION || !Array.isArray(entries)) throw new FileError('not_a_diary');
  return { entries, exportedAt: typeof at === 'string' ? at : null };
}

/**
 * Whole days since the last export; null if there was none.
 * @param {string | null} exportedAt
 * @param {Date} now
 */
export function daysSince(exportedAt, now) {
  const then = exportedAt === null ? NaN : Date.parse(exportedAt);
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now.getTime() - then) / (24 * 60 * 60 * 1000)));
}
