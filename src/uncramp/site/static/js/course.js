/**
 * The way through the questions: which screen comes now, and what an answer, a correction or a step back makes of it.
 *
 * Pure. The questions are those of `interview.js`; here the danger lines stand together as one list, and what was said
 * is kept as plain data, so that a reload goes on where one was.
 */

/** @import { Answers } from './answers.js' */
/** @import { Course, Given } from './device/person.js' */
/** @import { Question, Stage } from './interview.js' */
/** @import { Knowledge } from './knowledge.js' */

import { NUMBER_FLAGS, PersonError, asked as isAsked, readAnswers } from './answers.js';
import { BRIEF, nextQuestion, together } from './interview.js';
import { Level, triage } from './triage.js';

/** @typedef {{line: string, facts: readonly string[]}} Open  A danger line with its facts that have no answer yet. */

/**
 * @typedef {{kind: 'question', asked: Question} | {kind: 'lines', lines: readonly Open[]}
 *   | {kind: 'more', stage: Stage, count: number} | {kind: 'result'}} Screen
 */

/** @typedef {{facts: Given, course: Course}} Place  What this episode answered, and how far it has come. */

/** Whom it is about: asked before anything else, because the words hang on it. */
const ABOUT = 'answering_for';

/** Where the guess at how many questions are left stops counting. */
const MOST_LEFT = 40;
/** @type {Readonly<Given>} */
const USUAL = { age_years: 40, sex_at_birth: 'not_said', pregnancy_status: 'no', kind: 'painful_cramp' };

/**
 * The settled answers. Where a corrected age contradicts what was answered while it was not known, the age counts.
 * @param {Knowledge} kb
 * @param {Given} given
 * @returns {Answers}
 */
export function answersOf(kb, given) {
  try {
    return kb.answers(given);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return kb.answers(Object.fromEntries(Object.entries(given).filter(([fact]) => !NUMBER_FLAGS.has(fact))));
  }
}

/**
 * The screen to show now.
 * @param {Knowledge} kb
 * @param {Given} given  The profile and this episode together.
 * @param {Course} course
 * @param {string} today
 * @returns {Screen}
 */
export function screenOf(kb, given, course, today) {
  if (!(ABOUT in given)) return { kind: 'question', asked: together(kb, 'level', [ABOUT]) };
  const answers = answersOf(kb, given);
  if (triage(kb, answers).certain === Level.emergency) return { kind: 'result' };
  const behind = course.opened.find((fact) => !isAsked(answers, fact));
  if (behind) return { kind: 'question', asked: together(kb, 'level', [behind]) };
  const raw = readAnswers(kb.facts, plain(answers));
  const next = nextQuestion(kb, { given: raw, stages: BRIEF, wanted: course.wanted, before: null }, today);
  if (!next) return { kind: 'result' };
  if (next.kind === 'more') return next.stage === 'level' ? next : { kind: 'result' };
  return next.kind === 'line' ? { kind: 'lines', lines: linesLeft(kb, answers) } : { kind: 'question', asked: next };
}

/**
 * How many answers could free more remedies, where nothing urgent is open; 0 if the person was asked that already.
 * @param {Knowledge} kb
 * @param {Given} given
 * @param {Course} course
 * @param {string} today
 * @returns {{stage: Stage, count: number} | null}
 */
export function moreOf(kb, given, course, today) {
  const raw = readAnswers(kb.facts, plain(answersOf(kb, given)));
  const wanted = Object.fromEntries(Object.entries(course.wanted).filter(([, yes]) => yes));
  const next = nextQuestion(kb, { given: raw, stages: BRIEF, wanted, before: null }, today);
  return next?.kind === 'more' ? next : null;
}

/**
 * The danger lines that have facts without an answer.
 * @param {Knowledge} kb
 * @param {Answers} answers
 * @returns {Open[]}
 */
export function linesLeft(kb, answers) {
  return kb.pack.line
    .map(({ id, facts }) => ({ line: id, facts: facts.filter((fact) => !isAsked(answers, fact)) }))
    .filter(({ facts }) => facts.length);
}

/**
 * After the answer to a question.
 * @param {Place} place
 * @param {Question} asked
 * @param {Given} said
 * @returns {Place}
 */
export function answered({ facts, course }, asked, said) {
  const steps = [...course.steps, { asked, facts: Object.keys(said) }];
  return { facts: { ...facts, ...said }, course: { ...course, steps } };
}

/**
 * After the list of danger lines: the facts of lines that were not ticked are no, the others are asked one by one.
 * @param {Place} place
 * @param {readonly Open[]} lines
 * @param {ReadonlySet<string>} ticked
 * @returns {Place}
 */
export function linesAnswered({ facts, course }, lines, ticked) {
  const clear = lines.filter(({ line }) => !ticked.has(line)).flatMap((one) => one.facts);
  const opened = lines.filter(({ line }) => ticked.has(line)).flatMap((one) => one.facts);
  const said = Object.fromEntries(clear.map((fact) => [fact, false]));
  const left = Object.fromEntries(Object.entries(facts).filter(([fact]) => !opened.includes(fact)));
  /** @type {Question} */
  const asked = { stage: 'level', kind: 'line', facts: lines.flatMap((one) => one.facts), line: '' };
  const steps = [...course.steps, { asked, facts: clear }];
  return { facts: { ...left, ...said }, course: { ...course, steps, opened } };
}

/**
 * At the step before, with what was said there taken out; null at the first step.
 * @param {Place} place
 * @returns {{place: Place, asked: Question} | null}
 */
export function back({ facts, course }) {
  const last = course.steps.at(-1);
  if (!last) return null;
  const left = Object.fromEntries(Object.entries(facts).filter(([fact]) => !last.facts.includes(fact)));
  const opened = last.asked.kind === 'line' ? [] : course.opened;
  return { place: { facts: left, course: { ...course, opened, steps: course.steps.slice(0, -1) } }, asked: last.asked };
}

/**
 * About how many questions are still to come, this one included: as many as somebody has who answers no each time.
 * @param {Knowledge} kb
 * @param {Given} given
 * @param {Course} course
 * @param {string} today
 */
export function left(kb, given, course, today) {
  /** @type {Place} */
  let place = { facts: given, course };
  for (let count = 0; count < MOST_LEFT; count++) {
    const screen = screenOf(kb, place.facts, place.course, today);
    if (screen.kind === 'lines') place = linesAnswered(place, screen.lines, new Set());
    else if (screen.kind === 'question') place = answered(place, screen.asked, usual(kb, screen.asked.facts));
    else return count;
  }
  return MOST_LEFT;
}

/**
 * @param {Knowledge} kb
 * @param {readonly string[]} facts
 * @returns {Given}
 */
function usual(kb, facts) {
  return Object.fromEntries(
    facts.map((id) => {
      const fact = kb.facts.get(id);
      return [id, USUAL[id] ?? (fact?.type === 'flag' ? false : (fact?.values?.[0] ?? 'unsure'))];
    }),
  );
}

/**
 * Answers as they are written down.
 * @param {Answers} answers
 * @returns {Given}
 */
function plain({ known, unsure }) {
  return { ...Object.fromEntries(known), ...Object.fromEntries([...unsure].map((fact) => [fact, /** @type {const} */ ('unsure')])) };
}
