/**
 * The plan's reminders as a calendar file (RFC 5545), to be taken in once: floating local times, which follow a
 * traveller, and the same UID for the same reminder whenever the file is made again.
 *
 * What has no hour of its own (breaks while sitting, what goes with sport) gets no reminder, and what must be asked
 * about first gets none until somebody was asked; both are said in `leftOut`.
 */

/** @import { Hours } from './hours.js' */

import { addDays, weekdayOf } from '../days.js';
import { hoursOf, isQuiet } from './hours.js';

/**
 * A row of the plan's schedule with dates (`rows` of schedule.js).
 * @typedef {object} Row
 * @property {string} remedy
 * @property {string} [no_dates]
 * @property {string} [start]
 * @property {string | null} [end]  The day after the last one.
 * @property {string} [review_on]
 * @property {boolean} [after_asking]
 * @property {string | null} [diary_until]
 * @property {string} [at]  The part of the day.
 * @property {number | null} [times]
 * @property {string} [per]
 * @property {number | null} [every_minutes]
 * @property {number | null} [minutes]
 * @property {number | null} [finish_before_bed_minutes]
 * @property {number | null} [finish_by_hour]
 * @property {{from: string, days?: readonly string[]}[]} [weeks]
 * @property {string} [says]
 * @property {string} [stop_if]
 */

/**
 * The words and times of the calendar. `titles`: by remedy, neutral enough for a shared screen. `plan` is an id of the
 * plan, not of the person; `sequence` goes up by one each time the plan changes; `changed` is when it last did.
 * @typedef {object} How
 * @property {string} name
 * @property {Readonly<Record<string, string>>} titles
 * @property {string} diaryTitle
 * @property {(title: string) => string} reviewTitle
 * @property {Hours} hours
 * @property {ReadonlySet<string>} [asked]  Remedies about which a pharmacist or doctor was asked.
 * @property {string} plan
 * @property {number} sequence
 * @property {Date} changed
 */

/**
 * A reminder: `rule` is its RRULE; without `time` it is of the whole day. One that is `silent` comes in quiet hours: it
 * stands in the calendar and does not ring.
 * @typedef {object} Reminder
 * @property {string} uid
 * @property {string} title
 * @property {string} text
 * @property {string} day
 * @property {string | null} time
 * @property {number | null} minutes
 * @property {string | null} rule
 * @property {true} [silent]
 */

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const LONGEST = 75;

/**
 * @param {readonly Row[]} rows
 * @param {How} how
 * @returns {{reminders: Reminder[], leftOut: {remedy: string, why: 'no_dates' | 'ask_first' | 'no_hour'}[]}}
 */
export function reminders(rows, how) {
  /** @type {ReturnType<typeof reminders>} */
  const found = { reminders: [], leftOut: [] };
  for (const row of rows) {
    const why = whyNot(row, how);
    if (why) found.leftOut.push({ remedy: row.remedy, why });
    else found.reminders.push(...ofRow(row, how));
  }
  return found;
}

/**
 * @param {Row} row
 * @param {How} how
 */
function whyNot(row, how) {
  if (row.no_dates !== undefined || !row.start) return 'no_dates';
  if (row.after_asking && !how.asked?.has(row.remedy)) return 'ask_first';
  return row.every_minutes || !how.hours[row.at ?? 'day']?.length ? 'no_hour' : null;
}

/**
 * The diary that comes first, the remedy at its hours, and the day to look again.
 * @param {Row} row
 * @param {How} how
 * @returns {Reminder[]}
 */
function ofRow(row, how) {
  const title = how.titles[row.remedy] ?? row.remedy;
  const text = [row.says, row.stop_if].filter(Boolean).join('\n\n');
  const days = row.weeks?.[0]?.days ?? [];
  const first = days[0] ?? row.weeks?.[0]?.from ?? row.start ?? '';
  const last = row.end ? addDays(row.end, -1) : (row.review_on ?? first);
  /** @type {Reminder[]} */
  const found = [];
  if (row.diary_until && row.start) {
    const time = how.hours['evening']?.[0] ?? null;
    const rule = `FREQ=DAILY;UNTIL=${until(row.diary_until, time)}`;
    found.push({ ...named('diary', how.diaryTitle), text: '', day: row.start, time, minutes: null, rule, ...silence(how.hours, time) });
  }
  hoursOf(row, how.hours).forEach((time, nth) => {
    const rule = `${repeats(row, days)};UNTIL=${until(last, time)}`;
    const minutes = row.minutes ?? null;
    if (first <= last) found.push({ ...named(String(nth + 1), title), text, day: first, time, minutes, rule, ...silence(how.hours, time) });
  });
  if (row.review_on) {
    const again = { day: row.review_on, time: null, minutes: null, rule: null };
    found.push({ ...named('review', how.reviewTitle(title)), text: '', ...again });
  }
  return found;

  /**
   * @param {string} part
   * @param {string} words
   */
  function named(part, words) {
    return { uid: `${row.remedy}-${part}.${how.plan}@uncramp`, title: words };
  }
}

/**
 * @param {Hours} hours
 * @param {string | null} time
 * @returns {{silent?: true}}
 */
export function silence({ quiet }, time) {
  return time !== null && isQuiet(quiet, time) ? { silent: true } : {};
}

/**
 * Every day, or on the days of the first week again and again.
 * @param {Row} row
 * @param {readonly string[]} days
 */
function repeats({ per }, days) {
  if (per !== 'week' || !days.length) return 'FREQ=DAILY';
  return `FREQ=WEEKLY;BYDAY=${days.map((day) => WEEKDAYS[weekdayOf(day)]).join(',')}`;
}

/**
 * @param {string} day
 * @param {string | null} time
 */
function until(day, time) {
  return time === null ? compact(day) : `${compact(day)}T${time.replace(':', '')}00`; // as DTSTART: floating, or a day
}

/**
 * The calendar file.
 * @param {readonly Reminder[]} all
 * @param {How} how
 */
export function calendar(all, how) {
  return file('PUBLISH', how, all.flatMap((one) => event(one, how, 'CONFIRMED')));
}

/**
 * The file that takes reminders back which are no longer of the plan: those of `before` that are not in `now`. The
 * sequence has to be larger than the one they were made with.
 * @param {readonly Reminder[]} before
 * @param {readonly Reminder[]} now
 * @param {How} how
 */
export function cancellation(before, now, how) {
  const still = new Set(now.map(({ uid }) => uid));
  const dropped = before.filter(({ uid }) => !still.has(uid));
  return file('CANCEL', how, dropped.flatMap((one) => event(one, how, 'CANCELLED')));
}

/**
 * @param {'PUBLISH' | 'CANCEL'} method
 * @param {How} how
 * @param {readonly string[]} events
 */
function file(method, { name }, events) {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//uncramp//plan//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/**
 * @param {Reminder} one
 * @param {How} how
 * @param {'CONFIRMED' | 'CANCELLED'} status
 */
function event({ uid, title, text, day, time, minutes, rule, silent }, { sequence, changed }, status) {
  const begins = time === null ? `;VALUE=DATE:${compact(day)}` : `:${until(day, time)}`;
  const lines = [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${changed.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
    `SEQUENCE:${sequence}`,
    `STATUS:${status}`,
    `DTSTART${begins}`,
    `SUMMARY:${escaped(title)}`,
    'TRANSP:TRANSPARENT',
    'CLASS:PRIVATE',
  ];
  if (time !== null && minutes) lines.push(`DURATION:PT${minutes}M`);
  if (rule) lines.push(`RRULE:${rule}`);
  if (text) lines.push(`DESCRIPTION:${escaped(text)}`);
  if (status === 'CONFIRMED' && time !== null && !silent) {
    lines.push('BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:PT0S', `DESCRIPTION:${escaped(title)}`, 'END:VALARM');
  }
  return [...lines, 'END:VEVENT'];
}

/** @param {string} day */
function compact(day) {
  return day.replaceAll('-', '');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
}

/**
 * Lines of at most 75 octets, never broken inside a character.
 * @param {string} line
 */
function folded(line) {
  const octets = new TextEncoder();
  let [done, length] = ['', 0];
  for (const char of line) {
    const size = octets.encode(char).length;
    if (length + size > LONGEST) [done, length] = [`${done}\r\n `, 1];
    done += char;
    length += size;
  }
  return done;
}
