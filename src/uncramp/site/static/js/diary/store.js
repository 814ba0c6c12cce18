/**
 * The diary on this device: IndexedDB, append-only. What `append` has answered is on the disk.
 *
 * Traps that shape this: a transaction ends by itself as soon as it has nothing to do, so nothing else is awaited
 * inside one; a request that succeeded is not kept until its transaction is complete; a tab that holds an old version
 * open stops every other one; Safari may lose the connection while the app sleeps, and may never answer the first
 * `open`.
 */

/** @import { Entry } from './entries.js' */

import { canonical } from './entries.js';
import { MemoryStore } from './memory.js';
import { idsWithin, keyWithin } from './scope.js';
import { storeError, StoreError } from './store_error.js';

/**
 * What became of each id; `differing`: another entry has it, and the one that was there stays.
 * @typedef {{added: string[], known: string[], differing: string[]}} Appended
 */

/** @typedef {{person?: string, from?: string, to?: string}} Scope */

/**
 * What a diary can do. Entries are appended and never changed; small things (settings, a running session, timers, the
 * time of the last export) are kept under a key. `why` says why nothing is kept where `persistent` is false.
 * @typedef {object} Diary
 * @property {boolean} persistent
 * @property {StoreError | null} why
 * @property {(entries: readonly Entry[], how?: {waiting?: boolean}) => Promise<Appended>} append
 * @property {() => Promise<Entry[]>} all
 * @property {() => Promise<Entry[]>} waiting  Those in the outbox.
 * @property {(ids: readonly string[]) => Promise<void>} confirm  Takes out of the outbox what a server has.
 * @property {(scope: Scope) => Promise<string[]>} forget  Erases for good, on this device; answers the ids.
 * @property {(key: string, value: unknown) => Promise<void>} keep
 * @property {(key: string) => Promise<unknown>} kept
 * @property {(key: string) => Promise<void>} drop
 * @property {(listener: () => void) => () => void} onChange  Entries changed, here or in another tab.
 * @property {() => void} close
 */

/** @typedef {{id: string, person: string, entry: Entry, waiting?: 1}} Row */

/** @typedef {Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>} Channel */

export const NAME = 'uncramp';
const VERSION = 1;
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
    /** @type {Appended} */
    let done = { added: [], known: [], differing: [] };
    await this.#transact('entries', 'readwrite', (store) => {
      done = { added: [], known: [], differing: [] };
      for (const entry of entries) {
        const { id, person } = entry;
        const asked = store.add(waiting ? { id, person, entry, waiting: 1 } : { id, person, entry });
        asked.onsuccess = () => done.added.push(id);
        asked.onerror = (event) => {
          if (asked.error?.name !== 'ConstraintError') return;
          event.preventDefault(); // the id is there already; without this all of the transaction would be undone
          const other = store.get(id);
          other.onsuccess = () => {
            const same = canonical(/** @type {Row} */ (other.result).entry) === canonical(entry);
            (same ? done.known : done.differing).push(id);
          };
        };
      }
    });
    if (done.added.length) this.#tell();
    return done;
  }

  async all() {
    const rows = await this.#transact('entries', 'readonly', (store) => store.getAll());
    return /** @type {Row[]} */ (rows).map(({ entry }) => entry);
  }

  async waiting() {
    const rows = await this.#transact('entries', 'readonly', (store) => store.index('waiting').getAll());
    return /** @type {Row[]} */ (rows).map(({ entry }) => entry);
  }

  /** @param {readonly string[]} ids */
  async confirm(ids) {
    await this.#transact('entries', 'readwrite', (store) => {
      for (const id of ids) {
        const asked = store.get(id);
        asked.onsuccess = () => {
          const row = /** @type {Row | undefined} */ (asked.result);
          if (row) store.put({ id: row.id, person: row.person, entry: row.entry });
        };
      }
    });
  }

  /** @param {Scope} scope */
  async forget(scope) {
    /** @type {string[]} */
    let gone = [];
    await this.#transact('entries', 'readwrite', (store) => {
      const asked = store.getAll();
      asked.onsuccess = () => {
        const rows = /** @type {Row[]} */ (asked.result);
        gone = idsWithin(
          rows.map(({ entry }) => entry),
          scope,
        );
        for (const id of gone) store.delete(id);
      };
    });
    await this.#transact('kept', 'readwrite', (store) => {
      const asked = store.getAllKeys();
      asked.onsuccess = () => {
        for (const key of asked.result) if (keyWithin(String(key), scope)) store.delete(key);
      };
    });
    this.#tell();
    return gone;
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async keep(key, value) {
    await this.#transact('kept', 'readwrite', (store) => store.put(value, key));
  }

  /**
   * @param {string} key
   * @returns {Promise<unknown>}
   */
  async kept(key) {
    return this.#transact('kept', 'readonly', (store) => store.get(key));
  }

  /** @param {string} key */
  async drop(key) {
    await this.#transact('kept', 'readwrite', (store) => store.delete(key));
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
   * Does `work` in one transaction, and answers the result of its last request once the transaction is complete. A lost
   * connection is opened again, once.
   * @param {'entries' | 'kept'} name
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest | void} work
   */
  async #transact(name, mode, work) {
    try {
      return await transaction(await this.database(), name, mode, work);
    } catch (error) {
      if (storeError(error).kind !== 'lost') throw storeError(error);
      this.opening = null;
    }
    try {
      return await transaction(await this.database(), name, mode, work);
    } catch (error) {
      throw storeError(error);
    }
  }

  #tell() {
    this.channel?.postMessage('entries');
    this.#hear();
  }

  #hear() {
    for (const listener of this.listeners) listener();
  }
}

/**
 * @param {IDBFactory} indexedDB
 * @param {number} patience
 * @param {() => void} gone  Called when the connection is no longer there.
 * @returns {Promise<IDBDatabase>}
 */
function open(indexedDB, patience, gone) {
  return new Promise((resolve, reject) => {
    let blocked = false;
    let late = false;
    const request = indexedDB.open(NAME, VERSION);
    const timer = setTimeout(() => fail(new StoreError(blocked ? 'blocked' : 'silent')), patience);
    request.onupgradeneeded = () => build(request.result);
    request.onblocked = () => (blocked = true); // the other tab may still close: it is told to
    request.onerror = () => fail(refused(request.error));
    request.onsuccess = () => {
      clearTimeout(timer);
      const base = request.result;
      if (late) {
        base.close();
        return;
      }
      base.onversionchange = () => {
        base.close(); // a newer app in another tab wants to go on; holding on would block it
        gone();
      };
      base.onclose = gone;
      resolve(base);
    };

    /** @param {StoreError} error */
    function fail(error) {
      late = true;
      clearTimeout(timer);
      reject(error);
    }
  });
}

/**
 * Why a browser does not open a database. An invalid state is how some say that a private window keeps nothing.
 * @param {DOMException | null} error
 */
function refused(error) {
  const problem = storeError(error, 'private');
  return problem.kind === 'lost' ? new StoreError('private', error) : problem;
}

/** @param {IDBDatabase} base */
function build(base) {
  const entries = base.createObjectStore('entries', { keyPath: 'id' });
  entries.createIndex('waiting', 'waiting'); // rows without the mark are not in it
  entries.createIndex('person', 'person');
  base.createObjectStore('kept');
}

/**
 * @param {IDBDatabase} base
 * @param {'entries' | 'kept'} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest | void} work
 * @returns {Promise<any>}
 */
function transaction(base, name, mode, work) {
  return new Promise((resolve, reject) => {
    const one = base.transaction([name], mode, { durability: 'strict' });
    /** @type {IDBRequest | void} */
    let request;
    one.oncomplete = () => resolve(request?.result);
    one.onabort = () => reject(one.error ? storeError(one.error) : new StoreError('lost'));
    try {
      request = work(one.objectStore(name));
    } catch (error) {
      one.abort();
      reject(storeError(error));
    }
  });
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
