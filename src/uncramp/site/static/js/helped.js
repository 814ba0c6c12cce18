/** Which remedies this person's own diary says have worked. */

/** @import { Sum } from './diary/sums.js' */

import { perRemedy } from './diary/shown.js';

/** @typedef {{remedy: string, gone: number, tried: number, median: number}} Helped  `median`: seconds until "gone". */

const GOOD = ['gone', 'better'];
const BAD = ['same', 'worse', 'time_over'];

/**
 * Those after which it has gone, measured, and that helped more often than not; the most often, then the quickest first.
 * It says what happened and not why: what is tried on easy days looks better than it is.
 * @param {Sum} sum  What is counted of the diary.
 * @returns {Helped[]}
 */
export function helpedBefore(sum) {
  return perRemedy(sum)
    .flatMap(({ remedy, outcomes, median }) => {
      const count = (/** @type {readonly string[]} */ names) => names.reduce((found, name) => found + (outcomes[name] ?? 0), 0);
      const [good, bad] = [count(GOOD), count(BAD)];
      return median === null || good <= bad ? [] : { remedy, gone: count(['gone']), tried: good + bad, median };
    })
    .sort((one, other) => other.gone - one.gone || one.median - other.median || (one.remedy < other.remedy ? -1 : 1));
}
