/** The hours at which reminders come, to be changed: those of the parts of the day that the plan uses; and the quiet ones. */

/** @import { Texts } from '../texts.js' */

import { isHour } from '../diary/hours.js';
import { h } from './dom.js';

/** The first and the last of the quiet hours. */
const QUIET = ['quiet_from', 'quiet_until'];

/**
 * @param {Texts} texts
 * @param {ReadonlyMap<string, number>} used  How many hours of each part of the day.
 * @param {Readonly<Record<string, readonly string[]>>} hours  As they are now.
 * @param {(part: string, nth: number, time: string) => void} changed
 */
export function reminderHours(texts, used, hours, changed) {
  const fields = [...used].flatMap(([part, times]) => Array.from({ length: times }, (_, nth) => field(part, nth, nameOf(part, nth, times))));
  return h('details', { class: 'hours' },
    h('summary', {}, texts.say('site_plan.hours')),
    h('p', { class: 'muted small' }, texts.say('site_plan.hours_why')),
    fields,
    QUIET.map((name, nth) => field('quiet', nth, texts.say(`site_plan.${name}`))),
    h('p', { class: 'muted small' }, texts.say('site_plan.quiet_why')));

  /**
   * @param {string} part
   * @param {number} nth
   * @param {number} times
   */
  function nameOf(part, nth, times) {
    const name = texts.say(`site_plan.hour_${part}`);
    return times > 1 ? texts.say('site_plan.hour_nth', { part: name, nth: nth + 1 }) : name;
  }

  /**
   * @param {string} part
   * @param {number} nth
   * @param {string} name
   */
  function field(part, nth, name) {
    const id = `hour-${part}-${nth + 1}`;
    const wrong = h('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' });
    const input = h('input', { type: 'time', id, value: hours[part]?.[nth] ?? '', 'aria-describedby': wrong.id, onchange: () => {
      const fits = isHour(input.value);
      wrong.textContent = fits ? '' : texts.say('site_plan.hours_wrong');
      input.setAttribute('aria-invalid', String(!fits));
      if (fits) changed(part, nth, input.value);
    } });
    return h('div', { class: 'field' }, h('label', { for: id }, name), wrong, input);
  }
} // prettier-ignore
