/**
 * What may be offered to one person and what is held back: indications, contraindications, forbidden pairs.
 *
 * An unknown contraindication counts as present, each with its own action: withhold beats ask beats modify.
 */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Contraindication, Indication, Pair, Phase, Remedy } from './pack.js' */
/** @import { Expr, Value } from './rules.js' */
/** @import { Texts } from './texts.js' */

import { because, evaluate } from './rules.js';
import { Level, toAsk } from './triage.js';

/** @type {readonly Phase[]} */
export const PHASES = ['during', 'after', 'prevention'];
const COMFORT = 'comfort';

/**
 * Why something is withheld, asked first or changed; `certain` is false when only an unknown answer says so.
 * @typedef {object} Reason
 * @property {Contraindication | Pair} entry
 * @property {Record<string, Value | null>} facts
 * @property {boolean} certain
 */

/** @typedef {Record<Contraindication['action'], Reason[]>} Suitability  What speaks against one remedy. */

/**
 * One remedy in one phase, with why it is offered and what has to be asked or changed first.
 * @typedef {object} Offer
 * @property {Remedy} remedy
 * @property {Phase} phase
 * @property {Indication} indication
 * @property {readonly Reason[]} askFirst
 * @property {readonly Reason[]} modify
 */

/** @typedef {{remedy: Remedy, because: readonly Reason[]}} Withheld  An indicated remedy that is held back, and why. */

/**
 * `offered` in plan order (phase, then what to try first); `ask` could free what only an unknown withholds.
 * @typedef {{offered: readonly Offer[], withheld: readonly Withheld[], ask: readonly string[]}} Offers
 */

/**
 * What this person may be offered at this level. Emergency: nothing. Urgent: comfort only. Else: the whole plan.
 *
 * `preference` puts remedies first within their phase, in that order; it never frees one that is withheld.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 * @param {readonly string[]} [preference]
 * @returns {Offers}
 */
export function offers(kb, answers, level, preference = []) {
  if (level === Level.emergency) return { offered: [], withheld: [], ask: [] };
  const suits = weighing(kb, answers);
  /** @type {Map<string, Withheld>} */
  const withheld = new Map();
  /** @type {Offer[]} */
  const offered = [];
  for (const { remedy, indication } of indicated(kb, answers, preference)) {
    if (level === Level.urgent && !remedy.groups?.includes(COMFORT)) continue;
    const { withhold, ask: askFirst, modify } = suits(remedy.id);
    if (withhold.length) withheld.set(remedy.id, { remedy, because: withhold });
    else offered.push({ remedy, phase: indication.phase, indication, askFirst, modify });
  }
  const { kept, leftOut } = paired(kb, offered);
  return {
    offered: kept,
    withheld: [...withheld.values(), ...leftOut],
    ask: freeing(kb, answers, [...withheld.values()]),
  };
}

/**
 * Everything that speaks, or may speak, against a remedy; each contraindication is judged once.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @returns {(id: string) => Suitability}
 */
export function weighing(kb, { known }) {
  /** @type {Map<Contraindication, Reason | null>} */
  const judged = new Map();

  /** @param {Contraindication} entry */
  function judge(entry) {
    const when = kb.when(`contraindication:${entry.id}`);
    const value = evaluate(when, known);
    judged.set(entry, value === false ? null : { entry, facts: because(when, known), certain: value === true });
  }

  return (id) => {
    /** @type {Suitability} */
    const found = { withhold: [], ask: [], modify: [] };
    for (const entry of kb.against.get(id) ?? []) {
      if (!judged.has(entry)) judge(entry);
      const reason = judged.get(entry);
      if (reason) found[entry.action].push(reason);
    }
    return found;
  };
}

/**
 * Whether at least one reason is sure.
 * @param {Withheld} one
 */
export function isCertain(one) {
  return one.because.some((reason) => reason.certain);
}

/**
 * What a person reads of a reason.
 * @param {Reason} reason
 * @param {Texts} texts
 */
export function saidOf({ entry }, texts) {
  return texts.entry('remedies' in entry ? 'contraindication' : 'pair', entry.id, 'says', entry.says);
}

/**
 * Each remedy once per phase for which an indication surely holds, in the order to try them.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {readonly string[]} preference
 */
function indicated(kb, { known }, preference) {
  /** @type {Map<string, {remedy: Remedy, indication: Indication}>} */
  const found = new Map();
  for (const { remedy, indication, when } of kb.indications) {
    const key = `${remedy.id}:${indication.phase}`;
    const before = found.get(key);
    if ((!before || indication.order < before.indication.order) && evaluate(when, known) === true) {
      found.set(key, { remedy, indication });
    }
  }
  const liked = new Map(preference.map((id, place) => [id, place]));
  const placeOf = (/** @type {Remedy} */ remedy) => liked.get(remedy.id) ?? liked.size;
  return [...found.values()].sort(
    (one, other) =>
      PHASES.indexOf(one.indication.phase) - PHASES.indexOf(other.indication.phase) ||
      placeOf(one.remedy) - placeOf(other.remedy) ||
      one.indication.order - other.indication.order ||
      (one.remedy.id < other.remedy.id ? -1 : 1),
  );
}

/**
 * Leave out what must not stand beside something earlier; say what must be kept apart.
 * @param {Knowledge} kb
 * @param {readonly Offer[]} offered
 */
function paired(kb, offered) {
  /** @type {Offer[]} */
  const kept = [];
  /** @type {Map<string, Withheld>} */
  const leftOut = new Map();
  for (const offer of offered) {
    const id = offer.remedy.id;
    const pairs = new Set(kept.flatMap((other) => [...(kb.clashes.get(id)?.get(other.remedy.id) ?? [])]));
    const reasons = [...pairs].map((pair) => ({ entry: pair, facts: {}, certain: true }));
    const never = reasons.filter((reason) => reason.entry.action === 'never');
    // `kept` only grows: what was left out once is left out again in its next phase.
    if (!never.length) kept.push({ ...offer, modify: [...offer.modify, ...reasons] });
    else if (!leftOut.has(id)) leftOut.set(id, { remedy: offer.remedy, because: never });
  }
  return { kept, leftOut: [...leftOut.values()] };
}

/**
 * Facts not asked yet whose answer could free what only the unknown withholds.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {readonly Withheld[]} withheld
 */
function freeing(kb, answers, withheld) {
  /** @type {[Expr, number][]} */
  const questions = withheld
    .filter((one) => !isCertain(one))
    .flatMap((one) =>
      one.because.map(({ entry }) => [kb.when(`contraindication:${entry.id}`), 1 / one.because.length]),
    );
  return toAsk(kb, answers, questions);
}
