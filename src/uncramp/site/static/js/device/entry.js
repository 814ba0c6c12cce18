/** Writes entries of this device's own person into the diary, and takes them out again. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Sum } from '../diary/sums.js' */

import { counted, count } from '../diary/counted.js';
import { current } from '../diary/current.js';
import { make, remove } from '../diary/entries.js';
import { dayOf } from '../diary/shown.js';
import { together } from '../diary/sums.js';
import { fileText } from './files.js';

/** Under which key the id stands that the entries of this device's own person carry. */
export const PERSON = 'person';

/**
 * What holds now of a day of this person.
 * @param {Diary} diary
 * @param {string} day
 * @returns {Promise<Entry[]>}
 */
export async function ownDay(diary, day) {
  const person = await diary.kept(PERSON);
  if (typeof person !== 'string') return [];
  const found = current(await diary.between({ person, from: day, to: day }));
  return found.filter((entry) => entry.person === person && dayOf(entry.at) === day);
}

/**
 * What is counted of this person's diary.
 * @param {Diary} diary
 * @returns {Promise<Sum>}
 */
export async function ownSum(diary) {
  const [person, { known, left }] = await Promise.all([diary.kept(PERSON), counted(diary)]);
  const own = known.filter((one) => one.person === person);
  for (const month of left) if (month.person === person) own.push(await count(diary, month));
  return together(own.map(({ sum }) => sum));
}

/**
 * @param {Diary} diary
 * @param {string} kind
 * @param {Body} body
 * @param {string} [at]
 * @param {number} [after]  In milliseconds: what has to come before it, even where the clock was set back.
 * @returns {Promise<Entry>}
 */
export async function write(diary, kind, body, at, after = 0) {
  const [person, kinds] = await Promise.all([ownPerson(diary), readKinds()]);
  const entry = make(kinds, { person, kind, body, at }, world(after));
  await diary.append([entry]);
  return entry;
}

/**
 * Take an entry out of what is shown: it stays, with another that deletes it.
 * @param {Diary} diary
 * @param {Entry} entry
 */
export async function undo(diary, entry) {
  await diary.append([remove(await readKinds(), entry, world())]);
}

/** @returns {Promise<Kinds>} */
export async function readKinds() {
  return JSON.parse(await fileText('data/kinds.json'));
}

/** @param {Diary} diary */
async function ownPerson(diary) {
  const kept = await diary.kept(PERSON);
  if (typeof kept === 'string') return kept;
  const made = crypto.randomUUID();
  await diary.keep(PERSON, made);
  return made;
}

function world(after = 0) {
  return { now: new Date(Math.max(Date.now(), after + 1)), random: crypto.getRandomValues(new Uint8Array(10)) };
}
