/** What was tried against cramps and how fast it helped: counts, in the order of how often it was tried. */

/** @import { Sum } from '../diary/sums.js' */
/** @import { Words } from './entry_words.js' */

import { perRemedy } from '../diary/shown.js';
import { h } from './dom.js';
import { capital } from './entry_words.js';

/**
 * @param {Words} words
 * @param {Sum} sum
 */
export function helpedPart(words, sum) {
  const rows = perRemedy(sum);
  const heading = h('h2', {}, words.say('helped'));
  if (!rows.length) return [heading, h('p', { class: 'muted' }, words.say('helped_none'))];
  return [
    heading,
    h('ul', { class: 'x list plain' }, rows.map(({ remedy, tried, outcomes, seconds, median }) => h('li', {}, h('span', {},
      h('b', {}, words.remedy(remedy)),
      h('small', {}, words.say('helped_times', { count: tried, outcomes: capital(told(words, outcomes)) })),
      median !== null && h('small', {}, words.say(seconds.length === 1 ? 'said_relief' : 'helped_time', {
        time: words.span(median), median: words.span(median), fast: words.span(seconds[0] ?? 0), slow: words.span(seconds.at(-1) ?? 0),
      })))))),
    h('p', { class: 'muted small' }, words.say('helped_caveat')),
  ];
} // prettier-ignore

/**
 * @param {Words} words
 * @param {Record<string, number>} outcomes
 */
function told(words, outcomes) {
  const order = ['gone', 'better', 'same', 'worse', 'skipped', 'time_over'].filter((outcome) => outcomes[outcome]);
  return order.map((outcome) => words.say('helped_outcome', { outcome: words.word(outcome), count: outcomes[outcome] })).join(', ');
}
