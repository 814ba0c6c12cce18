/** Says that the diary is not kept, or could not be opened, and what to do about it. */

/** @import { Diary } from '../diary/store.js' */
/** @import { Words } from './entry_words.js' */

import { EntryError } from '../diary/check.js';
import { storeError } from '../diary/store_error.js';
import { h, icon, show } from './dom.js';

/** The reasons that have words of their own; the others share one. */
const WHY = ['private', 'quota', 'silent'];

/**
 * Nothing is kept here: said before anybody types. Null where it is.
 * @param {Words} words
 * @param {Diary} diary
 * @param {() => void} copy  Saves what is there as a file.
 */
export function notKept(words, diary, copy) {
  if (diary.persistent) return null;
  const kind = diary.why?.kind ?? '';
  return h('section', { class: 'problem stack', 'data-not-kept': kind },
    h('h2', {}, words.say('not_kept')),
    h('p', {}, words.say(`not_kept_${WHY.includes(kind) ? kind : 'other'}`)),
    h('p', {}, words.say('not_kept_why')),
    h('button', { class: 'btn line sm', type: 'button', onclick: copy }, icon('download'), words.say('copy')));
} // prettier-ignore

/**
 * Why an entry was not written, in words.
 * @param {Words} words
 * @param {unknown} error
 */
export function whyNot(words, error) {
  console.warn(error);
  if (error instanceof EntryError) return words.say('wrong_other');
  return words.say(`error_${storeError(error).kind}`);
}

/**
 * There is a diary here that this tab must not touch.
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {unknown} error
 * @param {() => void} again
 */
export function closedDiary(main, words, error, again) {
  show(main,
    h('h1', {}, words.say('closed')),
    h('p', {}, whyNot(words, error)),
    h('button', { class: 'btn', type: 'button', onclick: again }, words.say('again')));
} // prettier-ignore
