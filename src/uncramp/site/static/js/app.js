/**
 * Starts the page: language, theme, the number to call, the service worker; then the page's own script.
 *
 * A page script exports `mount(main, app)`. It fills `main` and asks `app` for everything that hangs on where it runs.
 */

/** @import { Knowledge as KnowledgeType } from './knowledge.js' */
/** @import { Settings } from './device/settings.js' */

import { fileText } from './device/files.js';
import { readSettings, regionOf } from './device/settings.js';
import { report } from './view/trouble.js';

export class App {
  /** @param {HTMLElement} html  The root element: its data says which page this is. */
  constructor(html) {
    const { language = 'en', base = './', page = '', path = '' } = html.dataset;
    this.language = language;
    this.page = page;
    this.path = path;
    /** The folder of the language, as an address. */
    this.base = new URL(base, location.href);
    this.query = new URLSearchParams(location.search);
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

  /**
   * The address of a page of this language.
   * @param {string} path  As `now/calf.html`, or `plan.html?from=check`.
   */
  href(path) {
    return new URL(path, this.base).href;
  }

  /** @param {string} path */
  go(path) {
    location.assign(this.href(path));
  }
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

/** @param {App} app */
async function start(app) {
  const { theme, skin } = app.settings;
  if (theme) document.documentElement.dataset.theme = theme;
  if (skin) document.documentElement.dataset.skin = skin;
  const main = document.querySelector('main');
  if (main && app.page) {
    const { mount } = await import(`./pages/${app.page}.js`);
    await mount(main, app);
  }
  const { showNumbers } = await import('./view/numbers.js');
  const { register } = await import('./device/offline.js');
  await Promise.all([showNumbers(app), register()]);
}

start(new App(document.documentElement)).catch(report);
