/** Offers to go on with a session that was cut off. */

/** @import { Kept } from '../device/session_kept.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */

import { remedyOf } from '../kept.js';
import { currentOf } from '../session.js';
import { fill, h, icon } from './dom.js';

/**
 * @param {Element} place
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Kept} kept
 * @param {{on: (() => void) | string, leave: () => void}} does  `on` may be the address of the page that goes on.
 */
export function cutOff(place, kb, texts, { session }, { on, leave }) {
  const id = currentOf(session);
  const title = texts.entry('remedy', id, 'title', remedyOf(kb, id)?.title);
  const inside = [icon('play'), h('span', {}, texts.say('site_now.go_on'))];
  fill(place, h('section', { class: 'card cut-off' },
    h('p', {}, h('b', {}, texts.say('site_now.cut_off', { title }))),
    h('div', { class: 'row' },
      typeof on === 'string' ? h('a', { class: 'btn', href: on }, inside) : h('button', { class: 'btn', type: 'button', onclick: on }, inside),
      h('button', { class: 'btn line', type: 'button', onclick: drop }, texts.say('site_now.drop'))))); // prettier-ignore

  function drop() {
    leave();
    fill(place);
  }
}
