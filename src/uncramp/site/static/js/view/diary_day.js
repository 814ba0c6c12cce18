/** One day of the diary: what is written for it, and what can be added. */

/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { listed } from '../diary/shown.js';
import { dayWords } from './dates.js';
import { h, icon, show } from './dom.js';
import { entryRows } from './entry_list.js';

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {{day: string, entries: readonly Entry[], free: boolean}} what  `free`: nothing says whether its night was without cramps.
 * @param {{open: (entry: Entry) => void, add: () => void, none: (wrong: HTMLElement) => void, back: () => void}} does
 */
export function dayScreen(main, words, { day, entries, free }, { open, add, none, back }) {
  const found = listed(entries).reverse();
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  show(main,
    h('h1', {}, dayWords(words.texts, day, 'weekday'), ' ', day.slice(0, 4)),
    found.length ? entryRows(words, found, open) : h('p', {}, words.say('day_empty')),
    wrong,
    h('div', { class: 'row' },
      h('button', { class: 'btn', type: 'button', onclick: add }, icon('plus'), words.say('day_add')),
      free && h('button', { class: 'btn line', type: 'button', onclick: () => none(wrong) }, words.say('day_none_add')),
      backButton(words, back)));
} // prettier-ignore

/**
 * @param {Words} words
 * @param {() => void} back
 */
export function backButton(words, back) {
  return h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back'));
}
