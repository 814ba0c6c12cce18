/**
 * What the diary keeps of a check: the danger signs that were answered yes, and how urgent it was. The same as
 * `uncramp.check_done`.
 */

/** @import { Answers } from './answers.js' */
/** @import { Body } from './diary/check.js' */
/** @import { Entry } from './diary/entries.js' */
/** @import { Knowledge } from './knowledge.js' */

import { byTime } from './diary/current.js';
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

/** Levels at which a plan may be followed. */
const CALM = ['self_care', 'routine'];

/** The version of these entries that is understood here. */
const KNOWN = 1;

/**
 * Whether nothing of a plan may be reminded of: a check said that help comes first. Only a later whole check takes that
 * back. The same as `help_first` of Python's `own_trial.people`.
 * @param {readonly Entry[]} entries  Of one person; those that hold now.
 */
export function helpFirst(entries) {
  const checks = byTime(entries.filter(({ kind, version }) => kind === 'check_done' && version === KNOWN));
  return checks.reduce((first, { body }) => !CALM.includes(String(body['level'])) || (first && body['where'] !== 'check'), false);
}
