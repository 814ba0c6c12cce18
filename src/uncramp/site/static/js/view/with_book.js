/** Opens the diary for a page; where that fails, says why and offers to try again. */

/** @import { App } from '../app.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { Book } from '../device/book.js';
import { openDiary } from '../diary/store.js';
import { closedDiary } from './diary_trouble.js';
import { Words } from './entry_words.js';

/** @typedef {{overview: () => unknown, leave: () => void}} Opened */

/** What every page of the diary has. */
export class BookPage {
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
  }
}

/**
 * Begin such a page. Answers how to leave it.
 * @param {HTMLElement} main
 * @param {App} app
 * @param {new (...has: ConstructorParameters<typeof BookPage>) => BookPage & Opened} Page
 */
export async function mountBook(main, app, Page) {
  const kb = await app.knowledge();
  const words = new Words(kb, app.texts(kb));
  return withBook(main, words, (diary, book) => new Page(main, app, kb, words, diary, book));
}

/**
 * Begin a page with the diary open. Answers how to leave it.
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {(diary: Diary, book: Book) => Opened} made
 */
export async function withBook(main, words, made) {
  /** @type {Opened | undefined} */
  let page;
  await begin();
  return () => page?.leave();

  async function begin() {
    try {
      const diary = await openDiary();
      page = made(diary, await Book.open(diary));
      await page.overview();
    } catch (error) {
      closedDiary(main, words, error, () => void begin());
    }
  }
}
