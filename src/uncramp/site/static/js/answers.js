/**
 * What one person has answered: read and checked, with what the answers imply filled in.
 *
 * A fact is answered, "unsure" (asked, and the person does not know) or absent (not asked). The last two are both
 * unknown to the rules; only the level of a decision tells them apart.
 */

/** @import { Fact } from './pack.js' */
/** @import { Expr, Value } from './rules.js' */

import { evaluate } from './rules.js';

export const UNSURE = 'unsure';

/** Flags that only repeat an age: a contradiction there would hide a child from the rules for children. */
export const NUMBER_FLAGS = new Set(['under_16', 'under_1']);

/**
 * @typedef {object} Answers
 * @property {ReadonlyMap<string, Value>} known  What the rules are given.
 * @property {ReadonlySet<string>} unsure  The facts asked in vain.
 */

/** @typedef {{fact: string, value: Value, when: Expr}} Implied */

/** A person who cannot be judged: what is wrong, what would have been right, what to do. */
export class PersonError extends Error {
  /**
   * @param {string} what
   * @param {{allowed?: string, hint?: string}} [more]
   */
  constructor(what, { allowed = '', hint = '' } = {}) {
    super([what, allowed && `allowed: ${allowed}`, hint].filter(Boolean).join('; '));
    this.what = what;
    this.allowed = allowed;
    this.hint = hint;
  }
}

/**
 * Whether somebody was asked, whatever came of it.
 * @param {Answers} answers
 * @param {string} fact
 */
export function asked(answers, fact) {
  return answers.known.has(fact) || answers.unsure.has(fact);
}

/**
 * Check `raw` (fact id to answer, null for absent) against the catalogue; nothing is clamped or guessed.
 * @param {ReadonlyMap<string, Fact>} facts
 * @param {unknown} raw
 * @returns {Answers}
 */
export function readAnswers(facts, raw) {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const what = raw === null || raw === undefined ? 'missing' : shown(raw);
    throw new PersonError(`\`facts\` is ${what}`, { allowed: 'an object such as {"site_calf": true}' });
  }
  /** @type {Map<string, Value>} */
  const known = new Map();
  /** @type {Set<string>} */
  const unsure = new Set();
  for (const [name, answer] of Object.entries(raw)) {
    const fact = facts.get(name);
    if (!fact) throw new PersonError(`there is no fact \`${name.slice(0, 60)}\``);
    if (answer === UNSURE) unsure.add(name);
    else if (answer !== null) known.set(name, checked(fact, answer));
  }
  return { known, unsure };
}

/**
 * The answer, if it is one that `fact` can have.
 * @param {Fact} fact
 * @param {unknown} answer
 * @returns {Value}
 */
export function checked(fact, answer) {
  const [low, high] = fact.range ?? [0, 0];
  if (fact.type === 'flag' && typeof answer === 'boolean') return answer;
  if (fact.type === 'enum' && typeof answer === 'string' && fact.values?.includes(answer)) return answer;
  if (fact.type === 'int' && Number.isInteger(answer)) {
    const number = /** @type {number} */ (answer);
    if (low <= number && number <= high) return number;
  }
  throw new PersonError(`\`${fact.id}\` cannot be ${shown(answer)}`, { allowed: allowedAnswers(fact) });
}

/**
 * What a person may answer, for messages: `true, false or "unsure"`.
 * @param {Fact} fact
 */
export function allowedAnswers(fact) {
  const [low, high] = fact.range ?? [0, 0];
  switch (fact.type) {
    case 'flag':
      return `true, false or "${UNSURE}"`;
    case 'int':
      return `a whole number from ${low} to ${high}${fact.unit ? ` (${fact.unit})` : ''}, or "${UNSURE}"`;
    case 'enum':
      return `${(fact.values ?? []).map((value) => `"${value}"`).join(', ')} or "${UNSURE}"`;
  }
}

/**
 * The flags that stand for "not sure" about another fact, filled in; a given one is not changed.
 * @param {ReadonlyMap<string, Fact>} facts
 * @param {Answers} answers
 * @returns {Answers}
 */
export function withDoubts(facts, answers) {
  const known = new Map(answers.known);
  for (const { id, unsure_of: other } of facts.values()) {
    if (other && asked(answers, other) && !known.has(id)) known.set(id, answers.unsure.has(other));
  }
  return { known, unsure: without(answers.unsure, known) };
}

/**
 * Fill in what the given answers say about facts that were not answered. A given answer is never changed; where one
 * contradicts an age, the person cannot be judged.
 * @param {Answers} answers
 * @param {Iterable<Implied>} implied
 * @returns {Answers}
 */
export function settle(answers, implied) {
  const known = new Map(answers.known);
  for (const { fact, value, when } of implied) {
    if (evaluate(when, known) !== true) continue;
    const given = known.get(fact);
    if (given === undefined) {
      known.set(fact, value);
    } else if (given !== value && NUMBER_FLAGS.has(fact)) {
      throw new PersonError(`\`${fact}\` is ${shown(given)}, but the other answers say ${shown(value)}`, {
        hint: 'correct the age or leave one of the two out',
      });
    }
  }
  return { known, unsure: without(answers.unsure, known) };
}

/**
 * @param {ReadonlySet<string>} unsure
 * @param {ReadonlyMap<string, Value>} known
 */
function without(unsure, known) {
  return new Set([...unsure].filter((fact) => !known.has(fact)));
}

/** @param {unknown} answer */
function shown(answer) {
  const text = typeof answer === 'string' ? `'${answer}'` : String(JSON.stringify(answer));
  return `\`${text.slice(0, 60)}${text.length > 60 ? '...' : ''}\``;
}
