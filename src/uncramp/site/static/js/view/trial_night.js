/** One night of a trial as a form: what was done, then one tap for how many cramps there were. */

/** @import { Texts } from '../texts.js' */

import { fill, h } from './dom.js';

/** Up to so many cramps have a button of their own. */
const BUTTONS = 3;
const DID = ['yes', 'part', 'no', 'other_arm'];

/** What a night says. @typedef {{did: string, complete: boolean, cramps?: number}} Told */

/**
 * @param {Texts} texts
 * @param {{arm: 'a' | 'b' | null, known: number, most: number, write: (told: Told) => void}} how  `known` cramps of that
 *   night are in the diary.
 * @returns {HTMLElement}
 */
export function nightForm(texts, { arm, known, most, write }) {
  const say = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) => texts.say(`site_trials.${key}`, values);
  const boxes = DID.map((did) => h('input', { type: 'radio', name: 'did', value: did, checked: did === 'yes' }));
  const did = () => (arm ? (boxes.find((box) => box.checked)?.value ?? 'yes') : 'yes');
  const more = h('input', { id: 'more-cramps', type: 'text', inputmode: 'numeric', maxlength: 3, size: 3, 'aria-describedby': 'wrong-count' });
  const wrong = h('p', { class: 'wrong', role: 'alert', id: 'wrong-count' });
  const counts = Array.from({ length: BUTTONS + 1 }, (_, count) => count).filter((count) => count >= known);
  return h('div', { class: 'stack' },
    arm && h('fieldset', {}, h('legend', {}, h('b', {}, say('did'))), h('div', { class: 'dids' }, boxes.map((box) => h('label', { class: 'opt' }, box, say(`did_${box.value}`))))),
    h('fieldset', {},
      h('legend', {}, h('b', {}, say('how_many')), known > 0 && ` ${say('in_diary', { count: known })}`),
      h('div', { class: 'counts' },
        counts.map((count) => h('button', { class: 'btn line', type: 'button', 'data-cramps': count, onclick: () => write({ did: did(), complete: true, cramps: count }) }, count, h('span', { class: 'vh' }, ` ${say(count === 1 ? 'cramp' : 'cramps')}`))),
        known > 0 && h('button', { class: 'btn line', type: 'button', 'data-cramps': 'diary', onclick: () => write({ did: did(), complete: true }) }, say('as_diary')),
        h('button', { class: 'btn line', type: 'button', 'data-cramps': 'unknown', onclick: () => write({ did: did(), complete: false }) }, say('unknown')))),
    h('form', { class: 'row more-cramps', onsubmit: another },
      h('label', { for: 'more-cramps' }, say('more_than', { n: BUTTONS })), more, h('button', { class: 'btn line sm', type: 'submit' }, say('write'))),
    wrong);

  /** @param {SubmitEvent} event */
  function another(event) {
    event.preventDefault();
    const count = /^\d{1,3}$/.test(more.value.trim()) ? Number(more.value) : NaN;
    if (count >= known && count <= most) return write({ did: did(), complete: true, cramps: count });
    fill(wrong, say('wrong_count', { low: known, high: most }));
    more.setAttribute('aria-invalid', 'true');
    more.focus();
  }
} // prettier-ignore
