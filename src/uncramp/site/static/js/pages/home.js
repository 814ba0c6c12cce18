/** The home page works without this: the map and the list are links. With it, a session that was cut off can go on. */

/** @import { App } from '../app.js' */

import { KEYS, openDiary } from '../diary/store.js';

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  showLast(main, app.settings.place);
  const news = main.querySelector('[data-news]');
  const diary = await openDiary().catch(() => null);
  if (!news || !diary) return undefined;
  if (await diary.kept(KEYS.session).catch(() => null)) {
    const { offerToGoOn } = await import('./home_cut_off.js'); // with the knowledge, it is large: only if needed
    await offerToGoOn(news, app, diary);
  }
  if (!app.settings.remind || news.childElementCount) return undefined;
  const due = painted().then(() => import('./home_due.js')).then(({ remindHere }) => remindHere(main, app, diary));
  due.catch(console.warn);
  return () => void due.then((leave) => leave(), () => undefined);
}

/** After the page is there to be used; what is looked at later must not hold it up. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/**
 * The place that was used last wears the warm colour, where the thumb finds it again.
 * @param {HTMLElement} main
 * @param {string} [place]
 */
function showLast(main, place) {
  const last = [...main.querySelectorAll('[data-place]')].find((one) => /** @type {HTMLElement} */ (one).dataset.place === place);
  if (!last) return;
  main.querySelector('[data-place].first')?.classList.remove('first');
  last.classList.add('first');
}
