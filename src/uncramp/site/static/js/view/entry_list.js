/** The entries of a diary as a list to search in, the newest first. */

/** @import { Book } from '../device/book.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { countListed, folded, listed, matching } from '../diary/shown.js';
import { h, icon } from './dom.js';
import { refill } from './refill.js';

const MORE = 12;
/** How many entries are searched in one go. */
const SLICE = 1000;

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
   * @param {Book} book
   * @param {(entry: Entry) => void} open
   */
  constructor(words, book, open) {
    this.words = words;
    this.book = book;
    this.open = open;
    /** What is to be shown, the newest first: more than fit if there are more. @type {readonly Entry[]} */
    this.found = [];
    this.most = MORE;
    /** What each entry says, to search in. @type {WeakMap<Entry, string>} */
    this.said = new WeakMap();
    this.input = h('input', { type: 'search', id: 'diary-search', autocomplete: 'off', oninput: () => void this.#search() });
    this.status = h('p', { class: 'small', role: 'status' });
    this.rows = h('div', { class: 'stack' });
    this.field = h('div', { class: 'field', role: 'search' },
      h('label', { for: 'diary-search' }, words.say('search'), ' ', h('small', {}, words.say('search_how'))),
      this.input, this.status);
    this.element = h('section', { class: 'stack', id: 'entries' }, h('h2', {}, words.say('entries')), this.field, this.rows);
  } // prettier-ignore

  /** Reads what the list shows: the newest entries, or those that fit what is typed. Answers whether it is still asked. */
  async read() {
    const query = this.input.value.trim();
    const found = query ? await this.#fitting(query) : [...(await this.book.latest(this.most + 1))].reverse();
    if (!found || query !== this.input.value.trim()) return false;
    this.found = found;
    return true;
  }

  show() {
    const { words, found, most } = this;
    const some = countListed(this.book.sum) > 0;
    this.field.hidden = !some;
    refill(this.rows,
      !some && h('p', { class: 'muted' }, words.say('nothing')),
      found.length > 0 && entryRows(words, found.slice(0, most), this.open),
      found.length > most && h('button', { class: 'btn line', type: 'button', onclick: () => void this.#more() }, icon('arrow-down'), words.say('show_more')));
  } // prettier-ignore

  async #search() {
    this.most = MORE;
    if (this.input.value.trim()) this.status.textContent = this.words.say('searching');
    if (!(await this.read())) return;
    this.show();
    const count = this.found.length;
    this.status.textContent = this.input.value.trim() ? this.words.say(count ? 'found' : 'found_none', { count }) : '';
  }

  /**
   * The entries in which every word of a query occurs, the newest first; null as soon as something else is typed.
   * @param {string} query
   * @returns {Promise<Entry[] | null>}
   */
  async #fitting(query) {
    const entries = listed(await this.book.all());
    const fits = matching(query);
    /** @type {Entry[]} */
    const found = [];
    for (let nth = entries.length - 1; nth >= 0; nth -= 1) {
      if (nth % SLICE === 0) await free(); // so that typing goes on
      if (query !== this.input.value.trim()) return null;
      const entry = entries[nth];
      if (entry && fits(this.#text(entry))) found.push(entry);
    }
    return found;
  }

  /** @param {Entry} entry */
  #text(entry) {
    const text = this.said.get(entry) ?? folded(this.words.text(entry));
    this.said.set(entry, text);
    return text;
  }

  async #more() {
    const { most } = this;
    this.most += MORE;
    await this.read();
    this.show();
    this.rows.querySelectorAll('button')[most]?.focus();
  }
}

/** Until the browser has done what else there is. @returns {Promise<void>} */
function free() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
