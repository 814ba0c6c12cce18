/**
 * What to ask a person next: who it is and the danger lines first, then whatever could change the most.
 *
 * A screen shows the question, takes the answer and comes back for the next one; `Progress` is all that has to be kept
 * in between. INVARIANT: agrees with src/uncramp/interview.py.
 */

/** @import { Answers } from './answers.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Value } from './rules.js' */

import { asked, settle, withDoubts } from './answers.js';
import { KIND, couldContribute } from './contributors.js';
import { plan } from './plan.js';
import { schedule } from './schedule.js';
import { Level, triage } from './triage.js';

/** @typedef {'level' | 'remedies' | 'causes' | 'schedule'} Stage */

/**
 * What could change the level, then what could free a remedy.
 * @type {readonly Stage[]}
 */
export const BRIEF = ['level', 'remedies'];

/**
 * Also what could play a part, and where somebody stands now, as far as the dates of the plan depend on it.
 * @type {readonly Stage[]}
 */
export const WHOLE = [...BRIEF, 'causes', 'schedule'];

/** Groups that are asked as one list to pick from, however long. */
export const MANY = ['site', 'condition', 'medicine', 'allergy'];

/** How many yes/no questions of the other groups stand in one list: as many as fit a glance. */
const AT_ONCE = 6;
const OPENING = ['age_years', 'sex_at_birth', 'pregnancy_status'];

/**
 * What to ask at once. "No" to a `line` answers all its facts, anything else asks each (`behind`). Of `many`, what is
 * picked is yes and the rest no; "not sure" leaves them all unsure.
 * @typedef {object} Question
 * @property {Stage} stage
 * @property {'line' | 'many' | 'one'} kind
 * @property {readonly string[]} facts
 * @property {string} line  The id of the line, or empty.
 */

/**
 * Whether to go on with a stage on which nothing urgent hangs: `count` facts could still change something.
 * @typedef {{stage: Stage, kind: 'more', count: number}} More
 */

/**
 * How far somebody has come: what they said (`given`, not settled), what they wanted to be asked, and the way back.
 * `stages` are those still to come, the present one first.
 * @typedef {object} Progress
 * @property {Answers} given
 * @property {readonly Stage[]} stages
 * @property {Readonly<Partial<Record<Stage, boolean>>>} wanted
 * @property {Progress | null} before
 */

/** @typedef {{question: Question | null, optional: number}} Next  `optional`: 0 where it is not a matter of wish. */
/** @typedef {Readonly<Record<string, Value>>} Known */

/**
 * Nothing asked yet.
 * @param {Answers} given  What is known before, for example from the quick screen.
 * @param {readonly Stage[]} [stages]
 * @returns {Progress}
 */
export function begin(given, stages = BRIEF) {
  return { given, stages, wanted: {}, before: null };
}

/**
 * The question to ask now, or whether to ask on; null at the end.
 * @param {Knowledge} kb
 * @param {Progress} progress
 * @param {string} today
 * @returns {Question | More | null}
 */
export function nextQuestion(kb, progress, today) {
  const now = settled(kb, progress.given);
  for (const stage of progress.stages) {
    const { question, optional } = next(kb, now, stage, today);
    if (!question) continue;
    if (!optional || progress.wanted[stage]) return question;
    if (progress.wanted[stage] === undefined) return { stage, kind: 'more', count: optional };
  }
  return null;
}

/**
 * After an answer; no stage before that of the question comes again.
 * @param {Progress} progress
 * @param {Question} question
 * @param {Known} known
 * @param {Iterable<string>} unsure
 * @returns {Progress}
 */
export function answered(progress, question, known, unsure) {
  const stages = progress.stages.slice(progress.stages.indexOf(question.stage));
  return { ...progress, given: withMore(progress.given, known, unsure), stages, before: progress };
}

/**
 * After the person has said whether to go on; asked once for each stage.
 * @param {Progress} progress
 * @param {More} more
 * @param {boolean} yes
 * @returns {Progress}
 */
export function wanted(progress, more, yes) {
  return { ...progress, wanted: { ...progress.wanted, [more.stage]: yes } };
}

/**
 * At the question before; what was wanted stays. At the first question nothing changes.
 * @param {Progress} progress
 * @returns {Progress}
 */
export function back(progress) {
  return progress.before ? { ...progress.before, wanted: progress.wanted } : progress;
}

/**
 * The next fact to ask behind a danger line that was not answered with no; null when `known` and `unsure` settle all
 * of them.
 * @param {Knowledge} kb
 * @param {Progress} progress
 * @param {Question} question
 * @param {Known} known
 * @param {Iterable<string>} unsure
 * @returns {string | null}
 */
export function behind(kb, progress, question, known, unsure) {
  const now = settled(kb, withMore(progress.given, known, unsure));
  return question.facts.find((fact) => !asked(now, fact)) ?? null;
}

/**
 * One question about these facts.
 * @param {Knowledge} kb
 * @param {Stage} stage
 * @param {readonly string[]} facts
 * @returns {Question}
 */
export function together(kb, stage, facts) {
  const many = facts.length > 1 || isMany(kb, facts[0] ?? '');
  return { stage, kind: many ? 'many' : 'one', facts, line: '' };
}

/**
 * The same person with everything filled in that the answers imply.
 * @param {Knowledge} kb
 * @param {Answers} answers
 */
export function settled(kb, answers) {
  return settle(withDoubts(kb.facts, answers), kb.implied);
}

/**
 * The same person with further answers; a new answer replaces an old one, and a known one stands above an unsure one.
 * @param {Answers} answers
 * @param {Known} more
 * @param {Iterable<string>} unsure
 * @returns {Answers}
 */
function withMore(answers, more, unsure) {
  const doubts = new Set([...answers.unsure, ...unsure].filter((fact) => !Object.hasOwn(more, fact)));
  const known = new Map([...answers.known, ...Object.entries(more)].filter(([fact]) => !doubts.has(fact)));
  return { known, unsure: doubts };
}

/**
 * The next question of a stage and, where nothing urgent hangs on it, how many there could be.
 * @param {Knowledge} kb
 * @param {Answers} now
 * @param {Stage} stage
 * @param {string} today
 * @returns {Next}
 */
function next(kb, now, stage, today) {
  switch (stage) {
    case 'level':
      return forLevel(kb, now);
    case 'remedies':
      return of(kb, stage, forRemedies(kb, now, today));
    case 'causes':
      return of(kb, stage, couldContribute(kb, now));
    case 'schedule': {
      const ask = forSchedule(kb, now, today);
      return { question: ask.length ? together(kb, stage, ask.slice(0, 1)) : null, optional: ask.length };
    }
  }
}

/**
 * Who it is, the danger lines, where and what it is like; then whatever could raise the level most.
 * @param {Knowledge} kb
 * @param {Answers} now
 * @returns {Next}
 */
function forLevel(kb, now) {
  const found = triage(kb, now);
  if (found.certain === Level.emergency) return { question: null, optional: 0 };
  const first = opening(kb, now);
  if (first) return { question: first, optional: 0 };
  const { question, optional } = of(kb, 'level', found.ask);
  return { question, optional: found.complete ? optional : 0 };
}

/**
 * @param {Knowledge} kb
 * @param {Answers} now
 * @returns {Question | null}
 */
function opening(kb, now) {
  const who = OPENING.find((fact) => !asked(now, fact));
  if (who) return together(kb, 'level', [who]);
  for (const line of kb.pack.line) {
    const left = line.facts.filter((fact) => !asked(now, fact));
    if (left.length) return { stage: 'level', kind: 'line', facts: left, line: line.id };
  }
  const sites = [...kb.facts.values()].filter((fact) => fact.group === 'site').map((fact) => fact.id);
  if (sites.some((site) => !asked(now, site))) return together(kb, 'level', sites);
  return asked(now, KIND) ? null : together(kb, 'level', [KIND]);
}

/**
 * @param {Knowledge} kb
 * @param {Answers} now
 * @param {string} today
 */
function forRemedies(kb, now, today) {
  const found = triage(kb, now);
  return found.level > Level.routine ? [] : plan(kb, now, found, { today }).ask;
}

/**
 * @param {Knowledge} kb
 * @param {Answers} now
 * @param {string} today
 */
function forSchedule(kb, now, today) {
  const steps = plan(kb, now, triage(kb, now), { today }).prevention;
  return schedule(now, steps, today).flatMap(({ fit }) => fit ?? []);
}

/**
 * The most useful fact, with the others of its list, or the next yes/no questions, where it has any.
 * @param {Knowledge} kb
 * @param {Stage} stage
 * @param {readonly string[]} ask
 * @returns {Next}
 */
function of(kb, stage, ask) {
  const [first] = ask;
  if (first === undefined) return { question: null, optional: 0 };
  return { question: together(kb, stage, besides(kb, first, ask)), optional: ask.length };
}

/**
 * @param {Knowledge} kb
 * @param {string} first
 * @param {readonly string[]} ask
 */
function besides(kb, first, ask) {
  const group = kb.facts.get(first)?.group;
  if (isMany(kb, first)) {
    return [...kb.facts.values()].filter((fact) => fact.group === group && ask.includes(fact.id)).map(({ id }) => id);
  }
  const flags = ask.filter((fact) => kb.facts.get(fact)?.type === 'flag' && !isMany(kb, fact));
  return flags.includes(first) ? flags.slice(0, AT_ONCE) : [first];
}

/**
 * @param {Knowledge} kb
 * @param {string} fact
 */
function isMany(kb, fact) {
  return MANY.includes(kb.facts.get(fact)?.group ?? '');
}
