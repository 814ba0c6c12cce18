/** Whose turn it is on a page of the diary: this tab writes one thing at a time, and hears of what another tab wrote. */

/** @import { Book } from '../device/book.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Words } from './entry_words.js' */

import { whyNot } from './diary_trouble.js';
import { fill } from './dom.js';

export class Turn {
  /**
   * @param {Words} words
   * @param {Diary} diary
   * @param {Book} book
   */
  constructor(words, diary, book) {
    this.words = words;
    this.book = book;
    this.writing = false;
    /** How often the store said that something changed while this tab wrote: once for each of its own appends. */
    this.heard = 0;
    /** What the screen does when another tab has written. @type {() => void | Promise<void>} */
    this.renewed = () => undefined;
    this.deaf = diary.onChange(() => {
      if (this.writing) this.heard += 1;
      else void this.#hear();
    });
  }

  leave() {
    this.deaf();
  }

  /** Another tab has written: what is shown is renewed, what is being typed stays. */
  async #hear() {
    try {
      await this.book.read();
      await this.renewed();
    } catch (error) {
      console.warn(error);
    }
  }

  /** Count what was not counted before the page was shown: after an import, or a new version of the diary. */
  async rest() {
    if (this.book.complete) return;
    try {
      await this.book.rest();
      await this.renewed();
    } catch (error) {
      console.warn(error); // the page was left, or another tab wrote and is heard
    }
  }

  /**
   * Write, and say so; where that fails, say why at `wrong` and leave the screen as it is.
   * @param {() => Promise<void>} work
   * @param {HTMLElement} wrong
   * @returns {Promise<boolean>}
   */
  async write(work, wrong) {
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
}
