/** Writes entries of this device's own person into the diary, and takes them out again. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Diary } from '../diary/store.js' */

import { current } from '../diary/current.js';
import { make, remove } from '../diary/entries.js';
import { fileText } from './files.js';

/** Under which key the id stands that the entries of this device's own person carry. */
const PERSON = 'person';

/**
 * What holds now of this person's entries.
 * @param {Diary} diary
 * @returns {Promise<Entry[]>}
 */
export async function ownEntries(diary) {
  const [person, all] = await Promise.all([diary.kept(PERSON), diary.all()]);
  return current(all).filter((entry) => entry.person === person);
}

/**
 * @param {Diary} diary
 * @param {string} kind
 * @param {Body} body
 * @returns {Promise<Entry>}
 */
export async function write(diary, kind, body) {
  const [person, kinds] = await Promise.all([ownPerson(diary), readKinds()]);
  const entry = make(kinds, { person, kind, body }, world());
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

function world() {
  return { now: new Date(), random: crypto.getRandomValues(new Uint8Array(10)) };
}
