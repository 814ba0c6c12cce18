/**
 * On the home page, for who has asked for it: what of the plan is due now. It looks when the page comes to the front and at
 * the next hour at which something may be due; there is one clock, and none while nobody could hear of it.
 */

/** @import { App } from '../app.js' */
/** @import { DueToday } from '../device/due_today.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { dueToday, putOff } from '../device/due_today.js';
import { notify, unnotify } from '../device/notify.js';
import { fill, h, icon } from '../view/dom.js';
import { titleOf } from '../view/plan_parts.js';
import { Row } from '../view/plan_today.js';

/** So many at a time: the plan has them all. */
const MOST = 3;

/**
 * @param {HTMLElement} main
 * @param {App} app
 * @param {Diary} diary
 * @returns {Promise<() => void>}
 */
export async function remindHere(main, app, diary) {
  const reminding = new Reminding(main, app, diary, await app.knowledge());
  await reminding.look();
  return () => reminding.leave();
}

class Reminding {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Diary} diary
   * @param {Knowledge} kb
   */
  constructor(main, app, diary, kb) {
    this.app = app;
    this.diary = diary;
    this.kb = kb;
    this.texts = app.texts(kb);
    /** @type {readonly string[]} */
    this.shown = [];
    this.today = '';
    this.told = '';
    this.left = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    // below the places and beside them: nothing moves under the thumb of somebody with a cramp
    this.place = h('div', { 'data-due': true });
    this.sign = h('a', { class: 'due-sign', href: '#due', hidden: true });
    main.append(this.place);
    main.querySelector('.map')?.append(this.sign);
    this.seen = () => void this.look().catch(console.warn);
    document.addEventListener('visibilitychange', this.seen);
    this.forget = diary.onChange(this.seen);
  }

  leave() {
    this.left = true;
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.seen);
    this.forget();
  }

  async look() {
    clearTimeout(this.timer);
    const silent = document.hidden && !this.app.settings.notify;
    if (this.left || silent) return;
    const found = await dueToday(this.kb, this.texts, this.diary);
    if (this.left) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.seen, Math.max(1000, found.next - Date.now()));
    this.show(found);
    await this.tell(found);
  }

  /** @param {DueToday} found */
  show({ due, entries, today }) {
    const { texts, kb } = this;
    const first = due.slice(0, MOST);
    const titles = first.map((task) => titleOf(kb, texts, task.remedy));
    this.sign.hidden = !due.length;
    fill(this.sign, h('b', {}, texts.say('site_plan.due')), h('small', {}, titles.join('; ')));
    const known = new Set(this.shown);
    const same = due.every((task) => known.has(task.remedy)) && today === this.today;
    if (same && (due.length === known.size || this.place.contains(document.activeElement))) return; // "undo" stays in reach
    this.shown = due.map((task) => task.remedy);
    this.today = today;
    const status = h('p', { class: 'vh', role: 'status' });
    const rows = first.map((task, nth) => new Row(task, titles[nth] ?? '', texts, this.diary, status));
    for (const row of rows) row.show(entries, today);
    fill(this.place, rows.length > 0 && h('section', { class: 'card due', 'aria-labelledby': 'due' },
      h('h2', { id: 'due', tabindex: '-1' }, texts.say('site_plan.due')),
      h('ul', { class: 'x list today-list' }, rows.map((row) => row.element)),
      h('div', { class: 'row' },
        h('button', { class: 'btn line sm', type: 'button', onclick: () => void this.later() }, icon('clock'), texts.say('site_plan.due_later')),
        h('a', { class: 'btn line sm', href: this.app.href('plan.html') }, icon('list'), texts.say('site.nav_plan'))),
      status)); // prettier-ignore
  }

  /**
   * Only behind something else, once for what is due, and never what it is.
   * @param {DueToday} found
   */
  async tell({ due, today }) {
    const key = JSON.stringify([today, due.map((task) => task.remedy)]);
    if (!due.length || !document.hidden) await unnotify();
    else if (this.app.settings.notify && key !== this.told) await notify(this.texts.say('site_plan.due_notice'), this.app.href('index.html'));
    this.told = due.length ? key : '';
  }

  async later() {
    await putOff(this.diary);
    this.shown = [];
    this.sign.hidden = true;
    fill(this.place, h('p', { role: 'status', tabindex: '-1' }, this.texts.say('site_plan.due_put_off')));
    /** @type {HTMLElement | null} */ (this.place.firstElementChild)?.focus();
    await this.look();
  }
}
