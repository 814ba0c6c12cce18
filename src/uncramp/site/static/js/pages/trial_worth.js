/** The local app's page that waits while the outlook of a trial is counted: asks how far it is, then shows the answer. */

/** @import { App } from '../app.js' */

/** Milliseconds between two questions. */
const PAUSE = 700;
/** How many questions in a row may fail before it is said that the page should be opened again. */
const PATIENCE = 5;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export function mount(main, app) {
  const bar = main.querySelector('progress');
  const id = bar?.dataset['draft'];
  if (!bar || !id) return undefined;
  const wrong = main.querySelector('[data-stuck]');
  let failed = 0;
  let left = false;
  void ask();
  return () => (left = true);

  async function ask() {
    try {
      const answer = await fetch(`/api/v1/trials/outlook/${id}`, { credentials: 'same-origin', cache: 'no-store' });
      if (!answer.ok) throw new Error(String(answer.status));
      const { done, all, state } = await answer.json();
      failed = 0;
      if (left) return;
      if (state !== 'counting') return app.go(app.path);
      if (bar) Object.assign(bar, { max: all, value: done });
    } catch {
      failed += 1;
      if (failed >= PATIENCE) return wrong?.removeAttribute('hidden');
    }
    setTimeout(() => void ask(), PAUSE);
  }
}
