/**
 * Drinks for one person, thirst first; the reference intakes for healthy adults only; and the sums after sport.
 *
 * INVARIANT: nothing here works out an amount to drink. A loss of sweat is what went; it is kept back where it could
 * tempt somebody to drink more than is good for them.
 */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Reason, Suitability, Withheld } from './offer.js' */
/** @import { Card, Drink, Intake, Measure, Remedy, Sweat } from './pack.js' */
/** @import { Texts } from './texts.js' */

import { PersonError } from './answers.js';
import { becauseRows, comesFirst, freeing, reasonRows } from './food.js';
import { weighing } from './offer.js';
import { evaluate } from './rules.js';
import { Level, triage } from './triage.js';

/** The card of reference intakes. */
const REFERENCE = 'water_reference';

/** A tenth of a kilogram of body weight that goes or comes within hours is as good as 100 ml of water. */
const ML_PER_TENTH_KG = 100;

/**
 * @typedef {object} OfferedDrink
 * @property {Drink} drink
 * @property {Remedy} remedy
 * @property {readonly Reason[]} askFirst
 * @property {readonly Reason[]} modify
 */

/** @typedef {{card: Card, intakes: readonly Intake[]}} Reference  The rows that hold, or may hold, for this person. */
/** @typedef {{card: Card, because: readonly Reason[]}} WithheldCard */

/**
 * What happened to the weight in sport. At a danger `lossMl` and `mlPerHour` are null.
 * @typedef {object} SweatLoss
 * @property {number} changeKgTenths
 * @property {number | null} lossMl
 * @property {number | null} mlPerHour
 * @property {Sweat} means
 */

/**
 * `level` is what surely holds: from urgent on nothing is offered and the card is not even weighed.
 * @typedef {object} Drinks
 * @property {number} level
 * @property {readonly OfferedDrink[]} offered
 * @property {readonly Withheld[]} withheld
 * @property {Reference | null} reference
 * @property {WithheldCard | null} referenceWithheld
 * @property {SweatLoss | null} sweat
 * @property {readonly string[]} ask
 */

/**
 * What may be said to this person about drinking; `sweat` is kept only where thirst may lead, or where it warns.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {SweatLoss | null} [sweat]
 * @returns {Drinks}
 */
export function drinks(kb, answers, sweat = null) {
  const level = triage(kb, answers).certain;
  const warning = sweat?.means.danger && level < Level.emergency ? sweat : null;
  if (level >= Level.urgent) {
    return { level, offered: [], withheld: [], reference: null, referenceWithheld: null, sweat: warning, ask: [] };
  }
  const suits = weighing(kb, answers);
  const remedies = new Map(kb.pack.remedy.map((remedy) => [remedy.id, remedy]));
  /** @type {OfferedDrink[]} */
  const offered = [];
  /** @type {Withheld[]} */
  const withheld = [];
  for (const drink of kb.pack.drink ?? []) {
    const remedy = remedies.get(drink.id);
    if (!remedy) throw new Error(`the drink \`${drink.id}\` is no remedy`);
    const { withhold, ask: askFirst, modify } = suits(drink.id);
    if (withhold.length) withheld.push({ remedy, because: withhold });
    else offered.push({ drink, remedy, askFirst, modify });
  }
  const { reference, held } = referenceFor(kb, answers, suits);
  const first = offered[0];
  const thirstMayLead = first && first.drink === kb.pack.drink?.[0] && !first.askFirst.length;
  return {
    level,
    offered,
    withheld,
    reference,
    referenceWithheld: held,
    sweat: thirstMayLead ? sweat : warning,
    ask: freeing(kb, answers, [...withheld, ...(held ? [held] : [])]),
  };
}

/**
 * The card, or why it is held back.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {(id: string) => Suitability} suits
 * @returns {{reference: Reference | null, held: WithheldCard | null}}
 */
function referenceFor(kb, { known }, suits) {
  const card = kb.pack.card?.find((one) => one.id === REFERENCE);
  if (!card) return { reference: null, held: null };
  const { withhold } = suits(card.id);
  if (withhold.length) return { reference: null, held: { card, because: withhold } };
  const intakes = (kb.pack.intake ?? []).filter((one) => evaluate(kb.when(`intake:${one.id}`), known) !== false);
  return { reference: { card, intakes }, held: null };
}

/**
 * What went as sweat between two weighings (pee counts as sweat here), in tenths of a kilogram, ml and minutes.
 * PersonError for a number out of range.
 * @param {Knowledge} kb
 * @param {Record<Measure['id'], number>} given
 * @returns {SweatLoss}
 */
export function sweatLoss(kb, given) {
  const { measure: measures = [], sweat = [] } = kb.pack;
  if (!measures.length || !sweat.length) throw new Error('this knowledge has nothing about weight in sport');
  for (const { id, unit, range } of measures) {
    const [low, high] = range;
    if (!Number.isInteger(given[id]) || given[id] < low || given[id] > high) {
      throw new PersonError(`\`${id}\` cannot be ${given[id]}`, {
        allowed: `a whole number from ${low} to ${high} (${unit})`,
      });
    }
  }
  const change = given.weight_after - given.weight_before;
  const thousandths = Math.floor((-change * 1000) / given.weight_before);
  const means = sweat.find((entry) => fits(entry, change, thousandths, given.minutes));
  if (!means) throw new Error('no entry says what this weight means');
  if (means.danger) return { changeKgTenths: change, lossMl: null, mlPerHour: null, means };
  const loss = given.drunk - change * ML_PER_TENTH_KG;
  return { changeKgTenths: change, lossMl: loss, mlPerHour: Math.floor((loss * 60) / given.minutes), means };
}

/**
 * @param {Sweat} entry
 * @param {number} change
 * @param {number} thousandths
 * @param {number} minutes
 */
function fits({ change_from: changeFrom, loss_from: lossFrom, minutes_from: minutesFrom }, change, thousandths, minutes) {
  return (
    (changeFrom === undefined || change >= changeFrom) &&
    (lossFrom === undefined || thousandths >= lossFrom) &&
    (minutesFrom === undefined || minutes >= minutesFrom)
  );
}

/**
 * The page as JSON, with the keys of `uncramp drinks --json`.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Texts} texts
 * @param {SweatLoss | null} [sweat]
 */
export function drinksJson(kb, answers, texts, sweat = null) {
  const found = drinks(kb, answers, sweat);
  const card = found.referenceWithheld;
  return {
    ...comesFirst(kb, answers, found.level, texts),
    offer: found.offered.map(({ remedy, askFirst, modify }) => ({
      remedy: remedy.id,
      says: texts.entry('remedy', remedy.id, 'summary', remedy.summary),
      ask_first: reasonRows(askFirst, texts),
      modify: reasonRows(modify, texts),
    })),
    withhold: [
      ...found.withheld.map((one) => ({ remedy: one.remedy.id, because: becauseRows(one, texts) })),
      ...(card ? [{ card: card.card.id, because: becauseRows(card, texts) }] : []),
    ],
    reference: found.reference && referenceRow(found.reference, texts),
    sweat: found.sweat && sweatRow(found.sweat, texts),
    danger: found.level === Level.emergency ? null : texts.say('drinks.danger'),
    ask: found.ask,
    reviewed: false,
    knowledge: kb.name,
  };
}

/**
 * What a person reads about their sweat: the figures only where there are any.
 * @param {SweatLoss} sweat
 * @param {Texts} texts
 */
export function sweatSays({ lossMl, mlPerHour, means }, texts) {
  const lines = means.says.map((text, nth) => texts.entry('sweat', means.id, `says.${nth}`, text));
  return lossMl === null ? lines : [texts.say('drinks.sweat_lost', { loss: lossMl, rate: mlPerHour }), ...lines];
}

/**
 * @param {SweatLoss} sweat
 * @param {Texts} texts
 */
function sweatRow(sweat, texts) {
  return {
    means: sweat.means.id,
    danger: sweat.means.danger ?? false,
    change_kg_tenths: sweat.changeKgTenths,
    loss_ml: sweat.lossMl,
    ml_per_hour: sweat.mlPerHour,
    says: sweatSays(sweat, texts),
  };
}

/**
 * @param {Reference} reference
 * @param {Texts} texts
 */
function referenceRow({ card, intakes }, texts) {
  return {
    card: card.id,
    says: card.says.map((text, nth) => texts.entry('card', card.id, `says.${nth}`, text)),
    intakes: intakes.map((one) => ({
      intake: one.id,
      body: one.body,
      title: texts.entry('intake', one.id, 'title', one.title),
      total_ml: one.total_ml,
      drinks_ml: one.drinks_ml ?? null,
      evidence: one.evidence,
      sources: one.sources ?? [],
    })),
  };
}
