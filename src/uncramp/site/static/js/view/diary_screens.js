/** The screens of single entries: what can be written down, one entry, its form, and what was different on a day. */

/** @import { Book } from '../device/book.js' */
/** @import { Body } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Child } from './dom.js' */
/** @import { Turn } from './diary_turn.js' */
/** @import { Words } from './entry_words.js' */

import { localDay } from '../device/person.js';
import { dayWords } from './dates.js';
import { differentScreen } from './diary_different.js';
import { elseScreen, formScreen } from './diary_form.js';
import { h, icon } from './dom.js';
import { middleOf } from './entry_form.js';
import { entryScreen } from './one_entry.js';

/**
 * The way back: to the first screen with some news, or to say them where it is shown already. `saved`: that an entry is
 * written, in words.
 * @typedef {object} Ways
 * @property {(...news: (Child | Child[])[]) => Promise<void>} overview
 * @property {(...news: (Child | Child[])[]) => Promise<void>} renew
 * @property {(written: Entry, key: string) => Promise<Child[]>} saved
 */

export class EntryScreens {
  /**
   * @param {HTMLElement} main
   * @param {Words} words
   * @param {Book} book
   * @param {Turn} turn
   * @param {Ways} ways
   */
  constructor(main, words, book, turn, ways) {
    this.main = main;
    this.words = words;
    this.book = book;
    this.turn = turn;
    this.ways = ways;
  }

  get today() {
    return localDay();
  }

  /** What can be written down beside cramps. */
  something() {
    this.turn.renewed = () => undefined;
    const back = () => this.something();
    elseScreen(this.main, this.words, {
      pick: (kind) => (kind === 'exposure' ? void this.different(this.today, back) : this.form(kind, null, back)),
      back: () => void this.ways.overview(),
    });
  }

  /**
   * What was different on a day.
   * @param {string} day
   * @param {() => void} back
   */
  async different(day, back) {
    const { book, words, today } = this;
    this.turn.renewed = () => undefined;
    const entries = await book.between(day, day);
    const save = (/** @type {{write: Body[], remove: Entry[]}} */ { write, remove }) => async () => {
      const count = write.length + remove.length;
      if (write.length) await book.writeAll('exposure', write, middleOf(day, today));
      if (remove.length) await book.remove(...remove);
      const key = ['saved_different_same', 'saved_different_one'][count] ?? 'saved_different';
      await this.ways.overview(h('p', {}, icon('tick'), h('span', {}, words.say(key, { count, day: dayWords(words.texts, day, 'weekday') }))));
    };
    differentScreen(this.main, words, book.kinds, { day, today, entries }, {
      turn: (other) => void this.different(other, back),
      save: (changes, wrong) => void this.turn.write(save(changes), wrong),
      back,
    });
  } // prettier-ignore

  /**
   * @param {Entry} entry
   * @param {() => void} [back]
   */
  async entry(entry, back = () => void this.ways.overview()) {
    const told = await this.book.history(entry.id);
    this.turn.renewed = async () => {
      const now = await this.book.find(entry.id);
      await (now ? this.entry(now, back) : this.ways.overview(h('p', {}, this.words.say('gone_elsewhere'))));
    };
    entryScreen(this.main, this.words, entry, told, {
      edit: () => this.form(entry.kind, entry, () => void this.entry(entry, back)),
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
      await this.ways.renew(h('p', {}, this.words.say('restored', { what })));
    };
    await this.turn.write(async () => {
      await this.book.remove(entry);
      await this.ways.overview(
        h('p', {}, this.words.say('deleted', { what })),
        problem,
        h('button', { class: 'btn line sm', type: 'button', 'data-do': 'undo', onclick: () => void this.turn.write(back, problem) }, icon('back'), this.words.say('undo')),
      );
    }, wrong);
  }

  /**
   * @param {string} kind
   * @param {Entry | null} entry  What it says so far.
   * @param {() => void} back
   */
  form(kind, entry, back) {
    const { words, book } = this;
    const save = (/** @type {{body: Body, at?: string | undefined}} */ { body, at }) => async () => {
      const latest = entry && ((await book.find(entry.id)) ?? (await book.history(entry.id)).at(-1));
      if (entry) await book.correct({ ...entry, recorded_at: latest?.recorded_at ?? entry.recorded_at }, body, at);
      const written = entry ?? (await book.write(kind, body, at));
      await this.ways.overview(...(await this.ways.saved(written, entry ? 'changed' : 'saved')));
    };
    const changed = formScreen(this.main, words, book.kinds, { kind, entry, today: this.today }, {
      save: (said, wrong) => void this.turn.write(save(said), wrong),
      back,
    });
    this.turn.renewed = async () => {
      const now = entry && (await book.find(entry.id));
      if (entry && now?.recorded_at !== entry.recorded_at) changed(words.say('entry_changed'));
    };
  } // prettier-ignore
}
