/** A guided session over one remedy of the plan, started from a tap, kept so that it can be taken up again. */

/** @import { App } from '../app.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Given } from '../quick.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Offer } from '../offer.js' */
/** @import { Session } from '../kept.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Side } from './figure.js' */

import { Awake } from '../device/awake.js';
import { Clock } from '../device/clock.js';
import { forgetSession, keepSession } from '../device/session_kept.js';
import { keepSettings } from '../device/settings.js';
import { Voice } from '../device/voice.js';
import { notes } from '../quick.js';
import { advance, start } from '../session.js';
import { guide } from './session.js';

/** Places of the quick screen that have a left and a right are all but these. */
const MIDDLE = ['back', 'neck', 'other'];

/**
 * Run it to its end. To be called inside a tap. Answers what has to be called if the reader leaves the page before.
 * @param {HTMLElement} main
 * @param {App} app
 * @param {{kb: Knowledge, texts: Texts, diary: Diary, offer: Offer, facts: Given, place: string | undefined}} what
 * @param {(session: Session) => void} done
 * @returns {() => void}
 */
export function sessionOf(main, app, { kb, texts, diary, offer, facts, place }, done) {
  const clock = new Clock();
  const at = clock.now();
  const { id, guide: steps } = offer.remedy;
  const session = advance(kb, start(kb, [id], { at }), 'next', at);
  const limb = Boolean(place && !MIDDLE.includes(place) && steps?.sides && steps.sides !== 'none');
  const world = {
    clock,
    voice: new Voice(document.documentElement.lang, { on: app.settings.voice !== false }),
    awake: new Awake(),
    keep: (/** @type {Session} */ now, /** @type {Side} */ side) =>
      void (place && keepSession(diary, { session: now, facts, place, side }, clock).catch(console.warn)),
    keepVoice: (/** @type {boolean} */ on) => void keepSettings({ voice: on }),
  };
  const askFirst = new Set(offer.askFirst.length ? [id] : []);
  const person = { place: place ?? '', side: null, limb, notes: { [id]: notes(offer, texts) }, askFirst };
  return guide(main, { kb, texts, session, person, world }, (over) => {
    void forgetSession(diary).catch(console.warn);
    done(over.session);
  });
}

/**
 * The knowledge with other seconds for the steps of one remedy: for holds that grow from week to week.
 * @param {Knowledge} kb
 * @param {string} id
 * @param {number} seconds  Of each hold, and of the rest after it.
 * @returns {Knowledge}
 */
export function withHold(kb, id, seconds) {
  const remedy = kb.pack.remedy.map((one) => {
    if (one.id !== id || !one.guide) return one;
    const step = one.guide.step.map((part) => (part.kind === 'move' ? part : { ...part, seconds }));
    return { ...one, guide: { ...one.guide, step } };
  });
  const changed = Object.create(kb, { pack: { value: { ...kb.pack, remedy } } });
  return /** @type {Knowledge} */ (changed);
}
