/** Two taps that keep a cramp in the diary: how bad it was, how bad it is now. */

/** @import { Diary } from '../diary/store.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Session } from '../kept.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Given } from '../quick.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Side } from './figure.js' */

import { undo } from '../device/entry.js';
import { episodeOf, saveEpisode } from '../device/episode.js';
import { fill, h, icon } from './dom.js';

const MOST = 10;

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Diary} diary
 * @param {{session: Session, facts: Given, side: Side}} what
 * @returns {HTMLElement}
 */
export function log(kb, texts, diary, { session, facts, side }) {
  /** @type {{before?: number, after?: number}} */
  const told = {};
  const site = siteOf(kb, facts);
  const sites = site ? null : siteChoice(kb, texts);
  const status = h('div', { class: 'row', role: 'status' });
  const scales = h('div', { class: 'stack' },
    h('p', { class: 'muted small' }, texts.say('site_now.log_how'), ' ', texts.say('site_now.pain_scale')),
    sites && h('label', {}, texts.say('site_now.where'), sites),
    scale(texts, 'pain_before', (number) => picked('before', number)),
    scale(texts, 'pain_after', (number) => picked('after', number))); // prettier-ignore
  const heading = h('h2', { id: 'log-heading', tabindex: -1 }, texts.say('site_now.log_heading'));
  return h('section', { class: 'card log', 'aria-labelledby': 'log-heading' }, heading, scales, status);

  /**
   * @param {'before' | 'after'} which
   * @param {number} number
   */
  function picked(which, number) {
    told[which] = number;
    if (told.before !== undefined && told.after !== undefined) void save(told.before, told.after);
  }

  /**
   * @param {number} before
   * @param {number} after
   */
  async function save(before, after) {
    heading.focus({ preventScroll: true }); // the button that was pressed goes away
    scales.remove();
    try {
      const body = episodeOf(session, { facts, site: site ?? sites?.value ?? '', side, before, after });
      const entry = await saveEpisode(diary, body, session.began);
      saved(entry);
    } catch (error) {
      console.warn(error);
      fill(status, h('p', {}, texts.say('site_now.not_saved')));
    }
  }

  /** @param {Entry} entry */
  function saved(entry) {
    const words = texts.say(diary.persistent ? 'site_now.saved' : 'site_now.not_saved');
    fill(status, icon('tick'), h('p', {}, words), h('button', { class: 'btn line sm', type: 'button', onclick: () => void takeBack() }, texts.say('site_now.undo')));

    async function takeBack() {
      await undo(diary, entry);
      heading.focus({ preventScroll: true });
      fill(status, h('p', {}, texts.say('site_now.undone')));
    }
  }
}

/**
 * @param {Texts} texts
 * @param {'pain_before' | 'pain_after'} key
 * @param {(number: number) => void} picked
 */
function scale(texts, key, picked) {
  const buttons = Array.from({ length: MOST + 1 }, (_, number) =>
    h('button', { class: 'btn line', type: 'button', 'aria-pressed': 'false', 'data-pain': number, onclick: () => pick(number) }, number));
  return h('div', { class: 'scale', role: 'group', 'aria-labelledby': key }, h('p', { id: key }, h('b', {}, texts.say(`site_now.${key}`))), h('div', {}, buttons));

  /** @param {number} number */
  function pick(number) {
    buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(at === number)));
    picked(number);
  }
} // prettier-ignore

/**
 * Where it was, if the answers say one place.
 * @param {Knowledge} kb
 * @param {Given} facts
 */
function siteOf(kb, facts) {
  return kb.pack.fact.find((fact) => fact.group === 'site' && facts[fact.id] === true)?.id ?? null;
}

/**
 * @param {Knowledge} kb
 * @param {Texts} texts
 */
function siteChoice(kb, texts) {
  const sites = kb.pack.fact.filter((fact) => fact.group === 'site');
  return h('select', {}, sites.map((fact) => h('option', { value: fact.id }, texts.entry('fact', fact.id, 'ask', fact.ask))));
}
