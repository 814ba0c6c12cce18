/** Deleting where a diary is shared: here alone, or on the computer and every device that is paired with it too. */

/** @import { Diary, Scope } from '../diary/store.js' */

import { stamp, uuid7 } from '../diary/entries.js';
import { Store } from '../diary/store.js';
import { isLetIn, readPair, unpair } from './pairing.js';

/**
 * With whom the diary is shared: nobody, the computer that this browser runs on, or one that this device is paired with.
 * @param {Diary} diary
 * @returns {Promise<'nobody' | 'own' | 'paired'>}
 */
export async function sharedWith(diary) {
  if (!(diary instanceof Store)) return 'nobody';
  if (await readPair(diary)) return 'paired';
  return isLetIn() ? 'own' : 'nobody';
}

/**
 * Erase it here at once; the computer and its devices hear of it as soon as they can be reached.
 * @param {Diary} diary
 * @param {Scope} scope
 */
export async function eraseEverywhere(diary, scope) {
  const now = new Date();
  const id = uuid7(now, crypto.getRandomValues(new Uint8Array(10)));
  return diary.forget(scope, { ...scope, id, at: stamp(now, { milliseconds: true }) });
}

/**
 * Erase it here alone. A device that stayed paired would get it back.
 * @param {Diary} diary
 * @param {Scope} scope
 */
export async function eraseHere(diary, scope) {
  if (diary instanceof Store && (await readPair(diary))) await unpair(diary);
  return diary.forget(scope);
}
