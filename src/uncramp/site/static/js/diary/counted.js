/** What is counted of a diary, month by month; months in which something was written since are counted anew. */

/** @import { Diary, Month } from './store.js' */
/** @import { Sum } from './sums.js' */

import { current } from './current.js';
import { COUNTED, dayOf, sumOf } from './sums.js';

/** @typedef {{person: string, month: string, sum: Sum}} Counted */

/**
 * What is known, and the months that are still to be counted, the newest first.
 * @param {Diary} diary
 * @returns {Promise<{known: Counted[], left: Month[]}>}
 */
export async function counted(diary) {
  const months = await diary.months();
  const known = months.flatMap(({ person, month, counted, sum }) => (sum && counted === COUNTED ? { person, month, sum } : []));
  const left = months.filter(({ sum, counted }) => !sum || counted !== COUNTED);
  return { known, left: left.sort((one, other) => (one.month < other.month ? 1 : -1)) };
}

/**
 * Count a month, and keep it so.
 * @param {Diary} diary
 * @param {Month} month
 * @returns {Promise<Counted & {read: number}>}  With how many entries were read for it.
 */
export async function count(diary, { person, month, mark }) {
  const [from, to] = [`${month}-01`, `${month}-31`];
  const all = await diary.between({ person, from, to });
  const sum = sumOf(current(all).filter((entry) => entry.person === person && dayOf(entry.at).startsWith(month)));
  await diary.keepSum({ person, month, mark, counted: COUNTED, sum });
  return { person, month, sum, read: all.length };
}
