/** The words of questions and answers, apart from how they are asked. */

/** @import { Fact } from '../pack.js' */
/** @import { Texts } from '../texts.js' */

export const TENTHS = '0.1 °C';

/**
 * A question and, each on a line of its own, the sentences that help to answer it, as those for brown and black skin.
 * @param {string} ask
 * @returns {[string, ...string[]]}
 */
export function sentences(ask) {
  const end = ask.search(/\?(?= )/);
  if (end < 0) return [ask];
  return [ask.slice(0, end + 1), ...ask.slice(end + 2).split(/(?<=[.;]) (?=On brown|En piel)/)];
}

/**
 * The words for one answer of a choice.
 * @param {Texts} texts
 * @param {Fact} fact
 * @param {string} word
 * @param {number} [place]
 */
export function labelOf(texts, fact, word, place = fact.values?.indexOf(word) ?? -1) {
  const label = fact.labels?.[place];
  return label ? texts.entry('fact', fact.id, `labels.${place}`, label) : word;
}

/**
 * A unit in words; signs such as kg and °C are the same everywhere.
 * @param {Texts} texts
 * @param {string} unit
 */
export function unitOf(texts, unit) {
  const key = `site_check.unit_${unit.replace(' ', '_')}`;
  return key in texts.fallback ? texts.say(key) : unit.replace('0.1 ', '');
}
