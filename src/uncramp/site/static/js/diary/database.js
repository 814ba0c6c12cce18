/**
 * The database of the diary: how it is opened, what it is made of, and a transaction in it.
 *
 * Traps that shape this: a transaction ends by itself as soon as it has nothing to do, so nothing else is awaited
 * inside one; a request that succeeded is not kept until its transaction is complete; a tab that holds an old version
 * open stops every other one; Safari may lose the connection while the app sleeps, and may never answer the first
 * `open`.
 */

import { markWritten } from './months.js';
import { storeError, StoreError } from './store_error.js';

export const NAME = 'uncramp';
const VERSION = 4;
/** @typedef {'entries' | 'months' | 'kept' | 'sync' | 'forgotten'} Name */

/**
 * The database, opened and built where it is not there yet.
 * @param {IDBFactory} indexedDB
 * @param {number} patience  Milliseconds after which a browser that does not answer is taken for one that will not.
 * @param {() => void} gone  Called when the connection is no longer there.
 * @returns {Promise<IDBDatabase>}
 */
export function open(indexedDB, patience, gone) {
  return new Promise((resolve, reject) => {
    let blocked = false;
    let late = false;
    const request = indexedDB.open(NAME, VERSION);
    const timer = setTimeout(() => fail(new StoreError(blocked ? 'blocked' : 'silent')), patience);
    request.onupgradeneeded = ({ oldVersion }) => build(request.result, /** @type {IDBTransaction} */ (request.transaction), oldVersion);
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

/**
 * What the database is made of. Rows stay as they are from one version to the next; version 2 finds them by day and by
 * what they amend, and knows the months in which something is written; version 3 knows of the computer it syncs with;
 * version 4 finds the rows of a kind.
 * @param {IDBDatabase} base
 * @param {IDBTransaction} change
 * @param {number} from  The version that is there; 0: none.
 */
function build(base, change, from) {
  if (from < 1) {
    const entries = base.createObjectStore('entries', { keyPath: 'id' });
    entries.createIndex('waiting', 'waiting'); // rows without the mark are not in it
    entries.createIndex('person', 'person');
    base.createObjectStore('kept');
  }
  if (from < 2) {
    const entries = change.objectStore('entries');
    entries.createIndex('when', ['person', 'entry.at']);
    entries.createIndex('of', 'entry.body.of'); // rows that amend nothing are not in it
    base.createObjectStore('months', { keyPath: ['person', 'month'] });
    markWritten(change).catch(() => change.abort());
  }
  if (from < 3) {
    base.createObjectStore('sync');
    const gone = base.createObjectStore('forgotten', { keyPath: 'id' });
    gone.createIndex('waiting', 'waiting');
    gone.createIndex('scope', 'forgetting.at'); // marks are not in it
  }
  change.objectStore('entries').createIndex('kind', ['person', 'entry.kind']);
}

/**
 * Does `work` in one transaction, and answers its result once the transaction is complete.
 * @template T
 * @param {IDBDatabase} base
 * @param {Name[]} names
 * @param {IDBTransactionMode} mode
 * @param {(one: IDBTransaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function transaction(base, names, mode, work) {
  return new Promise((resolve, reject) => {
    const one = base.transaction(names, mode, { durability: 'strict' });
    /** @type {T} */
    let result;
    one.oncomplete = () => resolve(result);
    one.onabort = () => reject(one.error ? storeError(one.error) : new StoreError('lost'));
    work(one).then(
      (found) => (result = found),
      (error) => {
        reject(storeError(error));
        abort(one);
      },
    );
  });
}

/** @param {IDBTransaction} one */
function abort(one) {
  try {
    one.abort();
  } catch {
    // it has ended by itself already
  }
}
