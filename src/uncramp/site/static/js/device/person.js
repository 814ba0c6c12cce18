/**
 * Who uses this device: what stays true of them (`profile`), and the answers about the present trouble (`episode`).
 *
 * The profile is that of the person whose device it is, as the diary's entries have it: nothing else keeps it. Whoever
 * answers for somebody else begins without it.
 */

/** @import { Summary } from '../again.js' */
/** @import { Body } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Question } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Value } from '../rules.js' */

import { isDate } from '../diary/check.js';
import { current } from '../diary/current.js';
import { instant, stampOf } from '../diary/entries.js';
import { MemoryStore } from '../diary/memory.js';
import { answered } from '../diary/shown.js';
import { KEYS, openDiary } from '../diary/store.js';
import { storeError } from '../diary/store_error.js';
import { changesOf, freshAnswers, usable } from '../lasting.js';
import { PERSON, write } from './entry.js';

export { isLasting } from '../lasting.js';

/** @typedef {Record<string, Value | 'unsure'>} Given  Answers by fact, not settled. */

/** @typedef {{value: Value, on: string}} Kept  An answer as older apps kept it, and the day it was given. */

/**
 * How far the questions have come: each step with what it asked, the facts behind danger lines still to be asked, and
 * whether the person wants the questions on which nothing urgent hangs.
 * @typedef {object} Course
 * @property {readonly {asked: Question, facts: readonly string[]}[]} steps
 * @property {readonly string[]} opened
 * @property {Readonly<Record<string, boolean>>} wanted
 * @property {Summary | null} decided  What was last shown as a result.
 * @property {string} [noted]  The result that the diary has of these answers.
 */

/**
 * @typedef {object} Person
 * @property {Given} profile  What still counts of it.
 * @property {Given} episode
 * @property {Given} answers  Both together: what to decide by.
 * @property {number | null} at  When the episode began, in milliseconds; null without one.
 * @property {Course} course
 * @property {boolean} persistent  Whether this browser keeps anything.
 */

const EPISODE = 'episode';
const CHANGE = 'profile_change';

/** @type {Course} */
export const BEGINNING = { steps: [], opened: [], wanted: {}, decided: null };

/** @type {ReturnType<typeof openDiary> | undefined} */
let opened;

/**
 * The store of this device; one connection is enough for all pages. Where another tab stands in the way, one in memory:
 * no trouble with keeping answers may stop somebody from giving them.
 */
function store() {
  opened ??= openDiary().catch((error) => new MemoryStore(storeError(error)));
  return opened;
}

/**
 * The day here, as `2026-02-27`.
 * @param {Date} [now]
 */
export function localDay(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Everything kept about the person; answers that the knowledge no longer understands are left out.
 * @param {Knowledge} kb
 * @param {Date} [now]
 * @returns {Promise<Person>}
 */
export async function readPerson(kb, now = new Date()) {
  const diary = await store();
  const older = await migrated(diary);
  const [said, told] = await Promise.all([saidOf(diary), diary.kept(EPISODE)]);
  const profile = freshAnswers(kb, { ...older, ...answered(said) }, localDay(now));
  const { facts = {}, at = null, course = BEGINNING } = /** @type {Partial<{facts: Given, at: number, course: Course}>} */ (told ?? {});
  const episode = usable(kb, facts);
  const own = (episode.answering_for ?? 'self') === 'self';
  return { profile, episode, answers: own ? { ...profile, ...episode } : episode, at, course, persistent: diary.persistent };
}

/** The changes are written one after the other: each is told apart from what was said before it. @type {Promise<unknown>} */
let writing = Promise.resolve();

/**
 * Write lasting answers into the diary, as far as they change anything; null takes one back, and "not sure" is nothing
 * to keep.
 * @param {Knowledge} kb
 * @param {Record<string, Value | 'unsure' | null>} facts
 * @param {Date} [now]
 * @returns {Promise<void>}
 */
export function keepProfile(kb, facts, now = new Date()) {
  const done = writing.then(async () => {
    const diary = await store();
    await migrated(diary);
    const said = await saidOf(diary);
    const changes = changesOf(kb, answered(said), facts, localDay(now));
    if (Object.keys(changes).length) await write(diary, CHANGE, { facts: changes }, undefined, latest(said));
  });
  writing = done.catch(() => undefined);
  return done;
}

/**
 * Write what a check came to into the diary.
 * @param {Body} body
 */
export async function noteCheck(body) {
  await write(await store(), 'check_done', body);
}

/**
 * What holds of the changes of this person's profile.
 * @param {Diary} diary
 */
async function saidOf(diary) {
  const person = await diary.kept(PERSON);
  return typeof person === 'string' ? current(await diary.ofKind(person, CHANGE)) : [];
}

/**
 * Details that an older app kept beside the diary become one entry, dated by the oldest answer that can grow old. Where
 * that cannot be written, on a full device say, they are answered so that they still count.
 * @param {Diary} diary
 * @returns {Promise<Record<string, Kept>>}
 */
async function migrated(diary) {
  const kept = /** @type {Record<string, Kept> | undefined} */ (await diary.kept(KEYS.profile));
  if (kept === undefined) return {};
  const all = Object.entries(kept).filter(([, one]) => isDate(one.on) && one.value !== undefined);
  const days = all.filter(([, { value }]) => value !== true).map(([, { on }]) => on);
  const [oldest] = (days.length ? days : all.map(([, { on }]) => on)).sort();
  try {
    if (oldest) {
      const at = oldest < localDay() ? stampOf(oldest, '12:00') : undefined;
      await write(diary, CHANGE, { facts: Object.fromEntries(all.map(([fact, { value }]) => [fact, value])) }, at);
    }
    await diary.drop(KEYS.profile);
    return {};
  } catch (error) {
    console.warn(error);
    return Object.fromEntries(all);
  }
}

/** When the newest of the entries was written. @param {readonly Entry[]} entries */
function latest(entries) {
  return Math.max(0, ...entries.map(({ recorded_at: at }) => instant(at)));
}

/**
 * Keep the answers of the present episode, in the place of those before.
 * @param {Given} facts
 * @param {Course} [course]
 * @param {Date} [began]  What was answered long ago must not look new.
 */
export async function keepEpisode(facts, course = BEGINNING, began = new Date()) {
  await (await store()).keep(EPISODE, { facts, at: began.getTime(), course });
}

export async function forgetEpisode() {
  await (await store()).drop(EPISODE);
}

/** Erase everything on this device: entries, answers, sessions, timers. */
export async function forgetEverything() {
  await (await store()).forget({});
}
