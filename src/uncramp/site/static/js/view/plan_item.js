/** One step of the plan as a card: what to do, what to mind, when, how sure we are, and a way to begin. */

/** @import { Remedy } from '../pack.js' */
/** @import { Step } from '../plan.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Dated } from './dated.js' */

import { saidOf } from '../offer.js';
import { h, icon } from './dom.js';
import { figure, pictureOf } from './figure.js';
import { grade } from './grade.js';

/** Signs for what has no picture, by the first group that fits. */
const SIGNS = /** @type {const} */ ([
  ['heat_any', 'heat'],
  ['cold_any', 'cold'],
  ['pill_any', 'pill'],
  ['rub_any', 'drop'],
  ['nsaid_oral', 'pill'],
  ['drinks_any', 'drop'],
  ['exercise_any', 'walk'],
  ['standing', 'walk'],
]);

/** How far below the screen a picture is fetched already. */
const AHEAD = '400px';

/**
 * What a page has said already, not to say it again: sentences that hold for everybody, and what was said of each remedy.
 * @typedef {{everybody: Set<string>, ofRemedy: Set<string>}} Told
 */

/** @returns {Told} */
export function nothingTold() {
  return { everybody: new Set(), ofRemedy: new Set() };
}

/**
 * @typedef {object} How
 * @property {(path: string) => string} href
 * @property {Told} told
 * @property {string} [place]  A place of the quick screen, for the picture.
 * @property {Dated | null} [dated]
 * @property {string} [worked]
 * @property {boolean} [plain]  Nothing to go to: where somebody is to be seen first.
 */

/**
 * @param {Texts} texts
 * @param {Step} step
 * @param {How} how
 * @returns {HTMLElement}
 */
export function item(texts, step, { href, told, place, dated = null, worked = '', plain = false }) {
  const { remedy } = step.offer;
  const { id } = remedy;
  const title = texts.entry('remedy', id, 'title', remedy.title);
  const known = told.ofRemedy.has(id);
  told.ofRemedy.add(id);
  const lines = linesOf(texts, step, told);
  const { no_routine: never } = remedy;
  const rest = dated ? null : step.offer.phase === 'prevention' && never ? texts.entry('remedy', id, 'no_routine', never) : null;
  return h('article', { class: known ? 'card step again' : 'card item step', 'data-remedy': id },
    !known && h('div', { class: 'stage', 'data-picture': id, ...(place ? { 'data-place': place } : {}) }, icon(signOf(remedy))),
    h('div', {},
      h('h3', {}, plain ? title : h('a', { href: href(`remedy/${id}.html`) }, title)),
      known && h('p', { class: 'muted small' }, texts.say('show.as_above')),
      !known && h('p', {}, texts.entry('remedy', id, 'summary', remedy.summary)),
      worked && h('p', { class: 'small worked' }, icon('tick'), worked),
      lines.map((line) => h('p', { class: 'say small' }, line)),
      rest && h('p', { class: 'small' }, rest),
      !known && grade(texts, remedy.certainty, { label: gradeWords(texts, remedy) }),
      !known && !plain && remedy.guide && h('p', { class: 'np' }, startLink(texts, remedy, href))),
    dated && dates(dated, title));
}

/**
 * @param {Texts} texts
 * @param {Remedy} remedy
 */
function gradeWords(texts, { verdict, certainty }) {
  const words = `${texts.say(`verdict.${verdict}`)}, ${texts.say(`certainty.${certainty}`)}`;
  return `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}`;
}

/**
 * @param {Texts} texts
 * @param {Remedy} remedy
 * @param {(path: string) => string} href
 */
export function startLink(texts, { id, title }, href) {
  const label = texts.say('site_plan.start_long', { title: texts.entry('remedy', id, 'title', title) });
  return h('a', { class: 'btn line sm', href: href(`timers.html?remedy=${id}`), 'aria-label': label }, icon('play'), texts.say('site_plan.start'));
}

/**
 * What has to be asked or minded. What was said of this remedy, or holds for everybody and was said, is left out.
 * @param {Texts} texts
 * @param {Step} step
 * @param {Told} told
 */
function linesOf(texts, { offer }, { everybody, ofRemedy }) {
  const ask = offer.askFirst.map((reason) => `${texts.say('show.ask_first')}: ${saidOf(reason, texts)}`);
  const care = offer.modify.filter((reason) => !everybody.has(saidOf(reason, texts)));
  const warn = care.map((reason) => `${texts.say('show.note')}: ${saidOf(reason, texts)}`);
  const lines = [...new Set([...ask, ...warn])].filter((line) => !ofRemedy.has(`${offer.remedy.id} ${line}`));
  for (const line of lines) ofRemedy.add(`${offer.remedy.id} ${line}`);
  for (const reason of care) if (!Object.keys(reason.facts).length) everybody.add(saidOf(reason, texts));
  return lines;
}

/**
 * @param {Dated} dated
 * @param {string} title  For the ear: many steps have the same dates.
 */
function dates({ heading, says, lines, stop }, title) {
  return h('details', {},
    h('summary', {}, h('span', {}, heading, h('span', { class: 'vh' }, `, ${title}`))),
    h('div', {},
      h('p', {}, says),
      h('ul', {}, lines.map((line) => h('li', {}, line))),
      h('p', { class: 'say small' }, stop)));
}

/** @param {Remedy} remedy */
function signOf({ groups = [] }) {
  return SIGNS.find(([group]) => groups.includes(group))?.[1] ?? 'tick';
}

/**
 * Fetch the pictures of the cards as they come near the screen; `all` fetches the rest at once, to print.
 * @param {HTMLElement} main
 * @returns {{all: () => Promise<void>, stop: () => void}}
 */
export function pictures(main) {
  const stages = [.../** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll('[data-picture]'))];
  const seen = new IntersectionObserver((rows) => rows.forEach((row) => row.isIntersecting && void load(row.target)), { rootMargin: AHEAD });
  for (const stage of stages) seen.observe(stage);
  return { all: async () => void (await Promise.all(stages.map(load))), stop: () => seen.disconnect() };

  /** @param {Element} target */
  async function load(target) {
    const stage = /** @type {HTMLElement} */ (target);
    const { picture = '', place } = stage.dataset;
    if (!seen || stage.dataset.loaded !== undefined) return;
    seen.unobserve(stage);
    stage.dataset.loaded = '';
    const name = await pictureOf(picture, place).catch(() => null);
    const svg = name ? await figure(name, { show: 'move', still: true }).catch(() => null) : null;
    if (svg) stage.replaceChildren(decoration(svg));
  }
}

/**
 * The words beside it say the same: not to be read out, and no id that another card has too.
 * @param {SVGSVGElement} svg
 */
function decoration(svg) {
  for (const words of svg.querySelectorAll('title, desc')) words.remove();
  for (const name of ['role', 'aria-labelledby', 'aria-describedby']) svg.removeAttribute(name);
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}
