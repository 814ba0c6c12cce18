/** A list to pick from, with "none of these" and "not sure" below it, and a search where it is long. */

/** @import { Fact } from '../pack.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Given, Part } from './question.js' */

import { UNSURE } from '../answers.js';
import { sentences } from './answer_words.js';
import { h } from './dom.js';
import { option } from './option.js';

/** From how many rows on a list can be searched. */
export const LONG = 12;

/**
 * A list to pick from. What is ticked is yes; the rest is no, or not sure where that is ticked too.
 * @param {Texts} texts
 * @param {Fact[]} facts
 * @param {Given} value
 * @returns {Part}
 */
export function list(texts, facts, value) {
  const boxes = facts.map(({ id }) => h('input', { type: 'checkbox', id, checked: value[id] === true, onchange: picked }));
  const rows = facts.map((fact, nth) => optionOf(texts, fact, /** @type {HTMLInputElement} */ (boxes[nth])));
  const answered = facts.every(({ id }) => id in value);
  const none = h('input', { type: 'checkbox', id: 'none-of-these', onchange: alone });
  none.checked = answered && facts.every(({ id }) => value[id] === false);
  const unsure = h('input', { type: 'checkbox', id: 'not-sure', onchange: () => (none.checked = false) });
  unsure.checked = facts.some(({ id }) => value[id] === UNSURE);
  return {
    body: [
      ...(facts.length > LONG ? [searchOf(texts, rows)] : []),
      h('div', { class: 'picks' }, rows),
      h('div', { class: 'stack or' },
        option(none, texts.say('site_check.none')),
        option(unsure, texts.say('site_check.unsure_some'))),
    ],
    read() {
      const some = boxes.some((box) => box.checked);
      if (!some && !none.checked && !unsure.checked) {
        return { wrong: texts.say('site_check.wrong_list'), at: /** @type {HTMLElement} */ (boxes[0]) };
      }
      const rest = unsure.checked ? UNSURE : false;
      return { given: Object.fromEntries(facts.map(({ id }, nth) => [id, boxes[nth]?.checked ? true : rest])) };
    },
  };

  function picked() {
    none.checked = false;
  }

  function alone() {
    if (none.checked) for (const box of [...boxes, unsure]) box.checked = false;
  }
}

/**
 * @param {Texts} texts
 * @param {Fact} fact
 * @param {HTMLInputElement} box
 */
function optionOf(texts, fact, box) {
  const [first = '', ...more] = sentences(texts.entry('fact', fact.id, 'ask', fact.ask));
  return option(box, first, more.join(' '));
}

/**
 * A field that hides the rows without its words; what is ticked stays in sight.
 * @param {Texts} texts
 * @param {readonly HTMLElement[]} rows
 */
export function searchOf(texts, rows) {
  const said = h('span', { class: 'small muted', role: 'status' });
  const field = h('input', { type: 'search', class: 'typed-words', autocomplete: 'off', oninput: search });
  return h('div', { class: 'find' }, h('label', {}, h('b', {}, texts.say('site_check.find')), field), said);

  function search() {
    const words = plain(field.value).split(' ').filter(Boolean);
    for (const row of rows) {
      const text = plain(row.textContent ?? '');
      row.hidden = !row.querySelector('input:checked') && !words.every((word) => text.includes(word));
    }
    const count = rows.filter((row) => !row.hidden).length;
    said.textContent = words.length ? texts.say('site_check.found', { count }) : '';
  }
}

/** @param {string} text */
function plain(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
