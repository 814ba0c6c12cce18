/** Opens the diary for a page; where that fails, says why and offers to try again. */

/** @import { Diary } from '../diary/store.js' */
/** @import { Words } from './entry_words.js' */

import { Book } from '../device/book.js';
import { openDiary } from '../diary/store.js';
import { closedDiary } from './diary_trouble.js';

/** @typedef {{overview: () => unknown, leave: () => void}} BookPage */

/**
 * Begin a page with the diary open. Answers how to leave it.
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {(diary: Diary, book: Book) => BookPage} made
 */
export async function withBook(main, words, made) {
  /** @type {BookPage | undefined} */
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
