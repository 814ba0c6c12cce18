/** What the bars of evidence mean, and where each step of the plan comes from. */

/** @import { OwnPlan } from '../own_plan.js' */
/** @import { Texts } from '../texts.js' */

import { stepsOf } from '../plan.js';
import { h } from './dom.js';
import { CERTAINTIES, grade } from './grade.js';

/** @param {Texts} texts */
export function legend(texts) {
  return h('section', { class: 'stack', 'data-part': 'sure' },
    h('h2', {}, texts.say('site_plan.sure')),
    h('p', {}, texts.say('site_plan.sure_why')),
    h('ul', { class: 'x key' }, CERTAINTIES.map((one) => h('li', {}, grade(texts, one, { label: texts.say(`certainty.${one}`) })))));
}

/**
 * @param {Texts} texts
 * @param {OwnPlan} own
 * @param {(path: string) => string} href
 */
export function sourcesPart(texts, { made }, href) {
  const remedies = new Map(stepsOf(made).map(({ offer: { remedy } }) => [remedy.id, remedy]));
  const rows = [...remedies.values()].filter((remedy) => remedy.sources?.length).map(({ id, title, sources = [] }) => {
    const ids = [...new Set(sources.map((one) => one.split('#')[0] ?? one))];
    const links = ids.flatMap((one, nth) => [nth ? ', ' : '', h('a', { href: href(`source/${one}.html`) }, one)]);
    return h('li', {}, `${texts.entry('remedy', id, 'title', title)}: `, links);
  });
  if (!rows.length) return null;
  return h('details', { 'data-part': 'sources' }, h('summary', {}, h('span', {}, texts.say('show.sources'), h('span', { class: 'vh' }, `: ${texts.say('site.plan')}`))), h('ul', {}, rows));
}
