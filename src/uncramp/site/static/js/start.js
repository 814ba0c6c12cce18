/** Starts a page that is a document of its own. */

import { App, open } from './app.js';
import { onReturn } from './device/back.js';
import { register } from './device/offline.js';
import { watch } from './view/trouble.js';
import { offerUpdate } from './view/update.js';

const { language = 'en', base = './', page = '', path = '', server } = document.documentElement.dataset;
const folder = new URL(base, location.href);
const query = new URLSearchParams(location.search);
const fragment = new URLSearchParams(location.hash.slice(1));
const forgetFragment = () => history.replaceState(history.state, '', location.pathname + location.search);
const href = (/** @type {string} */ to) => new URL(to, folder).href;
const app = new App({ language, page, path, query, fragment, forgetFragment, href, go: (to) => location.assign(href(to)) });

onReturn(page);
watch(open(app))
  .then(register)
  .then((registration) => registration && offerUpdate(app, registration))
  .then(() => (server ? import('./device/syncing.js').then(({ keepInStep }) => keepInStep()) : null))
  .catch(console.warn);
