/** Writing something down, or changing what is written: which kind, and its form. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { backButton } from './diary_day.js';
import { fill, h, icon, show } from './dom.js';
import { EntryForm } from './entry_form.js';

/** What can be written down beside cramps. */
const ELSE = ['exposure', 'sleep', 'exercise', 'drinks', 'dose_taken', 'note'];

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {{pick: (kind: string) => void, back: () => void}} does
 */
export function elseScreen(main, words, { pick, back }) {
  show(main,
    h('h1', {}, words.say('else_heading')),
    h('ul', { class: 'x list' }, ELSE.map((kind) => h('li', {}, h('button', { type: 'button', 'data-kind': kind, onclick: () => pick(kind) },
      h('span', {}, h('b', {}, words.say(`kind_${kind}`)), h('small', {}, words.say(`why_${kind}`))), icon('on'))))),
    backButton(words, back));
} // prettier-ignore

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {Kinds} kinds
 * @param {{kind: string, entry: Entry | null, today: string}} what  `entry`: what it says so far.
 * @param {{save: (said: {body: Body, at?: string | undefined}, wrong: HTMLElement) => void, back: () => void}} does
 * @returns {(words: string) => void}  Says that the entry was changed elsewhere.
 */
export function formScreen(main, words, kinds, { kind, entry, today }, { save, back }) {
  const form = new EntryForm(words, kinds, kind, { today, ...(entry && { body: entry.body, at: entry.at }) });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const changed = h('p', { role: 'status' });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    fill(wrong);
    const said = form.read();
    if (said) save(said, wrong);
  };
  show(main,
    h('h1', {}, words.say(`kind_${kind}`)),
    changed,
    h('form', { class: 'stack', novalidate: true, onsubmit: submit },
      form.element, wrong,
      h('div', { class: 'row' }, h('button', { class: 'btn', type: 'submit' }, icon('tick'), words.say('save')), backButton(words, back))));
  return (told) => (changed.textContent = told);
} // prettier-ignore
