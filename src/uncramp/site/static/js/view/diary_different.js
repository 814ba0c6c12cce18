/** What was different on a day: a list to tick, of what may bring cramps on. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { backButton } from './diary_day.js';
import { h, icon, show } from './dom.js';
import { capital } from './entry_words.js';

const KIND = 'exposure';

/**
 * What a day already has, by what it is about: the last one said counts.
 * @param {readonly Entry[]} entries
 * @param {string} day
 * @returns {Map<string, Entry>}
 */
function said(entries, day) {
  return new Map(entries.filter(({ kind, body }) => kind === KIND && body['day'] === day).map((entry) => [String(entry.body['what']), entry]));
}

/**
 * What to write so that a day says what is ticked: only what is not said yet. Where nobody said that nothing else was so,
 * what is not ticked stays unsaid; what was ticked before and is not any more is taken out.
 * @param {readonly string[]} all
 * @param {ReadonlyMap<string, Entry>} before
 * @param {{ticked: ReadonlySet<string>, rest: boolean, day: string}} now
 * @returns {{write: Body[], remove: Entry[]}}
 */
export function changesOf(all, before, { ticked, rest, day }) {
  const wanted = new Map(all.flatMap((what) => (ticked.has(what) ? [[what, true]] : rest ? [[what, false]] : [])));
  const differs = (/** @type {string} */ what) => before.get(what)?.body['present'] !== wanted.get(what);
  return {
    write: [...wanted].filter(([what]) => differs(what)).map(([what, present]) => ({ what, day, present })),
    remove: [...before].flatMap(([what, entry]) => (differs(what) ? entry : [])),
  };
}

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {Kinds} kinds
 * @param {{day: string, today: string, entries: readonly Entry[]}} what  `entries`: what holds of that day.
 * @param {{turn: (day: string) => void, save: (changes: {write: Body[], remove: Entry[]}, wrong: HTMLElement) => void, back: () => void}} does
 */
export function differentScreen(main, words, kinds, { day, today, entries }, { turn, save, back }) {
  const all = kinds.kind.filter(({ id }) => id === KIND).at(-1)?.field?.find(({ id }) => id === 'what')?.values ?? [];
  const before = said(entries, day);
  const boxes = all.map((what) => h('input', { type: 'checkbox', value: what, checked: before.get(what)?.body['present'] === true }));
  const rest = h('input', { type: 'checkbox', id: 'different-rest', 'aria-describedby': 'different-rest-why', checked: all.every((what) => before.has(what)) });
  const date = h('input', { type: 'date', id: 'different-day', max: today, value: day, onchange: () => date.value && date.value <= today && turn(date.value) });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const ticked = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    if (!ticked.size && !rest.checked && !before.size) return void (wrong.textContent = words.say('different_none'));
    return save(changesOf(all, before, { ticked, rest: rest.checked, day }), wrong);
  };
  show(main,
    h('h1', {}, words.say('different_heading')),
    h('form', { class: 'stack', novalidate: true, onsubmit: submit },
      h('div', { class: 'field' }, h('label', { for: date.id }, words.say('different_day')), date),
      h('fieldset', { class: 'stack' },
        h('legend', {}, words.say('different_how')),
        h('div', { class: 'picks two' }, all.map((what, nth) => h('label', { class: 'opt' }, boxes[nth], capital(words.word(what)))))),
      h('div', { class: 'stack' },
        h('label', { class: 'opt' }, rest, words.say('different_rest')),
        h('p', { class: 'muted small', id: 'different-rest-why' }, words.say('different_rest_why'))),
      wrong,
      h('div', { class: 'row' }, h('button', { class: 'btn', type: 'submit' }, icon('tick'), words.say('save')), backButton(words, back))));
} // prettier-ignore
