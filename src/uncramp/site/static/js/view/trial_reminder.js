/** The reminder of a trial: each evening, what it is the turn of; a file for the calendar of this device. */

/** @import { Hours } from '../diary/hours.js' */
/** @import { How, Reminder } from '../diary/ics.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Run } from '../trial_diary.js' */

import { addDays } from '../days.js';
import { download } from '../device/download.js';
import { readHours } from '../device/hours.js';
import { calendar, cancellation, silence } from '../diary/ics.js';
import { fill, h, icon } from './dom.js';

const FILE = 'uncramp-trial.ics';
const FILE_OUT = 'uncramp-trial-out.ics';
const TYPE = 'text/calendar;charset=utf-8';

/**
 * Every evening from the first night to the last, when the person goes to bed. Its words name nothing that is tried: others
 * may see a calendar.
 * @param {Run} run
 * @param {Hours} hours
 * @param {string} title
 * @returns {Reminder}
 */
export function reminderOf(run, hours, title) {
  const time = hours['bedtime']?.[0] ?? '21:30';
  const [first, last] = [addDays(run.first, -1), addDays(run.night(run.plan.length), -1)];
  const until = `${last.replaceAll('-', '')}T${time.replace(':', '')}00`;
  return { uid: `trial-${run.id}@uncramp`, title, text: '', day: first, time, minutes: null, rule: `FREQ=DAILY;UNTIL=${until}`, ...silence(hours, time) };
}

/**
 * @param {Texts} texts
 * @param {Diary} diary
 * @param {Run} run
 * @returns {HTMLElement}
 */
export function trialReminder(texts, diary, run) {
  const say = (/** @type {string} */ key) => texts.say(`site_trials.${key}`);
  const status = h('p', { role: 'status' });
  const put = (/** @type {boolean} */ out) => async () => {
    const reminder = reminderOf(run, await readHours(diary), say('reminder_title'));
    const how = /** @type {How} */ ({ name: 'uncramp', sequence: Number(out), changed: new Date() });
    download(out ? FILE_OUT : FILE, out ? cancellation([reminder], [], how) : calendar([reminder], how), TYPE);
    fill(status, say(out ? 'reminder_out_done' : 'reminder_done'));
  };
  return h('details', { 'data-part': 'reminder' },
    h('summary', {}, say('reminder')),
    h('p', {}, say('reminder_why')),
    h('div', { class: 'row' },
      h('button', { class: 'btn line', type: 'button', 'data-do': 'remind', onclick: put(false) }, icon('calendar'), say('reminder_put')),
      h('button', { class: 'btn line', type: 'button', 'data-do': 'forget', onclick: put(true) }, say('reminder_out'))),
    status);
} // prettier-ignore
