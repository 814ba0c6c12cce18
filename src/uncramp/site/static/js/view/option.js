/** One row to tick. Its words stand right in the label: a screen reader says them once, with the box. */

import { h } from './dom.js';

/**
 * @param {HTMLInputElement} box
 * @param {string} words
 * @param {string} [more]  Said after the words; it may be long, so it describes the box and is no part of its name.
 * @returns {HTMLElement}
 */
export function option(box, words, more = '') {
  if (!more) return h('label', { class: 'opt' }, box, words);
  const id = `${box.id}-more`;
  box.setAttribute('aria-describedby', id);
  return h('div', { class: 'opt over' }, h('label', {}, box, words), h('small', { id }, more));
}
