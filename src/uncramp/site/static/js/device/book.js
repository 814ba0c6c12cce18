/** One person's diary on this device, read and written. Several people may keep theirs here, each apart. */

/** @import { Body, Kinds } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Diary, Month } from '../diary/store.js' */
/** @import { Sum } from '../diary/sums.js' */

import { count, counted } from '../diary/counted.js';
import { current } from '../diary/current.js';
import { correct, CORRECTION, DELETION, instant, make, remove } from '../diary/entries.js';
import { dayOf, listed } from '../diary/shown.js';
import { nothing, together } from '../diary/sums.js';
import { PERSON as OWN, readKinds } from './entry.js';

/** Under which keys stand: everybody who was named here, and whose diary is open. */
const PEOPLE = 'people';
const OPEN = 'diary_person';
/** What the app writes of its own person, without being asked to keep a diary. */
const MADE = ['profile_change', 'check_done'];
/** How many entries are read, at most, before a page is shown; more are counted after it. */
const AT_ONCE = 2000;

/** @typedef {{id: string, name: string}} Named */

/** Somebody with a diary here; without a name if it came in from elsewhere. @typedef {{id: string, name: string | null, own: boolean, entries: number, written: number}} Someone */

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
    /** What is counted of each month, by person and month. @type {Map<string, {person: string, month: string, sum: Sum}>} */
    this.known = new Map();
    /** The months that are still to be counted. @type {Month[]} */
    this.left = [];
    /** What is counted of the person whose diary is open. */
    this.sum = nothing();
    /** What holds of the newest months, the oldest first, and which month was read last. @type {{entries: Entry[], month: string}} */
    this.newest = { entries: [], month: '' };
    /** Everything that holds, once somebody searched. @type {Promise<Entry[]> | null} */
    this.everything = null;
    /** When the last entry known here was written. */
    this.last = 0;
  }

  /** @param {Diary} diary */
  static async open(diary) {
    const book = new Book(diary, await readKinds());
    await book.read();
    return book;
  }

  /** Read it again: another tab may have written. What a page shows first is there then, the rest is counted by `rest`. */
  async read() {
    const { diary } = this;
    const [own, named, chosen, { known, left }] = await Promise.all([diary.kept(OWN), diary.kept(PEOPLE), diary.kept(OPEN), counted(diary)]);
    this.own = typeof own === 'string' ? own : null;
    this.named = Array.isArray(named) ? named : [];
    this.chosen = typeof chosen === 'string' ? chosen : null;
    this.known = new Map(known.map((one) => [keyOf(one), one]));
    this.left = left;
    this.everything = null;
    this.newest = { entries: [], month: '' };
    await this.#count(AT_ONCE);
  }

  /** Whether every month is counted. */
  get complete() {
    return !this.left.length;
  }

  /** Count what is left. */
  async rest() {
    await this.#count(Infinity);
  }

  /**
   * Count month after month, the newest first, until so many entries were read. What was begun before the diary was read
   * again is not taken.
   * @param {number} most
   */
  async #count(most) {
    const { left } = this;
    for (let read = 0; left.length && read < most && left === this.left; ) {
      const [month] = left;
      if (!month) break;
      const found = await count(this.diary, month);
      if (left !== this.left) return;
      left.shift();
      read += found.read;
      this.known.set(keyOf(found), found);
    }
    this.sum = together([...this.known.values()].flatMap(({ person, sum }) => (person === this.person ? sum : [])));
  }

  /**
   * What holds now of some days, by time.
   * @param {string} from
   * @param {string} to  Belongs to it.
   * @returns {Promise<Entry[]>}
   */
  async between(from, to) {
    const { person } = this;
    if (!person) return [];
    const found = current(await this.diary.between({ person, from, to }));
    return found.filter((entry) => entry.person === person && from <= dayOf(entry.at) && dayOf(entry.at) <= to);
  }

  /**
   * The newest entries of the list, the oldest of them first: at least so many, if there are. Months are read one by one.
   * @param {number} least
   */
  async latest(least) {
    const { newest } = this;
    const own = [...this.known.values(), ...this.left].filter(({ person }) => person === this.person);
    const months = own.map(({ month }) => month).sort().reverse();
    for (const month of months) {
      if (newest.entries.length >= least) break;
      if (newest.month && month >= newest.month) continue;
      const found = listed(await this.between(`${month}-01`, `${month}-31`));
      newest.entries = [...found, ...newest.entries];
      newest.month = month;
    }
    return newest.entries;
  }

  /** Everything that holds now, by time: takes long in a diary of years. */
  all() {
    this.everything ??= this.diary.all().then((all) => current(all).filter(({ person }) => person === this.person));
    return this.everything;
  }

  /**
   * An entry as it stands now; null where it is gone.
   * @param {string} id
   * @returns {Promise<Entry | null>}
   */
  async find(id) {
    return current(await this.diary.about(id))[0] ?? null;
  }

  /** Whose diary is open; null before its first entry. */
  get person() {
    return this.chosen ?? this.own;
  }

  /** The name of that person; null for this device's own. */
  get name() {
    return this.person === this.own ? null : (this.named.find(({ id }) => id === this.person)?.name ?? '');
  }

  /** Everybody with a diary here, this device's own person first; how many entries, as far as they are counted. @returns {Someone[]} */
  get people() {
    const found = [...this.known.values()];
    const ids = new Set([...(this.own ? [this.own] : []), ...this.named.map(({ id }) => id), ...[...found, ...this.left].map(({ person }) => person)]);
    return [...ids].map((id) => {
      const { kinds } = together(found.flatMap(({ person, sum }) => (person === id ? sum : [])));
      return {
        id,
        name: this.named.find((one) => one.id === id)?.name ?? null,
        own: id === this.own,
        written: [...kinds].reduce((all, [kind, some]) => all + (MADE.includes(kind) ? 0 : some), 0),
        entries: [...kinds.values()].reduce((all, some) => all + some, 0),
      };
    });
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
   * Say that a diary which came in is this device's own person's. Only while that person wrote none here; what the app
   * itself has written of them goes along: no detail may be lost to what decides.
   * @param {string} id
   */
  async claim(id) {
    const { own } = this;
    const made = own ? (await Promise.all(MADE.map((kind) => this.diary.ofKind(own, kind)))).flatMap((found) => current(found)) : [];
    await this.diary.append(made.map(({ kind, body, at }) => make(this.kinds, { person: id, kind, body, at }, this.#world())));
    await this.diary.append(made.map((entry) => remove(this.kinds, entry, this.#world(entry))));
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
    const [entry] = await this.writeAll(kind, [body], at);
    if (!entry) throw new Error('nothing was written');
    return entry;
  }

  /**
   * Several of a kind at once.
   * @param {string} kind
   * @param {readonly Body[]} bodies
   * @param {string} [at]
   * @returns {Promise<Entry[]>}
   */
  async writeAll(kind, bodies, at) {
    const person = this.person ?? crypto.randomUUID();
    const entries = bodies.map((body) => make(this.kinds, { person, kind, body, at }, this.#world()));
    if (!this.person) await this.diary.keep(OWN, person);
    this.own ??= person;
    await this.#append(...entries);
    return entries;
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

  /** @param {...Entry} entries */
  async remove(...entries) {
    await this.#append(...entries.map((entry) => remove(this.kinds, entry, this.#world(entry))));
  }

  /**
   * What was written about an entry, the first first: itself, its corrections, its deletions.
   * @param {string} id
   * @returns {Promise<Entry[]>}
   */
  async history(id) {
    const told = (await this.diary.about(id)).filter((entry) => entry.id === id || isAmendment(entry));
    return told.sort((one, other) => instant(one.recorded_at) - instant(other.recorded_at) || (one.id < other.id ? -1 : 1));
  }

  /** @param {...Entry} entries */
  async #append(...entries) {
    await this.diary.append(entries);
    await this.read();
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

/** @param {{person: string, month: string}} month */
function keyOf({ person, month }) {
  return `${person} ${month}`;
}

/** @param {Entry} entry */
export function isAmendment({ kind }) {
  return kind === CORRECTION || kind === DELETION;
}
