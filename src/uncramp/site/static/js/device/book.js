/** One person's diary on this device, read and written. Several people may keep theirs here, each apart. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Diary } from '../diary/store.js' */

import { current } from '../diary/current.js';
import { correct, CORRECTION, DELETION, instant, make, remove } from '../diary/entries.js';
import { readKinds } from './entry.js';

/** Under which keys stand: this device's own person, everybody who was named here, and whose diary is open. */
const OWN = 'person';
const PEOPLE = 'people';
const OPEN = 'diary_person';

/** @typedef {{id: string, name: string}} Named */

/** Somebody with a diary here; without a name if it came in from elsewhere. @typedef {{id: string, name: string | null, own: boolean, entries: number}} Someone */

export class Book {
  /**
   * @param {Diary} diary
   * @param {Kinds} kinds
   */
  constructor(diary, kinds) {
    this.diary = diary;
    this.kinds = kinds;
    /** @type {string | null} */
    this.own = null;
    /** @type {Named[]} */
    this.named = [];
    /** @type {string | null} */
    this.chosen = null;
    /** Everything that is on this device. @type {Entry[]} */
    this.all = [];
    /** What holds now, of everybody. @type {Entry[]} */
    this.now = [];
    /** What holds now of the person whose diary is open. @type {Entry[]} */
    this.entries = [];
    /** When the last entry known here was written. */
    this.last = 0;
  }

  /** @param {Diary} diary */
  static async open(diary) {
    const book = new Book(diary, await readKinds());
    await book.read();
    return book;
  }

  /** Read it again: another tab may have written. */
  async read() {
    const { diary } = this;
    const [own, named, chosen, all] = await Promise.all([diary.kept(OWN), diary.kept(PEOPLE), diary.kept(OPEN), diary.all()]);
    this.own = typeof own === 'string' ? own : null;
    this.named = Array.isArray(named) ? named : [];
    this.chosen = typeof chosen === 'string' ? chosen : null;
    this.#settle(all);
  }

  /**
   * @param {Entry[]} all
   */
  #settle(all) {
    this.all = all;
    this.now = current(all);
    this.entries = this.now.filter(({ person }) => person === this.person);
  }

  /** Whose diary is open; null before its first entry. */
  get person() {
    return this.chosen ?? this.own;
  }

  /** The name of that person; null for this device's own. */
  get name() {
    return this.person === this.own ? null : (this.named.find(({ id }) => id === this.person)?.name ?? '');
  }

  /** Everybody with a diary here, this device's own person first. @returns {Someone[]} */
  get people() {
    const found = this.now;
    const ids = new Set([...(this.own ? [this.own] : []), ...this.named.map(({ id }) => id), ...found.map(({ person }) => person)]);
    return [...ids].map((id) => ({
      id,
      name: this.named.find((one) => one.id === id)?.name ?? null,
      own: id === this.own,
      entries: found.filter(({ person }) => person === id).length,
    }));
  }

  /** @param {string | null} id  Null: this device's own person. */
  async choose(id) {
    if (id === null || id === this.own) await this.diary.drop(OPEN);
    else await this.diary.keep(OPEN, id);
    await this.read();
  }

  /**
   * Give a diary a name; without an id, begin one.
   * @param {string} name
   * @param {string} [id]
   */
  async call(name, id = crypto.randomUUID()) {
    await this.diary.keep(PEOPLE, [...this.named.filter((one) => one.id !== id), { id, name }]);
    await this.choose(id);
  }

  /**
   * Say that a diary which came in is this device's own person's. Only while that person has none here.
   * @param {string} id
   */
  async claim(id) {
    await this.diary.keep(OWN, id);
    await this.choose(null);
  }

  /**
   * @param {string} kind
   * @param {Body} body
   * @param {string} [at]
   * @returns {Promise<Entry>}
   */
  async write(kind, body, at) {
    const person = this.person ?? crypto.randomUUID();
    const entry = make(this.kinds, { person, kind, body, at }, this.#world());
    if (!this.person) await this.diary.keep(OWN, person);
    this.own ??= person;
    await this.#append(entry);
    return entry;
  }

  /**
   * What an entry should have said; the old one stays.
   * @param {Entry} entry
   * @param {Body} body
   * @param {string} [at]
   */
  async correct(entry, body, at) {
    await this.#append(correct(this.kinds, entry, { body, at }, this.#world(entry)));
  }

  /** @param {Entry} entry */
  async remove(entry) {
    await this.#append(remove(this.kinds, entry, this.#world(entry)));
  }

  /**
   * What was written about an entry, the first first: itself, its corrections, its deletions.
   * @param {string} id
   * @returns {Entry[]}
   */
  history(id) {
    const told = this.all.filter((entry) => entry.id === id || (isAmendment(entry) && entry.body['of'] === id));
    return told.sort((one, other) => instant(one.recorded_at) - instant(other.recorded_at) || (one.id < other.id ? -1 : 1));
  }

  /** @param {Entry} entry */
  async #append(entry) {
    await this.diary.append([entry]);
    this.#settle([...this.all, entry]); // a diary of years takes long to read
  }

  /**
   * The clock and some chance. Of several corrections the latest counts, so none may be older than what it corrects,
   * even where the clock of the device was set back.
   * @param {Entry} [after]
   */
  #world(after) {
    const before = Math.max(this.last, after ? instant(after.recorded_at) : 0);
    this.last = Math.max(Date.now(), before + 1);
    return { now: new Date(this.last), random: crypto.getRandomValues(new Uint8Array(10)) };
  }
}

/** @param {Entry} entry */
export function isAmendment({ kind }) {
  return kind === CORRECTION || kind === DELETION;
}
