/** The knowledge, from its pack: entries, their conditions, the words for people, and what is reckoned from it once. */

/** @import { Answers, Implied } from './answers.js' */
/** @import { Contraindication, Fact, Pack, Pair, Remedy, Rule } from './pack.js' */
/** @import { Expr } from './rules.js' */

import { readAnswers, settle, withDoubts } from './answers.js';
import { sidesOf } from './rules.js';
import { Texts, numbersOf } from './texts.js';

const ENGLISH = 'en';

/** @type {Expr} */
const ALWAYS = ['and'];

/**
 * A triage rule with its condition, the facts that it asks of, and those among them that calm it: asked of only under
 * `not`.
 * @typedef {{rule: Rule, when: Expr, calming: string[], asked: string[]}} Judged
 */

/** Nothing here changes what the pack says. */
export class Knowledge {
  /** @param {Pack} pack */
  constructor(pack) {
    this.pack = pack;
    /** Version and hash, shown with every answer. */
    this.name = `${pack.version}+${pack.hash.slice(0, 12)}`;
    /** @type {ReadonlyMap<string, Fact>} */
    this.facts = new Map(pack.fact.map((fact) => [fact.id, fact]));
    /** @type {ReadonlySet<string>} */
    this.gates = idsOf(pack.fact.filter((fact) => fact.tier === 'gate'));
    /** @type {ReadonlySet<string>} */
    this.measured = idsOf(pack.fact.filter((fact) => fact.measured));
    /**
     * Facts that no question is worth: measured ones, and those that only record a doubt.
     * @type {ReadonlySet<string>}
     */
    this.neverAsked = idsOf(pack.fact.filter((fact) => fact.measured || fact.unsure_of));
    /** @type {readonly Implied[]} */
    this.implied = pack.implied.map((entry, nth) => ({ ...entry, when: this.when(`implied:${nth}`) }));
    /** @type {readonly Judged[]} */
    this.rules = pack.rule.map((rule) => judged(rule, this.when(`rule:${rule.id}`)));
    /** Every indication with its remedy and its condition. */
    this.indications = pack.remedy.flatMap((remedy) =>
      (remedy.indication ?? []).map((indication, nth) => ({
        remedy,
        indication,
        when: this.when(`remedy:${remedy.id}:${nth}`),
      })),
    );
    /** Per remedy, the contraindications that name it or one of its groups. */
    this.against = against(pack);
    /** Per remedy, the others it must not stand beside or must be kept apart from, with the pairs that say so. */
    this.clashes = clashes(pack);
  }

  /**
   * A condition of the pack, definitions written out; an entry without one always holds.
   * @param {string} name
   * @returns {Expr}
   */
  when(name) {
    return this.pack.conditions[name] ?? ALWAYS;
  }

  /**
   * A quantity that the program decides by: Python's check has promised that it is there and a whole number.
   * @param {string} id
   */
  number(id) {
    return Number(this.pack.quantity.find((quantity) => quantity.id === id)?.value);
  }

  /**
   * A person's answers, checked and with what they imply filled in; PersonError if they cannot be read.
   * @param {unknown} raw
   * @returns {Answers}
   */
  answers(raw) {
    return settle(withDoubts(this.facts, readAnswers(this.facts, raw)), this.implied);
  }

  get languages() {
    return [...new Set([ENGLISH, ...this.pack.language.map((language) => language.id)])];
  }

  get regions() {
    return this.pack.phone.map((phone) => phone.id);
  }

  /**
   * The words for one person.
   * @param {{language?: string, region?: string, others?: boolean}} [person]
   * @returns {Texts}
   */
  texts({ language = ENGLISH, region = 'other', others = false } = {}) {
    if (!this.languages.includes(language)) throw new Error(`there is no language \`${language}\``);
    const phone = this.pack.phone.find((one) => one.id === region);
    if (!phone) throw new Error(`there is no region \`${region}\``);
    const table = this.pack.texts[language] ?? {};
    const fallback = this.pack.texts[ENGLISH] ?? {};
    const signed = language === ENGLISH || this.pack.language.some((one) => one.id === language && one.reviewed_by);
    return new Texts(table, fallback, numbersOf(phone, { ...fallback, ...table }), { others, signed });
  }
}

/** @param {{id: string}[]} entries */
function idsOf(entries) {
  return new Set(entries.map((entry) => entry.id));
}

/**
 * @param {Rule} rule
 * @param {Expr} when
 * @returns {Judged}
 */
function judged(rule, when) {
  const { plain, under } = sidesOf(when);
  const calming = [...under].filter((fact) => !plain.has(fact));
  return { rule, when, calming, asked: [...plain, ...calming] };
}

/**
 * @param {Pack} pack
 * @returns {ReadonlyMap<string, readonly Contraindication[]>}
 */
function against(pack) {
  /** @type {readonly {id: string, groups?: readonly string[]}[]} */
  const all = [...pack.remedy, ...(pack.food ?? []), ...(pack.card ?? [])];
  return new Map(all.map(({ id, groups = [] }) => {
    const names = new Set([id, ...groups]);
    return [id, pack.contraindication.filter((one) => one.remedies.some((name) => names.has(name)))];
  })); // prettier-ignore
}

/**
 * @param {Pack} pack
 * @returns {ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<Pair>>>}
 */
function clashes(pack) {
  /** @type {Map<string, Map<string, Set<Pair>>>} */
  const found = new Map();
  for (const pair of pack.pair) {
    const seconds = pack.remedy.filter((remedy) => isNamed(remedy, pair.second));
    for (const one of pack.remedy.filter((remedy) => isNamed(remedy, pair.first))) {
      for (const other of seconds.filter((remedy) => remedy !== one)) {
        add(one.id, other.id, pair);
        add(other.id, one.id, pair);
      }
    }
  }
  return found;

  /**
   * @param {string} ours
   * @param {string} theirs
   * @param {Pair} pair
   */
  function add(ours, theirs, pair) {
    const row = found.get(ours) ?? new Map();
    found.set(ours, row.set(theirs, (row.get(theirs) ?? new Set()).add(pair)));
  }
}

/**
 * @param {Remedy} remedy
 * @param {string} name
 */
function isNamed(remedy, name) {
  return remedy.id === name || Boolean(remedy.groups?.includes(name));
}
