/**
 * A guided session as it is kept while the app is not open: what it holds, and whether it can be taken up again.
 *
 * INVARIANT: the fields are those of src/uncramp/session.py; a session kept by one can be read by the other.
 */

/** @import { Knowledge } from './knowledge.js' */

/** @typedef {'ready' | 'step' | 'rest' | 'switch' | 'skin_check' | 'check' | 'over'} State */
/** @typedef {'relieved' | 'stopped' | 'new_sign' | 'too_long' | 'worse' | 'nothing_left'} Ending */
/** @typedef {'gone' | 'better' | 'same' | 'worse' | 'skipped' | 'time_over'} Outcome */

/** Seconds, 30,000 years: a kept time beyond it is a broken one (as is one that is not a number at all). */
export const LATEST = 1e12;

/** @type {readonly string[]} */
const STATES = ['ready', 'step', 'rest', 'switch', 'skin_check', 'check', 'over'];
/** @type {readonly string[]} */
const ENDINGS = ['relieved', 'stopped', 'new_sign', 'too_long', 'worse', 'nothing_left'];
/** @type {readonly string[]} */
const OUTCOMES = ['gone', 'better', 'same', 'worse', 'skipped', 'time_over'];

/**
 * How one remedy went; `seconds` from its first step to the answer.
 * @typedef {Readonly<{remedy: string, outcome: Outcome, seconds: number}>} Tried
 */

/**
 * Where a person stands in a session. All times are seconds on the caller's clock.
 *
 * `remedies` is the queue and `index` the one being done; `side` 0 is the side that hurts. `ends` is when the present
 * prompt runs out (null: it waits for an answer); `left` is what a pause, or a look at the skin, has kept of it.
 * `resting` says that the look at the skin came during a rest. `limit` is null where nothing limits the whole.
 * @typedef {object} Fields
 * @property {readonly string[]} remedies
 * @property {number} began
 * @property {number | null} limit
 * @property {number} index
 * @property {State} state
 * @property {number} side
 * @property {number} round
 * @property {number} step
 * @property {number} remedy_began
 * @property {number | null} ends
 * @property {number | null} left
 * @property {boolean} skin_checked
 * @property {boolean} resting
 * @property {readonly Tried[]} tried
 * @property {Ending | null} ending
 */

/** @typedef {Readonly<Fields>} Session */

/** A session that cannot be started, or one that was kept and cannot be taken up again. */
export class SessionError extends Error {}

/**
 * A kept session taken up again: the step goes on where it stood, caps and limits have gone on all the while.
 * @param {Session} session
 * @param {{keptAt: number, at: number}} when
 * @returns {Session}
 */
export function woken(session, { keptAt, at }) {
  return session.ends === null ? session : { ...session, ends: session.ends + Math.max(0, at - keptAt) };
}

/**
 * The session as plain data, to be kept while the app is not open.
 * @param {Session} session
 * @returns {Fields}
 */
export function toJson(session) {
  return { ...session, remedies: [...session.remedies], tried: session.tried.map((one) => ({ ...one })) };
}

/**
 * A kept session; SessionError if it does not fit the knowledge any more.
 * @param {Knowledge} kb
 * @param {unknown} data
 * @returns {Session}
 */
export function fromJson(kb, data) {
  if (!isSession(data) || !data.remedies.every((id) => remedyOf(kb, id)?.guide) || !stands(kb, data)) {
    throw new SessionError('the kept session does not fit any more');
  }
  return toJson({ ...data, tried: data.tried.map(({ remedy, outcome, seconds }) => ({ remedy, outcome, seconds })) });
}

/** @type {Record<keyof Fields, (value: unknown) => boolean>} */
const CHECKS = {
  remedies: (value) => Array.isArray(value) && value.every((id) => typeof id === 'string'),
  began: isTime,
  limit: (value) => value === null || isTime(value),
  index: isPlace,
  state: (value) => STATES.includes(String(value)) && typeof value === 'string',
  side: (value) => value === 0 || value === 1,
  round: isPlace,
  step: isPlace,
  remedy_began: isTime,
  ends: (value) => value === null || isTime(value),
  left: (value) => value === null || isTime(value),
  skin_checked: (value) => typeof value === 'boolean',
  resting: (value) => typeof value === 'boolean',
  tried: (value) => Array.isArray(value) && value.every(isTried),
  ending: (value) => value === null || (typeof value === 'string' && ENDINGS.includes(value)),
};

/**
 * Whether it has every field, each with something that it can hold, and no other.
 * @param {unknown} data
 * @returns {data is Session}
 */
function isSession(data) {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const fields = new Map(Object.entries(data));
  const checks = Object.entries(CHECKS);
  return fields.size === checks.length && checks.every(([name, fits]) => fields.has(name) && fits(fields.get(name)));
}

/** @param {unknown} value */
function isTime(value) {
  return typeof value === 'number' && Math.abs(value) <= LATEST;
}

/** @param {unknown} value */
function isPlace(value) {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** @param {unknown} value */
function isTried(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { remedy, outcome, seconds } = /** @type {Record<string, unknown>} */ (value);
  return typeof remedy === 'string' && OUTCOMES.includes(String(outcome)) && Number.isInteger(seconds);
}

/**
 * Whether the place where a session stands is one that its guide has.
 * @param {Knowledge} kb
 * @param {Session} session
 */
function stands(kb, session) {
  const { state, round, step } = session;
  const guide = remedyOf(kb, session.remedies[session.index] ?? '')?.guide;
  if (!guide) return false;
  const done = state === 'check' || state === 'over'; // all rounds can be behind it; in the others one is under way
  return step < guide.step.length && round <= (guide.rounds ?? 1) - (done ? 0 : 1) && isTimed(session);
}

/**
 * Whether the prompt runs out where it does in a session that was led here: a question that ran out would be asked for
 * ever.
 * @param {Session} session
 */
function isTimed({ state, ends, left, ending }) {
  if ((state === 'over') !== (ending !== null)) return false;
  const runs = ends !== null;
  const waits = left !== null;
  switch (state) {
    case 'ready':
    case 'check':
    case 'over':
      return !runs && !waits;
    case 'skin_check':
      return waits && !runs;
    case 'step':
    case 'rest':
    case 'switch':
      return runs !== waits;
  }
}

/**
 * A remedy that the pack has.
 * @param {Knowledge} kb
 * @param {string} id
 */
export function remedyOf(kb, id) {
  return kb.pack.remedy.find((remedy) => remedy.id === id);
}
