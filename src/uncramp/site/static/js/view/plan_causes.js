/** What may play a part, and the medicines to ask about: to try or to ask, no diagnosis, and never to stop one. */

/** @import { Answers } from '../answers.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { OwnPlan } from '../own_plan.js' */
/** @import { Texts } from '../texts.js' */

import { couldContribute, likelyContributors, said } from '../contributors.js';
import { medicines } from '../decide.js';
import { h, icon } from './dom.js';
import { askPath } from './plan_held.js';

/** How many further questions are offered at once. */
const MOST_ASKED = 3;

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Pick<OwnPlan, 'answers' | 'found'>} own
 * @param {(path: string) => string} href
 */
export function medicinesPart(kb, texts, { answers, found: { level } }, href) {
  const taken = medicines(kb, answers, level, texts);
  if (!taken.length) return null;
  return h('section', { class: 'stack', 'data-part': 'medicines' },
    h('h2', {}, texts.say('show.medicines')),
    h('ul', {}, taken.map(({ medicine, says }) => h('li', { 'data-medicine': medicine }, says))),
    h('p', { class: 'np' }, h('a', { href: href('medicines.html') }, texts.say('site_plan.medicines_read'))));
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Answers} answers
 * @param {(path: string) => string} href
 */
export function causesPart(kb, texts, answers, href) {
  const likely = likelyContributors(kb, answers);
  const ask = couldContribute(kb, answers).filter((fact) => !kb.neverAsked.has(fact)).slice(0, MOST_ASKED);
  if (!likely.length && !ask.length) return null;
  return h('section', { class: 'stack', 'data-part': 'causes' },
    h('h2', {}, texts.say('show.causes')),
    likely.length > 0 && h('p', { class: 'muted' }, texts.say('show.causes_meaning')),
    likely.length > 0 && h('ul', { class: 'x cols' }, likely.map((one) => {
      const words = said(kb, answers, one, texts);
      const told = one.medicines?.length ? [texts.say('show.see_medicines')] : [words.says, words.do];
      return h('li', { class: 'card', 'data-contributor': one.id },
        h('h3', {}, words.title),
        told.filter(Boolean).map((text) => h('p', {}, text)),
        h('p', { class: 'muted small' }, texts.say(`strength.${one.strength}`)));
    })),
    ask.length > 0 && h('div', { class: 'np stack' },
      h('p', {}, h('b', {}, texts.say('show.ask_causes'))),
      h('ul', {}, ask.map((fact) => h('li', {}, texts.entry('fact', fact, 'ask', kb.facts.get(fact)?.ask)))),
      h('a', { class: 'btn line sm', href: href(askPath(ask)) }, icon('question'), texts.say('site_plan.go_on'))));
}
