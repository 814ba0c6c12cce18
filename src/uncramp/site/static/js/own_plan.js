/** The plan of one person on one day, with all that a page needs beside it; of the steps, which are to be done on a day. */

/** @import { Answers } from './answers.js' */
/** @import { Given } from './device/person.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Plan, Step } from './plan.js' */
/** @import { Course } from './schedule.js' */
/** @import { Texts } from './texts.js' */
/** @import { Triage } from './triage.js' */

import { asked } from './answers.js';
import { answersOf } from './course.js';
import { decide } from './decide.js';
import { MANY } from './interview.js';
import { plan } from './plan.js';
import { schedule } from './schedule.js';
import { triage } from './triage.js';

/**
 * `courses` are those of the prevention, by remedy. `decision` is what is decided without a preference: what is kept of
 * it does not change with the diary.
 * @typedef {object} OwnPlan
 * @property {Answers} answers
 * @property {Triage} found
 * @property {ReturnType<typeof decide>} decision
 * @property {Plan} made
 * @property {ReadonlyMap<string, Course>} courses
 */

/**
 * @param {Knowledge} kb
 * @param {Given} given
 * @param {Texts} texts
 * @param {{today: string, preference?: readonly string[]}} when  `today` is the day the plan is made for.
 * @returns {OwnPlan}
 */
export function ownPlan(kb, given, texts, { today, preference = [] }) {
  const answers = answersOf(kb, given);
  const found = triage(kb, answers);
  const made = plan(kb, answers, found, { today, preference });
  const courses = schedule(answers, made.prevention, firstDay(made.prevention) ?? today);
  return {
    answers,
    found,
    decision: decide(kb, answers, texts),
    made,
    courses: new Map(courses.map((one) => [one.offer.remedy.id, one])),
  };
}

/**
 * The day on which prevention begins.
 * @param {readonly Step[]} prevention
 */
export function firstDay(prevention) {
  return prevention.map((step) => step.start).sort()[0] ?? null;
}

/**
 * Whether a danger sign was not asked yet: then there is no plan to show.
 * @param {Knowledge} kb
 * @param {Answers} answers
 */
export function signsOpen(kb, answers) {
  return [...kb.gates].some((fact) => !kb.neverAsked.has(fact) && !asked(answers, fact));
}

/** @typedef {{remedy: string, times: number}} Task  What is to be done on a day, and how often. */

/**
 * What this day asks for: steps of the next days that have a routine, and courses that are under way. What a pharmacist or
 * doctor has to be asked about first is no task yet, nor is what only needs the diary.
 * @param {OwnPlan} own
 * @param {string} day
 * @returns {Task[]}
 */
export function tasksOf({ made, courses }, day) {
  const near = made.nextDays.filter(
    ({ offer, start, end }) => offer.remedy.routine && !offer.askFirst.length && start <= day && day <= (end ?? start),
  );
  const under = [...courses.values()].filter((course) => !course.afterAsking && isDay(course, day));
  const offers = [...near.map((step) => step.offer), ...under.map((course) => course.offer)];
  const routines = new Map(offers.map(({ remedy }) => [remedy.id, remedy.routine]));
  return [...routines].map(([remedy, routine]) => ({ remedy, times: routine?.per === 'week' ? 1 : (routine?.times ?? 1) }));
}

/**
 * @param {Course} course
 * @param {string} day
 */
function isDay({ weeks, diaryUntil }, day) {
  return (diaryUntil === null || day > diaryUntil) && weeks.some((week) => week.days.includes(day));
}

/**
 * The week of a course that a day lies in; the first before it, the last after it.
 * @param {Course} course
 * @param {string} day
 */
export function weekOf({ weeks }, day) {
  return weeks.filter((week) => week.first <= day).at(-1) ?? weeks[0] ?? null;
}

/**
 * How many questions were answered: the danger signs count as one, each list as one.
 * @param {Knowledge} kb
 * @param {Given} given
 */
export function countAnswers(kb, given) {
  const danger = new Set(kb.pack.line.flatMap((line) => line.facts));
  const keys = Object.keys(given).map((id) => {
    if (danger.has(id)) return 'danger';
    const group = kb.facts.get(id)?.group ?? '';
    return MANY.some((one) => one === group) ? group : id;
  });
  return new Set(keys).size;
}
