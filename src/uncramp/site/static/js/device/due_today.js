/** What of this person's plan is due on this device now, by the answers, the diary and the hours that are kept here. */

/** @import { Entry } from '../diary/entries.js' */
/** @import { Hours } from '../diary/hours.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Timed } from '../due.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Handed } from '../reminding.js' */
/** @import { Texts } from '../texts.js' */

import { helpFirst } from '../check_done.js';
import { current } from '../diary/current.js';
import { hoursOf } from '../diary/hours.js';
import { KEYS } from '../diary/store.js';
import { dueOf, LATER, lookAgain, timeOf } from '../due.js';
import { ownPlan, tasksOf } from '../own_plan.js';
import { Level } from '../triage.js';
import { ownDay, PERSON } from './entry.js';
import { readHours } from './hours.js';
import { localDay, readPerson } from './person.js';

/**
 * `next`: when to look again, in milliseconds. `entries` are those of the day.
 * @typedef {{due: readonly Timed[], entries: readonly Entry[], today: string, next: number}} DueToday
 */

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Diary} diary
 * @param {Date} [now]
 * @returns {Promise<DueToday>}
 */
export async function dueToday(kb, texts, diary, now = new Date()) {
  const today = localDay(now);
  const [hours, entries, put, tasks] = await Promise.all([readHours(diary), ownDay(diary, today), diary.kept(KEYS.later), ownTasks(kb, texts, diary, now)]);
  const timed = tasks.map((task) => ({ ...task, hours: hoursFor(kb, task.remedy, hours) }));
  const later = typeof put === 'number' && put - now.getTime() <= LATER ? put : 0; // a clock that was set back ends it
  const done = (/** @type {string} */ remedy) => entries.filter(({ kind, body }) => kind === 'measure_done' && body['remedy'] === remedy).length;
  const due = later > now.getTime() ? [] : dueOf(timed, { done, hours, time: timeOf(now) });
  return { due, entries, today, next: lookAgain(timed, { hours, now, later }) };
}

/**
 * Not now: for a while.
 * @param {Diary} diary
 */
export async function putOff(diary) {
  await diary.keep(KEYS.later, Date.now() + LATER);
}

/**
 * What today asks for of what the person picked to be reminded of; nothing where there is no plan, where it is somebody
 * else's, or where help comes first.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Diary} diary
 * @param {Date} now
 */
async function ownTasks(kb, texts, diary, now) {
  const [person, picked] = await Promise.all([readPerson(kb, now), diary.kept(KEYS.reminders)]);
  const { chosen = [] } = /** @type {Partial<Handed>} */ (picked ?? {});
  if (!chosen.length || person.at === null || (person.episode.answering_for ?? 'self') !== 'self') return [];
  const id = await diary.kept(PERSON);
  const checks = typeof id === 'string' ? current(await diary.ofKind(id, 'check_done')) : [];
  if (helpFirst(checks)) return [];
  const own = ownPlan(kb, person.answers, texts, { today: localDay(new Date(person.at)) });
  const tasks = own.found.level >= Level.urgent ? [] : tasksOf(own, localDay(now));
  return tasks.filter((task) => chosen.includes(task.remedy));
}

/**
 * @param {Knowledge} kb
 * @param {string} id
 * @param {Hours} hours
 */
function hoursFor(kb, id, hours) {
  const routine = kb.pack.remedy.find((one) => one.id === id)?.routine;
  return routine && !routine.every_minutes ? hoursOf(routine, hours) : [];
}
