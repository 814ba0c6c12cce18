/** The diary: two taps write a cramp down; the month, the weeks, what helped, and every entry. */

/** @import { Book } from '../device/book.js' */
/** @import { App } from '../app.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Body } from '../diary/check.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Child } from '../view/dom.js' */
/** @import { Told } from '../view/add_cramp.js' */

import { addDays } from '../days.js';
import { copyOut } from '../device/copies.js';
import { localDay } from '../device/person.js';
import { dayOf, nightOf } from '../diary/shown.js';
import { addCramp, whatLike } from '../view/add_cramp.js';
import { dayWords } from '../view/dates.js';
import { peopleScreen } from '../view/diary_people.js';
import { notKept, whyNot } from '../view/diary_trouble.js';
import { fill, h, icon, show } from '../view/dom.js';
import { EntryForm, middleOf } from '../view/entry_form.js';
import { EntryList, entryRows, listed } from '../view/entry_list.js';
import { capital, Words } from '../view/entry_words.js';
import { Month } from '../view/month.js';
import { entryScreen } from '../view/one_entry.js';
import { refill } from '../view/refill.js';
import { weeksPart } from '../view/weeks.js';
import { helpedPart } from '../view/what_helped.js';
import { withBook } from '../view/with_book.js';

/** What can be written down beside cramps. */
const ELSE = ['sleep', 'exercise', 'drinks', 'dose_taken', 'note'];
const SIDES = ['left', 'right', 'both'];
/** Before this hour "last night" is not the night that is still going on. */
const MORNING = 4;
/** Milliseconds in which a second tap is a slip of the thumb. */
const SLIP = 700;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const kb = await app.knowledge();
  const words = new Words(kb, app.texts(kb));
  return withBook(main, words, (diary, book) => new DiaryPage(main, app, kb, words, diary, book));
}

class DiaryPage {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Knowledge} kb
   * @param {Words} words
   * @param {Diary} diary
   * @param {Book} book
   */
  constructor(main, app, kb, words, diary, book) {
    this.main = main;
    this.app = app;
    this.kb = kb;
    this.words = words;
    this.diary = diary;
    this.book = book;
    this.list = new EntryList(words, (entry) => this.entry(entry));
    this.month = new Month(words, this.today, { open: (day) => this.day(day), turned: () => this.#stats() });
    this.quick = h('div', { class: 'stack' });
    this.status = h('div', { class: 'news', role: 'status' });
    this.stats = h('section', { class: 'stack' });
    this.weeks = h('section', { class: 'stack' });
    this.helped = h('section', { class: 'stack' });
    /** When something was last written by a tap. */
    this.tapped = 0;
    this.writing = false;
    /** How often the store said that something changed while this tab wrote: once for its own entry. */
    this.heard = 0;
    /** What the screen does when another tab has written. @type {() => void} */
    this.renewed = () => undefined;
    this.deaf = diary.onChange(() => {
      if (this.writing) this.heard += 1;
      else void this.#hear();
    });
  }

  leave() {
    this.deaf();
    this.diary.close();
  }

  get today() {
    return localDay();
  }

  /** Another tab has written: what is shown is renewed, what is being typed stays. */
  async #hear() {
    try {
      await this.book.read();
    } catch (error) {
      console.warn(error);
      return;
    }
    this.renewed();
  }

  /**
   * Write, and say so; where that fails, say why at `wrong` and leave the screen as it is.
   * @param {() => Promise<void>} work
   * @param {HTMLElement} wrong
   * @returns {Promise<boolean>}
   */
  async #write(work, wrong) {
    if (this.writing) return false;
    this.writing = true;
    this.heard = 0;
    let done = false;
    try {
      await work();
      done = true;
    } catch (error) {
      fill(wrong, whyNot(this.words, error));
    }
    this.writing = false;
    if (this.heard > Number(done)) void this.#hear(); // another tab wrote at the same time
    return done;
  }

  // ---- the first screen

  /** @param {...(Child | Child[])} news */
  overview(...news) {
    const { words, main, app, book } = this;
    fill(this.status);
    this.#renew();
    this.renewed = () => this.#renew();
    show(main,
      h('h1', {}, this.#title('site.diary')),
      notKept(words, this.diary, () => void copyOut(this.diary, this.kb)),
      this.quick,
      this.status,
      h('div', { class: 'cols far' }, this.month.element, h('div', { class: 'stack' }, this.stats, this.weeks)),
      h('div', { class: 'cols far' }, this.helped, this.list.element),
      h('ul', { class: 'x list' },
        h('li', {}, h('a', { href: app.href('data.html') }, icon('download'), h('span', {}, h('b', {}, words.texts.say('site.data')), h('small', {}, words.say('out_and_in'))), icon('on'))),
        h('li', {}, h('button', { type: 'button', 'data-people': '', onclick: () => this.people() }, icon('person'), h('span', {}, h('b', {}, words.say(book.people.length > 1 ? 'whose' : 'people'))), icon('on')))));
    if (news.length) this.#tell(...news);
  } // prettier-ignore

  /** @param {string} key */
  #title(key) {
    const { name } = this.book;
    if (name === null) return this.words.texts.say(key);
    return this.words.say('of', { name: name || this.words.say('unnamed') });
  }

  #renew() {
    const { entries } = this.book;
    this.month.show(entries);
    this.list.show(entries);
    this.#stats();
    const some = listed(entries).length > 0; // without an entry there is nothing to count
    for (const part of [this.stats, this.weeks, this.helped]) part.hidden = !some;
    if (some) fill(this.weeks, weeksPart(this.words, entries, this.today));
    if (some) fill(this.helped, helpedPart(this.words, entries));
    refill(this.quick, this.#buttons());
  }

  #stats() {
    const { words, month } = this;
    const { days } = month;
    const count = (/** @type {string} */ state) => days.filter((cell) => cell.state === state).length;
    const cramps = days.reduce((sum, { episodes }) => sum + episodes, 0);
    const blank = count('unwritten');
    fill(this.stats,
      h('h2', {}, words.say('this_month', { month: month.title })),
      h('dl', { class: 'stats num' }, [['stat_cramps', cramps], ['stat_with', count('cramp')], ['stat_without', count('none')]].map(([key, number]) =>
        h('div', {}, h('dt', {}, words.say(String(key))), h('dd', {}, number)))),
      h('p', { class: 'muted small' }, blank ? words.say('gap', { count: blank }) : words.say('no_gap')));
  } // prettier-ignore

  #buttons() {
    const { words, book } = this;
    const last = book.entries.filter(({ kind }) => kind === 'episode').at(-1);
    const { site, side, what } = /** @type {Record<string, string>} */ (last?.body ?? {});
    const night = lastNight(new Date());
    const none = book.entries.some(({ kind, body }) => kind === 'none_last_night' && body['night'] === night);
    const cramp = book.entries.some(({ kind, at }) => kind === 'episode' && nightOf(at) === night);
    const again = last && h('button', { class: 'btn big', type: 'button', 'data-do': 'again', onclick: () => this.#log({ what, site, ...(side && { side }) }) },
      icon('plus'), h('span', {}, words.say('just_now', { place: words.placeSide(String(site), side) })));
    return [
      again,
      h('div', { class: 'row' },
        h('button', { class: again ? 'btn line' : 'btn big', type: 'button', 'data-do': 'add', onclick: () => this.add() }, !again && icon('plus'), words.say(again ? 'add_other' : 'add')),
        !none && !cramp && h('button', { class: 'btn line', type: 'button', 'data-do': 'none', onclick: () => this.#none(night) }, words.say('none')),
        h('button', { class: 'btn line', type: 'button', 'data-do': 'else', onclick: () => this.something() }, words.say('something_else'))),
    ];
  } // prettier-ignore

  /** @param {...(Child | Child[])} news */
  #tell(...news) {
    refill(this.status, h('div', { class: 'card stack', tabindex: -1 }, ...news));
  }

  /**
   * A cramp just now, by one tap.
   * @param {Body} body
   */
  async #log(body) {
    if (this.writing || Date.now() - this.tapped < SLIP) return;
    this.tapped = Date.now();
    const wrong = h('p', { class: 'wrong' });
    if (await this.#write(async () => this.#saved(await this.book.write('episode', body)), wrong)) return;
    this.#tell(wrong, h('button', { class: 'btn line', type: 'button', onclick: () => void this.#log(body) }, this.words.say('again')));
  }

  /**
   * @param {string} night
   */
  async #none(night) {
    if (this.writing) return;
    const wrong = h('p', { class: 'wrong' });
    if (await this.#write(async () => this.#saved(await this.book.write('none_last_night', { night }, middleOf(night, this.today))), wrong)) return;
    this.#tell(wrong, h('button', { class: 'btn line', type: 'button', onclick: () => void this.#none(night) }, this.words.say('again')));
  }

  /**
   * Say that it is written, with the ways on: take it out again, say more.
   * @param {Entry} written
   * @param {string} [key]
   */
  #saved(written, key = 'saved') {
    this.#renew();
    this.#tell(...this.#savedWords(written, key));
  }

  /**
   * @param {Entry} written
   * @param {string} key
   * @returns {Child[]}
   */
  #savedWords(written, key) {
    const { words, book } = this;
    const entry = book.entries.find(({ id }) => id === written.id) ?? written;
    const wrong = h('p', { class: 'wrong' });
    const plain = entry.kind === 'episode' && entry.body['side'] === undefined && key === 'saved';
    const what = words.short(entry);
    return [
      h('p', {}, icon('tick'), h('span', {}, words.say(key, { what }))),
      wrong,
      plain && h('div', { class: 'row', role: 'group', 'aria-label': words.say('which_side') }, h('b', {}, words.say('which_side')), SIDES.map((side) =>
        h('button', { class: 'btn line sm', type: 'button', 'data-side': side, onclick: () => void this.#side(entry, side, wrong) }, capital(words.word(side))))),
      h('div', { class: 'row' },
        key === 'saved' && h('button', { class: 'btn line sm', type: 'button', 'data-do': 'undo', onclick: () => void this.#undo(entry, wrong) }, icon('back'), words.say('undo')),
        entry.kind === 'episode' && h('button', { class: 'btn line sm', type: 'button', 'data-do': 'more', onclick: () => this.edit(entry) }, icon('edit'), words.say('more_about'))),
    ];
  } // prettier-ignore

  /**
   * @param {Entry} entry
   * @param {string} side
   * @param {HTMLElement} wrong
   */
  async #side(entry, side, wrong) {
    await this.#write(async () => {
      await this.book.correct(entry, { ...entry.body, side });
      this.#saved(entry);
    }, wrong);
  }

  /**
   * @param {Entry} entry
   * @param {HTMLElement} wrong
   */
  async #undo(entry, wrong) {
    await this.#write(async () => {
      await this.book.remove(entry);
      this.#renew();
      this.#tell(h('p', {}, this.words.say('undone', { what: this.words.short(entry) })));
    }, wrong);
  }

  // ---- screens of their own

  /** @param {string} day */
  day(day) {
    const { words, main, book } = this;
    this.renewed = () => this.day(day);
    const found = listed(book.entries).filter(({ at }) => dayOf(at) === day).reverse();
    const night = (/** @type {Entry} */ { kind, at, body }) => (kind === 'episode' && nightOf(at) === day) || (kind === 'none_last_night' && body['night'] === day);
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const none = async () => {
      let written = /** @type {Entry | null} */ (null);
      const work = async () => void (written = await book.write('none_last_night', { night: day }, middleOf(day, this.today)));
      if ((await this.#write(work, wrong)) && written) this.overview(...this.#savedWords(written, 'saved'));
    };
    show(main,
      h('h1', {}, dayWords(words.texts, day, 'weekday'), ' ', day.slice(0, 4)),
      found.length ? entryRows(words, found, (entry) => this.entry(entry, () => this.day(day))) : h('p', {}, words.say('day_empty')),
      wrong,
      h('div', { class: 'row' },
        h('button', { class: 'btn', type: 'button', onclick: () => this.add(day) }, icon('plus'), words.say('day_add')),
        !book.entries.some(night) && h('button', { class: 'btn line', type: 'button', onclick: () => void none() }, words.say('day_none_add')),
        this.#back()));
  } // prettier-ignore

  /** @param {() => void} [to] */
  #back(to = () => this.overview()) {
    return h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: to }, icon('back'), this.words.say('back'));
  }

  /** @param {string} [day] */
  add(day) {
    const back = () => (day ? this.day(day) : this.overview());
    this.renewed = () => undefined;
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
      this.overview(...this.#savedWords(written, 'saved'));
    };
    if (await this.#write(work, wrong)) this.tapped = Date.now();
    else wrong.scrollIntoView({ block: 'nearest' });
  }

  /** What can be written down beside cramps. */
  something() {
    const { words, main } = this;
    this.renewed = () => undefined;
    show(main,
      h('h1', {}, words.say('else_heading')),
      h('ul', { class: 'x list' }, ELSE.map((kind) => h('li', {}, h('button', { type: 'button', 'data-kind': kind, onclick: () => this.#form(kind, null, () => this.something()) },
        h('span', {}, h('b', {}, words.say(`kind_${kind}`)), h('small', {}, words.say(`why_${kind}`))), icon('on'))))),
      this.#back());
  } // prettier-ignore

  /**
   * @param {Entry} entry
   * @param {() => void} [back]
   */
  entry(entry, back = () => this.overview()) {
    this.renewed = () => {
      const now = this.book.entries.find(({ id }) => id === entry.id);
      if (now) this.entry(now, back);
      else this.overview(h('p', {}, this.words.say('gone_elsewhere')));
    };
    entryScreen(this.main, this.words, this.book, entry, {
      edit: () => this.edit(entry, () => this.entry(entry, back)),
      remove: (wrong) => void this.#remove(entry, wrong),
      back,
    });
  }

  /**
   * @param {Entry} entry
   * @param {HTMLElement} wrong
   */
  async #remove(entry, wrong) {
    const what = this.words.short(entry);
    const problem = h('p', { class: 'wrong' });
    const back = async () => {
      await this.book.correct(entry, entry.body);
      this.#renew();
      this.#tell(h('p', {}, this.words.say('restored', { what })));
    };
    await this.#write(async () => {
      await this.book.remove(entry);
      this.overview(
        h('p', {}, this.words.say('deleted', { what })),
        problem,
        h('button', { class: 'btn line sm', type: 'button', 'data-do': 'undo', onclick: () => void this.#write(back, problem) }, icon('back'), this.words.say('undo')),
      );
    }, wrong);
  }

  /**
   * @param {Entry} entry
   * @param {() => void} [back]
   */
  edit(entry, back = () => this.overview()) {
    this.#form(entry.kind, entry, back);
  }

  /**
   * @param {string} kind
   * @param {Entry | null} entry  What it says so far.
   * @param {() => void} back
   */
  #form(kind, entry, back) {
    const { words, main, book } = this;
    const form = new EntryForm(words, book.kinds, kind, { today: this.today, ...(entry && { body: entry.body, at: entry.at }) });
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const changed = h('p', { role: 'status' });
    this.renewed = () => {
      const now = entry && book.entries.find(({ id }) => id === entry.id);
      if (entry && now?.recorded_at !== entry.recorded_at) changed.textContent = words.say('entry_changed');
    };
    const save = async () => {
      fill(wrong);
      const said = form.read();
      if (!said) return;
      await this.#write(async () => {
        const latest = entry && (book.entries.find(({ id }) => id === entry.id) ?? book.history(entry.id).at(-1));
        if (entry) await book.correct({ ...entry, recorded_at: latest?.recorded_at ?? entry.recorded_at }, said.body, said.at);
        const written = entry ?? (await book.write(kind, said.body, said.at));
        this.overview(...this.#savedWords(written, entry ? 'changed' : 'saved'));
      }, wrong);
    };
    show(main,
      h('h1', {}, words.say(`kind_${kind}`)),
      changed,
      h('form', { class: 'stack', novalidate: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void save(); } },
        form.element, wrong,
        h('div', { class: 'row' }, h('button', { class: 'btn', type: 'submit' }, icon('tick'), words.say('save')), this.#back(back))));
  } // prettier-ignore

  people() {
    this.renewed = () => undefined;
    peopleScreen(this.main, this.words, this.book, {
      does: (work, wrong) => void this.#write(work, wrong).then((done) => done && this.overview()),
      back: () => this.overview(),
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
