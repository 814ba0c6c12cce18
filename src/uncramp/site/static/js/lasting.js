/**
 * What of a diary's profile may decide: only what lasts, and only while it is fresh. A sign that passes is never kept
 * as an answer. The same rules as `uncramp.lasting`.
 */

/** @import { Answered } from './diary/shown.js' */
/** @import { Given } from './device/person.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Value } from './rules.js' */

import { UNSURE, checked } from './answers.js';

/** Groups of facts that stay true beyond one episode. */
const GROUPS = ['who', 'condition', 'medicine', 'allergy'];

/** Whom it is about and where they are belong to the one time, whatever the group. */
const OF_THE_MOMENT = ['answering_for', 'region'];

/**
 * What may have changed within weeks is asked again after two of them, and all else after half a year, but for a yes
 * to an illness, a medicine or an allergy: that stays until the person takes it back, because it only makes advice
 * more careful.
 */
const QUICK = ['pregnancy_status', 'pregnancy_weeks', 'pregnancy_past_20w', 'age_months', 'breastfeeding', 'weight_kg'];
const QUICK_DAYS = 14;
const SLOW_DAYS = 182;
const STAYING = ['condition', 'medicine', 'allergy'];

/**
 * Whether a fact belongs into the profile.
 * @param {Knowledge} kb
 * @param {string} fact
 */
export function isLasting(kb, fact) {
  return GROUPS.includes(kb.facts.get(fact)?.group ?? '') && !OF_THE_MOMENT.includes(fact);
}

/**
 * What is still taken for an answer today.
 * @param {Knowledge} kb
 * @param {Readonly<Record<string, Answered>>} said
 * @param {string} today
 * @returns {Given}
 */
export function freshAnswers(kb, said, today) {
  const still = Object.entries(said).filter(([fact, one]) => isLasting(kb, fact) && isFresh(kb, fact, one, today));
  return usable(kb, Object.fromEntries(still.map(([fact, { value }]) => [fact, /** @type {Value} */ (value)])));
}

/**
 * What has to be written so that the profile says these answers: null takes one back, and so does "not sure". Nothing
 * of what it says already, unless that is too old to count.
 * @param {Knowledge} kb
 * @param {Readonly<Record<string, Answered>>} said
 * @param {Readonly<Record<string, Value | 'unsure' | null>>} facts
 * @param {string} today
 * @returns {Record<string, Value | null>}
 */
export function changesOf(kb, said, facts, today) {
  const held = freshAnswers(kb, said, today);
  const wanted = Object.entries(facts).map(([fact, value]) => /** @type {const} */ ([fact, value === UNSURE ? null : value]));
  return Object.fromEntries(wanted.filter(([fact, value]) => isLasting(kb, fact) && (value === null ? fact in said : held[fact] !== value)));
}

/**
 * Answers that the knowledge understands.
 * @param {Knowledge} kb
 * @param {Given} given
 * @returns {Given}
 */
export function usable(kb, given) {
  return Object.fromEntries(
    Object.entries(given).filter(([id, value]) => {
      const fact = kb.facts.get(id);
      if (!fact || value === UNSURE) return Boolean(fact);
      try {
        checked(fact, value);
        return true;
      } catch {
        return false; // an older knowledge allowed it
      }
    }),
  );
}

/**
 * @param {Knowledge} kb
 * @param {string} fact
 * @param {Answered} one
 * @param {string} today
 */
function isFresh(kb, fact, { value, on }, today) {
  if (value === true && STAYING.includes(kb.facts.get(fact)?.group ?? '')) return true;
  const age = (Date.parse(today) - Date.parse(on)) / 86_400_000;
  return age < (QUICK.includes(fact) ? QUICK_DAYS : SLOW_DAYS);
}
