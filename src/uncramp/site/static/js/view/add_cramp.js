/** Adding a cramp: when, then one tap on the place. */

/** @import { Words } from './entry_words.js' */

import { addDays } from '../days.js';
import { instant, stamp, stampOf } from '../diary/entries.js';
import { dayOf } from '../diary/shown.js';
import { dayWords } from './dates.js';
import { h, icon, show } from './dom.js';
import { siteOf } from './entry_words.js';

/** What a tap says: `at` is absent for now. @typedef {{site: string, what?: string, at?: string, guessed: boolean}} Told */

const NIGHT = '03:00';
const NOON = '12:00';

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {{title: string, today: string, day?: string | undefined, picked: (told: Told, wrong: HTMLElement) => void, back: () => void}} how
 *   `day`: on which day it was, if that is settled.
 */
export function addCramp(main, words, { title, today, day, picked, back }) {
  const when = new When(words, today, day);
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const quick = words.quick;
  const named = quick.map(siteOf);
  const rest = words.kb.pack.fact.filter((fact) => fact.group === 'site' && !named.includes(fact.id));
  show(main,
    h('h1', {}, title),
    when.element,
    h('h2', {}, words.say('where')),
    h('p', { class: 'muted' }, words.say('where_how')),
    wrong,
    h('div', { class: 'picks places-two' }, quick.map((place) => button(siteOf(place) ?? '', String(place.sets['kind'] ?? '')))),
    h('details', {}, h('summary', {}, words.say('more_places')), h('div', { class: 'picks places-two' }, rest.map(({ id }) => button(id, '')))),
    h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back')));

  /**
   * @param {string} site
   * @param {string} what
   */
  function button(site, what) {
    return h('button', { class: 'btn line', type: 'button', 'data-site': site, onclick: () => pick(site, what) }, words.place(site));
  }

  /**
   * @param {string} site
   * @param {string} what
   */
  function pick(site, what) {
    const read = when.read();
    if (read) picked({ site, ...(what && { what }), ...read }, wrong);
  }
} // prettier-ignore

/**
 * What it was like, where the place does not say.
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {{site: string, picked: (what: string, wrong: HTMLElement) => void, back: () => void}} how
 */
export function whatLike(main, words, { site, picked, back }) {
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const kinds = words.kb.facts.get('kind')?.values ?? [];
  show(main,
    h('h1', {}, words.say('what_like', { place: words.place(site) })),
    wrong,
    h('div', { class: 'picks' }, kinds.map((what) => h('button', { class: 'btn line', type: 'button', 'data-what': what, onclick: () => picked(what, wrong) }, words.like(what)))),
    h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back')));
} // prettier-ignore

/** Just now, last night, or a day and a time. */
class When {
  /**
   * @param {Words} words
   * @param {string} today
   * @param {string} [day]
   */
  constructor(words, today, day) {
    this.words = words;
    this.choice = day ? 'day' : 'now';
    const option = (/** @type {string} */ value) =>
      h('label', {}, h('input', { class: 'vh', type: 'radio', name: 'when', value, checked: value === this.choice, onchange: () => this.#choose(value) }), words.say(`when_${value}`));
    const changed = () => this.#tell();
    this.day = h('input', { type: 'date', id: 'add-day', max: today, value: day ?? today, oninput: changed });
    this.time = h('input', { type: 'time', id: 'add-time', value: day ? NOON : NIGHT, oninput: changed });
    this.guess = h('input', { type: 'checkbox', id: 'add-guess', checked: true });
    this.said = h('p', { role: 'status' });
    this.dayField = h('div', { class: 'field' }, h('label', { for: 'add-day' }, words.say('day')), this.day);
    this.more = h('div', { class: 'stack' },
      h('div', { class: 'row dated' }, this.dayField, h('div', { class: 'field' }, h('label', { for: 'add-time' }, words.say('time')), this.time)),
      h('label', { class: 'opt' }, this.guess, words.say('guessed')),
      this.said);
    this.element = h('div', { class: 'stack' },
      h('fieldset', {}, h('legend', { class: 'vh' }, words.say('when')), h('div', { class: 'seg' }, ['now', 'night', 'day'].map(option))),
      this.more);
    this.#tell();
  } // prettier-ignore

  /** @param {string} value */
  #choose(value) {
    this.choice = value;
    this.#tell();
  }

  /** What is meant; null if it cannot be read. @returns {string | null} */
  get at() {
    const { day, time, choice } = this;
    if (!time.value || (choice === 'day' && !day.value)) return null;
    return choice === 'night' ? lastTime(time.value, new Date()) : stampOf(day.value, time.value);
  }

  #tell() {
    const { words, at, choice } = this;
    this.more.hidden = choice === 'now';
    this.dayField.hidden = choice !== 'day';
    this.said.classList.remove('wrong');
    if (at === null || choice === 'now') this.said.textContent = '';
    else this.said.textContent = words.say('that_is', { when: words.say('on_day', { day: dayWords(words.texts, dayOf(at), 'weekday'), time: at.slice(11, 16) }) });
  }

  /** What was chosen; null where it cannot be, which is then said. @returns {{at?: string, guessed: boolean} | null} */
  read() {
    const { at, choice } = this;
    if (choice === 'now') return { guessed: false };
    if (at !== null && instant(at) <= Date.now()) return { at, guessed: this.guess.checked };
    this.said.textContent = this.words.say(at === null ? 'wrong_day' : 'wrong_later');
    this.said.classList.add('wrong');
    (choice === 'day' ? this.day : this.time).focus();
    return null;
  }
}

/**
 * The last time that the clock showed this: in the morning "3:00" was tonight and "23:00" yesterday.
 * @param {string} time
 * @param {Date} now
 */
export function lastTime(time, now) {
  const today = dayOf(stamp(now));
  const at = stampOf(today, time);
  return instant(at) <= now.getTime() ? at : stampOf(addDays(today, -1), time);
}
