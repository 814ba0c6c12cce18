/** The entries of a diary as a list to search in, the newest first. */

/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { search } from '../diary/shown.js';
import { h, icon } from './dom.js';
import { refill } from './refill.js';

/** What the app writes about itself; other pages show it. */
const APART = ['profile_change', 'import', 'trial_design', 'trial_night', 'trial_end'];
const MORE = 12;

/**
 * Those that belong in the list: what people write, and what this version does not know.
 * @param {readonly Entry[]} entries
 */
export function listed(entries) {
  return entries.filter(({ kind }) => !APART.includes(kind));
}

/**
 * @param {Words} words
 * @param {readonly Entry[]} entries
 * @param {(entry: Entry) => void} open
 */
export function entryRows(words, entries, open) {
  return h('ul', { class: 'x list entries' }, entries.map((entry) => h('li', {},
    h('button', { type: 'button', 'data-entry': entry.id, onclick: () => open(entry) },
      h('span', {},
        h('b', {}, words.date(entry)),
        h('small', {}, [words.line(entry), ...words.lines(entry)].join(entry.kind === 'note' ? ' ' : '. ').replaceAll('.. ', '. '))),
      icon('on')))));
} // prettier-ignore

/** The list with its search field. What is typed there stays when the list is renewed. */
export class EntryList {
  /**
   * @param {Words} words
   * @param {(entry: Entry) => void} open
   */
  constructor(words, open) {
    this.words = words;
    this.open = open;
    /** @type {readonly Entry[]} */
    this.entries = [];
    this.most = MORE;
    this.input = h('input', { type: 'search', id: 'diary-search', autocomplete: 'off', 'aria-describedby': 'diary-search-how', oninput: () => this.#search() });
    this.status = h('p', { class: 'small', role: 'status' });
    this.rows = h('div', { class: 'stack' });
    this.field = h('div', { class: 'field', role: 'search' },
      h('label', { for: 'diary-search' }, words.say('search'), ' ', h('small', { id: 'diary-search-how' }, words.say('search_how'))),
      this.input, this.status);
    this.element = h('section', { class: 'stack', id: 'entries' }, h('h2', {}, words.say('entries')), this.field, this.rows);
  } // prettier-ignore

  /** @param {readonly Entry[]} entries */
  show(entries) {
    this.entries = listed(entries);
    this.field.hidden = !this.entries.length;
    this.#list();
  }

  #search() {
    this.most = MORE;
    const count = this.#list();
    const words = this.words.say(count ? 'found' : 'found_none', { count });
    this.status.textContent = this.input.value.trim() ? words : '';
  }

  #list() {
    const { words, entries, input, most } = this;
    const query = input.value.trim();
    const found = query ? search(entries, query, (entry) => words.text(entry)) : [...entries].reverse();
    refill(this.rows,
      !entries.length && h('p', { class: 'muted' }, words.say('nothing')),
      found.length > 0 && entryRows(words, found.slice(0, most), this.open),
      found.length > most && h('button', { class: 'btn line', type: 'button', onclick: () => this.#more() }, icon('arrow-down'), words.say('show_more')));
    return found.length;
  } // prettier-ignore

  #more() {
    const { most } = this;
    this.most += MORE;
    this.#list();
    this.rows.querySelectorAll('button')[most]?.focus();
  }
}
