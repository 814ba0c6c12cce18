/**
 * Trials as they run, read from the entries of a diary: what it is the turn of, what was recorded, what is open.
 *
 * Pure, and the same as Python's `trial_diary` (tests/agreement holds the two against each other). `night` is always the
 * day on whose morning a night ends. What the nights say is worked out on the computer, and only when it is time.
 */

/** @import { Entry } from './diary/entries.js' */

import { addDays } from './days.js';
import { nightOf } from './diary/sums.js';

/** @typedef {'a' | 'b'} Arm */

/** A night of the trial, counted from 1: without an arm before the first period. @typedef {{number: number, pair: number, arm: Arm | null, counts: boolean}} Planned */

/** @typedef {'not_yet' | 'before' | 'running' | 'over'} Stage */

/** The version of a design that is understood here. */
const KNOWN = 1;

export const NOTHING_EXTRA = 'nothing_extra';

/** What the entry says as its protocol does; the order hangs on the seed as well, and the mark on all of it. */
const SAME = /** @type {const} */ ([
  ['remedy_b', 'arm_b'],
  ['before', 'run_in_nights'],
  ['nights', 'block_nights'],
  ['first_look', 'first_look'],
  ['counts', 'outcome'],
  ['knowledge', 'knowledge'],
]);

/** One trial of one person, with what its entries say about it. */
export class Run {
  /**
   * @param {Entry} design
   * @param {ReadonlyMap<string, Entry>} said  By night, what was recorded last.
   * @param {readonly string[]} looked  The last night of each look so far, in order.
   * @param {Entry | null} end
   */
  constructor(design, said, looked, end) {
    this.design = design;
    this.said = said;
    this.looked = looked;
    this.end = end;
    this.id = design.id;
    const { body } = design;
    this.armA = String(body['remedy_a'] ?? NOTHING_EXTRA);
    this.armB = String(body['remedy_b']);
    this.first = String(body['first_night']);
    this.before = Number(body['before']);
    /** @type {readonly Planned[]} */
    this.plan = planOf(body);
    this.firstLook = Number(body['first_look']);
    this.pairs = /** @type {string[]} */ (body['order']).length;
    this.block = Number(body['nights']);
  }

  /**
   * The date of a night by its number, from 1.
   * @param {number} number
   */
  night(number) {
    return addDays(this.first, number - 1);
  }

  /**
   * The number of a night by its date; below 1 before the trial, above the last one after it.
   * @param {string} night
   */
  number(night) {
    return Math.round((Date.parse(night) - Date.parse(this.first)) / 86_400_000) + 1;
  }

  /**
   * @param {string} night
   * @returns {Planned | null}
   */
  planned(night) {
    return this.plan[this.number(night) - 1] ?? null;
  }

  /**
   * @param {string} night
   * @returns {Stage}
   */
  stage(night) {
    if (this.end || this.number(night) > this.plan.length) return 'over';
    const planned = this.planned(night);
    if (!planned) return 'not_yet';
    return planned.arm === null ? 'before' : 'running';
  }

  /**
   * The nights up to this one of which nothing was recorded, the newest first.
   * @param {string} upto
   */
  missing(upto) {
    const found = [];
    for (let number = Math.min(this.number(upto), this.plan.length); number > 0; number -= 1) {
      if (!this.said.has(this.night(number))) found.push(this.night(number));
    }
    return found;
  }

  /**
   * The number of the last night that a look on this day can see.
   * @param {string} upto
   */
  lastNight(upto) {
    return Math.max(0, Math.min(this.number(upto), this.plan.length));
  }

  /** The numbers of the nights after which one may look. */
  get looks() {
    const pairs = Array.from({ length: Math.max(0, this.pairs - this.firstLook + 1) }, (_, nth) => this.firstLook + nth);
    return pairs.map((pair) => this.before + 2 * this.block * pair);
  }

  /**
   * The newest planned look that has come and that nobody took yet; its night's number.
   * @param {string} upto
   */
  dueLook(upto) {
    const come = this.looks.filter((number) => number <= this.lastNight(upto)).at(-1);
    const taken = this.looked.map((night) => this.number(night));
    return come === undefined || taken.includes(come) ? null : come;
  }

  /**
   * The night after which the next planned look comes; null when there is none left.
   * @param {string} upto
   */
  nextLook(upto) {
    const next = this.looks.find((number) => number > this.lastNight(upto));
    return next === undefined ? null : this.night(next);
  }

  /**
   * How the nights that were recorded kept to what was drawn.
   * @param {Arm} arm
   */
  kept(arm) {
    const own = [...this.said].filter(([night]) => this.planned(night)?.arm === arm);
    return { nights: own.length, kept: own.filter(([, { body }]) => body['did'] === 'yes').length };
  }
}

/**
 * Every trial in entries that hold now (`current`), in the order in which they were begun. `altered` are those that were
 * written, or changed, after they were fixed: nothing of them can be trusted.
 * @param {readonly Entry[]} entries
 * @returns {{runs: Run[], altered: Entry[]}}
 */
export function trials(entries) {
  const ordered = [...entries].sort((one, other) => compare(one.recorded_at, other.recorded_at) || compare(one.id, other.id));
  const designs = ordered.filter(({ kind, version }) => kind === 'trial_design' && version === KNOWN);
  return {
    runs: designs.filter((one) => !isAltered(one)).map((one) => runOf(one, ordered)),
    altered: designs.filter(isAltered),
  };
}

/**
 * @param {Entry} design
 * @param {readonly Entry[]} ordered
 */
function runOf(design, ordered) {
  const own = ordered.filter(({ person, body }) => person === design.person && body['trial'] === design.id);
  const said = new Map(own.flatMap((one) => (one.kind === 'trial_night' ? [/** @type {[string, Entry]} */ ([String(one.body['night']), one])] : [])));
  const looked = own.flatMap(({ kind, body }) => (kind === 'trial_look' ? [String(body['night'])] : []));
  return new Run(design, said, looked, own.find(({ kind }) => kind === 'trial_end') ?? null);
}

/**
 * Whether a trial was fixed too late, or says something else than its protocol. The mark itself is looked at on the
 * computer, before any result is shown.
 * @param {Entry} design
 */
function isAltered({ recorded_at: recorded, body }) {
  if (nightOf(recorded) > String(body['first_night'])) return true;
  try {
    const protocol = JSON.parse(String(body['protocol']));
    const order = /** @type {string[]} */ (body['order']);
    const same = SAME.every(([field, name]) => body[field] === protocol[name]);
    return !same || order.length !== protocol.pairs || (body['remedy_a'] ?? NOTHING_EXTRA) !== protocol.arm_a || (body['skip'] ?? 0) !== protocol.washout_nights;
  } catch {
    return true;
  }
}

/**
 * Every night of a trial in order.
 * @param {Entry['body']} body
 * @returns {Planned[]}
 */
function planOf(body) {
  const [before, block, skip] = [Number(body['before']), Number(body['nights']), Number(body['skip'] ?? 0)];
  /** @type {Planned[]} */
  const found = [];
  for (let number = 1; number <= before; number += 1) found.push({ number, pair: 0, arm: null, counts: false });
  /** @type {string[]} */ (body['order']).forEach((first, nth) => {
    for (const arm of /** @type {Arm[]} */ (first === 'ab' ? ['a', 'b'] : ['b', 'a'])) {
      for (let night = 0; night < block; night += 1) found.push({ number: found.length + 1, pair: nth + 1, arm, counts: night >= skip });
    }
  });
  return found;
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
