/** Whether what is known by now speaks against a trial that runs. The same as Python's `trials.design.not_safe_any_more`. */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */

import { weighing } from './offer.js';
import { nameOf, triage } from './triage.js';

/**
 * The limits of the trials that the page is given (`data/trials.json`): `remedies` are those that may be tried.
 * @typedef {{adult_years: number, pregnancy: readonly string[], levels: readonly string[], remedies: readonly string[], most_events: number}} Limits
 */

/**
 * An answer that is missing does not speak against it: it was given when the trial began. Nor does it matter whether
 * the arm would be offered now: a profile alone has no cramp in it that anything is offered for.
 * @param {Knowledge} kb
 * @param {Answers} answers  Settled.
 * @param {readonly string[]} arms  Remedies.
 * @param {Limits} limits
 */
export function notSafe(kb, answers, arms, limits) {
  const age = answers.known.get('age_years');
  const pregnancy = answers.known.get('pregnancy_status');
  if (typeof age === 'number' && age < limits.adult_years) return true;
  if (pregnancy !== undefined && !limits.pregnancy.includes(String(pregnancy))) return true;
  if (!limits.levels.includes(nameOf(triage(kb, answers).certain))) return true;
  const suits = weighing(kb, answers);
  return arms.some((arm) => {
    const { withhold, ask } = suits(arm);
    return [...withhold, ...ask].some(({ certain }) => certain) || !limits.remedies.includes(arm);
  });
}
