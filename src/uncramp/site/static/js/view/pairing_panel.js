/** "Your computer" among the details: pairs this device with the computer that serves the app, and ends it. */

/** @import { App } from '../app.js' */
/** @import { PairTrouble } from '../device/pairing.js' */
/** @import { Texts } from '../texts.js' */

import { canPair, isLetIn, isServed, pair, PairError, readPair, unpair } from '../device/pairing.js';
import { openDiary, Store } from '../diary/store.js';
import { fill, h, icon } from './dom.js';

/** Under which name a code stands in the link that the computer shows as a picture. */
const CODE = 'pair';

/**
 * @param {App} app
 * @param {Texts} texts
 */
export function pairingPanel(app, texts) {
  const place = h('section', { class: 'stack', id: 'computer' });
  void new Panel(place, app, texts).show();
  return place;
}

class Panel {
  /**
   * @param {HTMLElement} place
   * @param {App} app
   * @param {Texts} texts
   */
  constructor(place, app, texts) {
    this.place = place;
    this.app = app;
    this.say = (/** @type {string} */ key, given = {}) => texts.say(`site_sync.${key}`, given);
    this.done = h('p', { role: 'status' });
  }

  async show() {
    const code = this.app.fragment.get(CODE);
    fill(this.place, h('h2', {}, this.say('title')), this.done, await this.#inside(code ?? ''));
    if (code) this.place.querySelector('button')?.scrollIntoView({ block: 'center' });
  }

  /** @param {string} code */
  async #inside(code) {
    const { say } = this;
    if (!isServed()) return [h('p', {}, say('elsewhere')), h('p', {}, say('elsewhere_how'))];
    if (isLetIn()) {
      return [h('p', {}, say('let_in')), h('p', {}, say('let_in_phone')),
        h('p', {}, h('a', { class: 'btn line', href: this.app.href('app/settings') }, say('settings')))];
    }
    if (!canPair()) return [h('p', { class: 'say' }, say('insecure'))];
    const store = await openDiary().catch(() => null);
    if (!(store instanceof Store)) return [h('p', { class: 'say' }, say('not_kept'))];
    const paired = await readPair(store);
    return paired ? this.#paired(store, paired.name) : this.#form(store, code);
  } // prettier-ignore

  /**
   * @param {Store} store
   * @param {string} name
   */
  #paired(store, name) {
    const { say } = this;
    return [
      h('p', { 'data-paired': '' }, icon('tick'), ' ', say('paired', { name })),
      h('p', { class: 'muted small' }, say('unpair_why')),
      h('p', {}, h('button', { class: 'btn line', type: 'button', 'data-do': 'unpair', onclick: () => void this.#end(store) }, say('unpair')))];
  } // prettier-ignore

  /**
   * @param {Store} store
   * @param {string} given
   */
  #form(store, given) {
    const { say } = this;
    const code = h('input', { id: 'pair-code', type: 'text', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: 40, required: true, value: given });
    const name = h('input', { id: 'pair-name', type: 'text', autocomplete: 'off', maxlength: 60, required: true, value: say('name_given') });
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    return [
      h('p', {}, say('how')),
      h('p', {}, say('how_code')),
      h('form', { class: 'stack', onsubmit: (event) => {
        event.preventDefault();
        void this.#begin(store, code.value, name.value, wrong);
      } },
        h('div', { class: 'field' }, h('label', { for: 'pair-code' }, say('code')), code),
        h('div', { class: 'field' }, h('label', { for: 'pair-name' }, say('name')), name),
        wrong,
        h('button', { class: 'btn', type: 'submit', 'data-do': 'pair' }, say('pair')))];
  } // prettier-ignore

  /**
   * @param {Store} store
   * @param {string} code
   * @param {string} name
   * @param {HTMLElement} wrong
   */
  async #begin(store, code, name, wrong) {
    fill(wrong);
    try {
      await pair(store, code, name);
    } catch (error) {
      if (!(error instanceof PairError)) console.warn(error);
      const kind = /** @type {PairTrouble} */ (error instanceof PairError ? error.kind : 'strange');
      fill(wrong, this.say(`pair_${kind}`));
      return;
    }
    this.app.fragment.delete(CODE);
    this.app.forgetFragment(); // a code is used up, and has no business in the history
    fill(this.done, this.say('paired_now'));
    await this.show();
    dispatchEvent(new Event('online'));
  }

  /** @param {Store} store */
  async #end(store) {
    fill(this.done, this.say((await unpair(store)) ? 'unpaired' : 'unpaired_alone'));
    await this.show();
  }
}
