/** Copies of the diary as files, and how old the last one is. */

/** @import { Kinds } from '../diary/check.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { toCsv } from '../diary/csv.js';
import { current } from '../diary/current.js';
import { stamp } from '../diary/entries.js';
import { daysSince, toDocument } from '../diary/out.js';
import { KEYS } from '../diary/store.js';
import { download } from './download.js';
import { localDay } from './person.js';

/** Days after which a copy is old, if there are entries since. */
const OLD = 30;

/**
 * Hand over everything as a file that this app can read again. Answers its name.
 * @param {Diary} diary
 * @param {Knowledge} kb
 */
export async function copyOut(diary, kb) {
  const name = `uncramp-diary-${localDay()}.json`;
  const entries = await diary.all();
  const exportedAt = stamp(new Date(), { milliseconds: true });
  const { version, hash } = kb.pack;
  download(name, toDocument(entries, { knowledge: `${version} ${hash}`, exportedAt }), 'application/json');
  await diary.keep(KEYS.exported, exportedAt);
  return name;
}

/**
 * Hand over what holds now as a table. Answers the name of the file.
 * @param {Diary} diary
 * @param {Kinds} kinds
 */
export async function tableOut(diary, kinds) {
  const name = `uncramp-diary-${localDay()}.csv`;
  download(name, toCsv(kinds, current(await diary.all())), 'text/csv;charset=utf-8');
  return name;
}

/**
 * How old the last copy is in days (null: there was none), how many entries were written since, and whether it is time
 * for another.
 * @param {Diary} diary
 */
export async function lastCopy(diary) {
  const kept = await diary.kept(KEYS.exported);
  const at = typeof kept === 'string' ? kept : null;
  const days = daysSince(at, new Date());
  const since = await (at === null || days === null ? diary.count() : diary.countSince(at));
  return { days, since, old: since > 0 && (days === null || days >= OLD) };
}
