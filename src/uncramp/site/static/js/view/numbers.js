/** Puts the numbers of the reader's region into the page, in the place of those that work in most countries. */

/** @import { App } from '../app.js' */

/** @param {App} app */
export async function showNumbers(app) {
  const shown = document.querySelectorAll('[data-number]');
  if (!shown.length) return;
  const { numbers } = app.texts(await app.knowledge());
  for (const element of shown) element.textContent = numbers[/** @type {HTMLElement} */ (element).dataset.number ?? ''] ?? '';
  for (const link of document.querySelectorAll('a[data-call]')) link.setAttribute('href', `tel:${numbers.N}`);
}
