/**
 * What has changed between an answer of an older knowledge and the one of today: keys of sentences, with their values.
 *
 * Only what a person would do otherwise counts: how urgent it is, whom to see, what is offered.
 */

/** @import { Knowledge } from './knowledge.js' */
/** @import { LevelName } from './pack.js' */
/** @import { Texts } from './texts.js' */

/**
 * The part of a decision that is kept, to compare it later.
 * @typedef {object} Summary
 * @property {string} knowledge
 * @property {LevelName} level
 * @property {string} visit  Whom to see and how soon.
 * @property {readonly string[]} offer  Remedies, each once.
 */

/** @typedef {{key: string, values: Record<string, string | readonly string[]>}} Change */

/**
 * @typedef {object} Decided  What of a decision counts.
 * @property {string} knowledge
 * @property {LevelName} level
 * @property {readonly {remedy: string}[]} offer
 * @property {string} [route]
 * @property {string} [contact]
 * @property {number | null} [within_days]
 */

/**
 * @param {Decided} decision
 * @returns {Summary}
 */
export function summaryOf({ knowledge, level, offer, route = '', contact = '', within_days: days = null }) {
  return { knowledge, level, visit: `${route} ${contact} ${days}`, offer: [...new Set(offer.map((one) => one.remedy))] };
}

/**
 * What a person should know who read `before`; nothing where the knowledge is the same.
 * @param {Summary | null} before
 * @param {Summary} after
 * @returns {Change[]}
 */
export function again(before, after) {
  if (!before || before.knowledge === after.knowledge) return [];
  /** @type {Change[]} */
  const found = [];
  if (before.level !== after.level) {
    found.push({ key: 'site_check.again_level', values: { before: before.level, after: after.level } });
  } else if (before.visit !== after.visit) {
    found.push({ key: 'site_check.again_visit', values: {} });
  }
  const added = after.offer.filter((one) => !before.offer.includes(one));
  const gone = before.offer.filter((one) => !after.offer.includes(one));
  // at emergency nothing of self-care is said, not even that it is gone
  if (after.level !== 'emergency' && added.length) found.push({ key: 'site_check.again_added', values: { remedies: added } });
  if (after.level !== 'emergency' && gone.length) found.push({ key: 'site_check.again_gone', values: { remedies: gone } });
  return found;
}

/**
 * The sentences of changes.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Change[]} changes
 */
export function againWords(kb, texts, changes) {
  const titles = new Map(kb.pack.remedy.map(({ id, title }) => [id, texts.entry('remedy', id, 'title', title)]));
  return changes.map(({ key, values: { before, after, remedies = [] } }) =>
    texts.say(key, {
      before: before && texts.say(`level.${before}`),
      after: after && texts.say(`level.${after}`),
      remedies: [...remedies].map((id) => titles.get(id)).filter(Boolean).join('; '),
    }),
  );
}
