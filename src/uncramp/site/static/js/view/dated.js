/**
 * The dates of one prevention step in words: two weeks day by day, then week by week.
 *
 * INVARIANT: says what src/uncramp/cli/dated.py says.
 */

/** @import { Knowledge } from '../knowledge.js' */
/** @import { Course, Week } from '../schedule.js' */
/** @import { Texts } from '../texts.js' */

import { remedyOf } from '../kept.js';
import { BY_DATE, stopRule } from '../schedule.js';
import { dayWords } from './dates.js';

/**
 * What is said of a course: `says` is how it is done, `heading` sums up the dates, `lines` tells them, `stop` when to
 * leave it.
 * @typedef {{says: string, heading: string, lines: string[], stop: string}} Dated
 */

/**
 * @param {Knowledge} kb
 * @param {Course} course
 * @param {{first: string, others: ReadonlySet<string>}} plan  When it begins, and which remedies stand in it.
 * @param {Texts} texts
 * @returns {Dated}
 */
export function datedOf(kb, course, { first, others }, texts) {
  const { routine, reviewOn, end } = course;
  const { id } = course.offer.remedy;
  const says = [texts.entry('remedy', id, 'routine.says', routine.says)];
  const { progression } = /** @type {{progression?: string}} */ (routine);
  if (progression) says.push(texts.entry('remedy', id, 'routine.progression', progression));
  const instead = routine.instead_of && others.has(routine.instead_of) ? remedyOf(kb, routine.instead_of) : null;
  if (instead) says.push(texts.say('schedule.instead', { title: texts.entry('remedy', instead.id, 'title', instead.title) }));
  const date = dayWords(texts, reviewOn);
  const until = end ? ` ${texts.say('show.end', { date: dayWords(texts, end) })}` : '';
  const review = end === reviewOn ? texts.say('schedule.until_review', { date }) : texts.say('schedule.review', { date }) + until;
  return {
    says: says.join(' '),
    heading: texts.say('site_plan.dates', { start: dayWords(texts, course.start, 'short'), review: dayWords(texts, reviewOn, 'short') }),
    lines: [...waits(course, first, texts), ...weeks(course, texts), ...limits(kb, course, texts), review],
    stop: texts.say('schedule.stop', { says: stopRule(course, texts) }),
  };
}

/**
 * Why it does not begin with the plan.
 * @param {Course} course
 * @param {string} first
 * @param {Texts} texts
 */
function waits(course, first, texts) {
  const said = [];
  const { start, routine, goal } = course;
  if (course.afterAsking) said.push(texts.say('schedule.after_asking'));
  else if (start > first) said.push(texts.say(routine.rest_first ? 'schedule.rested' : 'schedule.turn', { date: dayWords(texts, start) }));
  if (course.already && goal !== null) said.push(texts.say('schedule.already', { amount: amountOf(course, goal, texts) }));
  return said;
}

/**
 * The diary, the first two weeks by date, and from which day on the later ones ask for more.
 * @param {Course} course
 * @param {Texts} texts
 */
function weeks(course, texts) {
  const said = [];
  if (course.diaryUntil) {
    said.push(texts.say('schedule.diary', { first: dayWords(texts, course.start, 'short'), last: dayWords(texts, course.diaryUntil, 'short') }));
  }
  let near = course.weeks.slice(0, BY_DATE);
  const later = course.weeks.slice(BY_DATE);
  const [one] = near;
  if (one && near.every((week) => week.amount === one.amount) && isDaily(course)) {
    near = [{ ...one, days: near.flatMap((week) => week.days) }];
  }
  said.push(...near.map((week) => weekWords(course, week, texts)));
  const rungs = [];
  let at = near.at(-1)?.amount ?? null;
  for (const week of later) {
    if (week.amount === null || week.amount === at) continue;
    at = week.amount;
    rungs.push(texts.say('schedule.rung', { date: dayWords(texts, week.first, 'short'), amount: at }));
  }
  if (rungs.length) said.push(texts.say('schedule.rungs', { rungs: rungs.join(', ') }));
  return said;
}

/**
 * @param {Course} course
 * @param {Week} week
 * @param {Texts} texts
 */
function weekWords(course, { days, amount }, texts) {
  const [first, last] = [days[0] ?? course.start, days.at(-1) ?? course.start];
  const when = isDaily(course)
    ? texts.say('schedule.each_day', { first: dayWords(texts, first, 'short'), last: dayWords(texts, last, 'short') })
    : days.map((day) => dayWords(texts, day, 'weekday')).join(', ');
  return amount === null ? when : `${when}: ${amountOf(course, amount, texts)}`;
}

/** @param {Course} course */
function isDaily({ routine }) {
  return (routine.per ?? 'day') === 'day';
}

/**
 * How far it goes and when it may grow; the question that would fit it better.
 * @param {Knowledge} kb
 * @param {Course} course
 * @param {Texts} texts
 */
function limits(kb, course, texts) {
  const { goal, goalOn, already, fit, share } = course;
  const ladder = /** @type {(import('../pack.js').Ladder & {step_when?: string}) | undefined} */ (course.routine.ladder);
  const told = [];
  if (ladder && !ladder.shares && !already && goal !== null) {
    const amount = amountOf(course, goal, texts);
    told.push(goalOn ? texts.say('schedule.goal_on', { amount, date: dayWords(texts, goalOn) }) : texts.say('schedule.goal', { amount }));
  }
  if (ladder?.step_when && !already) told.push(texts.entry('remedy', course.offer.remedy.id, 'routine.ladder.step_when', ladder.step_when));
  const said = told.length ? [told.join(' ')] : [];
  if (fit) {
    const question = texts.entry('fact', fit, 'ask', kb.facts.get(fit)?.ask);
    said.push(texts.say(share ? 'schedule.fit_share' : 'schedule.fit', { question }));
  }
  return said;
}

/**
 * @param {Course} course
 * @param {number} amount
 * @param {Texts} texts
 */
function amountOf(course, amount, texts) {
  return texts.say(`amount.${course.share ? 'percent_of_now' : course.unit}`, { amount });
}
