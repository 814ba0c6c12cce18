/**
 * The quick screen of one place: what its tap answers, what "none of these" answers, and the relief that follows.
 *
 * INVARIANT: agrees with src/uncramp/quick.py.
 */

/** @import { Answers } from './answers.js' */
/** @import { Session } from './kept.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Offer } from './offer.js' */
/** @import { Value } from './rules.js' */
/** @import { Texts } from './texts.js' */

import { saidOf } from './offer.js';
import { plan } from './plan.js';
import { triage } from './triage.js';

/** @typedef {Record<string, Value | 'unsure'>} Given  Answers by fact, not settled. */

/**
 * A place of the quick screen. `sets` is what its tap answers; `ask` are the facts that stand under the danger lines.
 * @typedef {{id: string, title: string, sets: Record<string, Value>, ask?: string[], first: string[]}} Quick
 */

/** @typedef {{id: string, says: string, more?: string, facts: string[], sets?: Record<string, Value>}} Line */

/** What helps now has no dates; the plan that it is read from needs one. */
const ANY_DAY = '2000-01-01';

/**
 * The place with this id.
 * @param {Knowledge} kb
 * @param {string} id
 */
export function placeOf(kb, id) {
  return /** @type {{quick: Quick[]}} */ (/** @type {unknown} */ (kb.pack)).quick.find((quick) => quick.id === id);
}

/**
 * What the tap itself answers: this place, and where it names one, no other.
 * @param {Knowledge} kb
 * @param {Quick} quick
 * @returns {Given}
 */
export function tapped(kb, quick) {
  const sites = kb.pack.fact.filter((fact) => fact.group === 'site').map((fact) => [fact.id, false]);
  const named = sites.some(([id]) => Object.hasOwn(quick.sets, String(id)));
  return { ...(named ? Object.fromEntries(sites) : {}), ...quick.sets };
}

/**
 * What "none of these" answers: exactly the facts that the shown lines name.
 * @param {Knowledge} kb
 * @param {Quick} quick
 * @returns {Given}
 */
export function noneOfThese(kb, quick) {
  /** @type {Given} */
  const given = {};
  for (const line of kb.pack.line) Object.assign(given, no(line.facts), line.sets);
  return { ...given, ...no(quick.ask ?? []) };
}

/**
 * What is offered for now, in the order to try it, what needs asking first last; nothing where help comes first.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @returns {Offer[]}
 */
export function relief(kb, answers) {
  const made = plan(kb, answers, triage(kb, answers), { today: ANY_DAY });
  const offered = made.now.map((step) => step.offer);
  return [...offered.filter((offer) => !offer.askFirst.length), ...offered.filter((offer) => offer.askFirst.length)];
}

/**
 * What to ask or to mind before doing it, each sentence once.
 * @param {Offer} offer
 * @param {Texts} texts
 */
export function notes({ askFirst, modify }, texts) {
  const asked = askFirst.map((reason) => `${texts.say('show.ask_first')}: ${saidOf(reason, texts)}`);
  return [...new Set([...asked, ...modify.map((reason) => saidOf(reason, texts))])];
}

/**
 * A session whose next remedy is this one; the others keep their order behind it.
 * @param {Session} session
 * @param {string} remedy
 * @returns {Session}
 */
export function broughtForward(session, remedy) {
  const done = session.remedies.slice(0, session.index + 1);
  const left = session.remedies.slice(session.index + 1);
  if (!left.includes(remedy)) return session;
  return { ...session, remedies: [...done, remedy, ...left.filter((one) => one !== remedy)] };
}

/**
 * @param {readonly string[]} facts
 * @returns {Given}
 */
function no(facts) {
  return Object.fromEntries(facts.map((fact) => [fact, false]));
}
