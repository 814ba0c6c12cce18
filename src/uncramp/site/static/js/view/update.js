/** Says on the home page, and nowhere else, that a newer version is there. Nobody is interrupted in a session. */

/** @import { App } from '../app.js' */

import { onNewVersion } from '../device/offline.js';
import { fill, h, icon } from './dom.js';

/**
 * @param {App} app
 * @param {ServiceWorkerRegistration} registration
 */
export function offerUpdate(app, registration) {
  const news = app.page === 'home' && document.querySelector('[data-news]');
  if (!news) return;
  const status = h('div', { role: 'status' }); // it stands there before its words come: else they are not read out
  news.after(status);
  onNewVersion(registration, async (use) => {
    const texts = app.texts(await app.knowledge());
    const button = h('button', { class: 'btn line sm', type: 'button', onclick: use }, icon('download'), texts.say('site.update_use'));
    fill(status, h('p', { class: 'card row' }, h('span', {}, texts.say('site.update_ready')), button));
  });
}
