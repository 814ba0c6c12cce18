/** Trials of one's own on the phone: tonight with or without, last night by one tap, what is open; all without a network. */

/** @import { App } from '../app.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Run } from '../trial_diary.js' */
/** @import { Limits } from '../trial_safe.js' */
/** @import { Child } from '../view/dom.js' */

import { addDays } from '../days.js';
import { fileText } from '../device/files.js';
import { isLetIn } from '../device/pairing.js';
import { localDay, readPerson } from '../device/person.js';
import { nightOf, profile } from '../diary/shown.js';
import { trials, NOTHING_EXTRA } from '../trial_diary.js';
import { notSafe } from '../trial_safe.js';
import { dayWords } from '../view/dates.js';
import { whyNot } from '../view/diary_trouble.js';
import { fill, h, icon, show } from '../view/dom.js';
import { Words } from '../view/entry_words.js';
import { nightForm } from '../view/trial_night.js';
import { trialReminder } from '../view/trial_reminder.js';
import { BookPage, withBook } from '../view/with_book.js';

/** The hour at which "tonight" stops meaning the night that is still on. */
const DAWN = 5;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const [kb, limits] = await Promise.all([app.knowledge(), fileText('data/trials.json').then(JSON.parse)]);
  const words = new Words(kb, app.texts(kb));
  return withBook(main, words, (diary, book) => new TrialsPage(limits, main, app, kb, words, diary, book));
}

class TrialsPage extends BookPage {
  /**
   * @param {Limits} limits
   * @param {ConstructorParameters<typeof BookPage>} has
   */
  constructor(limits, ...has) {
    super(...has);
    this.limits = limits;
    this.texts = this.words.texts;
    this.news = h('div', { class: 'news', role: 'status' });
    this.body = h('div', { class: 'stack' });
    this.writing = false;
    /** The open night, where somebody chose another than the newest. @type {string | null} */
    this.chosen = null;
    this.deaf = this.diary.onChange(() => {
      if (!this.writing) void this.#again();
    });
  }

  leave() {
    this.deaf();
    this.diary.close();
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values) {
    return this.texts.say(`site_trials.${key}`, values);
  }

  /** The night that is meant by "tonight", by the day on whose morning it ends. */
  get tonight() {
    const now = new Date();
    return addDays(localDay(now), now.getHours() >= DAWN ? 1 : 0);
  }

  /** The last night that has come to its end. */
  get over() {
    return addDays(this.tonight, -1);
  }

  async overview() {
    await this.#fill();
    show(this.main, h('h1', {}, this.texts.say('site.trials')), this.news, this.body);
  }

  /** Another tab, or another device, has written. */
  async #again() {
    try {
      const inside = this.body.contains(document.activeElement);
      await this.book.read();
      await this.#fill();
      if (inside) this.#stand('h1');
    } catch (error) {
      console.warn(error);
    }
  }

  async #fill() {
    const entries = await this.book.all();
    const { runs, altered } = trials(entries);
    const open = runs.filter((run) => run.stage(this.over) !== 'over').at(-1); // on the morning after the last night, too
    const past = runs.filter((run) => run !== open).reverse();
    fill(this.body,
      altered.length > 0 && h('p', { class: 'say' }, this.say('altered')),
      ...(open ? await this.#open(open, entries) : this.#none(past.length > 0)),
      past.length > 0 && this.#past(past),
      h('p', { class: 'muted small' }, this.texts.say('trials.first_anywhere'), ' ', h('a', { href: this.app.href('check.html') }, this.say('check'))));
  } // prettier-ignore

  /**
   * What a trial is, and how to begin one.
   * @param {boolean} before  Whether there was one before.
   * @returns {Child[]}
   */
  #none(before) {
    return [
      h('p', { class: before ? '' : 'big-say' }, this.say('what')),
      isLetIn()
        ? h('p', {}, h('a', { class: 'btn', href: this.app.href('app/trials/new') }, icon('plus'), this.say('begin_here')))
        : h('p', {}, this.say('begin')),
    ];
  }

  /**
   * @param {Run} run
   * @param {readonly Entry[]} entries
   * @returns {Promise<Child[]>}
   */
  async #open(run, entries) {
    const unsafe = await this.#unsafe(run, entries);
    const due = run.dueLook(this.over) !== null;
    const missing = run.missing(this.over);
    const night = this.chosen && missing.includes(this.chosen) ? this.chosen : missing[0];
    const others = missing.filter((one) => one !== night);
    return [
      h('h2', {}, this.say('title', { b: this.words.remedy(run.armB) })),
      unsafe ? this.#stop(run) : this.#tonight(run),
      !unsafe && due && this.#look(),
      night && this.#night(run, night, entries),
      others.length > 0 && h('details', {}, h('summary', {}, this.say('missing', { count: others.length })), h('ul', { class: 'x list' }, others.map((one) =>
        h('li', {}, h('button', { type: 'button', 'data-night': one, onclick: () => void this.#choose(one) }, h('span', {}, this.#day(one)), icon('on')))))),
      !night && run.stage(this.over) !== 'not_yet' && h('p', { class: 'muted' }, this.say('all_written')),
      this.#where(run),
      trialReminder(this.texts, this.diary, run),
    ];
  } // prettier-ignore

  /** @param {string} night */
  async #choose(night) {
    this.chosen = night;
    await this.#fill();
    this.#stand('[data-part=night] h3', 'h1');
  }

  /**
   * The focus goes to the first of these that is there: what was pressed is on the page no more.
   * @param {...string} places
   */
  #stand(...places) {
    const found = places.map((one) => this.main.querySelector(one)).find((one) => one instanceof HTMLElement);
    if (found instanceof HTMLElement) found.focus({ preventScroll: found.matches('h1') });
  }

  /** @param {Run} run */
  #tonight(run) {
    const [first, ...more] = this.#turn(run, this.tonight);
    return h('section', { class: 'card', 'data-part': 'tonight', 'aria-label': this.say('tonight') }, h('p', { class: 'big-say' }, first), more.map((line) => h('p', { class: 'muted' }, line)));
  }

  /**
   * With or without, or why neither; then which night it is.
   * @param {Run} run
   * @param {string} night
   */
  #turn(run, night) {
    const { texts, words } = this;
    const planned = run.planned(night);
    if (run.stage(night) === 'over') return [this.say('over')];
    if (!planned) return [texts.say('trials.not_yet', { day: this.#day(addDays(run.first, -1)) })];
    if (planned.arm === null) return [texts.say('trials.as_usual', { night: planned.number, nights: run.before })];
    const b = words.remedy(run.armB);
    const without = planned.arm === 'a' && run.armA === NOTHING_EXTRA;
    const arm = planned.arm === 'a' ? words.remedy(run.armA) : b;
    const said = without ? texts.say('trials.tonight_without', { b }) : texts.say('trials.tonight_with', { arm });
    return [said, texts.say('trials.night_of', { night: planned.number, nights: run.plan.length })];
  }

  /** @param {Run} run */
  #stop(run) {
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    return h('section', { class: 'care urgent', 'data-part': 'stop' },
      h('header', {}, icon('warn'), h('div', {}, h('h3', {}, this.say('stop')))),
      h('div', {},
        h('p', {}, this.say('stop_why')),
        h('p', {}, h('a', { class: 'btn', href: this.app.href('check.html') }, icon('shield'), this.say('check'))),
        h('button', { class: 'btn line', type: 'button', 'data-do': 'end', onclick: () => void this.#write('trial_end', { trial: run.id, why: 'not_safe_any_more' }, wrong) }, this.say('end')),
        wrong));
  } // prettier-ignore

  #look() {
    return h('section', { class: 'card', 'data-part': 'look' },
      h('p', {}, h('b', {}, this.say('due'))),
      isLetIn() ? h('p', {}, h('a', { class: 'btn', href: this.app.href('app/trials') }, this.say('due_here'))) : h('p', {}, this.say('due_there')));
  } // prettier-ignore

  /**
   * One night that is still open.
   * @param {Run} run
   * @param {string} night
   * @param {readonly Entry[]} entries
   */
  #night(run, night, entries) {
    const arm = run.planned(night)?.arm ?? null;
    const known = entries.filter((one) => one.kind === 'episode' && nightOf(one.at) === night).length;
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const heading = night === this.over ? this.say('last_night') : this.say('that_night', { day: this.#day(night) });
    return h('section', { class: 'card stack', 'data-part': 'night', 'data-for': night },
      h('h3', { tabindex: -1 }, heading),
      night === this.over && h('p', { class: 'muted' }, this.say('night_to', { day: this.#day(night) })),
      arm && h('p', {}, this.say(arm === 'a' && run.armA === NOTHING_EXTRA ? 'turn_without' : 'turn_with', { b: this.words.remedy(arm === 'a' && run.armA !== NOTHING_EXTRA ? run.armA : run.armB) })),
      nightForm(this.texts, { arm, known, most: this.limits.most_events, write: (told) => void this.#write('trial_night', { trial: run.id, night, ...(arm && { arm }), ...told }, wrong) }),
      wrong,
      h('p', { class: 'muted small' }, this.say('unknown_why')));
  } // prettier-ignore

  /**
   * @param {string} kind
   * @param {Record<string, unknown>} body
   * @param {HTMLElement} wrong
   */
  async #write(kind, body, wrong) {
    if (this.writing) return;
    this.writing = true;
    try {
      const entry = await this.book.write(kind, body);
      this.chosen = null;
      await this.#fill();
      this.#stand('h1');
      this.#tell(entry);
    } catch (error) {
      fill(wrong, whyNot(this.words, error));
    }
    this.writing = false;
  }

  /**
   * Say that it is written, with the way back.
   * @param {Entry} entry
   */
  #tell(entry) {
    const night = String(entry.body['night'] ?? '');
    const key = entry.kind === 'trial_end' ? 'ended' : entry.body['complete'] ? 'written' : 'written_missing';
    const back = async () => {
      this.writing = true;
      try {
        await this.book.remove(entry);
        await this.#fill();
        fill(this.news);
        this.#stand('[data-part=night] h3', 'h1');
      } finally {
        this.writing = false;
      }
    };
    fill(this.news, h('div', { class: 'card stack', 'data-written': night },
      h('p', {}, icon('tick'), ' ', this.say(key, { day: night && this.#day(night) })),
      h('button', { class: 'btn line sm', type: 'button', 'data-do': 'undo', onclick: () => void back() }, icon('back'), this.words.say('undo'))));
  } // prettier-ignore

  /** @param {Run} run */
  #where(run) {
    const next = run.nextLook(this.over);
    const last = this.#day(run.night(run.plan.length));
    return h('p', { class: 'muted small' }, next ? this.say('next_look', { day: this.#day(next) }) : '', ' ', this.say('until', { day: last }));
  }

  /** @param {readonly Run[]} past */
  #past(past) {
    return h('section', { class: 'stack' },
      h('h2', {}, this.say('past')),
      h('ul', {}, past.map((run) => h('li', {}, this.say('past_one', { b: this.words.remedy(run.armB), day: dayWords(this.texts, run.first) })))),
      h('p', { class: 'muted small' }, this.say('result_there')));
  } // prettier-ignore

  /** @param {string} day */
  #day(day) {
    return dayWords(this.texts, day, 'weekday');
  }

  /**
   * Whether the profile speaks against going on: what the diary says of the person, and what this device knows.
   * @param {Run} run
   * @param {readonly Entry[]} entries
   */
  async #unsafe(run, entries) {
    const own = this.book.name === null ? (await readPerson(this.kb)).profile : {};
    const facts = Object.entries({ ...profile(entries), ...own }).filter(([fact]) => this.kb.facts.has(fact));
    const arms = [run.armA, run.armB].filter((arm) => arm !== NOTHING_EXTRA);
    try {
      return notSafe(this.kb, this.kb.answers(Object.fromEntries(facts)), arms, this.limits);
    } catch {
      return true; // two answers that cannot both be: look at them first
    }
  }
}
