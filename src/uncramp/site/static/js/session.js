/**
 * Guided relief as a state machine: get ready, step, hold, rest, switch sides, check, next remedy, stop.
 *
 * Pure: the clock is the `at` of each event, in seconds on any clock that goes on while the phone sleeps. Deadlines,
 * not ticks: an event that comes late finds everything that ran out in between, so a broken session resumes where it
 * stands. INVARIANT: agrees with src/uncramp/session.py.
 */

/** @import { Ending, Outcome, Session, State } from './kept.js' */
/** @import { Knowledge } from './knowledge.js' */
/** @import { Guide, Remedy } from './pack.js' */

import { SessionError, remedyOf } from './kept.js';

export { LATEST, SessionError, fromJson, toJson, woken } from './kept.js';

/**
 * @typedef {'time' | 'next' | 'gone' | 'better' | 'same' | 'worse' | 'new_sign' | 'pause' | 'resume' | 'skip' | 'stop'} Event
 */

/** Time to change sides; nothing medical hangs on it. */
export const SWITCH_SECONDS = 8;

/** The quantity (minutes) after which a cramp that goes on is no ordinary cramp. */
const CRAMP_LIMIT = 'escalate_if_cramp_lasts_over';

/** The quantity: how many remedies may make it worse before a session ends and says to get advice. */
const WORSE_LIMIT = 'worse_ends_session';

/**
 * What to show now: the state, the words of the step where there are any, and when it runs out.
 * @typedef {object} Prompt
 * @property {State} state
 * @property {Remedy | null} remedy
 * @property {string} says
 * @property {string} field
 * @property {string} kind
 * @property {number} side
 * @property {'one' | 'each' | 'none'} sides
 * @property {number} round
 * @property {number} rounds
 * @property {number | null} ends
 * @property {Ending | null} ending
 */

/**
 * Those of `remedies` that can be done step by step, each once, in their order.
 * @param {Knowledge} kb
 * @param {readonly string[]} remedies
 */
export function guided(kb, remedies) {
  return [...new Set(remedies)].filter((id) => remedyOf(kb, id)?.guide);
}

/**
 * A session over what was offered, in that order; `limitMinutes` is for a cramp that is on (`crampLimit`).
 * @param {Knowledge} kb
 * @param {readonly string[]} remedies
 * @param {{at: number, limitMinutes?: number | null}} when
 * @returns {Session}
 */
export function start(kb, remedies, { at, limitMinutes = null }) {
  const queue = guided(kb, remedies);
  if (!queue.length) throw new SessionError('none of these can be done step by step');
  return atRemedy(queue, 0, at, { began: at, limit: limitMinutes === null ? null : at + 60 * limitMinutes, tried: [] });
}

/**
 * After how many minutes a cramp that goes on needs advice.
 * @param {Knowledge} kb
 */
export function crampLimit(kb) {
  return kb.number(CRAMP_LIMIT);
}

/**
 * The session after `event`; what ran out before `at` is taken first. What does not fit changes nothing.
 * @param {Knowledge} kb
 * @param {Session} before
 * @param {Event} event
 * @param {number} at
 * @returns {Session}
 */
export function advance(kb, before, event, at) {
  const session = caughtUp(kb, before, at);
  return session.ending ? session : caughtUp(kb, after(kb, session, event, at), at);
}

/**
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {Event} event
 * @param {number} at
 * @returns {Session}
 */
function after(kb, session, event, at) {
  switch (event) {
    case 'stop':
    case 'new_sign':
      return over(session, event === 'stop' ? 'stopped' : event);
    case 'gone':
      return over(noted(session, 'gone', at), 'relieved');
    case 'skip':
      return nextRemedy(noted(session, 'skipped', at), at);
    case 'pause':
      if (session.left !== null || session.ends === null) return session;
      return { ...session, left: session.ends - at, ends: null };
    case 'resume':
      if (session.left === null || session.state === 'skin_check') return session;
      return { ...session, ends: at + session.left, left: null };
    case 'next':
      return goOn(kb, session, at);
    case 'better':
    case 'same':
    case 'worse':
      return judged(kb, session, event, at);
    case 'time':
      return session;
  }
}

/**
 * What to show now.
 * @param {Knowledge} kb
 * @param {Session} session
 * @returns {Prompt}
 */
export function prompt(kb, session) {
  const { state, side, ends, ending } = session;
  if (state === 'over') {
    const words = { remedy: null, says: '', field: '', kind: '' };
    return { state, ...words, side: 0, sides: 'none', round: 0, rounds: 0, ends: null, ending };
  }
  const guide = guideOf(kb, session);
  const { rounds = 1, sides = 'none' } = guide;
  const step = state === 'step' || state === 'skin_check' ? guide.step[session.step] : undefined;
  return {
    state,
    remedy: remedyOf(kb, currentOf(session)) ?? null,
    says: step?.says ?? '',
    field: step ? `guide.step.${session.step}.says` : '',
    kind: step?.kind ?? state,
    side,
    sides,
    round: Math.min(session.round + 1, rounds),
    rounds,
    ends,
    ending: null,
  };
}

/**
 * The remedy that is being done.
 * @param {Session} session
 */
export function currentOf({ remedies, index }) {
  return /** @type {string} */ (remedies[index]);
}

/**
 * @param {Knowledge} kb
 * @param {Session} session
 * @returns {Guide}
 */
function guideOf(kb, session) {
  const guide = remedyOf(kb, currentOf(session))?.guide;
  if (!guide) throw new Error('only guided remedies are queued');
  return guide;
}

/**
 * Everything that ran out up to `at`, in its order: the cap of the remedy, the limit of the cramp, the prompts.
 *
 * INVARIANT: a pause never moves a cap. A cold pack goes on cooling while the clock of its step stands still.
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {number} at
 * @returns {Session}
 */
function caughtUp(kb, session, at) {
  while (!session.ending) {
    const { state, ends, left } = session;
    const capped = state !== 'ready' && state !== 'check';
    const cap = capped ? session.remedy_began + 60 * guideOf(kb, session).cap_minutes : Infinity;
    const limit = session.limit ?? Infinity;
    const skin = skinCheckAt(kb, session);
    const due = Math.min(cap, limit, ends ?? Infinity, skin);
    if (due > at) return session;
    if (due === limit) {
      session = over(noted(session, 'time_over', due), 'too_long');
    } else if (due === cap) {
      session = toCheck(session);
    } else if (due === skin) {
      const kept = left ?? (ends === null ? null : ends - due);
      const resting = state === 'rest';
      session = { ...session, state: 'skin_check', skin_checked: true, resting, left: kept, ends: null };
    } else {
      session = goOn(kb, session, due);
    }
  }
  return session;
}

/**
 * @param {Knowledge} kb
 * @param {Session} session
 */
function skinCheckAt(kb, session) {
  const { skin_check_minutes: minutes } = guideOf(kb, session);
  if (minutes === undefined || session.skin_checked || !['step', 'rest'].includes(session.state)) return Infinity;
  return session.remedy_began + 60 * minutes;
}

/**
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {number} at
 * @returns {Session}
 */
function goOn(kb, session, at) {
  switch (session.state) {
    case 'ready':
      return toStep(kb, { ...session, remedy_began: at }, 0, at);
    case 'step': {
      const last = session.step + 1 >= guideOf(kb, session).step.length;
      return last ? roundDone(kb, session, at) : toStep(kb, session, session.step + 1, at);
    }
    case 'rest':
    case 'switch':
      return toStep(kb, session, 0, at);
    case 'skin_check':
      return { ...session, state: session.resting ? 'rest' : 'step', ends: at + (session.left ?? 0), left: null };
    case 'check':
    case 'over':
      return session;
  }
}

/**
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {number} step
 * @param {number} at
 * @returns {Session}
 */
function toStep(kb, session, step, at) {
  const seconds = guideOf(kb, session).step[step]?.seconds ?? 0;
  return { ...session, state: 'step', step, ends: at + seconds, left: null };
}

/**
 * After the last step of a round: check, rest, switch sides; at the end check, or lead on to the next remedy.
 * @param {Knowledge} kb
 * @param {Session} before
 * @param {number} at
 * @returns {Session}
 */
function roundDone(kb, before, at) {
  const { rounds = 1, sides = 'none', check_after: checkAfter = 1, rest_seconds: rest = 0 } = guideOf(kb, before);
  const session = { ...before, round: before.round + 1 };
  if (session.round >= rounds) {
    if (sides !== 'each' || session.side !== 0) {
      const leads = guideOf(kb, before).leads_on && session.index + 1 < session.remedies.length;
      return leads ? nextRemedy(session, at) : toCheck(session);
    }
    return { ...session, state: 'switch', side: 1, round: 0, step: 0, ends: at + SWITCH_SECONDS, left: null };
  }
  if (sides !== 'each' && session.round % checkAfter === 0) return toCheck(session);
  return rest ? { ...session, state: 'rest', step: 0, ends: at + rest, left: null } : toStep(kb, session, 0, at);
}

/**
 * @param {Session} session
 * @returns {Session}
 */
function toCheck(session) {
  return { ...session, state: 'check', ends: null, left: null };
}

/**
 * Better or the same: the rounds that are left, then the next remedy. Worse: never more of it.
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {'better' | 'same' | 'worse'} answer
 * @param {number} at
 * @returns {Session}
 */
function judged(kb, session, answer, at) {
  const { rounds = 1, cap_minutes: cap } = guideOf(kb, session);
  const done = at >= session.remedy_began + 60 * cap || session.round >= rounds;
  if (answer === 'worse') {
    const row = noted(session, 'worse', at);
    const worse = row.tried.filter((one) => one.outcome === 'worse').length;
    return worse >= kb.number(WORSE_LIMIT) ? over(row, 'worse') : nextRemedy(row, at);
  }
  if (session.state !== 'check') return session;
  if (!done) return toStep(kb, session, 0, at);
  const row = noted(session, answer, at);
  return answer === 'better' ? over(row, 'relieved') : nextRemedy(row, at);
}

/**
 * @param {Session} session
 * @param {Outcome} outcome
 * @param {number} at
 * @returns {Session}
 */
function noted(session, outcome, at) {
  const seconds = Math.max(0, wholeSeconds(at - session.remedy_began));
  return { ...session, tried: [...session.tried, { remedy: currentOf(session), outcome, seconds }] };
}

/**
 * The nearest whole number, of two as near the even one, as Python rounds.
 * @param {number} seconds
 */
function wholeSeconds(seconds) {
  const down = Math.floor(seconds);
  const rest = seconds - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}

/**
 * @param {Session} session
 * @param {number} at
 * @returns {Session}
 */
function nextRemedy(session, at) {
  const { remedies, index } = session;
  return index + 1 < remedies.length ? atRemedy(remedies, index + 1, at, session) : over(session, 'nothing_left');
}

/**
 * Ready for one of the remedies.
 * @param {readonly string[]} remedies
 * @param {number} index
 * @param {number} at
 * @param {Pick<Session, 'began' | 'limit' | 'tried'>} whole  What goes on from remedy to remedy.
 * @returns {Session}
 */
function atRemedy(remedies, index, at, { began, limit, tried }) {
  return {
    remedies,
    began,
    limit,
    index,
    state: 'ready',
    side: 0,
    round: 0,
    step: 0,
    remedy_began: at,
    ends: null,
    left: null,
    skin_checked: false,
    resting: false,
    tried,
    ending: null,
  };
}

/**
 * @param {Session} session
 * @param {Ending} ending
 * @returns {Session}
 */
function over(session, ending) {
  return { ...session, state: 'over', ends: null, left: null, ending };
}
