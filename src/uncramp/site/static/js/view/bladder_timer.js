/** Bladder training on the screen: the gap, the next time by the clock, the buttons, and whether the gap may grow. */

/** @import { Press, Training } from '../bladder.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Course } from '../schedule.js' */
/** @import { Texts } from '../texts.js' */

import { advice, begun, diaryUntil, nextAt, pressed, withGap } from '../bladder.js';
import { undo, write } from '../device/entry.js';
import { localDay } from '../device/person.js';
import { dayWords } from './dates.js';
import { fill, h, icon } from './dom.js';

/** Milliseconds between two looks at the clock. */
const LOOK = 5000;

/** The most minutes that an entry can say. */
const MOST_MINUTES = 1440;

/**
 * @param {Texts} texts
 * @param {Course} course
 * @param {{diary: Diary, kept: Training | null, keep: (training: Training) => Promise<void>, urge: () => void}} how
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function bladderTimer(texts, course, how) {
  const timer = new BladderTimer(texts, course, how);
  const looking = setInterval(() => timer.look(), LOOK);
  return { element: timer.element, stop: () => clearInterval(looking) };
}

class BladderTimer {
  /**
   * @param {Texts} texts
   * @param {Course} course
   * @param {{diary: Diary, kept: Training | null, keep: (training: Training) => Promise<void>, urge: () => void}} how
   */
  constructor(texts, course, { diary, kept, keep, urge }) {
    this.texts = texts;
    this.course = course;
    this.diary = diary;
    this.keep = keep;
    this.training = kept ?? begun(course, localDay());
    this.gap = h('p', {});
    this.clock = h('p', { class: 'clock' });
    this.tell = h('div', { class: 'stack' });
    this.count = h('p', { class: 'muted' });
    this.status = h('div', { class: 'row', role: 'status' });
    const button = (/** @type {Press} */ what, /** @type {string} */ look) =>
      h('button', { class: `btn ${look}`, type: 'button', 'data-press': what, onclick: () => this.press(what) }, texts.say(`site_timers.${what}`));
    this.element = h('div', { class: 'card stack', 'data-timer': 'bladder_training' },
      this.gap, this.clock,
      h('div', { class: 'presses' }, button('went', 'big'), button('early', 'line'), button('leak', 'line')),
      this.status,
      h('button', { class: 'btn line', type: 'button', 'data-urge': '', onclick: urge }, icon('breath'), texts.say('site_timers.urge')),
      h('p', { class: 'muted small' }, texts.say('site_timers.urge_why')),
      this.tell, this.count);
    this.draw();
  }

  look() {
    const due = this.#due();
    if (due !== this.due) this.draw();
  }

  #due() {
    const at = nextAt(this.training, localDay());
    return at !== null && Date.now() >= at;
  }

  draw() {
    const { texts, training } = this;
    const today = localDay();
    const until = diaryUntil(training, today);
    const at = nextAt(training, today);
    this.due = this.#due();
    fill(this.gap, h('b', {}, until
      ? texts.say('site_timers.bladder_diary', { date: dayWords(texts, until, 'short') })
      : texts.say('site_timers.bladder_gap', { minutes: training.gap })), ` ${texts.say('site_timers.nights')}`);
    this.clock.hidden = Boolean(until);
    fill(this.clock, at === null
      ? texts.say('site_timers.bladder_first')
      : texts.say(this.due ? 'site_timers.bladder_now' : 'site_timers.bladder_next', { time: timeOf(at) }));
    this.clock.classList.toggle('clock', at !== null);
    const day = training.days[today] ?? { went: 0, early: 0, leaks: 0 };
    fill(this.count, texts.say('site_timers.bladder_today', { ...day }));
    this.#advise(today);
  }

  /** @param {string} today */
  #advise(today) {
    const { texts, training, course } = this;
    const ladder = /** @type {(import('../pack.js').Ladder & {step_when?: string}) | undefined} */ (course.routine.ladder);
    if (!ladder) return;
    const found = advice(training, ladder, today);
    const rule = ladder.step_when && h('p', { class: 'small' }, texts.entry('remedy', course.offer.remedy.id, 'routine.ladder.step_when', ladder.step_when));
    switch (found.says) {
      case 'longer':
      case 'shorter': {
        const { says, gap } = found;
        fill(this.tell,
          h('p', { class: 'say' }, texts.say(`site_timers.${says}`, { minutes: gap })), rule,
          h('button', { class: 'btn line', type: 'button', 'data-gap': gap, onclick: () => this.to(withGap(training, gap, today)) },
            texts.say(`site_timers.${says}_yes`, { minutes: gap })));
        return;
      }
      case 'there':
        fill(this.tell, h('p', { class: 'say' }, texts.say('site_timers.there')));
        return;
      default:
        fill(this.tell, course.goal !== null && h('p', {}, texts.say('site_timers.bladder_goal', { minutes: course.goal })), rule);
    }
  }

  /** @param {Press} what */
  async press(what) {
    const { texts, training } = this;
    const at = Date.now();
    const minutes = training.last === null || training.lastDay !== localDay() || what === 'leak' ? 0 : Math.round((at - training.last) / 60_000);
    const waited = minutes >= 1 && minutes <= MOST_MINUTES ? { minutes } : {};
    await this.to(pressed(training, what, { today: localDay(), at }));
    const entry = await write(this.diary, 'bladder_visit', { what, ...waited }).catch(() => null);
    fill(this.status,
      icon('tick'),
      h('p', {}, texts.say('site_timers.kept_went', { time: timeOf(at) })),
      h('button', { class: 'btn line sm', type: 'button', onclick: () => this.back(training, entry) }, texts.say('site_plan.undo')));
  }

  /**
   * @param {Training} before
   * @param {Entry | null} entry
   */
  async back(before, entry) {
    if (entry) await undo(this.diary, entry);
    await this.to(before);
    fill(this.status);
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-press]'))?.focus();
  }

  /** @param {Training} training */
  async to(training) {
    this.training = training;
    this.draw();
    await this.keep(training).catch(console.warn);
  }
}

/**
 * The time of day here.
 * @param {number} at
 */
function timeOf(at) {
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
}
