/**
 * The moving pictures: fetched when needed, mirrored for the left side, held still on request.
 *
 * They are drawn for the right side. Whoever wants no motion gets the start and the hold side by side.
 */

import { fileText } from '../device/files.js';
import { readSettings } from '../device/settings.js';

/** The body that the figures have if nothing was chosen. */
const FIRST = 'lean';

/** @typedef {'left' | 'right' | null} Side */

/** Whether the reader has asked for no motion. */
export function wantsStill() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * Which picture shows a remedy at a place; null where there is none, or only one of another place.
 * @param {string} remedy
 * @param {string} [place]  A place of the quick screen.
 * @returns {Promise<string | null>}
 */
export async function pictureOf(remedy, place) {
  /** @type {Record<string, {name: string, places?: string[]}[]>} */
  const pictures = JSON.parse(await fileText('data/pictures.json'));
  const fits = (pictures[remedy] ?? []).filter(({ places }) => !place || !places || places.includes(place));
  return (fits.find(({ places }) => place && places) ?? fits[0])?.name ?? null;
}

/**
 * The drawing of a picture, with the body that was chosen; with the first one where the other is not at hand.
 * @param {string} file
 */
async function drawing(file) {
  const { body = FIRST } = readSettings();
  if (body === FIRST) return fileText(`figures/${file}`);
  return fileText(`figures/${body}/${file}`).catch(() => fileText(`figures/${file}`));
}

/**
 * A picture as an element that can be styled, mirrored (`turn`) and held (`hold`).
 * @param {string} name
 * @param {{show?: 'move' | 'pair', side?: Side, still?: boolean, title?: string}} [how]  `still`: no motion. `title`
 *   replaces the English one.
 * @returns {Promise<SVGSVGElement>}
 */
export async function figure(name, { still = wantsStill(), show = still ? 'pair' : 'move', side = null, title } = {}) {
  const text = await drawing(`${name}-${show}.svg`);
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.importNode(parsed, true)));
  svg.dataset.figure = name;
  svg.dataset.show = show;
  if (title) retitle(svg, title);
  turn(svg, side);
  if (still) hold(svg, true);
  return svg;
}

/**
 * @param {SVGSVGElement} svg
 * @param {Side} side
 */
export function turn(svg, side) {
  svg.classList.toggle('mirror', side === 'left');
}

/**
 * Stop the motion, or let it go on.
 * @param {SVGSVGElement} svg
 * @param {boolean} held
 */
export function hold(svg, held) {
  if (held) svg.pauseAnimations();
  else svg.unpauseAnimations();
}

/**
 * Put the motion to the pose that is held: what a picture that stands should show.
 * @param {SVGSVGElement} svg
 */
export function toTheHold(svg) {
  const seconds = parseFloat(svg.querySelector('[dur]')?.getAttribute('dur') ?? '');
  if (seconds > 0) svg.setCurrentTime(seconds / 2);
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} title
 */
function retitle(svg, title) {
  const [element] = svg.getElementsByTagName('title');
  if (element) element.textContent = title;
  for (const desc of svg.getElementsByTagName('desc')) desc.remove();
  if (element) svg.setAttribute('aria-labelledby', element.id);
}
