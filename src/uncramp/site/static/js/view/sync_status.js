/** Says in words what of the diary is on the computer, what waits, and why something was not taken. */

/** @import { Texts } from '../texts.js' */
/** @import { Went } from '../device/syncing.js' */
/** @import { Gone } from '../diary/sharing.js' */
/** @import { Row } from '../diary/rows.js' */
/** @import { Diary } from '../diary/store.js' */

import { isLetIn, readPair } from '../device/pairing.js';
import { answered } from '../diary/rows.js';
import { REFUSED, WAITS } from '../diary/sharing.js';
import { Store } from '../diary/store.js';
import { fill, h } from './dom.js';

/** How many reasons are told one by one. */
const TOLD = 5;

/** How it stands with the computer. @typedef {{total: number, waiting: number, forget: number, refused: string[], went: Went}} Standing */

/**
 * @param {Store} store
 * @returns {Promise<Standing>}
 */
export async function standing(store) {
  return store.transact(['entries', 'sync', 'forgotten'], 'readonly', async (one) => {
    const entries = one.objectStore('entries');
    const [total, waiting, refused, gone, went] = await Promise.all([
      answered(entries.count()),
      answered(entries.index('waiting').count(WAITS)),
      answered(/** @type {IDBRequest<(Row & {why?: string})[]>} */ (entries.index('waiting').getAll(REFUSED))),
      answered(/** @type {IDBRequest<Gone[]>} */ (one.objectStore('forgotten').index('waiting').getAll())),
      answered(one.objectStore('sync').get('went')),
    ]);
    return { total, waiting, forget: gone.length, refused: refused.map(({ why = '' }) => why), went: went ?? {} };
  });
}

/**
 * Fills `place` with how it stands, now and whenever that changes; empty where the diary is shared with nobody. Answers
 * how to stop.
 * @param {HTMLElement} place
 * @param {Texts} texts
 * @param {Diary} diary
 */
export async function showStanding(place, texts, diary) {
  const renew = () => void show(place, texts, diary).catch(console.warn);
  addEventListener('uncramp-synced', renew);
  await show(place, texts, diary);
  return () => removeEventListener('uncramp-synced', renew);
}

/**
 * @param {HTMLElement} place
 * @param {Texts} texts
 * @param {Diary} diary
 */
async function show(place, texts, diary) {
  if (!(diary instanceof Store)) return fill(place);
  if (!isLetIn() && !(await readPair(diary))) return fill(place);
  const { total, waiting, forget, refused, went } = await standing(diary);
  const { trouble, since, well } = went;
  const there = total - refused.length;
  const how = waiting ? 'waits' : total === 0 ? 'nothing' : refused.length ? 'rest' : 'all';
  const say = (/** @type {string} */ key, given = {}) => texts.say(`site_sync.${key}`, given);
  return fill(place,
    h('h2', {}, say('status')),
    h('div', { role: 'status', class: 'stack', 'data-sync': trouble ?? (waiting || forget ? 'waits' : 'done') },
      (there > 0 || total === 0) && h('p', { 'data-standing': how }, say((waiting || there) === 1 ? `${how}_one` : how, { count: waiting || there })),
      forget > 0 && h('p', {}, say('forget_waits')),
      trouble && h('p', { class: 'say' }, say(`trouble_${trouble}`, { when: moment(since) })),
      refused.length > 0 && h('p', { class: 'say' }, say(refused.length === 1 ? 'refused_one' : 'refused', { count: refused.length })),
      [...new Set(refused)].slice(0, TOLD).map((why) => why && h('p', { class: 'small' }, say('refused_why', { why })))),
    well && h('p', { class: 'muted small num' }, say('last', { when: moment(well) })),
    trouble && h('p', {}, h('button', { class: 'btn line sm', type: 'button', 'data-do': 'sync_now', onclick: () => dispatchEvent(new Event('online')) }, say('try'))));
} // prettier-ignore

/** @param {number} [time] */
function moment(time = Date.now()) {
  return new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
}
