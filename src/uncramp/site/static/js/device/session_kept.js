/** Keeps a guided session on this device at each of its events, so that one that was cut off can be taken up again. */

/** @import { Diary } from '../diary/store.js' */
/** @import { Session } from '../kept.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Given } from '../quick.js' */
/** @import { Clock } from './clock.js' */

import { KEYS } from '../diary/store.js';
import { fromJson, toJson } from '../kept.js';
import { placeOf } from '../quick.js';

/** Seconds after which a session that was cut off is no longer this cramp. */
export const KEEP_FOR = 2 * 3600;

/**
 * A session with what it hangs on. `ahead` is how far its clock was before the wall clock.
 * @typedef {object} Kept
 * @property {Session} session
 * @property {Given} facts  The answers that it started from.
 * @property {string} place
 * @property {'left' | 'right' | null} side
 * @property {number} at
 * @property {number} ahead
 */

/**
 * @param {Diary} diary
 * @param {Omit<Kept, 'at' | 'ahead'>} what
 * @param {Clock} clock
 */
export async function keepSession(diary, { session, facts, place, side }, clock) {
  const at = clock.now();
  await diary.keep(KEYS.session, { session: toJson(session), facts, place, side, at, ahead: clock.ahead });
}

/**
 * The session that was cut off, as it stood, if there is one that is recent and can be read. Whatever cannot be used is none:
 * relief starts anew.
 * @param {Knowledge} kb
 * @param {Diary} diary
 * @returns {Promise<Kept | null>}
 */
export async function keptSession(kb, diary) {
  try {
    const data = /** @type {any} */ (await diary.kept(KEYS.session));
    if (!data) return null;
    const { at, ahead, facts, place, side } = data;
    const now = Date.now() / 1000 + ahead;
    if (!(now - at >= 0 && now - at <= KEEP_FOR) || !placeOf(kb, place)) return null;
    kb.answers(facts);
    const session = fromJson(kb, data.session);
    return session.ending ? null : { session, facts, place, side: side === 'left' || side === 'right' ? side : null, at, ahead };
  } catch {
    return null;
  }
}

/**
 * The page that goes on with a session.
 * @param {Kept} kept
 */
export function pathOf({ place, side }) {
  return `now/${place}.html${side ? `?side=${side}` : ''}`;
}

/** @param {Diary} diary */
export async function forgetSession(diary) {
  await diary.drop(KEYS.session);
}
