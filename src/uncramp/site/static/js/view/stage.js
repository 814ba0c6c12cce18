/** The picture of what is being done, with the button of the voice. */

/** @import { Voice } from '../device/voice.js' */
/** @import { Remedy } from '../pack.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Side } from './figure.js' */

import { fill, h, icon } from './dom.js';
import { figure, hold, pictureOf, toTheHold, turn, wantsStill } from './figure.js';

export class Stage {
  /**
   * @param {Texts} texts
   * @param {{place: string, voice: Voice, keepVoice: (on: boolean) => void, turn: ((side: Side) => void) | null}} how
   *   `turn` is null where there is no left and right.
   */
  constructor(texts, { place, voice, keepVoice, turn }) {
    this.texts = texts;
    this.place = place;
    /** @type {string | null} */
    this.remedy = null;
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    /** @type {Side} */
    this.side = null;
    this.held = false;
    this.picture = h('figure', { class: 'stage' });
    this.sides = sideSwitch(texts, turn);
    this.remarks = h('div', { role: 'status' });
    this.element = h('div', { class: 'beside' },
      this.picture,
      h('div', { class: 'tools' }, this.sides.element, voiceButton(texts, voice, keepVoice)),
      this.remarks); // prettier-ignore
  }

  /**
   * @param {Remedy} remedy
   * @param {Side} side
   * @param {boolean} held  Whether nothing is to move now.
   */
  show(remedy, side, held) {
    this.held = held;
    this.turn(side);
    this.sides.element.hidden = !this.sides.can || !remedy.guide?.sides || remedy.guide.sides === 'none';
    if (remedy.id === this.remedy) this.#hold();
    else {
      this.remedy = remedy.id;
      this.svg = null;
      void this.#load(remedy);
    }
  }

  /** @param {Side} side */
  turn(side) {
    this.side = side;
    this.sides.show(side);
    if (this.svg) turn(this.svg, side);
  }

  /**
   * A small remark that stays.
   * @param {string} text
   */
  note(text) {
    this.remarks.append(h('p', { class: 'muted small' }, text));
  }

  /** @param {Remedy} remedy */
  async #load(remedy) {
    const svg = await this.#find(remedy);
    if (this.remedy !== remedy.id) return; // another one has come meanwhile
    this.svg = svg;
    fill(this.picture, svg);
    this.picture.hidden = !svg;
    if (svg && this.held && !wantsStill()) toTheHold(svg);
    this.#hold();
  }

  /** @param {Remedy} remedy */
  async #find(remedy) {
    try {
      const name = await pictureOf(remedy.id, this.place);
      if (!name) return null;
      const title = this.texts.entry('remedy', remedy.id, 'title', remedy.title);
      return await figure(name, { side: this.side, ...(isEnglish() ? {} : { title }) });
    } catch {
      return null; // the words and the clock do without it
    }
  }

  #hold() {
    if (this.svg) hold(this.svg, this.held || wantsStill());
  }
}

/**
 * @param {Texts} texts
 * @param {Voice} voice
 * @param {(on: boolean) => void} keepVoice
 */
function voiceButton(texts, voice, keepVoice) {
  const button = h('button', { class: 'btn line sm', type: 'button', onclick: change });
  write();
  return button;

  function change() {
    voice.turn(!voice.on);
    keepVoice(voice.on);
    write();
  }

  function write() {
    button.setAttribute('aria-pressed', String(voice.on));
    fill(button, icon(voice.on ? 'voice' : 'mute'), h('span', {}, texts.say(voice.on ? 'site_now.voice_on' : 'site_now.voice_off')));
  }
}

/**
 * A small switch for the side that hurts; nothing is chosen until somebody says so.
 * @param {Texts} texts
 * @param {((side: Side) => void) | null} turn
 */
function sideSwitch(texts, turn) {
  const inputs = /** @type {const} */ (['left', 'right']).map((one) =>
    h('input', { class: 'vh', type: 'radio', name: 'side', value: one, onchange: () => turn?.(one) }));
  const labels = inputs.map((input) => h('label', {}, input, texts.say(`site.${input.value}`)));
  const element = h('fieldset', { class: 'seg', hidden: true }, h('legend', { class: 'vh' }, texts.say('site_now.which_side')), labels);
  return { element, can: turn !== null, show };

  /** @param {Side} side */
  function show(side) {
    for (const input of inputs) input.checked = input.value === side;
  }
} // prettier-ignore

/** The pictures bring English titles; in other languages that of the remedy stands for them. */
function isEnglish() {
  return document.documentElement.lang.startsWith('en');
}
