/** Why a diary could not be kept, in words that a screen can act on. */

/**
 * `blocked`: another tab holds an older version of the app; close it. `newer`: a newer app made this diary; reload.
 * `quota`: the device is full. `private`: the browser keeps nothing here (a private window, storage switched off).
 * `silent`: the browser did not answer. `lost`: the connection broke; try again. `failed`: anything else.
 * @typedef {'blocked' | 'newer' | 'quota' | 'private' | 'silent' | 'lost' | 'failed'} StoreErrorKind
 */

export class StoreError extends Error {
  /**
   * @param {StoreErrorKind} kind
   * @param {unknown} [cause]
   */
  constructor(kind, cause) {
    super(`the diary could not be kept: ${kind}${cause instanceof Error ? ` (${cause.name})` : ''}`, { cause });
    this.name = 'StoreError';
    this.kind = kind;
  }
}

/** @type {Readonly<Record<string, StoreErrorKind>>} */
const KINDS = {
  VersionError: 'newer',
  QuotaExceededError: 'quota',
  SecurityError: 'private',
  NotAllowedError: 'private',
  InvalidStateError: 'lost',
  TransactionInactiveError: 'lost',
  AbortError: 'lost',
};

/**
 * The StoreError for what a browser reported, by the name of it; messages differ from browser to browser.
 * @param {unknown} error
 * @param {StoreErrorKind} [otherwise]
 */
export function storeError(error, otherwise = 'failed') {
  if (error instanceof StoreError) return error;
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return new StoreError(KINDS[name] ?? otherwise, error);
}
