/** What stands on the screen when a session, or a danger line, has come to its end. */

/** @import { Answers } from '../answers.js' */
/** @import { App } from '../app.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */

import { decide } from '../decide.js';
import { localDay } from '../device/person.js';
import { careCard } from './care.js';
import { h, icon, show } from './dom.js';

/**
 * It has eased, or the person stopped: what to do now, the diary, and where to go on.
 * @param {HTMLElement} main
 * @param {App} app
 * @param {Texts} texts
 * @param {string} says
 * @param {HTMLElement} log
 * @param {() => void} again
 */
export function afterRelief(main, app, texts, says, log, again) {
  const [first, rest] = parted(says);
  show(main,
    h('h1', {}, first),
    rest && h('p', {}, rest),
    log,
    h('ul', { class: 'x list' },
      h('li', {}, h('a', { href: app.href('plan.html') }, icon('list'), h('span', {}, h('b', {}, texts.say('site_now.to_plan')), h('small', {}, texts.say('site_now.to_plan_why'))), icon('on'))),
      h('li', {}, h('button', { type: 'button', onclick: again }, icon('swap'), h('span', {}, h('b', {}, texts.say('site_now.again'))), icon('on'))),
      h('li', {}, h('a', { href: app.href('index.html') }, icon('home'), h('span', {}, h('b', {}, texts.say('site_now.to_home'))), icon('on')))));
} // prettier-ignore

/**
 * The care card, alone on the screen; what else there is stands below it.
 * @param {HTMLElement} main
 * @param {App} app
 * @param {{kb: Knowledge, texts: Texts, answers: Answers, first: string, more: boolean, log: HTMLElement | null, back: () => void}} what
 *   `first` is said below the card; `more`: further answers could still raise the level.
 */
export function careScreen(main, app, { kb, texts, answers, first, more, log, back }) {
  const decision = decide(kb, answers, texts);
  const mild = decision.level === 'self_care' || decision.level === 'routine';
  show(main,
    careCard(kb, texts, decision, { today: localDay(), heading: 'h1', href: (path) => app.href(path) }),
    mild && first && h('p', {}, first),
    more && moreButton(app, texts, 'btn big line'),
    mild && h('a', { class: 'btn big line', href: app.href('plan.html') }, icon('list'), texts.say('site.plan')),
    log,
    h('button', { class: 'btn line', type: 'button', onclick: back }, icon('back'), texts.say('site_now.not_this'))); // prettier-ignore
}

/**
 * Questions come before relief: some answer may mean that help does.
 * @param {HTMLElement} main
 * @param {App} app
 * @param {Texts} texts
 * @param {{says: string, log: HTMLElement | null, back: () => void}} what
 */
export function questionsFirst(main, app, texts, { says, log, back }) {
  const [first, rest] = parted(says);
  show(main,
    h('h1', {}, first),
    rest && h('p', {}, rest),
    moreButton(app, texts, 'btn big'),
    log,
    h('button', { class: 'btn line', type: 'button', onclick: back }, icon('back'), texts.say('site_now.not_this'))); // prettier-ignore
}

/**
 * @param {App} app
 * @param {Texts} texts
 * @param {string} look
 */
function moreButton(app, texts, look) {
  return h('a', { class: look, href: app.href('check.html') }, icon('question'), h('span', {}, texts.say('site_now.more_questions')));
}

/**
 * The first sentence, and what follows it.
 * @param {string} text
 * @returns {[string, string]}
 */
function parted(text) {
  const end = text.search(/(?<=[.!?]) /);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}
