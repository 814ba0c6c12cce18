/** "Your plan": from the kept answers, with its dates, what was held back and why, what was done today, and reminders. */

/** @import { App } from '../app.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Helped } from '../helped.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { OwnPlan } from '../own_plan.js' */

import { summaryOf } from '../again.js';
import { ownDay, ownSum } from '../device/entry.js';
import { keepEpisode, localDay } from '../device/person.js';
import { nothing } from '../diary/sums.js';
import { helpedBefore } from '../helped.js';
import { countAnswers, ownPlan, signsOpen, tasksOf } from '../own_plan.js';
import { rows } from '../schedule.js';
import { Level } from '../triage.js';
import { careCard } from '../view/care.js';
import { dayWords } from '../view/dates.js';
import { fill, h, icon, show } from '../view/dom.js';
import { causesPart, medicinesPart } from '../view/plan_causes.js';
import { heldBack } from '../view/plan_held.js';
import { pictures } from '../view/plan_item.js';
import { comfortPart, planParts } from '../view/plan_parts.js';
import { remindersPart } from '../view/plan_reminders.js';
import { legend, sourcesPart } from '../view/plan_sources.js';
import { todayPart } from '../view/plan_today.js';
import { notice } from '../view/result.js';
import { PersonPage, withPerson } from '../view/with_person.js';

/** Remedies that have timers of their own. */
const TIMED = ['bladder_training', 'pelvic_floor'];

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export function mount(main, app) {
  return withPerson(main, app, PlanPage);
}

/** One visit to the page. */
class PlanPage extends PersonPage {
  /** @param {ConstructorParameters<typeof PersonPage>} has */
  constructor(...has) {
    super(...has);
    const { app, person } = this;
    this.today = localDay();
    /** The plan is that of the day on which the answers were given: its dates stay where they are. */
    this.day = person.at === null ? this.today : localDay(new Date(person.at));
    this.href = (/** @type {string} */ path) => app.href(path);
  }

  async begin() {
    const { kb, person, texts, day } = this;
    if (person.at === null) return this.none();
    const [entries, sum] = this.others ? [[], nothing()] : await Promise.all([ownDay(this.diary, this.today), ownSum(this.diary)]).catch(() => /** @type {const} */ ([[], nothing()]));
    const helped = helpedBefore(sum);
    const own = ownPlan(kb, person.answers, texts, { today: day, preference: helped.map((one) => one.remedy) });
    const { level, certain } = own.found;
    if (level === Level.emergency) return this.emergency(own);
    if (level === Level.urgent && certain < Level.urgent && signsOpen(kb, own.answers)) return this.unfinished();
    if (level === Level.urgent) this.urgent(own);
    else await this.whole(own, entries, helped);
    if (!this.main.querySelector('.changed')) this.seen(own);
    this.figures = pictures(this.main);
    return undefined;
  }

  leave() {
    this.figures?.stop();
    this.diary.close();
  }

  none() {
    const { main, texts } = this;
    const what = main.querySelector('[data-what]');
    show(main,
      h('h1', {}, texts.say('site_plan.none')),
      h('p', {}, texts.say('site_plan.none_why')),
      h('a', { class: 'btn big', href: this.href('check.html') }, texts.say('site_plan.begin'), icon('next')),
      what);
  }

  unfinished() {
    const { main, texts } = this;
    show(main,
      h('h1', {}, texts.say('site_plan.unfinished')),
      h('p', {}, texts.say('site_plan.unfinished_why')),
      h('a', { class: 'btn big', href: this.href('check.html') }, texts.say('site_plan.go_on'), icon('next')));
  }

  /** @param {OwnPlan} own */
  emergency(own) {
    show(this.main, this.card(own, 'h1'));
    this.seen(own);
  }

  /** @param {OwnPlan} own */
  urgent(own) {
    const { texts } = this;
    show(this.main,
      this.heading(),
      this.changes(own),
      this.card(own, 'h2'),
      comfortPart(texts, own, { href: this.href, helped: [], plain: true }),
      h('p', {}, texts.say('site_plan.urgent_first')),
      this.foot());
  }

  /**
   * @param {OwnPlan} own
   * @param {readonly Entry[]} entries
   * @param {readonly Helped[]} helped
   */
  async whole(own, entries, helped) {
    const { kb, texts, today, diary } = this;
    const { answers, made, courses, found } = own;
    const place = placeOf(kb, own);
    const dated = rows([...courses.values()], made.prevention, texts).filter((row) => 'start' in row);
    const reminders = await remindersPart(kb, texts, /** @type {import('../diary/ics.js').Row[]} */ (dated), diary).catch(() => null);
    const steps = planParts(kb, texts, own, { href: this.href, helped, ...(place ? { place } : {}) });
    const finished = found.complete || found.level !== Level.selfCare;
    show(this.main,
      this.heading(),
      this.changes(own),
      finished ? this.card(own, 'h2') : this.soFar(),
      this.others ? null : todayPart(kb, texts, tasksOf(own, today), { diary, today, entries }),
      steps.length ? steps : h('p', {}, texts.say('show.nothing')),
      medicinesPart(kb, texts, own, this.href),
      causesPart(kb, texts, answers, this.href),
      heldBack(kb, texts, own, this.href),
      made.reviewOn && h('p', { class: 'say' }, h('b', {}, texts.say('show.review_on', { date: dayWords(texts, made.reviewOn) }))),
      reminders,
      TIMED.some((id) => courses.has(id)) && this.timers(),
      legend(texts),
      sourcesPart(texts, own, this.href),
      this.foot());
  }

  heading() {
    const { kb, texts, person, day, today } = this;
    const count = countAnswers(kb, person.answers);
    const date = dayWords(texts, day);
    const made = texts.say(count === 1 ? 'site_plan.made_one' : 'site_plan.made', { date, count });
    return h('header', { class: 'stack' },
      h('h1', {}, texts.say('site.plan')),
      h('p', { class: 'muted' }, [this.about(), made].filter(Boolean).join(' ')),
      day !== today && h('p', { class: 'say' }, texts.say('site_plan.old', { date })),
      h('p', { class: 'np' },
        h('a', { class: 'btn line sm', href: this.href('check.html') }, icon('edit'), texts.say('site_plan.change'))));
  }

  /** For what, and where. */
  about() {
    const { kb, texts } = this;
    const { kind, night_or_rest: night } = this.person.answers;
    if (typeof kind !== 'string' || kind === 'unsure') return '';
    const what = texts.say(`site_plan.kind.${kind === 'painful_cramp' && night === true ? 'night_cramp' : kind}`);
    const sites = kb.pack.fact.filter((fact) => fact.group === 'site' && this.person.answers[fact.id] === true);
    const where = sites.map((fact) => texts.entry('fact', fact.id, 'ask', fact.ask)).map(small).join('; ');
    return texts.say(where ? 'site_plan.for' : 'site_plan.for_what', { what, where });
  }

  /**
   * @param {OwnPlan} own
   * @param {'h1' | 'h2'} heading
   */
  card({ decision }, heading) {
    return careCard(this.kb, this.texts, decision, { today: this.day, heading, href: this.href });
  }

  /** No result yet, and no false comfort: what is known so far, and the way to know more. */
  soFar() {
    const { texts } = this;
    return h('section', { class: 'card so-far' },
      h('p', {}, h('b', {}, texts.say('site_plan.so_far'))),
      h('a', { class: 'btn', href: this.href('check.html') }, texts.say('site_plan.go_on'), icon('next')));
  }

  /**
   * What has changed for this person with the knowledge; it stays until it was read.
   * @param {OwnPlan} own
   */
  changes(own) {
    const changed = notice(this.kb, this.texts, this.person.course, summaryOf(own.decision));
    if (!changed) return null;
    const read = () => {
      this.seen(own);
      fill(changed);
      changed.remove();
      this.main.querySelector('h1')?.focus();
    };
    changed.append(h('button', { class: 'btn line sm np', type: 'button', onclick: read }, this.texts.say('site_plan.read')));
    return changed;
  }

  /**
   * Keep what was shown, to say later what has changed; the answers stay those of their day.
   * @param {OwnPlan} own
   */
  seen({ decision }) {
    const { person } = this;
    if (person.at === null) return;
    const course = { ...person.course, decided: summaryOf(decision) };
    void keepEpisode(person.episode, course, new Date(person.at)).catch(console.warn);
  }

  timers() {
    const { texts } = this;
    return h('p', { class: 'np' }, h('a', { class: 'btn line big', href: this.href('timers.html') }, icon('clock'), texts.say('site.timers')));
  }

  foot() {
    const { texts, kb } = this;
    return h('footer', { class: 'small muted stack' },
      h('p', { class: 'np' },
        h('button', { class: 'btn line', type: 'button', onclick: () => this.print() }, icon('print'), texts.say('site_plan.print'))),
      h('p', { class: 'on-paper' }, texts.say('site.foot')),
      h('p', {}, texts.say('site_check.knowledge', { version: kb.name })));
  }

  /** On paper everything is open, with its pictures. */
  async print() {
    for (const part of this.main.querySelectorAll('details')) part.open = true;
    await this.figures?.all();
    print();
  }
}

/**
 * The place of the quick screen that the answers name.
 * @param {Knowledge} kb
 * @param {OwnPlan} own
 */
export function placeOf(kb, { answers: { known } }) {
  const { quick = [] } = /** @type {{quick?: import('../quick.js').Quick[]}} */ (/** @type {unknown} */ (kb.pack));
  const sites = new Set(kb.pack.fact.filter((fact) => fact.group === 'site').map((fact) => fact.id));
  return quick.find(({ sets }) => Object.entries(sets).some(([fact, value]) => value === true && sites.has(fact) && known.get(fact) === true))?.id;
}

/**
 * A label as it stands in the middle of a sentence.
 * @param {string} words
 */
function small(words) {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
