/** Hands the reminders to the computer that keeps the diary, if a calendar follows an address there. */

/** @import { Hours } from '../diary/hours.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Handed } from '../reminding.js' */

import { Store } from '../diary/store.js';
import { PERSON } from './entry.js';
import { ask, isLetIn, isServed, readPair } from './pairing.js';

const PATH = 'reminders';

/**
 * Whether there is such an address. Nothing is asked of a host that keeps no diary, nor by a device that is not let in.
 * @param {Diary} diary
 */
export async function feedIsOn(diary) {
  if (!isServed() || typeof (await diary.kept(PERSON)) !== 'string') return false;
  return said(diary, 'GET', null);
}

/**
 * Send what the calendar should have from now on; whether the computer took it.
 * @param {Diary} diary
 * @param {Handed} handed
 * @param {Hours} hours
 */
export async function handOver(diary, { given, sequence, changed }, { bedtime = [], quiet = [] }) {
  const reminders = given.map(({ uid, title, text, day, time, minutes, rule }) => ({ uid, title, text, day, time, minutes, rule }));
  return said(diary, 'POST', { person: await diary.kept(PERSON), sequence, changed, bedtime: bedtime[0], quiet, reminders });
}

/**
 * @param {Diary} diary
 * @param {'GET' | 'POST'} method
 * @param {unknown} body
 * @returns {Promise<boolean>}
 */
async function said(diary, method, body) {
  try {
    const pair = diary instanceof Store ? await readPair(diary) : null;
    if (!pair && !isLetIn()) return false;
    const answer = await ask(method, PATH, body, pair?.token);
    return answer.ok && (await answer.json()).on === true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}
