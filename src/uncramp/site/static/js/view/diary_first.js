/** Parts of the diary's first screen: what one tap writes, what it says after that, and the month in numbers. */

/** @import { Entry } from '../diary/entries.js' */
/** @import { Sum } from '../diary/sums.js' */
/** @import { Body } from '../diary/check.js' */
/** @import { Child } from './dom.js' */
/** @import { Words } from './entry_words.js' */
/** @import { Month } from './month.js' */

import { h, icon } from './dom.js';
import { capital } from './entry_words.js';

const SIDES = ['left', 'right', 'both'];

/**
 * @param {Words} words
 * @param {Sum} sum
 * @param {string} night  The last that is over.
 * @param {{log: (body: Body) => void, add: () => void, none: () => void, something: () => void}} does
 */
export function quickButtons(words, { last, none, nights }, night, { log, add, none: noneThen, something }) {
  const { site, side, what } = /** @type {Record<string, string>} */ (last?.body ?? {});
  const again = last && h('button', { class: 'btn big', type: 'button', 'data-do': 'again', onclick: () => log({ what, site, ...(side && { side }) }) },
    icon('plus'), h('span', {}, words.say('just_now', { place: words.placeSide(String(site), side) })));
  return [
    again,
    h('div', { class: 'row' },
      h('button', { class: again ? 'btn line' : 'btn big', type: 'button', 'data-do': 'add', onclick: add }, !again && icon('plus'), words.say(again ? 'add_other' : 'add')),
      !none.has(night) && !nights.has(night) && h('button', { class: 'btn line', type: 'button', 'data-do': 'none', onclick: noneThen }, words.say('none')),
      h('button', { class: 'btn line', type: 'button', 'data-do': 'else', onclick: something }, words.say('something_else'))),
  ];
} // prettier-ignore

/**
 * Says that something is written, with the ways on: take it out again, say more.
 * @param {Words} words
 * @param {Entry} entry
 * @param {string} key
 * @param {{side: (side: string, wrong: HTMLElement) => void, undo: (wrong: HTMLElement) => void, more: () => void, different: () => void}} does
 * @returns {Child[]}
 */
export function savedWords(words, entry, key, { side: sideIs, undo, more, different }) {
  const wrong = h('p', { class: 'wrong' });
  const plain = entry.kind === 'episode' && entry.body['side'] === undefined && key === 'saved';
  return [
    h('p', {}, icon('tick'), h('span', {}, words.say(key, { what: words.short(entry) }))),
    wrong,
    plain && h('div', { class: 'row', role: 'group', 'aria-label': words.say('which_side') }, h('b', {}, words.say('which_side')), SIDES.map((side) =>
      h('button', { class: 'btn line sm', type: 'button', 'data-side': side, onclick: () => sideIs(side, wrong) }, capital(words.word(side))))),
    h('div', { class: 'row' },
      key === 'saved' && h('button', { class: 'btn line sm', type: 'button', 'data-do': 'undo', onclick: () => undo(wrong) }, icon('back'), words.say('undo')),
      entry.kind === 'episode' && h('button', { class: 'btn line sm', type: 'button', 'data-do': 'more', onclick: more }, icon('edit'), words.say('more_about')),
      entry.kind === 'episode' && h('button', { class: 'btn line sm', type: 'button', 'data-do': 'different', onclick: different }, words.say('what_different'))),
  ];
} // prettier-ignore

/**
 * The month that is shown, in numbers.
 * @param {Words} words
 * @param {Month} month
 */
export function monthNumbers(words, { days, title }) {
  const count = (/** @type {string} */ state) => days.filter((cell) => cell.state === state).length;
  const cramps = days.reduce((sum, { episodes }) => sum + episodes, 0);
  const blank = count('unwritten');
  return [
    h('h2', {}, words.say('this_month', { month: title })),
    h('dl', { class: 'stats num' }, [['stat_cramps', cramps], ['stat_with', count('cramp')], ['stat_without', count('none')]].map(([key, number]) =>
      h('div', {}, h('dt', {}, words.say(String(key))), h('dd', {}, number)))),
    h('p', { class: 'muted small' }, blank ? words.say('gap', { count: blank }) : words.say('no_gap')),
  ];
} // prettier-ignore
