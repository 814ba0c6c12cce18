/** What may play a part in one person's cramps, by their own answers: to try or to ask about, no diagnosis. */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Contributor, Medicine } from './pack.js' */
/** @import { Texts } from './texts.js' */

import { because, evaluate } from './rules.js';
import { Level, toAsk, triage } from './triage.js';

/** The fact that says what it is like: a cramp, a twitch, a stiffness. */
export const KIND = 'kind';

/** How much a contributor of each strength counts when the next question is chosen. */
const WEIGHTS = { A: 3, B: 2, C: 1 };

/**
 * One contributor in words for a person; those of its medicines that the person takes speak for it.
 * @typedef {{title: string, says: string, do: string, sources: string[]}} Said
 */

/**
 * The contributors that surely hold for settled answers: the strongest first, then those nearest to the kind.
 *
 * Nothing at urgent and emergency: somebody with a danger sign must not read that it may be the coffee.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @returns {Contributor[]}
 */
export function likelyContributors(kb, answers) {
  return weighed(kb, answers).filter(({ value }) => value === true).map(({ one }) => one);
}

/**
 * The facts not asked yet whose answer could show another contributor, the most useful first.
 * @param {Knowledge} kb
 * @param {Answers} answers
 */
export function couldContribute(kb, answers) {
  const open = weighed(kb, answers).filter(({ value }) => value === null);
  return toAsk(kb, answers, open.map(({ one }) => [kb.when(`contributor:${one.id}`), WEIGHTS[one.strength]]));
}

/**
 * What a person reads about a contributor that surely holds.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Contributor} one
 * @param {Texts} texts
 * @returns {Said}
 */
export function said(kb, answers, one, texts) {
  const title = texts.entry('contributor', one.id, 'title', one.title);
  if (!one.medicines?.length) {
    const says = texts.entry('contributor', one.id, 'says', one.says);
    return { title, says, do: texts.entry('contributor', one.id, 'do', one.do), sources: one.sources ?? [] };
  }
  const taken = takenOf(kb, answers, one);
  const asks = taken.map((medicine) => texts.entry('medicine', medicine.id, 'ask_about', medicine.ask_about));
  return {
    title,
    says: taken.map((medicine) => texts.entry('medicine', medicine.id, 'says', medicine.says)).join(' '),
    do: asks.filter(Boolean).join(' '),
    sources: [...new Set([one, ...taken].flatMap((entry) => entry.sources ?? []))],
  };
}

/**
 * The contributors as JSON, with the answers that settle each.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Texts} texts
 */
export function rows(kb, answers, texts) {
  return likelyContributors(kb, answers).map((one) => {
    const words = said(kb, answers, one, texts);
    return {
      contributor: one.id,
      says: words.says,
      do: words.do,
      strength: one.strength,
      sources: words.sources,
      facts: because(kb.when(`contributor:${one.id}`), answers.known),
    };
  });
}

/**
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Contributor} one
 * @returns {Medicine[]}
 */
function takenOf(kb, { known }, { medicines = [] }) {
  const named = kb.pack.medicine.filter((medicine) => medicines.includes(medicine.id));
  return named.filter((medicine) => evaluate(kb.when(`medicine:${medicine.id}`), known) === true);
}

/**
 * The contributors that may matter for what it is like, in order, and whether each holds.
 * @param {Knowledge} kb
 * @param {Answers} answers
 */
function weighed(kb, answers) {
  if (triage(kb, answers).level > Level.routine) return [];
  const kind = answers.known.get(KIND);
  const nearness = (/** @type {Contributor} */ one) => (kind === undefined ? 0 : one.kinds.indexOf(String(kind)));
  return kb.pack.contributor
    .filter((one) => nearness(one) >= 0)
    .sort((one, other) => strength(one) - strength(other) || nearness(one) - nearness(other))
    .map((one) => ({ one, value: evaluate(kb.when(`contributor:${one.id}`), answers.known) }));
}

/** @param {Contributor} one */
function strength(one) {
  return 'ABC'.indexOf(one.strength);
}
