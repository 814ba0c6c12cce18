/** What today asks for, each with a button that keeps in the diary that it was done. */

/** @import { Diary } from '../diary/store.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Task } from '../own_plan.js' */
/** @import { Texts } from '../texts.js' */

import { undo, write } from '../device/entry.js';
import { dayOf } from '../diary/shown.js';
import { fill, h, icon } from './dom.js';
import { titleOf } from './plan_parts.js';

const DONE = 'measure_done';

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Task[]} tasks
 * @param {{diary: Diary, today: string, entries: readonly Entry[]}} how
 * @returns {HTMLElement | null}
 */
export function todayPart(kb, texts, tasks, { diary, today, entries }) {
  if (!tasks.length) return null;
  const status = h('p', { class: 'vh', role: 'status' });
  const rows = tasks.map((task) => new Row(task, titleOf(kb, texts, task.remedy), texts, diary, status));
  for (const row of rows) row.show(entries, today);
  return h('section', { class: 'stack np', 'data-part': 'today' },
    h('h2', {}, texts.say('site_plan.today')),
    h('p', { class: 'muted' }, texts.say('site_plan.today_why')),
    h('ul', { class: 'x list today-list' }, rows.map((row) => row.element)),
    status);
}

/**
 * The entries that say a step was done on a day, the oldest first.
 * @param {readonly Entry[]} entries
 * @param {string} remedy
 * @param {string} day
 */
export function doneOn(entries, remedy, day) {
  return entries.filter(({ kind, at, body }) => kind === DONE && body['remedy'] === remedy && dayOf(at) === day);
}

/** One thing to do, with how far it is done today. */
export class Row {
  /**
   * @param {Task} task
   * @param {string} title
   * @param {Texts} texts
   * @param {Diary} diary
   * @param {HTMLElement} status
   */
  constructor({ remedy, times }, title, texts, diary, status) {
    this.remedy = remedy;
    this.times = times;
    this.title = title;
    this.texts = texts;
    this.diary = diary;
    this.status = status;
    this.element = h('li', { 'data-task': remedy });
    /** @type {Entry[]} */
    this.done = [];
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {string} today
   */
  show(entries, today) {
    this.today = today;
    this.done = doneOn(entries, this.remedy, today);
    this.#draw();
  }

  #draw() {
    const { texts, title, times, done } = this;
    const all = done.length >= times;
    const said = !done.length ? '' : times > 1 ? texts.say('site_plan.done_times', { done: done.length, times }) : texts.say('site_plan.done_once');
    const held = this.element.contains(document.activeElement);
    fill(this.element, h('div', {},
      icon(all ? 'tick' : 'calendar'),
      h('span', {}, h('b', {}, title), said && h('small', {}, said)),
      done.length > 0 && this.#button('undo', () => this.#undo()),
      !all && this.#button('done', () => this.#do())));
    if (held) this.element.querySelector('button')?.focus();
  }

  /**
   * @param {'done' | 'undo'} which
   * @param {() => void} act
   */
  #button(which, act) {
    const label = this.texts.say(`site_plan.${which}_title`, { title: this.title });
    const look = which === 'done' ? 'btn sm' : 'btn line sm';
    return h('button', { class: look, type: 'button', 'aria-label': label, onclick: act }, this.texts.say(`site_plan.${which}`));
  }

  async #do() {
    try {
      this.done = [...this.done, await write(this.diary, DONE, { remedy: this.remedy })];
      this.#tell(this.diary.persistent ? 'done_once' : 'not_kept');
    } catch (error) {
      console.warn(error);
      this.#tell('not_kept');
    }
    this.#draw();
  }

  async #undo() {
    const last = this.done.at(-1);
    if (!last) return;
    await undo(this.diary, last);
    this.done = this.done.slice(0, -1);
    this.#tell('undo');
    this.#draw();
  }

  /** @param {string} key */
  #tell(key) {
    fill(this.status, `${this.title}: ${this.texts.say(`site_plan.${key}`)}`);
  }
}
