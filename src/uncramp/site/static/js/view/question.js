/**
 * One question of the interview as a form: yes or no, a number, a choice, or a list to pick from.
 *
 * "Not sure" is always there and never means no. What was typed or ticked stays when something is wrong; then a
 * summary of what is wrong takes the focus.
 */

/** @import { Question } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Fact } from '../pack.js' */
/** @import { Value } from '../rules.js' */
/** @import { Texts } from '../texts.js' */

import { UNSURE } from '../answers.js';
import { MANY } from '../interview.js';
import { TENTHS, labelOf, sentences, unitOf } from './answer_words.js';
import { fill, h, icon } from './dom.js';
import { option } from './option.js';
import { list } from './pick_list.js';

export { labelOf } from './answer_words.js';

/** @typedef {Record<string, Value | 'unsure'>} Given  Answers by fact. */

/**
 * What a form comes to: answers, or what is wrong with them and with which control.
 * @typedef {{given: Given} | {wrong: string, at: HTMLElement}} Read
 */

/** @typedef {{body: HTMLElement[], read: () => Read}} Part  The controls of a question, and how they are read. */

/**
 * @typedef {object} How
 * @property {Given} [value]  What was answered before.
 * @property {(given: Given, opened: readonly string[]) => void} answered  `opened`: facts of a danger line that was not
 *   answered with no, to be asked one by one.
 * @property {() => void} [back]
 * @property {string} [where]  As "Question 3 of about 12".
 */

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Question} asked
 * @param {How} how
 * @returns {HTMLElement}
 */
export function question(kb, texts, asked, { value = {}, answered, back, where }) {
  const facts = asked.facts.flatMap((id) => kb.facts.get(id) ?? []);
  const { title, hints, body, read } = parts(kb, texts, asked, facts, value);
  const hint = 'question-hint';
  const described = hints.length ? { 'aria-describedby': hint } : {};
  const problem = problemBox();
  return h('form', { class: 'stack ask', novalidate: true, onsubmit: submit, 'data-facts': asked.facts.join(' ') },
    h('div', { class: 'row' }, back && backButton(texts, back), where && h('span', { class: 'where muted small' }, where)),
    problem,
    h('fieldset', { class: 'stack', ...described },
      h('legend', {}, h('h1', {}, title)),
      hints.length > 0 && h('div', { id: hint }, hints.map((one) => h('p', {}, one))),
      ...body),
    h('button', { class: 'btn big', type: 'submit' }, texts.say('site_check.continue')),
    asked.kind === 'one' && facts[0] && why(texts, facts[0]));

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const found = read();
    if ('wrong' in found) {
      tellProblem(texts, problem, found.wrong, found.at);
      return;
    }
    const opens = asked.kind === 'line' && Object.values(found.given).some((one) => one !== false);
    answered(opens ? {} : found.given, opens ? asked.facts : []);
  }
}

/**
 * @param {Texts} texts
 * @param {() => void} back
 */
export function backButton(texts, back) {
  return h('button', { class: 'btn line sm', type: 'button', onclick: back }, icon('back'), texts.say('site_check.back'));
}

/** Where it will be said what is wrong. It takes the focus and so is read out: as an alert it would be said twice. */
export function problemBox() {
  return h('div', { class: 'problem', role: 'group', tabindex: -1, hidden: true });
}

/**
 * Say what is wrong where the reader lands next, and lead to the place where it can be mended.
 * @param {Texts} texts
 * @param {HTMLElement} problem
 * @param {string} wrong
 * @param {HTMLElement} at
 */
export function tellProblem(texts, problem, wrong, at) {
  const there = h('a', { id: 'problem-says', href: `#${at.id}`, onclick: go }, wrong);
  fill(problem, h('p', { id: 'problem' }, h('b', {}, texts.say('site_check.problem'))), h('p', {}, there));
  problem.hidden = false;
  problem.setAttribute('aria-labelledby', 'problem problem-says');
  at.setAttribute('aria-invalid', 'true');
  at.setAttribute('aria-describedby', there.id);
  problem.focus();
  problem.scrollIntoView({ block: 'nearest' });

  /** @param {Event} event */
  function go(event) {
    event.preventDefault();
    at.focus();
  }
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Question} asked
 * @param {Fact[]} facts
 * @param {Given} value
 * @returns {Part & {title: string, hints: string[]}}
 */
function parts(kb, texts, asked, facts, value) {
  const [fact] = facts;
  if (!fact) throw new Error('a question without facts');
  if (asked.kind === 'line') {
    const line = kb.pack.line.find((one) => one.id === asked.line);
    const title = texts.entry('line', asked.line, 'says', line?.says);
    const hints = [texts.say('site_check.line'), ...(line?.more ? [texts.entry('line', asked.line, 'more', line.more)] : [])];
    return { title, hints, ...yesNo(texts, asked.facts, value) };
  }
  if (asked.kind === 'many') {
    const title = texts.say(`site_check.many_${MANY.includes(fact.group) ? fact.group : 'other'}`);
    return { title, hints: [texts.say('site_check.pick')], ...list(texts, facts, value) };
  }
  const [title, ...hints] = sentences(texts.entry('fact', fact.id, 'ask', fact.ask));
  switch (fact.type) {
    case 'flag':
      return { title, hints, ...yesNo(texts, [fact.id], value) };
    case 'enum':
      return { title, hints, ...choice(texts, fact, value) };
    case 'int':
      return { title, hints, ...number(texts, fact, value, title) };
  }
}

/**
 * @param {Texts} texts
 * @param {readonly string[]} facts
 * @param {Given} value
 * @returns {Part}
 */
function yesNo(texts, facts, value) {
  const [first = ''] = facts;
  /** @type {[string, Value | 'unsure', string][]} */
  const rows = [
    ['yes', true, texts.say('site_check.yes')],
    ['no', false, texts.say('site_check.no')],
    [UNSURE, UNSURE, texts.say('site_check.unsure')],
  ];
  return radios(texts, first, rows, value[first], (picked) => Object.fromEntries(facts.map((fact) => [fact, picked])));
}

/**
 * @param {Texts} texts
 * @param {Fact} fact
 * @param {Given} value
 * @returns {Part}
 */
function choice(texts, fact, value) {
  /** @type {[string, Value | 'unsure', string][]} */
  const rows = (fact.values ?? []).map((word, place) => [word, word, labelOf(texts, fact, word, place)]);
  rows.push([UNSURE, UNSURE, texts.say('site_check.unsure')]);
  return radios(texts, fact.id, rows, value[fact.id], (picked) => ({ [fact.id]: picked }));
}

/**
 * @param {Texts} texts
 * @param {string} name
 * @param {[string, Value | 'unsure', string][]} rows
 * @param {Value | 'unsure' | undefined} before
 * @param {(picked: Value | 'unsure') => Given} given
 * @returns {Part}
 */
function radios(texts, name, rows, before, given) {
  const inputs = rows.map(([word, meant]) =>
    h('input', { type: 'radio', name, value: word, id: `${name}-${word}`, checked: before === meant }));
  return {
    body: rows.map(([, , label], nth) => option(/** @type {HTMLInputElement} */ (inputs[nth]), label)),
    read() {
      const picked = rows[inputs.findIndex((input) => input.checked)];
      if (picked) return { given: given(picked[1]) };
      return { wrong: texts.say('site_check.wrong_pick'), at: /** @type {HTMLElement} */ (inputs[0]) };
    },
  };
}

/**
 * @param {Texts} texts
 * @param {Fact} fact
 * @param {Given} value
 * @param {string} title
 * @returns {Part}
 */
function number(texts, fact, value, title) {
  const scale = fact.unit === TENTHS ? 10 : 1;
  const [low, high] = (fact.range ?? [0, 0]).map((one) => one / scale);
  const before = value[fact.id];
  const unit = unitOf(texts, fact.unit ?? '');
  const typed = h('input', {
    type: 'text', inputmode: scale > 1 ? 'decimal' : 'numeric', id: fact.id, name: fact.id, class: 'number', autocomplete: 'off',
    value: typeof before === 'number' ? before / scale : '', 'aria-label': [title, unit].filter(Boolean).join(' '),
    oninput: () => (unsure.checked = false),
  });
  const unsure = h('input', { type: 'checkbox', id: `${fact.id}-unsure`, checked: before === UNSURE });
  return {
    body: [
      h('div', { class: 'typed' }, typed, unit && h('span', { 'aria-hidden': 'true' }, unit)),
      option(unsure, texts.say('site_check.unsure')),
    ],
    read() {
      const said = typed.value.trim().replace(',', '.');
      if (unsure.checked) {
        return said ? { wrong: texts.say('site_check.wrong_both'), at: typed } : { given: { [fact.id]: UNSURE } };
      }
      if (!said) return { wrong: texts.say('site_check.wrong_empty'), at: typed };
      const found = Number(said) * scale;
      const whole = Math.round(found);
      const wrong = texts.say(scale > 1 ? 'site_check.wrong_tenths' : 'site_check.wrong_number', { low, high });
      const fits = Math.abs(found - whole) < 1e-6 && whole >= (low ?? 0) * scale && whole <= (high ?? 0) * scale;
      return fits ? { given: { [fact.id]: whole } } : { wrong, at: typed };
    },
  };
}

/**
 * Why a question is asked, for whoever wants to know.
 * @param {Texts} texts
 * @param {Fact} fact
 */
function why(texts, fact) {
  if (!fact.why) return null;
  return h('details', {}, h('summary', {}, texts.say('site_check.why')), h('p', {}, texts.entry('fact', fact.id, 'why', fact.why)));
}
