/**
 * Starts the app where all its pages stand in one file, opened from anywhere: `#/now/calf.html?side=left` is a page.
 *
 * Each page is a `<template data-path>`; opening one puts its content in the place of the last.
 */

import { App, open } from './app.js';
import { report } from './view/trouble.js';

const HOME = 'index.html';
const html = document.documentElement;
const place = /** @type {HTMLElement} */ (document.getElementById('app'));

/** @type {(() => void) | undefined} */
let leave;
/** @type {string | undefined} */
let shown;

/** @param {string} path */
const href = (path) => `#/${path}`;

/** @param {string} path */
function go(path) {
  if (location.hash === href(path)) void turn();
  else location.hash = href(path);
}

async function turn() {
  const { hash } = location;
  if (hash && !hash.startsWith('#/')) return; // a place on the page that is open, such as `#main`
  const [address = '', anchor = ''] = hash.slice(2).split('#');
  const [path = '', search = ''] = address.split('?');
  if (anchor && shown === address) {
    document.getElementById(anchor)?.scrollIntoView();
    return;
  }
  leave?.();
  leave = undefined;
  shown = address;
  const page = pageOf(path || HOME) ?? pageOf('404.html') ?? pageOf(HOME);
  if (!page) throw new Error('the file holds no pages');
  place.replaceChildren(page.content.cloneNode(true));
  html.dataset.page = page.dataset.page ?? '';
  document.title = page.dataset.title ?? '';
  if (anchor) document.getElementById(anchor)?.scrollIntoView();
  else scrollTo(0, 0);
  const { language = 'en' } = html.dataset;
  const query = new URLSearchParams(search);
  leave = await open(new App({ language, page: page.dataset.page ?? '', path: path || HOME, query, href, go }));
}

/** @param {string} path */
function pageOf(path) {
  return /** @type {HTMLTemplateElement | null} */ (document.querySelector(`template[data-path="${CSS.escape(path)}"]`));
}

addEventListener('hashchange', () => void turn().catch(report));
turn().catch(report);
