/** Renews a part of a page and leaves the focus where it was: somebody may stand on a button that is drawn anew. */

/** @import { Child } from './dom.js' */

import { fill } from './dom.js';

/** What tells one button of a part from the others. */
const MARKS = ['data-do', 'data-entry', 'data-side'];

/**
 * @param {HTMLElement} part
 * @param {...(Child | Child[])} children
 */
export function refill(part, ...children) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const mark = focused && MARKS.find((name) => focused.hasAttribute(name));
  const same = mark && `[${mark}="${CSS.escape(focused.getAttribute(mark) ?? '')}"]`;
  fill(part, ...children);
  if (!focused) return;
  const found = (same && part.querySelector(same)) || part.querySelector('button, [tabindex]');
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}
