/** A month of the diary as a table: each day says in words what is written for it. */

/** @import { Cell } from '../diary/shown.js' */
/** @import { Sum } from '../diary/sums.js' */
/** @import { Words } from './entry_words.js' */

import { addDays } from '../days.js';
import { monthGrid } from '../diary/shown.js';
import { nothing } from '../diary/sums.js';
import { dayWords } from './dates.js';
import { fill, h, icon } from './dom.js';
import { dot } from './marks.js';

/** How far each key goes, in days. @type {Readonly<Record<string, number>>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export class Month {
  /**
   * @param {Words} words
   * @param {string} today
   * @param {{open: (day: string) => void, turned: () => void}} does  What a day opens; what follows when the month is turned.
   */
  constructor(words, today, { open, turned }) {
    this.words = words;
    this.today = today;
    this.open = open;
    this.turned = turned;
    this.month = today.slice(0, 7);
    /** The day that the Tab key comes to. */
    this.at = today;
    this.sum = nothing();
    this.table = h('table', { class: 'month', onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    const turn = (/** @type {number} */ by, /** @type {string} */ key, /** @type {string} */ sign) =>
      h('button', { class: 'btn line sm', type: 'button', onclick: () => this.turn(by) }, icon(sign), words.say(key));
    this.after = turn(1, 'month_after', 'on');
    this.element = h('section', { class: 'card cal' },
      this.table,
      h('p', { class: 'hint small muted', id: 'month-hint' }, words.say('month_hint')),
      h('ul', { class: 'x key muted' },
        h('li', {}, dot('cramp'), words.say('key_cramp')),
        h('li', {}, dot('none'), words.say('key_none')),
        h('li', {}, h('span', { class: 'none', 'aria-hidden': 'true' }), words.say('key_unwritten'))),
      h('div', { class: 'row' }, turn(-1, 'month_before', 'back'), this.after));
  } // prettier-ignore

  get title() {
    const [year, month] = this.month.split('-').map(Number);
    return this.words.say('month', { year, month: this.words.texts.say(`month.${month}`) });
  }

  /** The days of the month that have come. @returns {Cell[]} */
  get days() {
    return monthGrid(this.sum, this.month, this.today).flat().flatMap((cell) => (cell && cell.day <= this.today ? cell : []));
  }

  /** @param {Sum} sum */
  show(sum) {
    this.sum = sum;
    const { texts } = this.words;
    const weeks = monthGrid(sum, this.month, this.today);
    if (!this.at.startsWith(this.month)) this.at = this.days.at(-1)?.day ?? '';
    const focused = this.table.contains(document.activeElement);
    fill(this.table,
      h('caption', { 'aria-live': 'polite' }, this.title),
      h('thead', {}, h('tr', {}, Array.from({ length: 7 }, (_, nth) => h('th', { scope: 'col' }, h('abbr', { title: texts.say(`weekday.${nth + 1}`) }, texts.say(`weekday.${nth + 1}`).slice(0, 2)))))),
      h('tbody', {}, weeks.map((week) => h('tr', {}, week.map((cell) => h('td', {}, cell && this.#day(cell)))))));
    this.after.disabled = this.month >= this.today.slice(0, 7);
    if (focused) this.#go(this.at);
  } // prettier-ignore

  /**
   * @param {number} by  Months.
   */
  turn(by) {
    const [year = 0, month = 1] = this.month.split('-').map(Number);
    const other = new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7);
    if (other > this.today.slice(0, 7)) return;
    this.month = other;
    this.show(this.sum);
    this.turned();
  }

  /** @param {Cell} cell */
  #day({ day, state, episodes }) {
    const number = Number(day.slice(8));
    if (day > this.today) return h('span', { class: 'day off' }, number);
    const key = { cramp: episodes === 1 ? 'day_cramp' : 'day_cramps', none: 'day_none', unwritten: 'day_unwritten', later: 'day_unwritten' }[state];
    const look = [state === 'unwritten' && 'none', day === this.today && 'today'].filter(Boolean).join(' ');
    return h('button', {
      class: `day ${look}`, type: 'button', 'data-day': day, 'data-state': state, tabindex: day === this.at ? 0 : -1,
      'aria-label': this.words.say(key, { day: dayWords(this.words.texts, day, 'weekday'), count: episodes }),
      'aria-current': day === this.today && 'date', 'aria-describedby': day === this.at && 'month-hint',
      onclick: () => this.open(day),
    }, number, h('span', { class: 'mark' }, state === 'cramp' && dot('cramp'), state === 'none' && dot('none'), episodes > 1 && String(episodes)));
  } // prettier-ignore

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { day } = /** @type {HTMLElement} */ (event.target).dataset;
    this.#go(addDays(day ?? this.at, step));
  }

  /** @param {string} day */
  #go(day) {
    if (day > this.today || !day) return;
    this.at = day;
    if (!day.startsWith(this.month)) {
      this.month = day.slice(0, 7);
      this.show(this.sum);
      this.turned();
    }
    for (const one of this.table.querySelectorAll('button')) one.tabIndex = one.dataset['day'] === day ? 0 : -1;
    /** @type {HTMLElement | null} */ (this.table.querySelector(`[data-day="${day}"]`))?.focus();
  }
}
