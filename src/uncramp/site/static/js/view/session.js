/**
 * Guides one person through a session: shows the prompt, says it, counts down, takes the answers, until the session ends.
 *
 * All that is decided is decided by `session.js` of the root; here is only when it is asked: at each tap, at each look
 * at the clock, and when the page comes to light again.
 */

/** @import { Awake } from '../device/awake.js' */
/** @import { Clock } from '../device/clock.js' */
/** @import { Voice } from '../device/voice.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Event, Prompt } from '../session.js' */
/** @import { Session } from '../kept.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Side } from './figure.js' */

import { remedyOf } from '../kept.js';
import { broughtForward } from '../quick.js';
import { SWITCH_SECONDS, advance, currentOf, prompt } from '../session.js';
import { fill, h, show } from './dom.js';
import { Ring } from './ring.js';
import { Panel, parted } from './session_panel.js';
import { Stage } from './stage.js';

/**
 * What a session needs of the world.
 * @typedef {object} World
 * @property {Clock} clock
 * @property {Voice} voice
 * @property {Awake} awake
 * @property {(session: Session, side: Side) => void} keep  Called at each event.
 * @property {(on: boolean) => void} keepVoice
 */

/**
 * Whom it is for. `notes` are what to mind, by remedy.
 * @typedef {object} Person
 * @property {string} place
 * @property {Side} side
 * @property {boolean} limb  Whether the place has a left and a right.
 * @property {Readonly<Record<string, readonly string[]>>} notes
 * @property {ReadonlySet<string>} askFirst  The remedies that begin only when the person says so.
 */

/** Milliseconds between two looks at the clock. */
const LOOK = 200;

/** Seconds for which what was told stands in the live region. */
const STANDS = 5;

/** Seconds after which an alarm that nobody answered sounds again. */
const AGAIN = 20;

/** Up to how many seconds are left, every ten of them are told. */
const TOLD = 60;

/**
 * Run a session to its end. To be called inside a tap: speech and the screen's lock hang on it. Answers how to leave it
 * where it stands.
 * @param {HTMLElement} main
 * @param {{kb: Knowledge, texts: Texts, session: Session, person: Person, world: World}} given
 * @param {(done: {session: Session, side: Side}) => void} done
 * @returns {() => void}
 */
export function guide(main, given, done) {
  const guided = new Guided(main, given, done);
  guided.begin();
  return () => guided.leave();
}

class Guided {
  /**
   * @param {HTMLElement} main
   * @param {{kb: Knowledge, texts: Texts, session: Session, person: Person, world: World}} given
   * @param {(done: {session: Session, side: Side}) => void} done
   */
  constructor(main, { kb, texts, session, person, world }, done) {
    this.main = main;
    this.kb = kb;
    this.texts = texts;
    this.session = session;
    this.person = person;
    this.world = world;
    this.done = done;
    this.side = person.side;
    this.ring = new Ring(texts);
    this.stage = new Stage(texts, {
      place: person.place,
      voice: world.voice,
      keepVoice: world.keepVoice,
      turn: person.limb ? (side) => this.turn(side) : null,
    });
    this.panel = new Panel(kb, texts, this.ring, {
      event: (event) => this.event(event),
      instead: (remedy) => this.instead(remedy),
    });
    this.status = h('p', { class: 'vh', role: 'status' });
    this.told = '';
    /** @type {string | null} */
    this.pending = null;
    this.reported = 0;
    this.key = '';
    /** Which ten seconds were told last. */
    this.tenth = Infinity;
    this.over = false;
    /** @type {number | null} */
    this.alarmed = null;
  }

  begin() {
    const { awake, voice } = this.world;
    voice.begin();
    this.main.classList.add('session');
    document.body.classList.add('guiding');
    show(this.main, h('div', { class: 'cols' }, this.stage.element, h('div', { class: 'stack' }, this.panel.element)), this.status);
    voice.missing = () => this.stage.note(this.texts.say('site_now.voice_missing'));
    awake.refused = () => this.stage.note(this.texts.say('site_now.keep_on'));
    awake.on();
    this.timer = setInterval(() => this.look(), LOOK);
    this.seen = () => void (document.visibilityState === 'visible' && this.look());
    document.addEventListener('visibilitychange', this.seen);
    this.keep();
    this.draw();
  }

  /** @param {Event} event */
  event(event) {
    if (event === 'pause') this.world.voice.cancel();
    const session = advance(this.kb, this.session, event, this.world.clock.now());
    this.to(event === 'next' ? this.ledOn(session) : session);
    if (event === 'pause') this.report(this.texts.say('site_now.paused'));
    if (event === 'resume') this.report(this.told);
  }

  /**
   * Go to another of the remedies that are left.
   * @param {string} remedy
   */
  instead(remedy) {
    this.to(advance(this.kb, broughtForward(this.session, remedy), 'skip', this.world.clock.now()));
  }

  /** @param {Side} side */
  turn(side) {
    this.side = side;
    this.stage.turn(side);
    this.keep();
  }

  look() {
    const now = this.world.clock.now();
    const later = advance(this.kb, this.session, 'time', now);
    if (later !== this.session) this.to(this.ledOn(later));
    else if (isOver(this.kb, later, now) !== this.over) this.draw();
    else this.drawTime(now);
    this.#flush(now);
  }

  /** @param {Session} session */
  to(session) {
    this.session = session;
    if (session.ending) this.end();
    else {
      this.keep();
      this.draw();
    }
  }

  /**
   * Begin the remedy that another has led on to, unless it must be asked about first: nobody waits for a tap.
   * @param {Session} session
   */
  ledOn(session) {
    const [before, now] = [currentOf(this.session), currentOf(session)];
    const led = session.state === 'ready' && before !== now && this.kb.pack.remedy.find(({ id }) => id === before)?.guide?.leads_on;
    return led && !this.person.askFirst.has(now) ? advance(this.kb, session, 'next', this.world.clock.now()) : session;
  }

  keep() {
    this.world.keep(this.session, this.side);
  }

  draw() {
    const now = prompt(this.kb, this.session);
    if (!now.remedy) return;
    const at = this.world.clock.now();
    const over = isOver(this.kb, this.session, at);
    this.over = over;
    // nothing moves without a button beside it that stops it
    const held = this.session.left !== null || now.state === 'check' || now.state === 'ready';
    this.stage.show(now.remedy, this.side, held);
    this.main.dataset.state = now.state;
    const read = this.panel.show(now, {
      session: this.session,
      notes: this.person.notes[now.remedy.id] ?? [],
      over,
    });
    this.tell(now, { over, at, read });
    this.drawTime(at);
  }

  /** @param {number} at */
  drawTime(at) {
    const { ends, left: kept } = this.session;
    const left = ends === null ? kept : ends - at;
    if (left !== null) this.ring.show(left, totalOf(this.kb, this.session));
    if (ends !== null && left !== null) this.tellTime(left);
    if (this.alarmed !== null && at - this.alarmed >= AGAIN) {
      this.alarmed = at;
      this.world.voice.alarm(this.told);
    }
  }

  /**
   * Say a prompt once. `read`: its first sentence is read out already, by the heading that took the focus.
   * @param {Prompt} now
   * @param {{over: boolean, at: number, read: boolean}} how
   */
  tell(now, { over, at, read }) {
    const { index, state, side, round, step } = this.session;
    const key = [index, state, side, round, step, over].join(' ');
    if (key === this.key) return;
    this.key = key;
    this.told = this.panel.words(now, over);
    this.tenth = Infinity;
    const urgent = state === 'skin_check' || over;
    this.alarmed = urgent ? at : null;
    if (urgent) this.world.voice.alarm(this.told);
    else this.world.voice.say(this.told);
    this.report(read ? parted(this.told)[1] : this.told);
  }

  /**
   * Tell the time that is left at tens of seconds, above a minute at minutes.
   * @param {number} left
   */
  tellTime(left) {
    const whole = Math.ceil(left);
    const unit = whole > TOLD ? 60 : 10;
    const tenth = Math.ceil(whole / unit) * unit;
    if (tenth >= this.tenth) return;
    const first = this.tenth === Infinity; // the prompt itself has just been told
    this.tenth = tenth;
    if (first || tenth < 10) return;
    const key = tenth > TOLD ? 'minutes_spoken' : 'left_spoken';
    const said = this.texts.say(`site_now.${key}`, { seconds: tenth, minutes: tenth / 60 });
    this.report(said);
    if (tenth === 10) this.world.voice.add(said);
  }

  /**
   * What a screen reader says by itself, after the heading that took the focus: at the next look at the clock.
   * @param {string} says
   */
  report(says) {
    fill(this.status); // what was told before is over
    this.pending = says;
  }

  /**
   * It does not stand there for long: who reads on to the end has heard it.
   * @param {number} now
   */
  #flush(now) {
    if (this.pending !== null) {
      fill(this.status, this.pending);
      this.pending = null;
      this.reported = now;
    } else if (this.status.firstChild && now - this.reported >= STANDS) fill(this.status);
  }

  end() {
    this.leave();
    this.done({ session: this.session, side: this.side });
  }

  leave() {
    const { awake, voice } = this.world;
    clearInterval(this.timer);
    if (this.seen) document.removeEventListener('visibilitychange', this.seen);
    awake.off();
    voice.cancel();
    this.main.classList.remove('session');
    delete this.main.dataset.state;
    document.body.classList.remove('guiding');
  }
}

/**
 * How long the present prompt lasts in all.
 * @param {Knowledge} kb
 * @param {Session} session
 */
function totalOf(kb, session) {
  const guide = remedyOf(kb, currentOf(session))?.guide;
  if (session.state === 'switch') return SWITCH_SECONDS;
  const seconds = session.state === 'rest' ? guide?.rest_seconds : guide?.step[session.step]?.seconds;
  return Math.max(1, seconds ?? 1);
}

/**
 * Whether a pack has been on for as long as it may: it has to come off before anything else is asked.
 * @param {Knowledge} kb
 * @param {Session} session
 * @param {number} at
 */
function isOver(kb, session, at) {
  const guide = remedyOf(kb, currentOf(session))?.guide;
  if (session.state !== 'check' || !guide?.skin_check_minutes) return false;
  return at >= session.remedy_began + 60 * guide.cap_minutes;
}
