/** What the questions came to: the care card first, then what else may be done, then the answers to check. */

/** @import { App } from '../app.js' */
/** @import { Summary } from '../again.js' */
/** @import { Course, Given } from '../device/person.js' */
/** @import { Question, Stage } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Decision } from './care.js' */

import { again, againWords, summaryOf } from '../again.js';
import { answersOf, moreOf } from '../course.js';
import { decide } from '../decide.js';
import { answerList } from './answers.js';
import { careCard } from './care.js';
import { h, icon, show } from './dom.js';

/**
 * @typedef {object} Shown
 * @property {App} app
 * @property {Knowledge} kb
 * @property {Texts} texts
 * @property {string} today
 * @property {Given} given
 * @property {Course} course
 * @property {string} [date]  The day of the answers, in words, if it is not today.
 * @property {(asked: Question) => void} change
 * @property {(stage: Stage) => void} goOn
 * @property {() => void} restart
 */

/**
 * Show the result and answer what of it has to be kept.
 * @param {HTMLElement} main
 * @param {Shown} shown
 * @returns {Summary}
 */
export function resultScreen(main, shown) {
  const { app, kb, texts, today, given, course } = shown;
  const decision = decide(kb, answersOf(kb, given), texts);
  const now = summaryOf(decision);
  const emergency = decision.level === 'emergency';
  const finished = decision.complete || decision.level !== 'self_care';
  const changed = notice(kb, texts, course, now);
  const card = finished
    ? careCard(kb, texts, decision, { today, href: (path) => app.href(path) })
    : [h('h1', {}, texts.say('site_check.unfinished')), h('p', {}, texts.say('site_check.unfinished_why'))];
  show(main,
    !emergency && changed,
    card,
    emergency && changed,
    shown.date && h('p', { class: 'card' }, texts.say('site_check.old_result', { date: shown.date })),
    !emergency && finished && next(shown, decision),
    section(texts.say('site_check.answers'), emergency, answerList(kb, texts, given, shown.change)),
    h('div', { class: 'row np' },
      !emergency && h('button', { class: 'btn line', type: 'button', onclick: () => print() }, icon('print'), texts.say('site_check.print')),
      h('button', { class: 'btn line', type: 'button', onclick: shown.restart }, texts.say('site_check.restart'))),
    h('p', { class: 'small muted' }, texts.say('site_check.kept')),
    h('p', { class: 'small muted' }, texts.say('site_check.knowledge', { version: kb.name })));
  return now;
}

/**
 * What has changed with the rules since the person was told something.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Course} course
 * @param {Summary} now
 */
export function notice(kb, texts, { decided }, now) {
  const changes = againWords(kb, texts, again(decided, now));
  if (!changes.length) return null;
  return h('div', { class: 'card changed', role: 'status' },
    h('p', {}, h('b', {}, texts.say('site_check.again'))),
    h('ul', {}, changes.map((one) => h('li', {}, one))));
}

/**
 * What may be done besides: at urgent what eases until then and nothing more; else the plan.
 * @param {Shown} shown
 * @param {Decision} decision
 */
function next({ app, kb, texts, today, given, course, goOn }, { level, offer }) {
  if (level === 'urgent') return comfort(app, kb, texts, offer);
  const more = moreOf(kb, given, course, today);
  return h('div', { class: 'stack np' },
    h('a', { class: 'btn big', href: app.href('plan.html') }, texts.say('site_check.plan')),
    more && h('button', { class: 'btn line', type: 'button', onclick: () => goOn(more.stage) },
      texts.say(`site_check.more_${more.stage}`, { count: more.count })));
}

/**
 * @param {App} app
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Decision['offer']} offer
 */
function comfort(app, kb, texts, offer) {
  const steps = offer.filter((one, nth) => offer.findIndex((other) => other.remedy === one.remedy) === nth);
  if (!steps.length) return null;
  const rows = steps.map(({ remedy: id, ask_first: ask, modify }) => {
    const remedy = kb.pack.remedy.find((one) => one.id === id);
    const first = [...new Set(ask.map((one) => one.says))].map((one) => `${texts.say('show.ask_first')}: ${one}`);
    const care = [...new Set(modify.map((one) => one.says))].map((one) => `${texts.say('show.note')}: ${one}`);
    return h('li', {},
      h('a', { href: app.href(`remedy/${id}.html`) }, h('b', {}, texts.entry('remedy', id, 'title', remedy?.title))),
      h('p', {}, texts.entry('remedy', id, 'summary', remedy?.summary)),
      [...first, ...care].map((one) => h('p', { class: 'small' }, one)));
  });
  return h('section', { class: 'stack' }, h('h2', {}, texts.say('site_check.comfort')), h('ul', { class: 'x stack comfort' }, rows));
}

/**
 * @param {string} title
 * @param {boolean} folded
 * @param {HTMLElement} body
 */
function section(title, folded, body) {
  if (folded) return h('details', { class: 'np' }, h('summary', {}, title), body);
  return h('section', { class: 'stack' }, h('h2', {}, title), body);
}
