/** The diary on paper: one table, day by day. */

/** @import { Entry } from '../diary/entries.js' */
/** @import { Words } from './entry_words.js' */

import { addDays } from '../days.js';
import { byDay, listed } from '../diary/shown.js';
import { dayWords } from './dates.js';
import { fill, h, icon, show } from './dom.js';

const SPANS = [30, 90, 365, 0];

/**
 * @param {HTMLElement} main
 * @param {Words} words
 * @param {(from: string | null) => Promise<readonly Entry[]>} read  What holds from a day on; null: all.
 * @param {{today: string, name: string | null, back: () => void}} how
 */
export async function printScreen(main, words, read, { today, name, back }) {
  const sheet = h('div', { class: 'stack' });
  const choose = h('select', { id: 'print-span', onchange: () => void draw() }, SPANS.map((days) =>
    h('option', { value: days, selected: days === 90 }, words.say(days ? `print_${days}` : 'print_all'))));
  const title = words.say('print_of');
  show(main,
    h('h1', {}, name ? `${title}: ${name}` : title),
    h('div', { class: 'field np' }, h('label', { for: 'print-span' }, words.say('print_which')), choose),
    h('div', { class: 'row np' },
      h('button', { class: 'btn', type: 'button', onclick: () => print() }, icon('print'), words.say('print')),
      h('button', { class: 'btn line', type: 'button', 'data-do': 'back', onclick: back }, icon('back'), words.say('back'))),
    sheet);
  await draw();

  async function draw() {
    const days = Number(choose.value);
    const from = days ? addDays(today, 1 - days) : '';
    const entries = listed(await read(from || null));
    if (days !== Number(choose.value)) return; // something else was chosen meanwhile
    const found = byDay(entries).reverse();
    const first = days ? from : (found[0]?.day ?? today);
    fill(sheet,
      h('p', {}, words.say('print_span', { from: dayWords(words.texts, first), to: dayWords(words.texts, today) }), '. ', words.say('print_gap')),
      found.length ? table(words, found) : h('p', {}, words.say('print_nothing')),
      h('p', { class: 'muted small' }, words.say('print_made', { day: dayWords(words.texts, today) })));
  }
} // prettier-ignore

/**
 * @param {Words} words
 * @param {ReturnType<typeof byDay>} days
 */
function table(words, days) {
  return h('table', { class: 'paper' },
    h('caption', { class: 'vh' }, words.say('print_of')),
    h('thead', {}, h('tr', {}, ['print_day', 'print_what'].map((key) => h('th', { scope: 'col' }, words.say(key))))),
    days.map(({ day, entries }) => h('tbody', {},
      h('tr', {}, h('th', { scope: 'rowgroup', colspan: 2 }, dayWords(words.texts, day, 'weekday_year'))),
      [...entries].reverse().map((entry) => h('tr', {},
        h('td', {}, words.hour(entry)),
        h('td', {}, h('b', {}, words.line(entry)), ' ', words.lines(entry).join(' ')))))));
} // prettier-ignore
