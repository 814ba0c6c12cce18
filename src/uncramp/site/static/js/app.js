/**
 * What every page has: its language, the knowledge, the words, and the way to other pages.
 *
 * A page script exports `mount(main, app)`. It fills `main` and asks `app` for everything that hangs on where it runs:
 * as a page of its own (start.js) or inside the one file that holds all pages (single.js). What it returns, if anything,
 * is called when the reader leaves the page while the document stays.
 */

/** @import { Knowledge as KnowledgeType } from './knowledge.js' */
/** @import { Settings } from './device/settings.js' */

import { fileText } from './device/files.js';
import { readSettings, regionOf } from './device/settings.js';
import { showNumbers } from './view/numbers.js';

/**
 * Where a page stands, and how others are reached from it.
 * @typedef {object} Place
 * @property {string} language
 * @property {string} page  The name of its script; empty for a page that only has to be read.
 * @property {string} path  As `now/calf.html`, from the folder of the language.
 * @property {URLSearchParams} query
 * @property {URLSearchParams} [fragment]  What stands behind the `#`: no server gets to see it.
 * @property {() => void} [forgetFragment]  Take it out of the address and the history.
 * @property {(path: string) => string} href  The address of another page of this language.
 * @property {(path: string) => void} go
 */

export class App {
  /** @param {Place} place */
  constructor({ language, page, path, query, href, go, fragment = new URLSearchParams(), forgetFragment = () => undefined }) {
    this.language = language;
    this.page = page;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
    this.forgetFragment = forgetFragment;
    this.href = href;
    this.go = go;
    /** @type {Promise<KnowledgeType> | undefined} */
    this.loading = undefined;
    /** @type {Settings} */
    this.settings = readSettings();
  }

  /** The knowledge with the words of this language, loaded once. */
  knowledge() {
    this.loading ??= load(this.language);
    return this.loading;
  }

  /**
   * The words for the reader, or for somebody else they answer for.
   * @param {KnowledgeType} kb
   * @param {boolean} [others]
   */
  texts(kb, others = false) {
    return kb.texts({ language: this.language, region: regionOf(kb.pack.phone, this.settings), others });
  }
}

/**
 * Bring a page to life; resolves to what its script wants called when the reader leaves it.
 * @param {App} app
 * @returns {Promise<(() => void) | undefined>}
 */
export async function open(app) {
  const { theme, skin } = app.settings;
  const { dataset } = document.documentElement;
  if (theme) dataset.theme = theme;
  if (skin) dataset.skin = skin;
  const main = document.querySelector('main');
  const { mount } = app.page && main ? await import(`./pages/${app.page}.js`) : { mount: null };
  const [leave] = await Promise.all([mount?.(main, app), showNumbers(app)]);
  return typeof leave === 'function' ? leave : undefined;
}

/**
 * @param {string} language
 * @returns {Promise<KnowledgeType>}
 */
async function load(language) {
  const [{ Knowledge }, pack, words] = await Promise.all([
    import('./knowledge.js'),
    fileText('data/knowledge.json').then(JSON.parse),
    language === 'en' ? {} : fileText(`data/${language}.json`).then(JSON.parse),
  ]);
  if (language !== 'en') pack.texts[language] = words;
  return new Knowledge(pack);
}
