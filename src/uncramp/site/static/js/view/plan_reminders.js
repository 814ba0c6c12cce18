/**
 * Reminders: which routines, and a file that puts them into the calendar of this device; or, where the computer that keeps
 * the diary has an address that a calendar follows, straight into that.
 */

/** @import { Hours } from '../diary/hours.js' */
/** @import { How, Reminder, Row } from '../diary/ics.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Handed } from '../reminding.js' */
/** @import { Texts } from '../texts.js' */

import { download } from '../device/download.js';
import { feedIsOn, handOver } from '../device/feed.js';
import { keepHours, readHours } from '../device/hours.js';
import { hoursUsed } from '../diary/hours.js';
import { calendar, cancellation, reminders } from '../diary/ics.js';
import { KEYS } from '../diary/store.js';
import { handedOut, isOutdated, nothing, takenOut } from '../reminding.js';
import { fill, h, icon } from './dom.js';
import { option } from './option.js';
import { titleOf } from './plan_parts.js';
import { reminderHours } from './reminder_hours.js';
import { reminderSwitch } from './reminder_switch.js';

const FILE = 'uncramp-plan.ics';
const FILE_OUT = 'uncramp-plan-out.ics';
const TYPE = 'text/calendar;charset=utf-8';

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Row[]} rows  Of the plan's schedule.
 * @param {Diary} diary
 * @returns {Promise<HTMLElement | null>}
 */
export async function remindersPart(kb, texts, rows, diary) {
  const [kept, hours, feed] = await Promise.all([diary.kept(KEYS.reminders), readHours(diary), feedIsOn(diary)]);
  const handed = /** @type {Handed | undefined} */ (kept) ?? nothing(crypto.randomUUID());
  if (!rows.length && !handed.given.length && !handed.gone.length) return null;
  return new Reminders(kb, texts, rows, diary, hours, handed, feed).element;
}

class Reminders {
  /**
   * @param {Knowledge} kb
   * @param {Texts} texts
   * @param {readonly Row[]} rows
   * @param {Diary} diary
   * @param {Hours} hours
   * @param {Handed} handed
   * @param {boolean} feed  Whether a calendar follows an address, which these are sent to.
   */
  constructor(kb, texts, rows, diary, hours, handed, feed) {
    this.kb = kb;
    this.texts = texts;
    this.rows = rows;
    this.diary = diary;
    this.hours = hours;
    this.handed = handed;
    this.feed = feed;
    const { reminders: all, leftOut } = reminders(rows, this.#how(false));
    this.possible = rows.filter((row) => all.some((one) => one.uid.startsWith(`${row.remedy}-1.`)));
    this.boxes = this.possible.map(({ remedy }) =>
      h('input', { type: 'checkbox', id: `remind-${remedy}`, value: remedy, checked: handed.chosen.includes(remedy), onchange: () => void this.#pick() }));
    this.hide = h('input', { type: 'checkbox', checked: handed.hide, onchange: () => this.#old() });
    /** What stands beside each box: when it comes. @type {Map<string, HTMLElement>} */
    this.times = new Map();
    this.status = h('p', { role: 'status' });
    this.more = h('div', { class: 'stack' });
    this.element = h('section', { class: 'stack np', 'data-part': 'reminders' },
      h('h2', {}, texts.say('site_plan.reminders')),
      this.possible.length ? this.#form(all) : h('p', {}, texts.say('site_plan.reminders_none')),
      this.more, this.status,
      this.#leftOut(leftOut));
    this.#old();
  }

  /** @param {readonly Reminder[]} all */
  #form(all) {
    const { texts } = this;
    return h('div', { class: 'stack' },
      h('p', { class: 'muted' }, texts.say(this.feed ? 'site_plan.reminders_feed' : 'site_plan.reminders_why')),
      h('fieldset', { class: 'stack' },
        h('legend', { class: 'vh' }, texts.say('site_plan.reminders_why')),
        h('div', { class: 'picks' }, this.possible.map(({ remedy }, nth) => {
          const row = option(/** @type {HTMLInputElement} */ (this.boxes[nth]), titleOf(this.kb, texts, remedy), this.#at(all, remedy));
          const small = row.querySelector('small');
          if (small) this.times.set(remedy, small);
          return row;
        }))),
      reminderHours(texts, hoursUsed(this.possible, this.hours), this.hours, (part, nth, time) => void this.#change(part, nth, time)),
      option(this.hide, texts.say('site_plan.hide')),
      h('button', { class: 'btn', type: 'button', onclick: () => this.#put() }, icon('calendar'), texts.say(this.feed ? 'site_plan.feed_put' : 'site_plan.put')),
      reminderSwitch(texts));
  }

  /**
   * When the reminders of a remedy come, in words.
   * @param {readonly Reminder[]} all
   * @param {string} remedy
   */
  #at(all, remedy) {
    const times = all.filter((one) => one.uid.startsWith(`${remedy}-`) && one.time && !one.uid.startsWith(`${remedy}-diary`));
    return this.texts.say('site_plan.at_hours', { hours: times.map((one) => one.time).join(', ') });
  }

  /**
   * Another hour for a part of the day, from now on.
   * @param {string} part
   * @param {number} nth
   * @param {string} time
   */
  async #change(part, nth, time) {
    this.hours = { ...this.hours, [part]: (this.hours[part] ?? []).map((old, at) => (at === nth ? time : old)) };
    await keepHours(this.diary, this.hours);
    const all = reminders(this.rows, this.#how(false)).reminders;
    for (const [remedy, small] of this.times) small.textContent = this.#at(all, remedy);
    this.#old();
    if (this.handed.given.length) fill(this.status, this.texts.say('site_plan.hours_kept'));
  }

  /** What is picked counts at once for what the app itself says; the calendar has it when it was put there. */
  async #pick() {
    this.#old();
    this.handed = { ...this.handed, chosen: this.chosen };
    await this.diary.keep(KEYS.reminders, this.handed);
  }

  get chosen() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  /** What the calendar should have. */
  get wanted() {
    const chosen = new Set(this.chosen);
    return reminders(this.rows.filter((row) => chosen.has(row.remedy)), this.#how(this.hide.checked)).reminders.map((one) =>
      this.hide.checked ? { ...one, text: '' } : one,
    );
  }

  async #put() {
    const now = this.wanted;
    if (!now.length && !this.handed.given.length) {
      fill(this.status, this.texts.say('site_plan.reminders_pick'));
      return;
    }
    const next = handedOut(this.handed, now, { chosen: this.chosen, hide: this.hide.checked, at: new Date() });
    if (this.feed) {
      await this.#send({ ...next, gone: [] });
      return;
    }
    this.handed = next;
    if (now.length) download(FILE, calendar(now, this.#how(this.hide.checked)), TYPE);
    await this.diary.keep(KEYS.reminders, this.handed);
    this.#old();
    if (now.length) fill(this.status, this.texts.say('site_plan.put_done'));
  }

  /**
   * What a calendar follows loses by itself what is not of the plan any more: nothing is left to take out by hand.
   * @param {Handed} sent
   */
  async #send(sent) {
    if (!(await handOver(this.diary, sent, this.hours))) {
      fill(this.status, this.texts.say('site_plan.feed_failed'));
      return;
    }
    this.handed = sent;
    await this.diary.keep(KEYS.reminders, sent);
    this.#old();
    fill(this.status, this.texts.say('site_plan.feed_done'));
  }

  async #takeOut() {
    const { gone, given } = this.handed;
    download(FILE_OUT, cancellation(gone, given, this.#how(this.handed.hide)), TYPE);
    this.handed = takenOut(this.handed);
    await this.diary.keep(KEYS.reminders, this.handed);
    this.#old();
    fill(this.status, this.texts.say('site_plan.taken_out'));
  }

  /** Say where the calendar is behind the plan. */
  #old() {
    const { texts, handed } = this;
    const { gone } = handed;
    fill(this.status);
    fill(this.more,
      isOutdated(handed, this.wanted) && h('p', { class: 'say' }, texts.say('site_plan.put_again')),
      gone.length > 0 && h('button', { class: 'btn line', type: 'button', onclick: () => this.#takeOut() },
        icon('cross'), texts.say('site_plan.take_out', { count: gone.length })));
  }

  /** @param {ReturnType<typeof reminders>['leftOut']} leftOut */
  #leftOut(leftOut) {
    const lines = /** @type {const} */ (['ask_first', 'no_hour']).map((why) => {
      const titles = leftOut.filter((one) => one.why === why).map((one) => titleOf(this.kb, this.texts, one.remedy));
      return titles.length > 0 && h('p', { class: 'muted small' }, this.texts.say(`site_plan.left_${why}`, { remedies: titles.join('; ') }));
    });
    return h('div', { class: 'stack' }, lines);
  }

  /**
   * @param {boolean} hide
   * @returns {How}
   */
  #how(hide) {
    const { texts, kb, handed } = this;
    const hidden = texts.say('site_plan.hidden');
    const title = (/** @type {string} */ id) => (hide ? hidden : titleOf(kb, texts, id));
    return {
      name: texts.say('site_plan.calendar_name'),
      titles: Object.fromEntries(this.rows.map(({ remedy }) => [remedy, title(remedy)])),
      diaryTitle: hide ? hidden : texts.say('site_plan.diary_title'),
      reviewTitle: (words) => (hide ? hidden : texts.say('site_plan.review_title', { title: words })),
      hours: this.hours,
      plan: handed.plan,
      sequence: handed.sequence,
      changed: handed.changed ? new Date(handed.changed) : new Date(),
    };
  }
}
