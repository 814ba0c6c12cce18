/**
 * What the diary keeps of a check: the danger signs that were answered yes, and how urgent it was. The same as
 * `uncramp.check_done`.
 */

/** @import { Answers } from './answers.js' */
/** @import { Body } from './diary/check.js' */
/** @import { Knowledge } from './knowledge.js' */

import { Level, nameOf, triage } from './triage.js';

/**
 * The body of the entry about these settled answers; null where they have not come to a result yet.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {'check' | 'quick' | 'session'} where
 * @returns {Body | null}
 */
export function checkDone(kb, answers, where) {
  const { level, certain, complete } = triage(kb, answers);
  if (!complete && certain === Level.selfCare) return null; // in the middle: the level is only what doubt makes of that
  const signs = [...kb.facts.values()].filter(({ id, tier, type }) => tier === 'gate' && type === 'flag' && answers.known.get(id) === true);
  return { level: nameOf(level), where, ...(signs.length && { signs: signs.map(({ id }) => id) }), knowledge: kb.name };
}
