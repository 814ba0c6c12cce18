/** Small drawings of the diary, by attributes alone. What each says stands in words beside it. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string | number>} [given]
 * @param {...(Node | string)} children
 */
export function svg(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A filled dot for a cramp, a hollow one for "none".
 * @param {'cramp' | 'none'} state
 */
export function dot(state) {
  const [look, r] = state === 'cramp' ? ['mk', 4.5] : ['mk z', 4];
  return svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('circle', { class: look, cx: 8, cy: 8, r }));
}
