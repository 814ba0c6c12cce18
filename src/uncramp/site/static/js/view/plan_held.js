/** What was held back and why, and which answers could bring it back. */

/** @import { Answers } from '../answers.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Withheld } from '../offer.js' */
/** @import { OwnPlan } from '../own_plan.js' */
/** @import { Texts } from '../texts.js' */

import { asked } from '../answers.js';
import { isCertain, saidOf } from '../offer.js';
import { h, icon } from './dom.js';

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {OwnPlan} own
 * @param {(path: string) => string} href
 */
export function heldBack(kb, texts, { made, answers }, href) {
  const sure = made.withheld.filter(isCertain);
  const open = made.withheld.filter((one) => !isCertain(one));
  return [
    sure.length > 0 && h('section', { class: 'stack', 'data-held': 'certain' },
      h('h2', {}, texts.say('show.held_back')),
      h('ul', { class: 'x list held' }, sure.map((one) => row('no', texts, one, href(`remedy/${one.remedy.id}.html`), whyOf(texts, one))))),
    open.length > 0 && h('section', { class: 'stack', 'data-held': 'unknown' },
      h('h2', {}, texts.say('show.held_back_unknown')),
      h('p', {}, texts.say('site_plan.unknown_why')),
      h('ul', { class: 'x list held' }, open.map((one) => openRow(kb, texts, answers, one, made.ask, href)))),
  ];
}

/**
 * The first sure reason, as a person reads it.
 * @param {Texts} texts
 * @param {Withheld} one
 */
export function whyOf(texts, one) {
  const reasons = isCertain(one) ? one.because.filter((reason) => reason.certain) : one.because;
  return reasons[0] ? saidOf(reasons[0], texts) : '';
}

/**
 * The facts without an answer that hold a remedy back, the most useful to ask first.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Withheld} one
 * @param {readonly string[]} order
 */
export function freeing(kb, answers, one, order) {
  const facts = one.because.flatMap((reason) => Object.entries(reason.facts).filter(([, value]) => value === null).map(([fact]) => fact));
  const open = [...new Set(facts)].filter((fact) => kb.facts.has(fact) && !kb.neverAsked.has(fact) && !asked(answers, fact));
  const place = (/** @type {string} */ fact) => (order.includes(fact) ? order.indexOf(fact) : order.length);
  return open.sort((left, right) => place(left) - place(right));
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Answers} answers
 * @param {Withheld} one
 * @param {readonly string[]} order
 * @param {(path: string) => string} href
 */
function openRow(kb, texts, answers, one, order, href) {
  const facts = freeing(kb, answers, one, order);
  const [first] = facts;
  if (!first) return row('question', texts, one, href(`remedy/${one.remedy.id}.html`), texts.say('site_plan.doubtful'));
  const question = texts.entry('fact', first, 'ask', kb.facts.get(first)?.ask);
  const says = texts.say(facts.length === 1 ? 'site_plan.ask_one' : 'site_plan.ask_some', { count: facts.length, question });
  return row('question', texts, one, href(askPath(facts)), says);
}

/**
 * The page that asks these and then comes back to the plan.
 * @param {readonly string[]} facts
 */
export function askPath(facts) {
  return `check.html?ask=${facts.join(',')}&to=plan`;
}

/**
 * @param {string} sign
 * @param {Texts} texts
 * @param {Withheld} one
 * @param {string} address
 * @param {string} says
 */
function row(sign, texts, { remedy }, address, says) {
  const title = texts.entry('remedy', remedy.id, 'title', remedy.title);
  return h('li', {},
    h('a', { href: address, 'data-remedy': remedy.id }, icon(sign), h('span', {}, h('b', {}, title), h('small', {}, says)), icon('on')));
}
