/** A diary that nothing keeps: the same calls as `store.js`, for a browser that lets nothing be kept. */

/** @import { Entry } from './entries.js' */
/** @import { Appended, Diary, Month, Scope, Span } from './store.js' */
/** @import { StoreError } from './store_error.js' */

import { canonical } from './entries.js';
import { firstIdAfter, idsWithin, keyWithin, rootOf } from './scope.js';
import { dayOf } from './sums.js';

/** @implements {Diary} */
export class MemoryStore {
  persistent = false;

  /** @param {StoreError | null} [why]  Why nothing is kept. */
  constructor(why = null) {
    this.why = why;
    /** @type {Map<string, {entry: Entry, waiting: boolean}>} */
    this.entries = new Map();
    /** @type {Map<string, unknown>} */
    this.small = new Map();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {{waiting?: boolean}} [how]
   * @returns {Promise<Appended>}
   */
  async append(entries, { waiting = true } = {}) {
    /** @type {Appended} */
    const done = { added: [], known: [], differing: [], forgotten: [] };
    for (const entry of entries) {
      const old = this.entries.get(entry.id);
      if (!old) {
        this.entries.set(entry.id, { entry: structuredClone(entry), waiting });
        done.added.push(entry.id);
      } else if (canonical(old.entry) === canonical(entry)) done.known.push(entry.id);
      else done.differing.push(entry.id);
    }
    if (done.added.length) this.tell();
    return done;
  }

  async all() {
    return structuredClone([...this.entries.values()].map(({ entry }) => entry));
  }

  /** @param {Span} span */
  async between({ person, from, to }) {
    const all = await this.all();
    const then = all.filter((entry) => entry.person === person && from <= dayOf(entry.at) && dayOf(entry.at) <= to);
    const roots = new Set(then.map(rootOf));
    return all.filter((entry) => roots.has(rootOf(entry)));
  }

  /**
   * @param {string} person
   * @param {string} kind
   */
  async ofKind(person, kind) {
    const all = await this.all();
    const roots = new Set(all.filter((entry) => entry.person === person && entry.kind === kind).map(({ id }) => id));
    return all.filter((entry) => roots.has(rootOf(entry)));
  }

  /** @param {string} id */
  async about(id) {
    return (await this.all()).filter((entry) => rootOf(entry) === id);
  }

  async count() {
    return this.entries.size;
  }

  /** @param {string} moment */
  async countSince(moment) {
    const first = firstIdAfter(moment);
    return [...this.entries.keys()].filter((id) => id >= first).length;
  }

  /** @returns {Promise<Month[]>} */
  async months() {
    const months = [...this.entries.values()].map(({ entry: { person, at } }) => ({ person, month: at.slice(0, 7), mark: '' }));
    return [...new Map(months.map((one) => [`${one.person} ${one.month}`, one])).values()];
  }

  /** Nothing: what is here is soon counted. */
  async keepSum() {
    return undefined;
  }

  async waiting() {
    return structuredClone([...this.entries.values()].filter(({ waiting }) => waiting).map(({ entry }) => entry));
  }

  /** @param {readonly string[]} ids */
  async confirm(ids) {
    for (const id of ids) {
      const record = this.entries.get(id);
      if (record) record.waiting = false;
    }
  }

  /** @param {Scope} scope */
  async forget(scope) {
    const gone = idsWithin(await this.all(), scope);
    for (const id of gone) this.entries.delete(id);
    for (const key of this.small.keys()) if (keyWithin(key, scope)) this.small.delete(key);
    this.tell();
    return gone;
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async keep(key, value) {
    this.small.set(key, structuredClone(value));
  }

  /** @param {string} key */
  async kept(key) {
    return structuredClone(this.small.get(key));
  }

  /** @param {string} key */
  async drop(key) {
    this.small.delete(key);
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  close() {
    this.listeners.clear();
  }
}
