/** The danger lines on one screen: tick what fits, or "None of these" at the end, which nobody can reach unread. */

/** @import { Open } from '../course.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */

import { h } from './dom.js';
import { option } from './option.js';
import { backButton, problemBox, tellProblem } from './question.js';

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Open[]} lines
 * @param {{ticked?: ReadonlySet<string>, clear?: boolean, answered: (ticked: ReadonlySet<string>) => void, back?: () => void, where?: string}} how
 *   `ticked`, `clear`: what was picked before.
 */
export function dangerLines(kb, texts, lines, { ticked = new Set(), clear = false, answered, back, where }) {
  const boxes = lines.map(({ line }) =>
    h('input', { type: 'checkbox', id: `line-${line}`, checked: ticked.has(line), onchange: () => (none.checked = false) }));
  const none = h('input', { type: 'checkbox', id: 'none-of-these', checked: clear, onchange: alone });
  const problem = problemBox();
  return h('form', { class: 'stack ask', novalidate: true, onsubmit: submit },
    h('div', { class: 'row' }, back && backButton(texts, back), where && h('span', { class: 'where muted small' }, where)),
    problem,
    h('fieldset', { class: 'stack', 'aria-describedby': 'lines-hint' },
      h('legend', {}, h('h1', {}, texts.say('site_check.lines'))),
      h('p', { id: 'lines-hint' }, texts.say('site_check.lines_hint')),
      h('div', { class: 'picks' }, lines.map(({ line: id }, nth) => {
        const line = kb.pack.line.find((one) => one.id === id);
        const more = line?.more && texts.entry('line', id, 'more', line.more);
        return option(/** @type {HTMLInputElement} */ (boxes[nth]), texts.entry('line', id, 'says', line?.says), more);
      })),
      h('div', { class: 'stack or' }, option(none, texts.say('site_check.none')))),
    h('button', { class: 'btn big', type: 'submit' }, texts.say('site_check.continue')),
    h('p', {}, texts.say('now.danger_call')));

  function alone() {
    if (none.checked) for (const box of boxes) box.checked = false;
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const picked = new Set(lines.map(({ line }) => line).filter((_, nth) => boxes[nth]?.checked));
    if (picked.size || none.checked) answered(picked);
    else tellProblem(texts, problem, texts.say('site_check.wrong_list'), /** @type {HTMLElement} */ (boxes[0]));
  }
}
