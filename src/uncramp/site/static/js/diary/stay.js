/** Whether the browser will keep what is written: it may throw away what a site stored unless it was asked not to. */

/** @typedef {Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>} Storage */

/**
 * What the browser says: `stays` is null where it does not say. `left` is the room that is left, in bytes.
 * @typedef {{stays: boolean | null, used: number | null, left: number | null}} Staying
 */

/**
 * Ask the browser to keep the diary until somebody deletes it; some ask the person, some decide by themselves.
 * @param {Storage | undefined} [storage]
 * @returns {Promise<Staying>}
 */
export async function askToStay(storage = globalThis.navigator?.storage) {
  await quietly(() => storage?.persist());
  return staying(storage);
}

/**
 * @param {Storage | undefined} [storage]
 * @returns {Promise<Staying>}
 */
export async function staying(storage = globalThis.navigator?.storage) {
  const stays = await quietly(() => storage?.persisted());
  const { usage, quota } = (await quietly(() => storage?.estimate())) ?? {};
  return {
    stays: stays ?? null,
    used: usage ?? null,
    left: usage === undefined || quota === undefined ? null : Math.max(0, quota - usage),
  };
}

/**
 * The answer, or undefined where the browser has no such call or refuses it: nothing here may stop an entry.
 * @template T
 * @param {() => Promise<T> | undefined} ask
 * @returns {Promise<T | undefined>}
 */
async function quietly(ask) {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
