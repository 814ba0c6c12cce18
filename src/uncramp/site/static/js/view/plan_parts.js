/** The three parts of a plan: now, the next days, and what keeps the next one away, with its dates. */

/** @import { Helped } from '../helped.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { OwnPlan } from '../own_plan.js' */
/** @import { Step } from '../plan.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Told } from './plan_item.js' */

import { firstDay } from '../own_plan.js';
import { datedOf } from './dated.js';
import { dayWords } from './dates.js';
import { h } from './dom.js';
import { item, nothingTold } from './plan_item.js';

/** How many steps are told at once to somebody with a cramp; the others follow one at a time. */
const FIRST = 3;

/** Seconds from which a time is told in minutes. */
const MINUTE = 60;

/**
 * @typedef {object} How
 * @property {(path: string) => string} href
 * @property {string} [place]
 * @property {readonly Helped[]} helped
 * @property {boolean} [plain]
 */

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {OwnPlan} own
 * @param {How} how
 * @returns {HTMLElement[]}
 */
export function planParts(kb, texts, own, how) {
  const told = nothingTold();
  const { now, nextDays, prevention } = own.made;
  return [now.length ? [nowPart(kb, texts, now, how, told)] : [],
    nextDays.length ? [nextPart(texts, nextDays, how, told)] : [],
    prevention.length ? [preventionPart(kb, texts, own, how, told)] : []].flat();
}

/**
 * Only what eases it until somebody is seen.
 * @param {Texts} texts
 * @param {OwnPlan} own
 * @param {How} how
 */
export function comfortPart(texts, own, how) {
  if (!own.made.now.length) return null;
  return section('comfort', texts.say('site_check.comfort'), cards(texts, own.made.now, how, nothingTold()));
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Step[]} steps
 * @param {How} how
 * @param {Told} told
 */
function nowPart(kb, texts, steps, how, told) {
  const here = new Set(steps.map((step) => step.offer.remedy.id));
  const liked = how.helped.filter((one) => here.has(one.remedy));
  const titles = liked.map(({ remedy }) => titleOf(kb, texts, remedy)).join('; ');
  const later = steps.slice(FIRST);
  return section('now', texts.say('show.now'),
    titles && h('p', { class: 'say' }, texts.say('site_plan.worked', { remedies: titles })),
    cards(texts, steps.slice(0, FIRST), how, told),
    later.length > 0 && h('details', {}, h('summary', {}, texts.say('show.not_enough')), cards(texts, later, how, told)));
}

/**
 * @param {Texts} texts
 * @param {readonly Step[]} steps
 * @param {How} how
 * @param {Told} told
 */
function nextPart(texts, steps, how, told) {
  const end = steps[0]?.end;
  const until = end && h('p', { class: 'muted' }, sentence(texts.say('show.until', { date: dayWords(texts, end) })));
  return section('next_days', texts.say('show.next_days'), until, cards(texts, steps, how, told));
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {OwnPlan} own
 * @param {How} how
 * @param {Told} told
 */
function preventionPart(kb, texts, { made: { prevention }, courses }, how, told) {
  const first = firstDay(prevention) ?? '';
  const others = new Set(courses.keys());
  const rows = prevention.map((step) => {
    const course = courses.get(step.offer.remedy.id);
    return item(texts, step, { ...how, told, dated: course ? datedOf(kb, course, { first, others }, texts) : null });
  });
  return section('prevention', texts.say('show.prevention'),
    h('p', { class: 'muted' }, sentence(texts.say('show.from_date', { date: dayWords(texts, first) }))),
    h('div', { class: 'cols' }, rows));
}

/**
 * @param {Texts} texts
 * @param {readonly Step[]} steps
 * @param {How} how
 * @param {Told} told
 */
function cards(texts, steps, how, told) {
  const rows = steps.map((step) => {
    const helped = how.helped.find((one) => one.remedy === step.offer.remedy.id);
    return item(texts, step, { ...how, told, ...(helped ? { worked: workedWords(texts, helped) } : {}) });
  });
  return h('div', { class: 'cols' }, rows);
}

/**
 * @param {Texts} texts
 * @param {Helped} helped
 */
function workedWords(texts, { gone, tried, median }) {
  const key = median < 2 * MINUTE ? 'seconds' : 'minutes';
  const time = texts.say(`site_plan.${key}`, { count: key === 'seconds' ? median : Math.round(median / MINUTE) });
  return texts.say('site_plan.worked_how', { gone, tried, time });
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {string} id
 */
export function titleOf(kb, texts, id) {
  return texts.entry('remedy', id, 'title', kb.pack.remedy.find((one) => one.id === id)?.title ?? id);
}

/**
 * @param {string} id
 * @param {string} heading
 * @param {...(HTMLElement | string | null | undefined | false)} children
 */
function section(id, heading, ...children) {
  return h('section', { class: 'stack part', 'data-part': id }, h('h2', {}, heading), ...children);
}

/**
 * A line that the terminal writes inside brackets, as a sentence.
 * @param {string} words
 */
function sentence(words) {
  return `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
}
