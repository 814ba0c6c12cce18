/** How good the research behind something is: four bars, and the same in words. */

/** @import { Texts } from '../texts.js' */

import { h } from './dom.js';

const BARS = 4;

/** @type {Readonly<Record<string, number>>} */
const FULL = { high: 4, moderate: 3, low: 2, very_low: 1 };

/** The certainties, the best first. */
export const CERTAINTIES = Object.keys(FULL);

/**
 * @param {Texts} texts
 * @param {string} certainty
 * @param {{label?: string}} [how]  What stands beside the bars, where it is not "Evidence: ...".
 * @returns {HTMLElement | null}
 */
export function grade(texts, certainty, { label } = {}) {
  const full = FULL[certainty];
  if (!full) return null;
  const bars = Array.from({ length: BARS }, (_, nth) => h('b', { class: nth < full && 'on' }));
  const words = label ?? `${texts.say('site.evidence')}: ${texts.say(`certainty.${certainty}`)}`;
  return h('span', { class: 'ev' }, h('i', { 'aria-hidden': 'true' }, bars), h('span', {}, words));
}
