/** One entry: what it says, how it was before, and the ways to change it or take it out. */

/** @import { Body } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { DELETION } from '../diary/entries.js';
import { h, icon, show } from './dom.js';

/** The kinds that have a form here. */
const FORMS = ['episode', 'none_last_night', 'measure_done', 'dose_taken', 'drinks', 'sleep', 'exercise', 'exposure', 'bladder_visit', 'note'];

/** What the app writes of itself: shown, and taken out again, but never told otherwise. */
const MADE = ['check_done', 'profile_change'];

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {Entry} entry
 * @param {readonly Entry[]} told  What was written about it, the first first.
 * @param {{edit: () => void, remove: (wrong: HTMLElement) => void, back: () => void}} does
 */
export function entryScreen(main, words, entry, told, { edit, remove, back }) {
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const form = FORMS.includes(entry.kind);
  const known = form || MADE.includes(entry.kind);
  show(main,
    h('h1', {}, words.say(known ? `kind_${entry.kind}` : 'kind_other')),
    h('section', { class: 'card' },
      h('p', {}, h('b', {}, words.date(entry))),
      known && h('p', { class: 'own-words' }, words.head(entry)),
      words.lines(entry).map((line) => h('p', { class: 'own-words' }, line)),
      h('p', { class: 'muted small' }, words.say('written', { when: words.moment(entry.recorded_at) }))),
    wrong,
    h('div', { class: 'row' },
      form && h('button', { class: 'btn', type: 'button', onclick: edit }, icon('edit'), words.say('edit')),
      known && h('button', { class: 'btn line', type: 'button', onclick: () => remove(wrong) }, icon('cross'), words.say('delete')),
      h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back'))),
    told.length > 1 && history(words, told));
} // prettier-ignore

/**
 * @param {Words} words
 * @param {readonly Entry[]} told
 */
function history(words, told) {
  return h('details', { class: 'history' },
    h('summary', {}, words.say('history')),
    h('ol', {}, told.map((entry, nth) => {
      const when = words.moment(entry.recorded_at);
      if (entry.kind === DELETION) return h('li', {}, words.say('history_deleted', { when }));
      return h('li', {}, words.say(nth ? 'history_changed' : 'history_first', { when, what: said(words, entry) }));
    })));
} // prettier-ignore

/**
 * What an entry or a correction of one says.
 * @param {Words} words
 * @param {Entry} entry
 */
function said(words, entry) {
  const of = /** @type {{kind?: string, body?: Body}} */ (entry.body);
  const meant = entry.kind === 'correction' ? { ...entry, kind: String(of.kind), body: /** @type {Body} */ (of.body) } : entry;
  return [words.date(meant), words.head(meant), ...words.lines(meant)].join(' / ');
}
