/** Cramps week by week: a plot that says what it shows, and the same numbers as a table. */

/** @import { Sum } from '../diary/sums.js' */
/** @import { Words } from './entry_words.js' */

import { perWeek } from '../diary/shown.js';
import { dayWords } from './dates.js';
import { h } from './dom.js';
import { svg } from './marks.js';

const WEEKS = 8;
const [WIDTH, HEIGHT, FOOT, HEAD] = [344, 170, 24, 24];

/**
 * @param {Words} words
 * @param {Sum} sum
 * @param {string} today
 */
export function weeksPart(words, sum, today) {
  const weeks = perWeek(sum, today, WEEKS);
  const top = weeks.reduce((one, other) => (other.episodes > one.episodes ? other : one));
  const blank = weeks.reduce((all, { unwritten }) => all + unwritten, 0);
  const day = (/** @type {string} */ from) => dayWords(words.texts, from, 'short');
  const finding = top.episodes
    ? words.say('weeks_say', { most: top.episodes, day: day(top.from), now: weeks.at(-1)?.episodes ?? 0 })
    : words.say('weeks_empty', { weeks: WEEKS });
  const gap = blank ? words.say('weeks_gap', { count: blank }) : '';
  return [
    h('h2', {}, words.say('weeks')),
    h('p', {}, h('b', {}, finding), ' ', gap),
    plot(weeks, words.say('weeks_title', { weeks: WEEKS }), `${finding} ${gap}`.trim(), (from) => label(words, from)),
    h('details', {},
      h('summary', {}, words.say('weeks_table')),
      h('table', { class: 'weeks num small' },
        h('caption', { class: 'vh' }, words.say('weeks_title', { weeks: WEEKS })),
        h('thead', {}, h('tr', {}, ['week_from', 'week_cramps', 'week_without', 'week_unwritten'].map((key) => h('th', { scope: 'col' }, words.say(key))))),
        h('tbody', {}, [...weeks].reverse().map((week) => h('tr', {},
          h('th', { scope: 'row' }, label(words, week.from)), [week.episodes, week.without, week.unwritten].map((number) => h('td', {}, number))))))),
  ];
} // prettier-ignore

/**
 * A bar for each week, with its number; a dashed box where nothing at all is written, and never a bar of no height.
 * @param {ReturnType<typeof perWeek>} weeks
 * @param {string} title
 * @param {string} finding
 * @param {(from: string) => string} named
 */
function plot(weeks, title, finding, named) {
  const most = Math.max(1, ...weeks.map(({ episodes }) => episodes));
  const pitch = WIDTH / weeks.length;
  const floor = HEIGHT - FOOT;
  const marks = weeks.flatMap(({ from, episodes, with: some, without }, nth) => {
    const middle = pitch * (nth + 0.5);
    const high = ((floor - HEAD) * episodes) / most;
    const number = (/** @type {number} */ y) => svg('text', { x: middle, y, 'text-anchor': 'middle' }, String(episodes));
    const last = nth === weeks.length - 1;
    const end = last ? { x: WIDTH, 'text-anchor': 'end' } : { x: middle, 'text-anchor': 'middle' };
    const below = (weeks.length - 1 - nth) % 2 === 0 ? [svg('text', { ...end, y: HEIGHT - 6 }, named(from))] : [];
    if (episodes) return [svg('rect', { class: 'mk bar', x: middle - 11, y: floor - high, width: 22, height: high, rx: 3 }), number(floor - high - 6), ...below];
    if (some + without) return [svg('circle', { class: 'mk z', cx: middle, cy: floor - 8, r: 4.5 }), number(floor - 20), ...below];
    return [svg('rect', { class: 'blank', x: middle - 11, y: floor - 26, width: 22, height: 24, rx: 3 }), ...below];
  });
  return svg('svg', { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-labelledby': 'weeks-title weeks-says' },
    svg('title', { id: 'weeks-title' }, title),
    svg('desc', { id: 'weeks-says' }, finding),
    svg('line', { class: 'ax', x1: 0, x2: WIDTH, y1: floor, y2: floor }),
    ...marks);
} // prettier-ignore

/**
 * A day short enough to stand under a bar, or in a table on a small screen.
 * @param {Words} words
 * @param {string} day
 */
function label({ texts }, day) {
  return `${Number(day.slice(8))} ${texts.say(`month.${Number(day.slice(5, 7))}`).slice(0, 3)}`;
}
