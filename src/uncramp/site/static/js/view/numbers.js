/**
 * Puts the numbers of the reader's region into the page, in the place of those that work in most countries.
 *
 * They come in a small file of their own, so that the first page need not wait for the knowledge.
 */

/** @import { App } from '../app.js' */

import { fileText } from '../device/files.js';
import { regionOf } from '../device/settings.js';
import { callWith } from './call.js';

/** @typedef {{id: string, countries: string[], numbers: Record<string, string>}} Numbers */

/** @param {App} app */
export async function showNumbers(app) {
  const shown = document.querySelectorAll('[data-number]');
  if (!shown.length) return;
  /** @type {Numbers[]} */
  const phones = JSON.parse(await fileText(`data/phones-${app.language}.json`));
  const region = regionOf(phones, app.settings);
  const numbers = phones.find((one) => one.id === region)?.numbers ?? {};
  for (const element of shown) {
    const name = /** @type {HTMLElement} */ (element).dataset.number ?? '';
    element.textContent = numbers[name] ?? element.textContent;
  }
  callWith(numbers.N);
}
