/** The diary on this device: in IndexedDB, append-only. What `append` has answered is on the disk. */

/** @import { Name } from './database.js' */
/** @import { Entry } from './entries.js' */
/** @import { Forgetting } from './forgetting.js' */
/** @import { Row } from './rows.js' */
/** @import { Sum } from './sums.js' */

import { NAME, open, transaction } from './database.js';
import { MemoryStore } from './memory.js';
import { forgotten, keepSum, markWritten, touch } from './months.js';
import { about, addAll, answered, between, confirmed, ofKind, whole } from './rows.js';
import { firstIdAfter } from './scope.js';
import { forgottenEverywhere, notForgotten } from './sharing.js';
import { storeError, StoreError } from './store_error.js';

/**
 * What became of each id; `differing`: another entry has it, and the one that was there stays; `forgotten`: it was to be
 * gone for good on every device, and was not taken.
 * @typedef {{added: string[], known: string[], differing: string[], forgotten: string[]}} Appended
 */

/** @typedef {{person?: string, from?: string, to?: string}} Scope */

/** Days of a person, both of them included. @typedef {{person: string, from: string, to: string}} Span */

/**
 * A month of a person in which something is written, with what was counted of it if it still holds. `mark` is another
 * one whenever something was written there.
 * @typedef {{person: string, month: string, mark: string, counted?: number, sum?: Sum}} Month
 */

/**
 * What a diary can do. Entries are appended and never changed; small things (settings, a running session, timers, the
 * time of the last export) are kept under a key. `why` says why nothing is kept where `persistent` is false.
 * @typedef {object} Diary
 * @property {boolean} persistent
 * @property {StoreError | null} why
 * @property {(entries: readonly Entry[], how?: {waiting?: boolean}) => Promise<Appended>} append
 * @property {() => Promise<Entry[]>} all  Takes seconds for a diary of years; a page asks for what it shows.
 * @property {(span: Span) => Promise<Entry[]>} between  All that was written about what happened then, or was once said to.
 * @property {(person: string, kind: string) => Promise<Entry[]>} ofKind  A person's entries of a kind, with what amends them.
 * @property {(id: string) => Promise<Entry[]>} about  The entry of that id, with its corrections and deletions.
 * @property {() => Promise<number>} count
 * @property {(moment: string) => Promise<number>} countSince  How many were written since then.
 * @property {() => Promise<Month[]>} months
 * @property {(month: Month) => Promise<void>} keepSum  Nothing is kept if something was written there in the meantime.
 * @property {() => Promise<Entry[]>} waiting  Those in the outbox.
 * @property {(ids: readonly string[]) => Promise<void>} confirm  Takes out of the outbox what a server has.
 * @property {(scope: Scope, everywhere?: Forgetting) => Promise<string[]>} forget  Erases for good; answers the ids. With a
 * forgetting of that scope, the computer and its other devices hear of it.
 * @property {(key: string, value: unknown) => Promise<void>} keep
 * @property {(key: string) => Promise<unknown>} kept
 * @property {(key: string) => Promise<void>} drop
 * @property {(listener: () => void) => () => void} onChange  Entries changed, here or in another tab.
 * @property {() => void} close
 */

/** @typedef {Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>} Channel */

/** Milliseconds after which a browser that does not answer is taken for one that will not. */
const PATIENCE = 4000;

/** Keys of the small things; a person's own carry the person's id after a colon. */
export const KEYS = /** @type {const} */ ({
  settings: 'settings',
  profile: 'profile',
  session: 'session',
  timers: 'timers',
  exported: 'exported_at',
  reminders: 'reminders',
  hours: 'reminder_hours',
  later: 'reminder_later',
});

/**
 * The diary of this device. Where the browser keeps nothing, one in memory (`persistent: false`), so that the app can
 * say so. StoreError `blocked` or `newer` where there is a diary that this tab must not touch.
 * @param {{indexedDB?: IDBFactory | undefined, channel?: Channel | null, patience?: number}} [world]
 * @returns {Promise<Diary>}
 */
export async function openDiary({ indexedDB = factory(), channel = broadcast(), patience = PATIENCE } = {}) {
  if (!indexedDB) return new MemoryStore(new StoreError('private'));
  const store = new Store(indexedDB, channel, patience);
  try {
    await store.database();
    return store;
  } catch (error) {
    const problem = storeError(error);
    if (problem.kind === 'blocked' || problem.kind === 'newer') throw problem;
    store.close();
    return new MemoryStore(problem);
  }
}

/** @implements {Diary} */
export class Store {
  persistent = true;
  /** @type {StoreError | null} */
  why = null;

  /**
   * @param {IDBFactory} indexedDB
   * @param {Channel | null} channel
   * @param {number} patience
   */
  constructor(indexedDB, channel, patience) {
    this.indexedDB = indexedDB;
    this.channel = channel;
    this.patience = patience;
    /** @type {Promise<IDBDatabase> | null} */
    this.opening = null;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    if (channel) channel.onmessage = ({ data }) => data === 'entries' && this.#hear();
  }

  /** The open database; opened again if the connection was lost. */
  database() {
    this.opening ??= open(this.indexedDB, this.patience, () => (this.opening = null)).catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {{waiting?: boolean}} [how]  Not `waiting`: they came from the server, which has them.
   * @returns {Promise<Appended>}
   */
  async append(entries, { waiting = true } = {}) {
    const done = await this.transact(['entries', 'months', 'forgotten'], 'readwrite', async (one) => {
      const staying = await notForgotten(one, entries);
      if (staying.length < entries.length) await markWritten(one);
      const found = await addAll(one, staying, waiting);
      const added = new Set(found.added);
      await touch(
        one,
        staying.filter(({ id }) => added.has(id)),
      );
      return { ...found, forgotten: entries.filter((entry) => !staying.includes(entry)).map(({ id }) => id) };
    });
    if (done.added.length) this.tell();
    return done;
  }

  async all() {
    return this.transact(['entries'], 'readonly', (one) => whole(one));
  }

  /** @param {Span} span */
  async between(span) {
    return this.transact(['entries'], 'readonly', (one) => between(one, span));
  }

  /**
   * @param {string} person
   * @param {string} kind
   */
  async ofKind(person, kind) {
    return this.transact(['entries'], 'readonly', (one) => ofKind(one, person, kind));
  }

  /** @param {string} id */
  async about(id) {
    return this.transact(['entries'], 'readonly', (one) => about(one, [id]));
  }

  async count() {
    return this.transact(['entries'], 'readonly', (one) => answered(one.objectStore('entries').count()));
  }

  /** @param {string} moment */
  async countSince(moment) {
    const since = IDBKeyRange.lowerBound(firstIdAfter(moment));
    return this.transact(['entries'], 'readonly', (one) => answered(one.objectStore('entries').count(since)));
  }

  async months() {
    return this.transact(['months'], 'readonly', (one) => answered(/** @type {IDBRequest<Month[]>} */ (one.objectStore('months').getAll())));
  }

  /** @param {Month} month */
  async keepSum(month) {
    await this.transact(['months'], 'readwrite', (one) => keepSum(one, month));
  }

  async waiting() {
    return this.transact(['entries'], 'readonly', async (one) => {
      const rows = await answered(/** @type {IDBRequest<Row[]>} */ (one.objectStore('entries').index('waiting').getAll()));
      return rows.map(({ entry }) => entry);
    });
  }

  /** @param {readonly string[]} ids */
  async confirm(ids) {
    await this.transact(['entries'], 'readwrite', (one) => confirmed(one.objectStore('entries'), ids));
  }

  /**
   * @param {Scope} scope
   * @param {Forgetting} [everywhere]
   */
  async forget(scope, everywhere) {
    const gone = await this.transact(['entries', 'months', 'kept', 'forgotten'], 'readwrite', (one) =>
      everywhere ? forgottenEverywhere(one, scope, everywhere) : forgotten(one, scope),
    );
    this.tell();
    return gone;
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async keep(key, value) {
    await this.transact(['kept'], 'readwrite', (one) => answered(one.objectStore('kept').put(value, key)));
  }

  /**
   * @param {string} key
   * @returns {Promise<unknown>}
   */
  async kept(key) {
    return this.transact(['kept'], 'readonly', (one) => answered(one.objectStore('kept').get(key)));
  }

  /** @param {string} key */
  async drop(key) {
    await this.transact(['kept'], 'readwrite', (one) => answered(one.objectStore('kept').delete(key)));
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close() {
    this.listeners.clear();
    this.channel?.close();
    this.opening?.then(
      (base) => base.close(),
      () => undefined,
    );
    this.opening = null;
  }

  /**
   * Does `work` in one transaction, and answers its result once the transaction is complete. A lost connection is opened
   * again, once.
   * @template T
   * @param {Name[]} names
   * @param {IDBTransactionMode} mode
   * @param {(one: IDBTransaction) => Promise<T>} work  Awaits nothing but answers of that transaction.
   * @returns {Promise<T>}
   */
  async transact(names, mode, work) {
    try {
      return await transaction(await this.database(), names, mode, work);
    } catch (error) {
      if (storeError(error).kind !== 'lost') throw storeError(error);
      this.opening = null;
    }
    try {
      return await transaction(await this.database(), names, mode, work);
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Says that entries changed. */
  tell() {
    this.channel?.postMessage('entries');
    this.#hear();
  }

  #hear() {
    for (const listener of this.listeners) listener();
  }
}

/** The browser's; in some browsers only to ask for it is an error. */
function factory() {
  try {
    return globalThis.indexedDB ?? undefined;
  } catch {
    return undefined;
  }
}

function broadcast() {
  return typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
}
