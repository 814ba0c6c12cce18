/** Food for one person: what suits, what to ask about first, what is held back; most of the wanted nutrient first. */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Reason } from './offer.js' */
/** @import { Food } from './pack.js' */
/** @import { Expr } from './rules.js' */
/** @import { Texts } from './texts.js' */

import { action } from './decide.js';
import { saidOf, weighing } from './offer.js';
import { visit } from './plan.js';
import { Level, nameOf, toAsk, triage } from './triage.js';

/** @typedef {'potassium' | 'magnesium' | 'calcium' | 'water'} Nutrient */
/** @type {readonly Nutrient[]} */
export const NUTRIENTS = ['potassium', 'magnesium', 'calcium', 'water'];

/** What to do has no date here. */
const ANY_DAY = '2000-01-01';

/** @typedef {{because: readonly Reason[]}} HeldBack  Whatever is withheld, and why: a remedy, a food, a card. */

/**
 * A food that nothing withholds, with what has to be asked or changed first.
 * @typedef {{food: Food, askFirst: readonly Reason[], modify: readonly Reason[]}} OfferedFood
 */

/** @typedef {{food: Food, because: readonly Reason[]}} WithheldFood */

/**
 * `level` is what surely holds: from urgent on there is no food, because something else comes first.
 * @typedef {object} Foods
 * @property {number} level
 * @property {readonly OfferedFood[]} offered
 * @property {readonly WithheldFood[]} withheld
 * @property {readonly string[]} ask
 */

/**
 * The foods for settled answers, in order of the nutrient in a portion; without one, as the knowledge has them.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Nutrient | null} [nutrient]
 * @returns {Foods}
 */
export function foods(kb, answers, nutrient = null) {
  const level = triage(kb, answers).certain;
  if (level >= Level.urgent) return { level, offered: [], withheld: [], ask: [] };
  const suits = weighing(kb, answers);
  /** @type {OfferedFood[]} */
  const offered = [];
  /** @type {WithheldFood[]} */
  const withheld = [];
  for (const food of ranked(kb, nutrient)) {
    const { withhold, ask: askFirst, modify } = suits(food.id);
    if (withhold.length) withheld.push({ food, because: withhold });
    else offered.push({ food, askFirst, modify });
  }
  return { level, offered, withheld, ask: freeing(kb, answers, withheld) };
}

/**
 * Every food, most of the nutrient first; those whose figure is not known stand last.
 * @param {Knowledge} kb
 * @param {Nutrient | null} nutrient
 * @returns {readonly Food[]}
 */
export function ranked(kb, nutrient) {
  const all = kb.pack.food ?? [];
  if (nutrient === null) return all;
  const much = (/** @type {Food} */ food) => amount(food, nutrient) ?? 0;
  return [...all].sort((one, other) => much(other) - much(one) || order(one.title, other.title));
}

/**
 * How much of it is in a portion, in milligrams (water: in grams); null if that is not known.
 * @param {Food} food
 * @param {Nutrient} nutrient
 */
export function amount(food, nutrient) {
  return (nutrient === 'water' ? food.water_g : food[`${nutrient}_mg`]) ?? null;
}

/**
 * Facts not asked yet whose answer could free what only the unknown withholds.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {readonly HeldBack[]} withheld
 */
export function freeing(kb, answers, withheld) {
  /** @type {[Expr, number][]} */
  const questions = withheld
    .filter((one) => !one.because.some((reason) => reason.certain))
    .flatMap((one) => one.because.map(({ entry }) => [kb.when(`contraindication:${entry.id}`), 1 / one.because.length]));
  return toAsk(kb, answers, questions);
}

/**
 * The page as JSON, with the keys of `uncramp food --json`.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Texts} texts
 * @param {Nutrient | null} [nutrient]
 */
export function foodJson(kb, answers, texts, nutrient = null) {
  const found = foods(kb, answers, nutrient);
  return {
    ...comesFirst(kb, answers, found.level, texts),
    nutrient,
    offer: found.offered.map((one) => offeredRow(one, texts)),
    withhold: found.withheld.map((one) => ({ food: one.food.id, because: becauseRows(one, texts) })),
    ask: found.ask,
    reviewed: false,
    knowledge: kb.name,
  };
}

/**
 * The level that surely holds; from urgent on with what to do, because nothing else matters now.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {number} level
 * @param {Texts} texts
 */
export function comesFirst(kb, answers, level, texts) {
  const row = { level: nameOf(level), number: texts.numbers.N };
  if (level < Level.urgent) return row;
  const found = triage(kb, answers);
  return { ...row, action: action(found, visit(kb, found, ANY_DAY), texts) };
}

/**
 * Reasons as JSON; unknown facts stand as null.
 * @param {readonly Reason[]} found
 * @param {Texts} texts
 */
export function reasonRows(found, texts) {
  return found.map((reason) => ({
    contraindication: reason.entry.id,
    says: saidOf(reason, texts),
    facts: reason.facts,
  }));
}

/**
 * Why something is held back, and which of that is sure.
 * @param {HeldBack} held
 * @param {Texts} texts
 */
export function becauseRows({ because }, texts) {
  return reasonRows(because, texts).map((row, nth) => ({ ...row, certain: because[nth]?.certain }));
}

/**
 * @param {OfferedFood} one
 * @param {Texts} texts
 */
function offeredRow({ food, askFirst, modify }, texts) {
  return {
    food: food.id,
    title: texts.entry('food', food.id, 'title', food.title),
    portion: texts.entry('food', food.id, 'portion', food.portion),
    grams: food.grams ?? null,
    potassium_mg: food.potassium_mg ?? null,
    magnesium_mg: food.magnesium_mg ?? null,
    calcium_mg: food.calcium_mg ?? null,
    water_g: food.water_g ?? null,
    groups: food.groups ?? [],
    fodmap: food.fodmap ?? '',
    sources: food.sources ?? [],
    ask_first: reasonRows(askFirst, texts),
    modify: reasonRows(modify, texts),
  };
}

/**
 * @param {string} one
 * @param {string} other
 */
function order(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
