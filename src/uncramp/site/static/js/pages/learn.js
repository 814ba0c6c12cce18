/** Finds what there is to read while somebody types. Without it the form leads to the index from A to Z. */

/** @import { App } from '../app.js' */

import { fileText } from '../device/files.js';
import { fill, h, icon } from '../view/dom.js';

const MOST = 12;

/** @typedef {{ title: string, path: string, kind: string, plain: string, words: string }} Row */

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const form = main.querySelector('form');
  const input = main.querySelector('input');
  const results = main.querySelector('[data-results]');
  const status = main.querySelector('[data-status]');
  if (!form || !input || !(results instanceof HTMLElement) || !status) return;
  const { found: many = '', none = '' } = form.dataset;
  /** @type {Promise<Row[]> | undefined} */
  let rows;

  const search = async () => {
    const typed = plain(input.value);
    const found = typed ? matching(await (rows ??= read(app.language)), typed) : [];
    if (plain(input.value) !== typed) return; // somebody typed on meanwhile
    results.hidden = !found.length;
    status.textContent = !typed ? '' : found.length ? many.replace('{count}', String(found.length)) : none;
    status.classList.toggle('vh', !typed || found.length > 0);
    fill(results, ...found.slice(0, MOST).map((row) => item(row, app)));
  };
  input.addEventListener('input', search);
  form.addEventListener('submit', (event) => {
    const first = results.querySelector('a');
    if (!input.value.trim() || !first) return;
    event.preventDefault();
    first.focus();
  });
  if (input.value) await search();
}

/**
 * The rows that have every typed word: those whose title begins with it first, then titles, then other names. What the
 * articles say comes after everything that we say.
 * @param {Row[]} rows
 * @param {string} typed
 */
export function matching(rows, typed) {
  const words = typed.split(' ');
  return rows
    .map((row) => ({ row, rank: rank(row, typed, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .map(({ row }) => row);
}

/**
 * @param {Row} row
 * @param {string} typed
 * @param {string[]} words
 */
function rank(row, typed, words) {
  if (!words.every((word) => ` ${row.plain} ${row.words}`.includes(` ${word}`))) return 0;
  const own = row.path.startsWith('claim/') ? 0 : 3;
  if (row.plain.startsWith(typed)) return own + 3;
  return own + (words.every((word) => ` ${row.plain}`.includes(` ${word}`)) ? 2 : 1);
}

/**
 * As people type: small letters, no accents, no signs.
 * @param {string} text
 */
export function plain(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/**
 * @param {string} language
 * @returns {Promise<Row[]>}
 */
async function read(language) {
  /** @type {[string, string, string, string][]} */
  const rows = JSON.parse(await fileText(`data/learn-${language}.json`));
  return rows.map(([title, path, kind, words]) => ({ title, path, kind, plain: plain(title), words: plain(words) }));
}

/**
 * @param {Row} row
 * @param {App} app
 */
function item(row, app) {
  const name = h('span', {}, row.title, row.kind ? h('small', {}, row.kind) : null);
  return h('li', {}, h('a', { href: app.href(row.path) }, name, icon('go')));
}
