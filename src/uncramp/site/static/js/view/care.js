/**
 * The care card: what to do and how soon, then why, then what to watch for.
 *
 * Levels differ by the shape of the sign, by words and by tone, never by hue alone. At emergency nothing stands above
 * the call button but what to do, and nothing of self-care stands on the card.
 */

/** @import { decide } from '../decide.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */

import { addDays } from '../days.js';
import { callButton, dialled, shortNumbers } from './call.js';
import { dayWords } from './dates.js';
import { h, icon } from './dom.js';

/** @typedef {ReturnType<typeof decide> & {contact?: string, within_days?: number | null}} Decision */
/** @typedef {Decision['because'][number]} Because */

/** @type {Readonly<Record<string, string>>} */
const SIGNS = { emergency: 'octagon', urgent: 'clock', routine: 'calendar', self_care: 'tick' };

/** How many further reasons are told on the card. */
const MOST_ALSO = 3;

/** How many answers fit into what is said on the phone. */
const MOST_TOLD = 6;

/**
 * The card of a decision.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {Decision} decision
 * @param {{today: string, heading?: 'h1' | 'h2', href?: (path: string) => string}} how  `today` as `2026-02-27`;
 *   `href` is that of the app.
 * @returns {HTMLElement}
 */
export function careCard(kb, texts, decision, { today, heading = 'h1', href = fromHere }) {
  const { level } = decision;
  const [first, rest] = parted(shortNumbers(texts, decision.action));
  const reasons = reasonsOf(kb, decision);
  const below = heading === 'h1' ? 'h2' : 'h3';
  const visit = level === 'routine' && decision.within_days ? addDays(today, decision.within_days) : null;
  return h('section', { class: `care ${level}`, 'data-level': level },
    h('header', {},
      icon(SIGNS[level] ?? 'question'),
      h('div', {},
        h(heading, {}, h('span', { class: 'lv' }, texts.say(`level.${level}`), h('span', { class: 'vh' }, ': ')), first),
        rest && h('p', {}, rest))),
    h('div', {},
      calls(texts, decision),
      visit && h('p', {}, h('b', {}, texts.say('show.visit_by', { date: dayWords(texts, visit) }))),
      reasons[0] && h('p', { class: 'reason' }, reasons[0].says),
      tell(kb, texts, level, reasons),
      also(texts, below, decision, reasons),
      h(below, {}, texts.say('show.watch')),
      h('ul', {}, decision.safety_net.map((one) => h('li', {}, one))),
      level !== 'self_care' && [
        h('p', { class: 'small' }, texts.say('phones.no_answer')),
        h('p', { class: 'small' }, h('a', { href: href('details.html?at=region') }, texts.say('site_check.change_region'))),
      ],
      why(kb, texts, reasons, href)));
}

/**
 * The reasons to tell, the one that decided whom to see first; at emergency those of that level alone.
 * @param {Knowledge} kb
 * @param {Decision} decision
 * @returns {Because[]}
 */
export function reasonsOf(kb, { level, because, route, contact, within_days: days }) {
  const told = because.filter((one) => level !== 'emergency' || one.level === level);
  const rules = new Map(kb.pack.rule.map((rule) => [rule.id, rule]));
  const decisive = told.find((one) => {
    const rule = rules.get(one.rule);
    if (!rule || one.level !== level) return false;
    if (level === 'emergency') return rule.route === route;
    return rule.contact === contact && (level === 'urgent' || (rule.within_days ?? days) === days);
  });
  return decisive ? [decisive, ...told.filter((one) => one !== decisive)] : told;
}

/**
 * Whom to call. At emergency the number for that; else the one that the action names, where it is a number here.
 * @param {Texts} texts
 * @param {Decision} decision
 */
function calls(texts, { level, contact }) {
  switch (level) {
    case 'emergency':
      return [callButton(texts, 'N') ?? h('p', {}, h('b', {}, texts.say('show.number')))];
    case 'urgent': {
      // a maternity unit has no number that we know, so its card keeps to the words of the action
      const name = contact === 'poison_centre' ? 'P' : 'U';
      const known = contact !== 'maternity' && dialled(texts.numbers[name]) !== null;
      return [known && callButton(texts, name), known && inWords(texts, name), callButton(texts, 'N', 'line')];
    }
    case 'routine':
      return [h('p', { class: 'small' }, texts.say('show.number'))];
    default:
      return [];
  }
}

/**
 * The whole entry of a number, where it says more than the button: when it is open, or another for a part of the land.
 * @param {Texts} texts
 * @param {'U' | 'P'} name
 */
function inWords(texts, name) {
  const said = texts.numbers[name] ?? '';
  return said === dialled(said) ? null : h('p', { class: 'small' }, said);
}

/**
 * What to tell those who help: the person's own answers that decided, in their short words.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {string} level
 * @param {readonly Because[]} reasons
 */
function tell(kb, texts, level, reasons) {
  if (level === 'self_care') return null;
  const given = reasons.filter((one) => one.level === level).flatMap((one) => Object.entries(one.facts));
  const facts = [...new Set(given.filter(([, value]) => value === true).map(([fact]) => fact))].slice(0, MOST_TOLD);
  if (!facts.length) return null;
  const words = facts.map((fact) => shortOf(kb, texts, fact));
  return h('p', { class: 'say' }, h('b', {}, `${texts.say('site_check.tell')}: `), `${words.join('; ')}.`);
}

/**
 * A fact in a few words: the answers to it read as a list of signs.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {string} id
 */
export function shortOf(kb, texts, id) {
  const fact = kb.facts.get(id);
  if (!fact) return id;
  const { short } = /** @type {{short?: string}} */ (fact);
  return short ? texts.entry('fact', id, 'short', short) : texts.entry('fact', id, 'ask', fact.ask);
}

/**
 * @param {Texts} texts
 * @param {'h2' | 'h3'} heading
 * @param {Decision} decision
 * @param {readonly Because[]} reasons
 */
function also(texts, heading, { level }, reasons) {
  const says = [...new Set(reasons.slice(1).map((one) => one.says))].filter((one) => one !== reasons[0]?.says);
  if (level === 'emergency' || !says.length) return null;
  return [h(heading, {}, texts.say('show.also')), h('ul', {}, says.slice(0, MOST_ALSO).map((one) => h('li', {}, one)))];
}

/**
 * Where the reasons come from.
 * @param {Knowledge} kb
 * @param {Texts} texts
 * @param {readonly Because[]} reasons
 * @param {(path: string) => string} href
 */
function why(kb, texts, reasons, href) {
  const sources = [...new Set(reasons.flatMap((one) => one.sources.map((id) => id.split('#')[0] ?? id)))];
  if (!sources.length) return null;
  const { source: known = [] } = /** @type {{source?: {id: string, title: string}[]}} */ (kb.pack);
  const titles = new Map(known.map((one) => [one.id, one.title]));
  const rows = sources.map((id) =>
    h('li', {}, h('a', { href: href(`source/${id}.html`) }, titles.get(id) ?? texts.say('site_check.source', { id }))));
  return h('details', {}, h('summary', {}, texts.say('show.sources')), h('ul', {}, rows));
}

/**
 * A sentence of action as a heading, and what follows it.
 * @param {string} action
 * @returns {[string, string]}
 */
function parted(action) {
  const end = action.search(/[.!](?= )/);
  return end < 0 ? [action.replace(/\.$/, ''), ''] : [action.slice(0, end), action.slice(end + 2)];
}

/** @param {string} path */
function fromHere(path) {
  return `${document.documentElement.dataset.base ?? './'}${path}`;
}
