/** Writes what a guided session was into the diary of this device. */

/** @import { Body } from '../diary/check.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Session } from '../kept.js' */
/** @import { Given } from '../quick.js' */
/** @import { Side } from '../view/figure.js' */

import { stamp } from '../diary/entries.js';
import { write } from './entry.js';

const CAN_BE_WRITTEN = 86_400;
/** Seconds: what the diary takes as the longest. */

/**
 * What the diary says of a session: only what was measured, answered or tapped.
 * @param {Session} session
 * @param {{facts: Given, site: string, side: Side, before: number, after: number}} told
 * @returns {Body}
 */
export function episodeOf({ began, tried, ending, remedy_began }, { facts, site, side, before, after }) {
  const last = tried.at(-1);
  const gone = last?.outcome === 'gone' ? Math.round(remedy_began + last.seconds - began) : null;
  return {
    what: typeof facts.kind === 'string' && facts.kind !== 'unsure' ? facts.kind : 'painful_cramp',
    site,
    ...(side && { side }),
    pain_before: before,
    pain_after: after,
    ...(gone !== null && gone >= 0 && gone <= CAN_BE_WRITTEN && { relief_seconds: gone }),
    ...(ending !== 'relieved' && ending !== 'stopped' && { still_on: true }),
    ...(tried.length > 0 && { tried: tried.slice(-20).map((one) => ({ ...one, seconds: Math.min(one.seconds, CAN_BE_WRITTEN) })) }),
  };
}

/**
 * @param {Diary} diary
 * @param {Body} body
 * @param {number} began  Seconds since 1970.
 * @returns {Promise<Entry>}
 */
export function saveEpisode(diary, body, began) {
  return write(diary, 'episode', body, stamp(new Date(began * 1000)));
}
