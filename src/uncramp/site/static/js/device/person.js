/**
 * Who uses this device: what stays true of them (`profile`), and the answers about the present trouble (`episode`).
 *
 * The profile is that of the person whose device it is. Whoever answers for somebody else begins without it.
 */

/** @import { Summary } from '../again.js' */
/** @import { Question } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Value } from '../rules.js' */

import { UNSURE, checked } from '../answers.js';
import { MemoryStore } from '../diary/memory.js';
import { KEYS, openDiary } from '../diary/store.js';
import { storeError } from '../diary/store_error.js';

/** @typedef {Record<string, Value | 'unsure'>} Given  Answers by fact, not settled. */

/** @typedef {{value: Value, on: string}} Kept  An answer of the profile and the day it was given. */

/**
 * How far the questions have come: each step with what it asked, the facts behind danger lines still to be asked, and
 * whether the person wants the questions on which nothing urgent hangs.
 * @typedef {object} Course
 * @property {readonly {asked: Question, facts: readonly string[]}[]} steps
 * @property {readonly string[]} opened
 * @property {Readonly<Record<string, boolean>>} wanted
 * @property {Summary | null} decided  What was last shown as a result.
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

/** Groups of facts that stay true beyond one episode. */
const LASTING = ['who', 'condition', 'medicine', 'allergy'];

/** Whom it is about and where they are belong to the one time, whatever the group. */
const OF_THE_MOMENT = ['answering_for', 'region'];

/**
 * What may have changed within weeks is asked again after two of them, and all else after half a year, but for a yes
 * to an illness, a medicine or an allergy: that stays until the person takes it back, because it only makes advice
 * more careful.
 */
const QUICK = ['pregnancy_status', 'pregnancy_weeks', 'pregnancy_past_20w', 'age_months', 'breastfeeding', 'weight_kg'];
const QUICK_DAYS = 14;
const SLOW_DAYS = 182;
const STAYING = ['condition', 'medicine', 'allergy'];

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
 * Whether a fact belongs into the profile.
 * @param {Knowledge} kb
 * @param {string} fact
 */
export function isLasting(kb, fact) {
  return LASTING.includes(kb.facts.get(fact)?.group ?? '') && !OF_THE_MOMENT.includes(fact);
}

/**
 * Everything kept about the person; answers that the knowledge no longer understands are left out.
 * @param {Knowledge} kb
 * @param {Date} [now]
 * @returns {Promise<Person>}
 */
export async function readPerson(kb, now = new Date()) {
  const diary = await store();
  const [kept, told] = await Promise.all([diary.kept(KEYS.profile), diary.kept(EPISODE)]);
  const profile = usable(kb, fresh(kb, /** @type {Record<string, Kept>} */ (kept ?? {}), localDay(now)));
  const { facts = {}, at = null, course = BEGINNING } = /** @type {Partial<{facts: Given, at: number, course: Course}>} */ (told ?? {});
  const episode = usable(kb, facts);
  const own = (episode.answering_for ?? 'self') === 'self';
  return { profile, episode, answers: own ? { ...profile, ...episode } : episode, at, course, persistent: diary.persistent };
}

/**
 * Keep lasting answers; null takes one back. "Not sure" is nothing to keep.
 * @param {Record<string, Value | 'unsure' | null>} facts
 * @param {Date} [now]
 */
export async function keepProfile(facts, now = new Date()) {
  const diary = await store();
  const kept = { .../** @type {Record<string, Kept>} */ ((await diary.kept(KEYS.profile)) ?? {}) };
  for (const [fact, value] of Object.entries(facts)) {
    if (value === null || value === UNSURE) delete kept[fact];
    else kept[fact] = { value, on: localDay(now) };
  }
  await diary.keep(KEYS.profile, kept);
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

/**
 * @param {Knowledge} kb
 * @param {Record<string, Kept>} kept
 * @param {string} today
 * @returns {Given}
 */
function fresh(kb, kept, today) {
  const still = Object.entries(kept).filter(([fact, { value, on }]) => {
    if (value === true && STAYING.includes(kb.facts.get(fact)?.group ?? '')) return true;
    const age = (Date.parse(today) - Date.parse(on)) / 86_400_000;
    return age < (QUICK.includes(fact) ? QUICK_DAYS : SLOW_DAYS);
  });
  return Object.fromEntries(still.map(([fact, { value }]) => [fact, value]));
}

/**
 * @param {Knowledge} kb
 * @param {Given} given
 * @returns {Given}
 */
function usable(kb, given) {
  return Object.fromEntries(
    Object.entries(given).filter(([id, value]) => {
      const fact = kb.facts.get(id);
      if (!fact || value === UNSURE) return Boolean(fact);
      try {
        checked(fact, value);
        return true;
      } catch {
        return false; // an older knowledge allowed it
      }
    }),
  );
}
