/** Dates and numbers in the words of a language, whatever the device's own language is. */

/** @import { Texts } from '../texts.js' */

import { weekdayOf } from '../days.js';

/**
 * @param {Texts} texts
 * @param {string} day  As `2026-02-27`.
 * @param {'full' | 'short' | 'weekday' | 'weekday_year'} [pattern]
 */
export function dayWords(texts, day, pattern = 'full') {
  const [year, month, date] = day.split('-').map(Number);
  return texts.say(`date.${pattern}`, {
    year,
    month: texts.say(`month.${month}`),
    day: date,
    weekday: texts.say(`weekday.${weekdayOf(day) + 1}`),
  });
}

/**
 * A number as the language of the page writes it, with one place after the point at most.
 * @param {number} value
 */
export function numberWords(value) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value);
}
