/** Starts a page that is a document of its own. */

import { App, open } from './app.js';
import { register } from './device/offline.js';
import { report } from './view/trouble.js';
import { offerUpdate } from './view/update.js';

const { language = 'en', base = './', page = '', path = '' } = document.documentElement.dataset;
const folder = new URL(base, location.href);
const query = new URLSearchParams(location.search);
const href = (/** @type {string} */ to) => new URL(to, folder).href;
const app = new App({ language, page, path, query, href, go: (to) => location.assign(href(to)) });

open(app)
  .catch(report)
  .then(register)
  .then((registration) => registration && offerUpdate(app, registration));
