/** The hours at which reminders come, as this device keeps them. */

/** @import { Hours } from '../diary/hours.js' */
/** @import { Diary } from '../diary/store.js' */

import { withHours } from '../diary/hours.js';
import { KEYS } from '../diary/store.js';
import { PERSON, readKinds } from './entry.js';

/**
 * As the person said, else as the kinds say.
 * @param {Diary} diary
 * @returns {Promise<Hours>}
 */
export async function readHours(diary) {
  const [kinds, key] = await Promise.all([readKinds(), hoursKey(diary)]);
  return withHours(kinds.reminders, (await diary.kept(key)) ?? (await diary.kept(KEYS.hours)));
}

/**
 * @param {Diary} diary
 * @param {Hours} hours
 */
export async function keepHours(diary, hours) {
  await diary.keep(await hoursKey(diary), hours);
}

/**
 * Under which key the hours stand: each person has their own, and somebody who has written nothing yet is no person.
 * @param {Diary} diary
 */
async function hoursKey(diary) {
  const person = await diary.kept(PERSON);
  return typeof person === 'string' ? `${KEYS.hours}:${person}` : KEYS.hours;
}
