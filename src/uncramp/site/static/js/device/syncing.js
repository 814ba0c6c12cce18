/**
 * Sends what waits to the computer that this device is paired with, and takes in what is new there: at the start, after
 * each entry, when the network or the page comes back, and again after a while if that failed. In one tab at a time.
 */

/** @import { Kinds } from '../diary/check.js' */
/** @import { Outbox, Reading } from '../diary/sharing.js' */
/** @import { Store } from '../diary/store.js' */
/** @import { Pair } from './pairing.js' */

import { instant } from '../diary/entries.js';
import { answered } from '../diary/rows.js';
import { outbox, SHARED, takeIn } from '../diary/sharing.js';
import { openDiary, Store as Kept } from '../diary/store.js';
import { MOST, understand } from '../diary/sync.js';
import { readKinds } from './entry.js';
import { ask, isLetIn, PairError, readPair } from './pairing.js';

/**
 * Why the computer did not take what was sent. `out`: this device is not let in any more. `clock`: the two clocks are
 * more than a day apart, and something is to be forgotten by the clock.
 * @typedef {'unreachable' | 'busy' | 'out' | 'clock' | 'strange'} Trouble
 */

/** How the last try went: `well`, the last that went well, and `since` when it has not, in milliseconds. @typedef {{well?: number, trouble?: Trouble, since?: number}} Went */

const LOCK = 'uncramp-sync';
/** Milliseconds for which a tab without locks may sync before another takes over. */
const LEASE = 30_000;
/** Bytes of entries in one request; a single larger one goes alone. */
const BYTES = 400_000;
const SOON = 2000;
const LATEST = 5 * 60_000;
const DAY = 24 * 60 * 60_000;

class SyncError extends Error {
  /** @param {Trouble} kind */
  constructor(kind) {
    super(`not synced: ${kind}`);
    this.name = 'SyncError';
    this.kind = kind;
  }
}

/** Keep this device in step with its computer while the page is open. Does nothing, and sends nothing, unless paired. */
export async function keepInStep() {
  const store = await openDiary();
  if (!(store instanceof Kept)) return null;
  const syncing = new Syncing(store, await readKinds());
  syncing.listen();
  await syncing.now();
  return syncing;
}

export class Syncing {
  /**
   * @param {Store} store
   * @param {Kinds} kinds
   */
  constructor(store, kinds) {
    this.store = store;
    this.kinds = kinds;
    this.fails = 0;
    this.running = false;
    this.again = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  listen() {
    this.store.onChange(() => void this.now());
    addEventListener('online', () => void this.now());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.now());
  }

  /** Now, unless it is being done here or in another tab. */
  async now() {
    this.again = true;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    try {
      while (this.again) {
        this.again = false;
        await this.#try();
      }
    } finally {
      this.running = false;
    }
  }

  async #try() {
    const pair = await readPair(this.store);
    if (!pair && !isLetIn()) return;
    try {
      const done = await alone(this.store, () => this.#exchange(pair));
      this.fails = 0;
      if (!done) this.#later(SOON); // another tab is at it, and may have begun before this entry was there
    } catch (error) {
      const kind = kindOf(error);
      await this.#note({ trouble: kind });
      this.fails += 1;
      if (kind !== 'out') this.#later(Math.min(LATEST, SOON * 2 ** this.fails) * (0.75 + Math.random() / 2));
    }
  }

  /** @param {number} milliseconds */
  #later(milliseconds) {
    this.again = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), milliseconds);
  }

  /**
   * To and fro until nothing waits and nothing is new.
   * @param {Pair | null} pair
   */
  async #exchange(pair) {
    let most = MOST;
    for (let more = true; more; ) {
      const { sent, reading } = await this.store.transact(['entries', 'forgotten', 'sync'], 'readonly', async (one) => ({
        sent: await outbox(one, { most, bytes: BYTES }),
        reading: /** @type {Reading | undefined} */ (await answered(one.objectStore('sync').get('reading'))),
      }));
      const answer = await this.#post(sent, reading, pair);
      if (answer === 'large') {
        if (sent.entries.length <= 1) throw new SyncError('strange');
        most = Math.ceil(sent.entries.length / 2);
        continue;
      }
      const taken = understand(this.kinds, sentIds(sent), answer);
      if (!taken.diary) throw new SyncError('strange');
      if (taken.forget.some(({ at }) => instant(at) > Date.now() + DAY)) throw new SyncError('clock');
      const changed = await this.store.transact([...SHARED], 'readwrite', (one) => takeIn(one, taken, Date.now()));
      if (changed) this.store.tell();
      const anew = reading !== undefined && reading.diary !== taken.diary;
      const left = sent.more && taken.confirm.length + taken.refused.length + taken.forgotten.length > 0;
      more = taken.more || left || anew;
    }
    await this.#note({ well: Date.now() });
  }

  /**
   * @param {Outbox} sent
   * @param {Reading | undefined} reading
   * @param {Pair | null} pair
   * @returns {Promise<unknown>}
   */
  async #post({ entries, forget, marks }, reading, pair) {
    const { diary = null, cursor = 0 } = reading ?? {};
    const said = await ask('POST', 'sync', { cursor, diary, entries, forget, marks }, pair?.token);
    if (said.status === 413) return 'large';
    if (said.status === 401 || said.status === 403) throw new SyncError('out');
    if (said.status >= 500 || said.status === 429 || said.status === 408) throw new SyncError('busy');
    if (!said.ok) throw new SyncError('strange');
    try {
      return await said.json();
    } catch {
      throw new SyncError('unreachable'); // it broke off in the middle of its answer
    }
  }

  /** @param {Went} how */
  async #note(how) {
    await this.store.transact(['sync'], 'readwrite', async (one) => {
      const sync = one.objectStore('sync');
      const before = /** @type {Went} */ ((await answered(sync.get('went'))) ?? {});
      const { well = before.well, trouble } = how;
      sync.put({ ...(well ? { well } : {}), ...(trouble ? { trouble, since: before.since ?? Date.now() } : {}) }, 'went');
    });
    dispatchEvent(new Event('uncramp-synced'));
  }
}

/** @param {Outbox} sent */
function sentIds({ entries, forget, marks }) {
  return [...entries, ...forget, ...marks.map((id) => ({ id }))];
}

/** @param {unknown} error @returns {Trouble} */
function kindOf(error) {
  if (error instanceof SyncError) return error.kind;
  if (error instanceof PairError && error.kind === 'unreachable') return 'unreachable';
  console.warn(error);
  return 'strange';
}

/**
 * Do something if no other tab is doing it; whether it was done. Without locks (an older browser), a lease in the database
 * stands for one: it is taken in one transaction, and ends by itself if the tab is gone.
 * @param {Store} store
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>}
 */
async function alone(store, work) {
  if (globalThis.navigator?.locks) {
    return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  }
  if (!(await lease(store, LEASE))) return false;
  const kept = setInterval(() => void lease(store, LEASE), LEASE / 3);
  try {
    await work();
  } finally {
    clearInterval(kept);
    await lease(store, 0);
  }
  return true;
}

/** This tab, among those that want the lease. */
const WHO = Math.random();

/**
 * @param {Store} store
 * @param {number} milliseconds  None: give it back.
 */
async function lease(store, milliseconds) {
  return store.transact(['sync'], 'readwrite', async (one) => {
    const sync = one.objectStore('sync');
    const held = /** @type {{who: number, until: number} | undefined} */ (await answered(sync.get('lease')));
    if (held && held.who !== WHO && held.until > Date.now()) return false;
    sync.put({ who: WHO, until: Date.now() + milliseconds }, 'lease');
    return true;
  });
}
