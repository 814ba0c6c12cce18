/** "Check your answers": what was said, a row a question, each with a button that asks it again. */

/** @import { Given } from '../device/person.js' */
/** @import { Question } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Fact } from '../pack.js' */
/** @import { Value } from '../rules.js' */
/** @import { Texts } from '../texts.js' */

import { UNSURE } from '../answers.js';
import { MANY, together } from '../interview.js';
import { shortOf } from './care.js';
import { h } from './dom.js';
import { capital } from './entry_words.js';
import { TENTHS, labelOf, unitOf } from './answer_words.js';

/** @typedef {{title: string, said: string[], asked: Question, no?: boolean}} Row  `no`: one question, answered with no. */

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Given} given
 * @param {(asked: Question) => void} change
 */
export function answerList(kb, texts, given, change) {
  const all = rows(kb, texts, given);
  const no = all.filter((row) => row.no);
  return h('div', {},
    shown(all.filter((row) => !row.no)),
    no.length > 0 && h('details', {}, h('summary', {}, texts.say('site_check.said_no', { count: no.length })), shown(no)));

  /** @param {Row[]} some */
  function shown(some) {
    const list = some.map(({ title, said, asked }) =>
      h('div', {},
        h('dt', {}, capital(title)),
        h('dd', {}, said.map((one) => h('span', {}, capital(one)))),
        h('dd', {}, h('button', { class: 'btn line sm', type: 'button', onclick: () => change(asked),
          'aria-label': `${texts.say('site_check.change')}: ${title}` }, texts.say('site_check.change')))));
    return h('dl', { class: 'answers' }, list);
  }
}

/**
 * The danger lines as one row, each list as one, every other question as its own.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Given} given
 * @returns {Row[]}
 */
function rows(kb, texts, given) {
  const danger = kb.pack.line.flatMap((one) => one.facts).filter((fact) => fact in given);
  const lists = MANY.map((group) => Object.keys(given).filter((fact) => kb.facts.get(fact)?.group === group));
  const single = Object.keys(given).filter((id) => ![danger, ...lists].some((facts) => facts.includes(id)));
  /** @type {Row[]} */
  const found = single.flatMap((id) => {
    const fact = kb.facts.get(id);
    const value = given[id];
    if (!fact || value === undefined) return [];
    const unit = fact.unit ? ` (${unitOf(texts, fact.unit)})` : '';
    return { title: `${shortOf(kb, texts, id)}${unit}`, said: [valueOf(texts, fact, value)], asked: together(kb, 'level', [id]), no: value === false };
  });
  lists.forEach((facts, nth) => {
    if (!facts.length) return;
    found.push({ title: texts.say(`site_check.many_${MANY[nth]}`), said: picked(facts), asked: together(kb, 'level', facts) });
  });
  if (danger.length) {
    found.push({ title: texts.say('site_check.lines'), said: picked(danger), asked: { stage: 'level', kind: 'line', facts: danger, line: '' } });
  }
  return found;

  /** @param {readonly string[]} facts */
  function picked(facts) {
    const yes = facts.filter((fact) => given[fact] === true).map((fact) => shortOf(kb, texts, fact));
    const unsure = facts.filter((fact) => given[fact] === UNSURE);
    if (unsure.length === facts.length && facts.length > 1) return [texts.say('site_check.unsure')];
    const doubts = unsure.map((fact) => texts.say('site_check.doubt', { what: shortOf(kb, texts, fact) }));
    return yes.length + doubts.length ? [...yes, ...doubts] : [texts.say('site_check.none')];
  }
}

/**
 * @param {Texts} texts
 * @param {Fact} fact
 * @param {Value | 'unsure'} value
 */
function valueOf(texts, fact, value) {
  if (value === UNSURE) return texts.say('site_check.unsure');
  if (typeof value === 'boolean') return texts.say(value ? 'site_check.yes' : 'site_check.no');
  if (typeof value === 'number') return String(fact.unit === TENTHS ? value / 10 : value);
  return labelOf(texts, fact, value);
}
