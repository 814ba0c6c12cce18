/** The switches for what the app itself says of the plan; both are off until somebody wants them. */

/** @import { Texts } from '../texts.js' */

import { askToNotify, canNotify } from '../device/notify.js';
import { keepSettings, readSettings } from '../device/settings.js';
import { fill, h } from './dom.js';
import { option } from './option.js';

/**
 * @param {Texts} texts
 * @returns {HTMLElement}
 */
export function reminderSwitch(texts) {
  const { remind = false, notify = false } = readSettings();
  const status = h('p', { role: 'status' });
  const also = h('input', { type: 'checkbox', id: 'remind-notify', checked: remind && notify, onchange: () => void setNotify() });
  const here = h('input', { type: 'checkbox', id: 'remind-here', checked: remind, onchange: setHere });
  const below = h('div', { hidden: !remind || !canNotify() }, option(also, texts.say('site_plan.notify'), texts.say('site_plan.notify_why')));
  return h('div', { class: 'stack', 'data-part': 'in-app' },
    h('h3', {}, texts.say('site_plan.in_app')),
    option(here, texts.say('site_plan.in_app_here'), texts.say('site_plan.in_app_why')),
    below, status);

  function setHere() {
    also.checked &&= here.checked;
    below.hidden = !here.checked || !canNotify();
    keep({ remind: here.checked, notify: also.checked });
  }

  async function setNotify() {
    if (also.checked && !(await askToNotify())) {
      also.checked = false;
      fill(status, texts.say('site_plan.notify_not'));
    }
    keep({ notify: also.checked });
  }

  /** @param {{remind?: boolean, notify?: boolean}} some */
  function keep(some) {
    if (!keepSettings(some)) fill(status, texts.say('site_plan.not_kept'));
  }
} // prettier-ignore
