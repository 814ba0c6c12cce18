/** The words and buttons beside the picture of a session: one prompt at a time. */

/** @import { Knowledge } from '../knowledge.js' */
/** @import { Session } from '../kept.js' */
/** @import { Remedy } from '../pack.js' */
/** @import { Event, Prompt } from '../session.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Ring } from './ring.js' */

import { remedyOf } from '../kept.js';
import { fill, h, icon } from './dom.js';

/** Up to how many steps are shown as bars. */
const BARS = 8;

/**
 * What happens at the buttons.
 * @typedef {{event: (event: Event) => void, instead: (remedy: string) => void}} Does
 */

/** @typedef {{session: Session, notes: readonly string[], over: boolean}} Shown  `over`: it has been on as long as it may. */

/** @typedef {(now: Prompt, session: Session) => void} Write  Puts a prompt into a frame that stands. */

export class Panel {
  /**
   * @param {Knowledge} kb
   * @param {Texts} texts
   * @param {Ring} ring
   * @param {Does} does
   */
  constructor(kb, texts, ring, does) {
    this.kb = kb;
    this.texts = texts;
    this.ring = ring;
    this.does = does;
    this.element = h('div', { class: 'stack prompt' });
    /** @type {Set<string>} */
    this.read = new Set();
    this.frame = '';
    /** @type {Write} */
    this.write = () => undefined;
  }

  /**
   * Whether the heading took the focus, and so is read out.
   * @param {Prompt} now
   * @param {Shown} shown
   * @returns {boolean}
   */
  show(now, shown) {
    if (!now.remedy) return false;
    const kind = ['rest', 'switch'].includes(now.state) ? 'step' : now.state;
    const frame = `${kind} ${now.remedy.id} ${shown.over}`;
    if (frame === this.frame) {
      this.write(now, shown.session);
      return false;
    }
    this.frame = frame;
    return this.#build(kind, now.remedy, now, shown);
  }

  /**
   * What a prompt says, aloud.
   * @param {Prompt} now
   * @param {boolean} over
   */
  words({ state, remedy, field, says }, over) {
    const { texts } = this;
    if (!remedy) return '';
    switch (state) {
      case 'ready':
        return texts.say('session.ready', { title: titleOf(texts, remedy) });
      case 'check':
        return `${over ? `${texts.say('site_now.take_off')} ` : ''}${texts.say('session.check')}`;
      case 'step':
        return texts.entry('remedy', remedy.id, field, says);
      case 'over':
        return '';
      default:
        return texts.say(`session.${state}`);
    }
  }

  /**
   * @param {string} kind
   * @param {Remedy} remedy
   * @param {Prompt} now
   * @param {Shown} shown
   * @returns {boolean}
   */
  #build(kind, remedy, now, shown) {
    const children = this.#frame(kind, remedy, now, shown);
    const held = this.element.contains(document.activeElement) || document.activeElement === document.body;
    fill(this.element, ...children);
    this.write(now, shown.session); // a heading that is empty when it takes the focus is not read out
    const heading = this.element.querySelector('h1');
    if (!heading) return false;
    heading.tabIndex = -1;
    if (held) heading.focus({ preventScroll: true });
    scrollTo(0, 0);
    return held;
  }

  /**
   * @param {string} kind
   * @param {Remedy} remedy
   * @param {Prompt} now
   * @param {Shown} shown
   */
  #frame(kind, remedy, now, shown) {
    this.write = () => undefined;
    switch (kind) {
      case 'ready':
        return this.#ready(remedy, now, shown);
      case 'check':
        return this.#check(remedy, now, shown);
      case 'skin_check':
        return this.#skinCheck(remedy, now);
      default:
        return this.#step(remedy, shown);
    }
  }

  /**
   * @param {Remedy} remedy
   * @param {Prompt} now
   * @param {Shown} shown
   */
  #ready(remedy, now, { session, notes }) {
    const { texts } = this;
    this.read.add(remedy.id);
    return [
      h('h1', {}, this.words(now, false)),
      h('p', {}, texts.entry('remedy', remedy.id, 'summary', remedy.summary)),
      notes.length > 0 && h('ul', { class: 'small' }, notes.map((one) => h('li', {}, one))),
      this.#button('next', 'play', 'begin', 'btn big'),
      this.#stopIf(remedy),
      h('div', { class: 'fb' }, this.#button('gone', 'tick'), this.#button('skip', 'next'), this.#button('new_sign', 'warn'), this.#button('stop', 'cross')),
      this.#others(session, false),
    ]; // prettier-ignore
  }

  /**
   * @param {Remedy} remedy
   * @param {Shown} shown
   */
  #step(remedy, { session, notes }) {
    const { texts } = this;
    const guide = remedy.guide;
    const steps = guide?.step.length ?? 0;
    const where = h('p', { class: 'muted small', id: 'session-where' });
    const bars = h('ul', { class: 'x steps', 'aria-hidden': 'true' }, steps <= BARS ? guide?.step.map(() => h('li')) : []);
    const heading = h('h1', { 'aria-describedby': where.id });
    const rest = h('p');
    const pause = h('button', { class: 'btn big', type: 'button', onclick: () => this.does.event(this.paused ? 'resume' : 'pause') });
    this.paused = false;
    this.write = (now, { left, step }) => {
      const [first, more] = parted(this.words(now, false));
      const doing = now.state === 'step' ? step : 0;
      where.textContent = this.#where(remedy, now, doing + 1, steps);
      [...bars.children].forEach((bar, nth) => bar.classList.toggle('on', now.state === 'step' && nth <= doing));
      heading.textContent = first;
      rest.textContent = more;
      rest.hidden = !more;
      if (this.paused !== (left !== null) || !pause.firstChild) {
        this.paused = left !== null;
        fill(pause, icon(this.paused ? 'play' : 'pause'), h('span', {}, texts.say(this.paused ? 'site_now.resume' : 'site_now.pause')));
      }
    };
    const unread = !this.read.has(remedy.id);
    const feel = guide?.feel && texts.say('session.feel', { feel: texts.entry('remedy', remedy.id, 'guide.feel', guide.feel) });
    const buttons = h('div', { class: 'stack' }, pause, this.#button('next', 'next', 'next', 'btn big line'));
    return [
      where, bars, heading, rest,
      h('div', { class: 'run' }, this.ring.element, buttons),
      unread && this.#mind(notes, true),
      h('div', { class: 'fb' }, this.#button('gone', 'tick'), this.#button('worse', 'arrow-up'), this.#button('new_sign', 'warn'), this.#button('stop', 'cross')),
      this.#stopIf(remedy),
      !unread && this.#mind(notes, false),
      feel && h('p', { class: 'small' }, feel),
      this.#others(session, true),
    ]; // prettier-ignore
  }

  /**
   * @param {Remedy} remedy
   * @param {Prompt} _now
   * @param {Shown} shown
   */
  #check(remedy, _now, { session, over }) {
    const { texts } = this;
    return [
      h('p', { class: 'muted small' }, titleOf(texts, remedy)),
      over && h('p', { class: 'say' }, h('b', {}, texts.say('site_now.take_off'))),
      h('h1', {}, texts.say('session.check')),
      this.#button('gone', 'tick', 'gone', 'btn big'),
      h('div', { class: 'fb' }, this.#button('better', 'arrow-down'), this.#button('same', 'equal'), this.#button('worse', 'arrow-up'), this.#button('new_sign', 'warn'), this.#button('stop', 'cross')),
      this.#others(session, true),
    ]; // prettier-ignore
  }

  /**
   * @param {Remedy} remedy
   * @param {Prompt} now
   */
  #skinCheck(remedy, now) {
    const [first, more] = parted(this.words(now, false));
    return [
      h('p', { class: 'muted small' }, titleOf(this.texts, remedy)),
      h('h1', {}, first),
      h('p', {}, more),
      this.#button('worse', 'cross', 'skin_bad', 'btn big'),
      this.#button('next', 'tick', 'skin_ok', 'btn big line'),
      h('div', { class: 'fb' }, this.#button('new_sign', 'warn'), this.#button('stop', 'cross')),
    ];
  }

  /**
   * @param {Event} event
   * @param {string} sign
   * @param {string} [words]
   * @param {string} [look]
   */
  #button(event, sign, words = event, look = 'btn line') {
    const label = h('span', {}, this.texts.say(`site_now.${words}`));
    return h('button', { class: look, type: 'button', 'data-event': event, onclick: () => this.does.event(event) }, icon(sign), label);
  }

  /**
   * What has to be minded, open where it was not read before the start.
   * @param {readonly string[]} notes
   * @param {boolean} open
   */
  #mind(notes, open) {
    if (!notes.length) return null;
    const list = h('ul', { class: 'small' }, notes.map((one) => h('li', {}, one))); // prettier-ignore
    return h('details', { open }, h('summary', {}, this.texts.say('show.note')), list);
  }

  /** @param {Remedy} remedy */
  #stopIf(remedy) {
    return remedy.stop_if && h('p', { class: 'say small' }, this.texts.entry('remedy', remedy.id, 'stop_if', remedy.stop_if));
  }

  /**
   * Which other remedies are left, to go to one of them at once.
   * @param {Session} session
   * @param {boolean} skip  Whether this one can be left out here.
   */
  #others(session, skip) {
    const { texts } = this;
    const left = session.remedies.slice(session.index + 1).flatMap((id) => remedyOf(this.kb, id) ?? []);
    if (!left.length) return null;
    const stretches = left.filter((one) => isStretch(one));
    const sorted = [...stretches, ...left.filter((one) => !isStretch(one))];
    const rows = sorted.map((one) =>
      h('button', { class: 'btn line', type: 'button', 'data-instead': one.id, onclick: () => this.does.instead(one.id) }, titleOf(texts, one)),
    );
    return h('details', { class: 'others' },
      h('summary', {}, texts.say('site_now.other_way')),
      h('div', { class: 'ways' }, skip && this.#button('skip', 'next'), rows)); // prettier-ignore
  }

  /**
   * @param {Remedy} remedy
   * @param {Prompt} now
   * @param {number} step
   * @param {number} steps
   */
  #where(remedy, now, step, steps) {
    const { texts } = this;
    const title = titleOf(texts, remedy);
    const said = [now.state === 'step' ? texts.say('site_now.step_of', { title, step, steps }) : title];
    if (now.rounds > 1) said.push(texts.say('session.round', { round: now.round, rounds: now.rounds }));
    if (now.sides === 'each') said.push(texts.say(now.side ? 'session.side_other' : 'session.side_first'));
    return said.join(', ');
  }
}

/**
 * @param {Texts} texts
 * @param {Remedy} remedy
 */
function titleOf(texts, remedy) {
  return texts.entry('remedy', remedy.id, 'title', remedy.title);
}

/** @param {Remedy} remedy */
function isStretch(remedy) {
  return Boolean(remedy.groups?.some((group) => group.startsWith('stretch_')));
}

/**
 * The first sentence, and what follows it.
 * @param {string} text
 * @returns {[string, string]}
 */
export function parted(text) {
  const end = text.search(/(?<=[.!?]) /);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}
