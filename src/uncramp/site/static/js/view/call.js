/** Buttons that call: the number inside what a region's entry says, and nothing where it says no number. */

/** @import { Texts } from '../texts.js' */

import { h, icon } from './dom.js';

/** A number at the start, or after one word that names the line: `111 (in ...)`, `Healthline 0800 611 116`. */
const NUMBER = /^(?:\p{L}+ )?(\d(?:[\d -]*\d)?)/u;

/**
 * The number to dial in what stands for {N}, {U} or {P}: the first, where there are several; null where words stand
 * for a number.
 * @param {string} [said]
 */
export function dialled(said = '') {
  return said.match(NUMBER)?.[1] ?? null;
}

/**
 * The address that calls it, or null where there is nothing to dial.
 * @param {string} [said]
 */
export function calling(said = '') {
  const number = dialled(said);
  return number && `tel:${number.replace(/[ -]/g, '')}`;
}

/**
 * Have every call button of the page's frame call the emergency number of a region.
 * @param {string} [said]
 */
export function callWith(said = '') {
  const address = calling(said);
  if (!address) return;
  for (const link of document.querySelectorAll('a[data-call]')) link.setAttribute('href', address);
}

/**
 * A sentence with only the numbers to dial in it, short enough for a heading. The whole entry has to stand elsewhere.
 * @param {Texts} texts
 * @param {string} sentence
 */
export function shortNumbers(texts, sentence) {
  return ['U', 'P'].reduce((text, name) => {
    const said = texts.numbers[name] ?? '';
    const [number] = said.match(NUMBER) ?? [];
    return number ? text.replace(said, number) : text;
  }, sentence);
}

/**
 * A link that calls, or null where this region has no such number.
 * @param {Texts} texts
 * @param {'N' | 'U' | 'P'} name
 * @param {string} [look]  Classes beside `btn`.
 */
export function callButton(texts, name, look = 'big') {
  const number = dialled(texts.numbers[name]);
  if (!number) return null;
  const words = texts.say('site_check.call', { number });
  return h('a', { class: `btn ${look} call`, href: calling(number) }, icon('call'), h('span', {}, words));
}
