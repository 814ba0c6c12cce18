/** How urgent it is: the level of one person's answers, the rules that decided it, and what still has to be asked. */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { LevelName, Rule } from './pack.js' */
/** @import { Expr } from './rules.js' */

import { evaluate, factsOf, mostUseful, residual } from './rules.js';

/** Triage levels by rank; nothing ever lowers one. */
export const Level = Object.freeze({ selfCare: 0, routine: 1, urgent: 2, emergency: 3 });

/** @type {readonly LevelName[]} */
const NAMES = ['self_care', 'routine', 'urgent', 'emergency'];

/** How much an open rule of each level counts when the next question is chosen. */
const WEIGHTS = [0, 1, 10, 100];

/**
 * A rule that may fire, with what is still open of its condition and the unknown facts that hangs on.
 * @typedef {{rule: Rule, when: Expr, unknown: string[]}} Open
 */

/**
 * What the answers come to: `certain` is the highest level of the rules that surely fire (`fired`, highest first),
 * `possible` that of the rules that may. `byGate` and `byUnsure` raised `level` above `certain` because a danger sign
 * has no answer, or because somebody was asked and did not know. `ask` are facts not asked yet, the most useful first;
 * `complete` is true when none of them could reach urgent. `supposed` are, per fired rule, the calming facts that were
 * supposed no.
 * @typedef {object} Triage
 * @property {number} level
 * @property {number} certain
 * @property {number} possible
 * @property {boolean} complete
 * @property {readonly Rule[]} fired
 * @property {readonly Rule[]} byGate
 * @property {readonly Rule[]} byUnsure
 * @property {readonly string[]} ask
 * @property {ReadonlyMap<string, ReadonlySet<string>>} supposed
 */

/**
 * Judge one person's settled answers (`Knowledge.answers`).
 *
 * A fact that a rule asks of only under `not` can only calm it. It has to be given to do so: until then it is supposed
 * no.
 *
 * INVARIANT: the order of rules and answers never matters, and no rule lowers what another raised.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @returns {Triage}
 */
export function triage(kb, answers) {
  const { fired, supposed, openRules } = judgeRules(kb, answers);
  const certain = highest(fired);
  const { byGate, byUnsure } = raisedByDoubt(kb, answers, openRules);
  const still = openRules.filter((one) => levelOf(one.rule) > certain);
  const ask = toAsk(kb, answers, still.map((one) => [one.when, WEIGHTS[levelOf(one.rule)] ?? 0]));
  const calm = fired.filter((rule) => levelOf(rule) === certain).flatMap((rule) => [...(supposed.get(rule.id) ?? [])]);
  const toCalm = calm.filter((fact) => !answers.unsure.has(fact)).sort();
  return {
    level: Math.max(
      certain,
      Math.min(highest(byGate), Level.urgent),
      Math.min(highest(byUnsure), Level.routine),
    ),
    certain,
    possible: Math.max(certain, highest(openRules.map((one) => one.rule))),
    complete: !still.some((one) => levelOf(one.rule) >= Level.urgent && askable(kb, answers, one)),
    fired: [...fired].sort((one, other) => levelOf(other) - levelOf(one)),
    byGate,
    byUnsure,
    ask: [...new Set([...ask, ...toCalm])],
    supposed,
  };
}

/** @param {Rule} rule */
export function levelOf(rule) {
  return NAMES.indexOf(rule.level);
}

/**
 * The name of a level in the knowledge and in the JSON of a decision.
 * @param {number} level
 * @returns {LevelName}
 */
export function nameOf(level) {
  return /** @type {LevelName} */ (NAMES[level]);
}

/**
 * The facts of open conditions that were not asked yet and can be asked, the most useful first.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {[Expr, number][]} questions
 */
export function toAsk(kb, answers, questions) {
  const useful = mostUseful(questions, answers.known);
  return useful.filter((fact) => !answers.unsure.has(fact) && !kb.neverAsked.has(fact));
}

/**
 * The rules that surely fire, with what was supposed for that, and those that may.
 * @param {Knowledge} kb
 * @param {Answers} answers
 */
function judgeRules(kb, { known }) {
  /** @type {Rule[]} */
  const fired = [];
  /** @type {Map<string, ReadonlySet<string>>} */
  const supposed = new Map();
  /** @type {Open[]} */
  const openRules = [];
  for (const { rule, when, calming, asked } of kb.rules) {
    const value = evaluate(when, known);
    if (value === true) fired.push(rule);
    if (value !== null) continue;
    const ungiven = new Set(calming.filter((fact) => !known.has(fact)));
    const rest = residual(when, known, ungiven);
    if (rest === true) {
      fired.push(rule);
      supposed.set(rule.id, ungiven);
    } else if (rest !== false) {
      const unknown = asked.filter((fact) => !known.has(fact) && !ungiven.has(fact));
      openRules.push({ rule, when: ungiven.size ? rest : when, unknown });
    }
  }
  return { fired, supposed, openRules };
}

/**
 * The open rules that hang on an unanswered gate, and of the rest those that hang on a "not sure".
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Open[]} openRules
 */
function raisedByDoubt(kb, answers, openRules) {
  const gates = new Set([...kb.gates].filter((fact) => !answers.known.has(fact)));
  const doubts = new Set([...gates, ...[...answers.unsure].filter((fact) => !kb.measured.has(fact))]);
  /** @type {Rule[]} */
  const byGate = [];
  /** @type {Rule[]} */
  const byUnsure = [];
  for (const one of openRules) {
    if (hangsOn(one, answers, gates)) byGate.push(one.rule);
    else if (hangsOn(one, answers, doubts)) byUnsure.push(one.rule);
  }
  return { byGate, byUnsure };
}

/**
 * Whether an open condition could not come true without these unknown facts, or could by them alone.
 * @param {Open} one
 * @param {Answers} answers
 * @param {ReadonlySet<string>} doubts
 */
function hangsOn({ when, unknown }, { known }, doubts) {
  if (!unknown.some((fact) => doubts.has(fact))) return false;
  if (evaluate(when, known, doubts) === false) return true;
  return evaluate(when, known, new Set(unknown.filter((fact) => !doubts.has(fact)))) !== false;
}

/**
 * Whether something that was not asked yet, and can be asked, could still make the condition true.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @param {Open} one
 */
function askable(kb, { known, unsure }, { when }) {
  const inVain = [...unsure].filter((fact) => !kb.gates.has(fact));
  const unmeasured = [...kb.neverAsked].filter((fact) => !known.has(fact));
  const rest = residual(when, known, new Set([...inVain, ...unmeasured]));
  return typeof rest !== 'boolean' && [...factsOf(rest)].some((fact) => !unsure.has(fact));
}

/** @param {readonly Rule[]} rules */
function highest(rules) {
  return Math.max(Level.selfCare, ...rules.map(levelOf));
}
