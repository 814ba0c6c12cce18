/**
 * Whether this device shares its diary with the computer that serves the app, and how that begins and ends.
 *
 * Only with the server that the page came from: a page of another host can reach none (its policy forbids it), so nothing
 * can be sent astray. See docs/pairing.md.
 */

/** @import { Store } from '../diary/store.js' */

import { requeue } from '../diary/sharing.js';
import { answered } from '../diary/rows.js';

/** Paired: with a token of its own, since a time in milliseconds. @typedef {{device: string, token: string, name: string, at: number}} Pair */

/** @typedef {'wrong' | 'often' | 'unreachable' | 'strange'} PairTrouble */

/** What a browser has that `uncramp` itself opened, beside the session that no script can read. */
const LET_IN = /(?:^|; )uncramp-in=1(?:;|$)/;
const API = 'api/v1/';
/** Milliseconds. */
const PATIENCE = 20_000;

export class PairError extends Error {
  /** @param {PairTrouble} kind */
  constructor(kind) {
    super(`not paired: ${kind}`);
    this.name = 'PairError';
    this.kind = kind;
  }
}

/** Whether the page came from a computer that keeps a diary. */
export function isServed() {
  return document.documentElement.dataset.server === '1';
}

/** Whether `uncramp` opened this browser itself, on its own computer: then there is nothing to pair. */
export function isLetIn() {
  return isServed() && LET_IN.test(document.cookie);
}

/** Whether a phone can be paired from here: over HTTPS, or on the computer itself. */
export function canPair() {
  return isServed() && isSecureContext;
}

/**
 * @param {Store} store
 * @returns {Promise<Pair | null>}
 */
export async function readPair(store) {
  return store.transact(['sync'], 'readonly', async (one) => (await answered(one.objectStore('sync').get('pair'))) ?? null);
}

/**
 * Exchange a code for a token of this device's own. PairError says why not.
 * @param {Store} store
 * @param {string} code
 * @param {string} name  By which the computer lists this device.
 */
export async function pair(store, code, name) {
  const said = await ask('POST', 'devices', { code, name });
  if (said.status === 429) throw new PairError('often');
  if (said.status === 401 || said.status === 422) throw new PairError('wrong');
  const { device, token } = said.ok ? await said.json().catch(() => ({})) : {};
  if (typeof device !== 'string' || typeof token !== 'string') throw new PairError(said.status >= 500 ? 'unreachable' : 'strange');
  /** @type {Pair} */
  const made = { device, token, name, at: Date.now() };
  await store.transact(['sync'], 'readwrite', (one) => answered(one.objectStore('sync').put(made, 'pair')));
  store.tell();
}

/**
 * End it. The computer keeps what it has, and so does this device. Answers whether the computer has heard of it.
 * @param {Store} store
 */
export async function unpair(store) {
  const paired = await readPair(store);
  const heard = paired ? await ask('DELETE', `devices/${paired.device}`, null, paired.token).then(({ ok, status }) => ok || status === 401, () => false) : true;
  await store.transact(['entries', 'sync', 'forgotten'], 'readwrite', async (one) => {
    one.objectStore('sync').clear();
    one.objectStore('forgotten').clear();
    await requeue(one);
  });
  store.tell();
  return heard;
} // prettier-ignore

/**
 * Ask the server that this page came from.
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {string} [token]
 */
export async function ask(method, path, body, token) {
  const { root = './' } = document.documentElement.dataset;
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  try {
    return await fetch(new URL(API + path, new URL(root, location.href)), {
      method,
      headers,
      ...(body === null ? {} : { body: JSON.stringify(body) }),
      credentials: token ? 'omit' : 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new PairError('unreachable'); // no network, no server, or none that answers in time
  }
}
