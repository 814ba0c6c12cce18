/** The diary: two taps write a cramp down; the month, the weeks, what helped, and every entry. */

/** @import { App } from '../app.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Body } from '../diary/check.js' */
/** @import { Child } from '../view/dom.js' */
/** @import { Told } from '../view/add_cramp.js' */

import { addDays } from '../days.js';
import { copyOut } from '../device/copies.js';
import { localDay } from '../device/person.js';
import { countListed, dayOf } from '../diary/shown.js';
import { addCramp, whatLike } from '../view/add_cramp.js';
import { dayScreen } from '../view/diary_day.js';
import { monthNumbers, quickButtons, savedWords } from '../view/diary_first.js';
import { EntryScreens } from '../view/diary_screens.js';
import { Turn } from '../view/diary_turn.js';
import { peopleScreen } from '../view/diary_people.js';
import { notKept } from '../view/diary_trouble.js';
import { fill, h, icon, show } from '../view/dom.js';
import { middleOf } from '../view/entry_form.js';
import { EntryList } from '../view/entry_list.js';
import { Month } from '../view/month.js';
import { refill } from '../view/refill.js';
import { weeksPart } from '../view/weeks.js';
import { helpedPart } from '../view/what_helped.js';
import { BookPage, mountBook } from '../view/with_book.js';

/** Before this hour "last night" is not the night that is still going on. */
const MORNING = 4;
/** Milliseconds in which a second tap is a slip of the thumb. */
const SLIP = 700;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export function mount(main, app) {
  return mountBook(main, app, DiaryPage);
}

class DiaryPage extends BookPage {
  /** @param {ConstructorParameters<typeof BookPage>} has */
  constructor(...has) {
    super(...has);
    const { main, words, diary, book } = this;
    this.list = new EntryList(words, book, (entry) => void this.screens.entry(entry));
    this.month = new Month(words, this.today, { open: (day) => void this.day(day), turned: () => this.#stats() });
    this.quick = h('div', { class: 'stack' });
    this.status = h('div', { class: 'news', role: 'status' });
    this.stats = h('section', { class: 'stack' });
    this.weeks = h('section', { class: 'stack' });
    this.helped = h('section', { class: 'stack' });
    /** When something was last written by a tap. */
    this.tapped = 0;
    this.turn = new Turn(words, diary, book);
    this.screens = new EntryScreens(main, words, book, this.turn, {
      overview: (...told) => this.overview(...told),
      saved: (written, key) => this.#savedWords(written, key),
      renew: (...told) => this.#shown(...told),
    });
  }

  leave() {
    this.turn.leave();
    this.diary.close();
  }

  get today() {
    return localDay();
  }

  // ---- the first screen

  /** @param {...(Child | Child[])} news */
  async overview(...news) {
    const { words, main, app, book } = this;
    await this.list.read();
    fill(this.status);
    this.#renew();
    this.turn.renewed = async () => {
      await this.list.read();
      this.#renew();
    };
    show(main,
      h('h1', {}, this.#title('site.diary')),
      notKept(words, this.diary, () => void copyOut(this.diary, this.kb)),
      this.quick,
      this.status,
      h('div', { class: 'cols far' }, this.month.element, h('div', { class: 'stack' }, this.stats, this.weeks)),
      h('div', { class: 'cols far' }, this.helped, this.list.element),
      h('ul', { class: 'x list' },
        h('li', {}, h('a', { href: app.href('trials.html') }, icon('swap'), h('span', {}, h('b', {}, words.texts.say(book.sum.kinds.has('trial_design') ? 'site_trials.link_running' : 'site_trials.link')), h('small', {}, words.texts.say('site_trials.link_what'))), icon('on'))),
        h('li', {}, h('a', { href: app.href('data.html') }, icon('download'), h('span', {}, h('b', {}, words.texts.say('site.data')), h('small', {}, words.say('out_and_in'))), icon('on'))),
        h('li', {}, h('button', { type: 'button', 'data-people': '', onclick: () => void this.people() }, icon('person'), h('span', {}, h('b', {}, words.say(book.people.length > 1 ? 'whose' : 'people'))), icon('on')))));
    if (news.length) this.#tell(...news);
    void this.turn.rest();
  } // prettier-ignore

  /** @param {string} key */
  #title(key) {
    const { name } = this.book;
    if (name === null) return this.words.texts.say(key);
    return this.words.say('of', { name: name || this.words.say('unnamed') });
  }

  #renew() {
    const { words, today, book } = this;
    const { sum, complete } = book;
    this.month.show(sum);
    this.list.show();
    this.#stats();
    const some = countListed(sum) > 0; // without an entry there is nothing to count
    for (const part of [this.stats, this.weeks]) part.hidden = !some;
    this.helped.hidden = !some || !complete; // half of the counts would say something else
    if (some) fill(this.weeks, weeksPart(words, sum, today));
    if (some && complete) fill(this.helped, helpedPart(words, sum));
    const night = lastNight(new Date());
    refill(this.quick, quickButtons(words, sum, night, {
      log: (body) => void this.#log(body),
      add: () => this.add(),
      none: () => void this.#none(night),
      something: () => this.screens.something(),
    }));
  } // prettier-ignore

  #stats() {
    fill(this.stats, monthNumbers(this.words, this.month));
  }

  /** @param {...(Child | Child[])} news */
  #tell(...news) {
    refill(this.status, h('div', { class: 'card stack', tabindex: -1 }, ...news));
  }

  /**
   * A cramp just now, by one tap.
   * @param {Body} body
   */
  async #log(body) {
    if (this.turn.writing || Date.now() - this.tapped < SLIP) return;
    this.tapped = Date.now();
    const wrong = h('p', { class: 'wrong' });
    if (await this.turn.write(async () => this.#saved(await this.book.write('episode', body)), wrong)) return;
    this.#tell(wrong, h('button', { class: 'btn line', type: 'button', onclick: () => void this.#log(body) }, this.words.say('again')));
  }

  /**
   * @param {string} night
   */
  async #none(night) {
    if (this.turn.writing) return;
    const wrong = h('p', { class: 'wrong' });
    if (await this.turn.write(async () => this.#saved(await this.book.write('none_last_night', { night }, middleOf(night, this.today))), wrong)) return;
    this.#tell(wrong, h('button', { class: 'btn line', type: 'button', onclick: () => void this.#none(night) }, this.words.say('again')));
  }

  /**
   * Say that it is written, with the ways on: take it out again, say more.
   * @param {Entry} written
   */
  async #saved(written) {
    await this.#shown(...(await this.#savedWords(written, 'saved')));
  }

  /**
   * The first screen as it is now, with some news.
   * @param {...(Child | Child[])} news
   */
  async #shown(...news) {
    await this.list.read();
    this.#renew();
    this.#tell(...news);
  }

  /**
   * @param {Entry} written
   * @param {string} key
   */
  async #savedWords(written, key) {
    const entry = (await this.book.find(written.id)) ?? written;
    return savedWords(this.words, entry, key, {
      side: (side, wrong) => void this.#side(entry, side, wrong),
      undo: (wrong) => void this.#undo(entry, wrong),
      more: () => this.screens.form(entry.kind, entry, () => void this.overview()),
      different: () => void this.screens.different(dayOf(entry.at), () => void this.overview()),
    });
  }

  /**
   * @param {Entry} entry
   * @param {string} side
   * @param {HTMLElement} wrong
   */
  async #side(entry, side, wrong) {
    await this.turn.write(async () => {
      await this.book.correct(entry, { ...entry.body, side });
      await this.#saved(entry);
    }, wrong);
  }

  /**
   * @param {Entry} entry
   * @param {HTMLElement} wrong
   */
  async #undo(entry, wrong) {
    await this.turn.write(async () => {
      await this.book.remove(entry);
      await this.#shown(h('p', {}, this.words.say('undone', { what: this.words.short(entry) })));
    }, wrong);
  }

  // ---- screens of their own

  /** @param {string} day */
  async day(day) {
    const { words, main, book } = this;
    const entries = await book.between(day, day);
    const { nights, none } = book.sum;
    this.turn.renewed = () => this.day(day);
    const noneThen = async (/** @type {HTMLElement} */ wrong) => {
      await this.turn.write(async () => {
        const written = await book.write('none_last_night', { night: day }, middleOf(day, this.today));
        await this.overview(...(await this.#savedWords(written, 'saved')));
      }, wrong);
    };
    dayScreen(main, words, { day, entries, free: !nights.has(day) && !none.has(day) }, {
      open: (entry) => void this.screens.entry(entry, () => void this.day(day)),
      add: () => this.add(day),
      none: (wrong) => void noneThen(wrong),
      back: () => void this.overview(),
    });
  } // prettier-ignore

  /** @param {string} [day] */
  add(day) {
    const back = () => void (day ? this.day(day) : this.overview());
    this.turn.renewed = () => undefined;
    addCramp(this.main, this.words, {
      title: this.book.name === null ? this.words.say('add') : `${this.#title('')}: ${this.words.say('add')}`,
      today: this.today, day, back,
      picked: (told, wrong) => {
        if (told.what) return void this.#added(told, wrong);
        return whatLike(this.main, this.words, { site: told.site, back: () => this.add(day), picked: (what, at) => void this.#added({ ...told, what }, at) });
      },
    });
  } // prettier-ignore

  /**
   * @param {Told} told
   * @param {HTMLElement} wrong
   */
  async #added({ site, what, at, guessed }, wrong) {
    const body = { what, site, ...(guessed && { time_guessed: true }) };
    const work = async () => {
      const written = await this.book.write('episode', body, at);
      await this.overview(...(await this.#savedWords(written, 'saved')));
    };
    if (await this.turn.write(work, wrong)) this.tapped = Date.now();
    else wrong.scrollIntoView({ block: 'nearest' });
  }

  async people() {
    this.turn.renewed = () => undefined;
    await this.book.rest(); // so that the numbers of entries are whole
    peopleScreen(this.main, this.words, this.book, {
      does: (work, wrong) => void this.turn.write(work, wrong).then((done) => (done ? this.overview() : undefined)),
      back: () => void this.overview(),
    });
  }
}

/**
 * The morning of the last night that is over.
 * @param {Date} now
 */
function lastNight(now) {
  const today = localDay(now);
  return now.getHours() < MORNING ? addDays(today, -1) : today;
}
