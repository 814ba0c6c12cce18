/** Whose diary is open: one device may hold those of several people. */

/** @import { Book, Someone } from '../device/book.js' */
/** @import { Words } from './entry_words.js' */

import { h, icon, show } from './dom.js';

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {Book} book
 * @param {{does: (work: () => Promise<void>, wrong: HTMLElement) => void, back: () => void}} how  `does` carries out a change.
 */
export function peopleScreen(main, words, book, { does, back }) {
  const wrong = h('p', { class: 'wrong', role: 'alert', id: 'name-wrong' });
  const { people } = book;
  const own = people.find((one) => one.own) ?? { id: '', name: null, own: true, entries: 0, written: 0 };
  show(main,
    h('h1', {}, words.say('people_heading')),
    h('p', {}, words.say('people_why')),
    wrong,
    h('ul', { class: 'x list' }, [own, ...people.filter((one) => !one.own && one.name !== null)].map(row)),
    people.filter((one) => !one.own && one.name === null && (one.entries > 0 || !book.complete)).map(unnamed),
    h('h2', {}, words.say('begin_other')),
    naming('new-name', 'add_person', (name) => book.call(name)),
    h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back')));

  /** @param {Someone} one */
  function row(one) {
    const open = one.own ? book.name === null : book.person === one.id;
    return h('li', {}, h('button', { type: 'button', 'aria-current': open && 'true', onclick: () => does(() => book.choose(one.own ? null : one.id), wrong) },
      icon('person'),
      h('span', {}, h('b', {}, one.own ? words.say('own') : one.name), h('small', {}, count(one))),
      icon(open ? 'tick' : 'on')));
  }

  /** @param {Someone} one */
  function unnamed(one) {
    return h('section', { class: 'card' },
      h('h2', {}, words.say('unnamed')),
      h('p', {}, count(one)),
      own.written === 0 && h('button', { class: 'btn line', type: 'button', onclick: () => does(() => book.claim(one.id), wrong) }, words.say('is_mine')),
      naming(`name-${one.id}`, 'give_name', (name) => book.call(name, one.id)));
  }

  /**
   * @param {string} id
   * @param {string} key
   * @param {(name: string) => Promise<void>} call
   */
  function naming(id, key, call) {
    const input = h('input', { type: 'text', id, maxlength: 40, autocomplete: 'off', 'aria-describedby': wrong.id });
    return h('form', { class: 'field', onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (name) return does(() => call(name), wrong);
      wrong.textContent = words.say('name_wrong');
      input.focus();
      return undefined;
    } }, h('label', { for: id }, words.say('name')), input, h('div', { class: 'row' }, h('button', { class: 'btn line', type: 'submit' }, words.say(key))));
  }

  /** @param {Someone} one */
  function count({ entries }) {
    return words.say(entries === 1 ? 'entries_of_one' : 'entries_of', { count: entries });
  }
} // prettier-ignore
