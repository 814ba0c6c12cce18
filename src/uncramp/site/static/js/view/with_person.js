/** Opens what is known of a person, and the diary, for a page; answers how to leave it. */

/** @import { App } from '../app.js' */
/** @import { Person } from '../device/person.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { readPerson } from '../device/person.js';
import { openDiary } from '../diary/store.js';

/** @typedef {{begin: () => unknown, leave: () => void}} PersonPage */

/**
 * @param {App} app
 * @param {(kb: Knowledge, diary: Diary, person: Person) => PersonPage} made
 */
export async function withPerson(app, made) {
  const kb = await app.knowledge();
  const [person, diary] = await Promise.all([readPerson(kb), openDiary()]);
  const page = made(kb, diary, person);
  await page.begin();
  return () => page.leave();
}
