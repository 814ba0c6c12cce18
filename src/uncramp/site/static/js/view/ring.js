/** The clock of a step: a ring that shows what is left of it, drawn from how much is left and never by counting. */

/** @import { Texts } from '../texts.js' */

import { h } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const LONG = 100;
/** Seconds from which on minutes are shown too. */

export class Ring {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.arc = circle('left');
    for (const [name, value] of Object.entries({ pathLength: '100', 'stroke-dasharray': '100', transform: 'rotate(-90 60 60)' }))
      this.arc.setAttribute(name, value);
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 120 120');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(circle(''), this.arc);
    this.number = h('strong', { class: 'num' });
    this.unit = h('span');
    this.element = h('div', { class: 'ring', role: 'timer', 'aria-live': 'off', 'aria-label': texts.say('site_now.time_left') }, svg, h('p', {}, this.number, this.unit));
  }

  /**
   * @param {number} left  Seconds.
   * @param {number} total
   */
  show(left, total) {
    const whole = Math.max(0, Math.ceil(left - 0.001));
    const long = total >= LONG;
    const said = long ? `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}` : String(whole);
    if (this.number.textContent !== said) this.number.textContent = said;
    const unit = this.texts.say(long ? 'site_now.minutes' : 'site_now.seconds');
    if (this.unit.textContent !== unit) this.unit.textContent = unit;
    this.number.classList.toggle('long', long);
    this.arc.setAttribute('stroke-dashoffset', String(100 - (100 * Math.min(1, Math.max(0, left / total)))));
  }
}

/** @param {string} name */
function circle(name) {
  const one = document.createElementNS(SVG, 'circle');
  if (name) one.setAttribute('class', name);
  for (const [key, value] of Object.entries({ cx: '60', cy: '60', r: '54' })) one.setAttribute(key, value);
  return one;
}
