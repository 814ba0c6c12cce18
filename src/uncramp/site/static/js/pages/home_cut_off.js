/** On the home page: a session that was cut off can go on where it stood. */

/** @import { App } from '../app.js' */
/** @import { Diary } from '../diary/store.js' */

import { forgetSession, keptSession, pathOf } from '../device/session_kept.js';
import { cutOff } from '../view/cut_off.js';

/**
 * @param {Element} news
 * @param {App} app
 * @param {Diary} diary
 */
export async function offerToGoOn(news, app, diary) {
  const kb = await app.knowledge();
  const kept = await keptSession(kb, diary);
  if (!kept) return;
  cutOff(news, kb, app.texts(kb), kept, { on: app.href(pathOf(kept)), leave: () => void forgetSession(diary).catch(console.warn) });
}
