/** Opens what is known of a person, and the diary, for a page; answers how to leave it. */

/** @import { App } from '../app.js' */
/** @import { Person } from '../device/person.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { readPerson } from '../device/person.js';
import { openDiary } from '../diary/store.js';

/** What every page has that is about a person. */
export class PersonPage {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Knowledge} kb
   * @param {Diary} diary
   * @param {Person} person
   */
  constructor(main, app, kb, diary, person) {
    this.main = main;
    this.app = app;
    this.kb = kb;
    this.diary = diary;
    this.person = person;
    this.others = (person.episode.answering_for ?? 'self') !== 'self';
    this.texts = app.texts(kb, this.others);
  }
}

/**
 * @param {HTMLElement} main
 * @param {App} app
 * @param {new (...has: ConstructorParameters<typeof PersonPage>) => PersonPage & {begin: () => unknown, leave: () => void}} Page
 */
export async function withPerson(main, app, Page) {
  const kb = await app.knowledge();
  const [person, diary] = await Promise.all([readPerson(kb), openDiary()]);
  const page = new Page(main, app, kb, diary, person);
  await page.begin();
  return () => page.leave();
}
