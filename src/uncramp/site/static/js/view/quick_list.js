/** Makes the danger lines of a place work: each opens its questions and then says what came of them. */

/** @import { Answers } from '../answers.js' */
/** @import { Given } from '../quick.js' */
/** @import { Value } from '../rules.js' */
/** @import { Texts } from '../texts.js' */

import { asked } from '../answers.js';
import { h, icon } from './dom.js';

/** @typedef {'clear' | 'noted' | 'unsure' | 'known' | null} Mark  What was said about a line; `known`: by the details. */

/** @type {Readonly<Record<Exclude<Mark, null>, [string, string]>>} */
const SAID = {
  clear: ['tick', 'line_clear'],
  noted: ['edit', 'line_noted'],
  unsure: ['question', 'line_unsure'],
  known: ['person', 'from_details'],
};

export class QuickList {
  /**
   * @param {HTMLElement} box  What the page came with.
   * @param {Texts} texts
   * @param {(line: string) => void} open  Called with `line:<id>` or `ask:<fact>`.
   */
  constructor(box, texts, open) {
    this.texts = texts;
    /** @type {Map<string, HTMLElement>} */
    this.marks = new Map();
    for (const row of box.querySelectorAll('li[data-line], li[data-ask]')) {
      const { line, ask } = /** @type {HTMLElement} */ (row).dataset;
      this.#wire(row, line ? `line:${line}` : `ask:${ask}`, open);
    }
  }

  /**
   * @param {string} key
   * @param {Mark} mark
   */
  mark(key, mark) {
    const place = this.marks.get(key);
    if (!place) return;
    if (!mark) place.replaceChildren();
    else {
      const [sign, words] = SAID[mark];
      place.replaceChildren(icon(sign), this.texts.say(`site_now.${words}`));
    }
  }

  /**
   * @param {Element} row
   * @param {string} key
   * @param {(line: string) => void} open
   */
  #wire(row, key, open) {
    const words = row.querySelector('span');
    const sign = row.querySelector('svg');
    if (!words || !sign) return;
    const mark = h('em', { class: 'mark' });
    words.append(mark);
    this.marks.set(key, mark);
    row.replaceChildren(h('button', { type: 'button', onclick: () => open(key) }, words, sign));
  }
}

/**
 * What was said about the facts behind a line.
 * @param {readonly string[]} facts
 * @param {Given} said
 * @param {ReadonlyMap<string, Value>} details  What the profile says.
 * @param {Answers} answers
 * @returns {Mark}
 */
export function markOf(facts, said, details, answers) {
  const values = facts.filter((fact) => fact in said).map((fact) => said[fact]);
  if (values.includes('unsure')) return 'unsure';
  if (values.some(isYes)) return 'noted';
  if (values.length && facts.every((fact) => asked(answers, fact))) return 'clear';
  return facts.some((fact) => isYes(details.get(fact))) ? 'known' : null;
}

/** @param {unknown} value */
function isYes(value) {
  return value !== undefined && value !== false && value !== 'no';
}
