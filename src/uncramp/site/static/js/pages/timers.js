/**
 * Timers: bladder training by the clock, the pelvic floor, and everything guided that the plan offers, one at a time.
 *
 * A timer starts only for what the kept answers offer. What eases a cramp asks the danger signs again once they are some
 * hours old; what is of the prevention alone does not.
 */

/** @import { App } from '../app.js' */
/** @import { Training } from '../bladder.js' */
/** @import { Given } from '../device/person.js' */
/** @import { Offer } from '../offer.js' */
/** @import { OwnPlan } from '../own_plan.js' */
/** @import { Session } from '../kept.js' */

import { answersOf, linesAnswered, linesLeft } from '../course.js';
import { keepEpisode, localDay } from '../device/person.js';
import { ownDay, undo, write } from '../device/entry.js';
import { KEYS } from '../diary/store.js';
import { remedyOf } from '../kept.js';
import { ownPlan, signsOpen, weekOf } from '../own_plan.js';
import { isCertain } from '../offer.js';
import { stepsOf } from '../plan.js';
import { notes } from '../quick.js';
import { Level } from '../triage.js';
import { bladderTimer } from '../view/bladder_timer.js';
import { careCard } from '../view/care.js';
import { fill, h, icon, show } from '../view/dom.js';
import { dangerLines } from '../view/lines.js';
import { whyOf } from '../view/plan_held.js';
import { titleOf } from '../view/plan_parts.js';
import { doneOn } from '../view/plan_today.js';
import { sessionOf, withHold } from '../view/session_one.js';
import { placeOf } from './plan.js';
import { PersonPage, withPerson } from '../view/with_person.js';

const BLADDER = 'bladder_training';
const FLOOR = 'pelvic_floor';

/** Danger signs are asked for the last day: for relief, answers older than this many hours are asked again. */
const HOURS = 6;

/** @typedef {{bladder?: Training, hold?: number}} Kept  What the timers keep on this device. */

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export function mount(main, app) {
  return withPerson(main, app, Timers);
}

class Timers extends PersonPage {
  /** @param {ConstructorParameters<typeof PersonPage>} has */
  constructor(...has) {
    super(...has);
    const { main, person } = this;
    this.what = main.querySelector('[data-what]');
    /** @type {() => void} */
    this.stop = () => undefined;
    /** @type {Given} */
    this.facts = person.answers;
    /** @type {Kept} */
    this.kept = {};
  }

  async begin() {
    const { person } = this;
    if (person.at === null) {
      this.none();
      return;
    }
    this.kept = /** @type {Kept} */ ((await this.diary.kept(KEYS.timers)) ?? {});
    const own = this.decide(this.facts);
    const remedy = this.app.query.get('remedy');
    if (own.found.level > Level.routine) this.seen(own);
    else if (remedy) this.one(own, remedy);
    else await this.all(own);
  }

  leave() {
    this.stop();
    this.diary.close();
  }

  /** @param {Given} facts */
  decide(facts) {
    const { at } = this.person;
    return ownPlan(this.kb, facts, this.texts, { today: at === null ? localDay() : localDay(new Date(at)) });
  }

  none() {
    const { main, app, texts } = this;
    show(main,
      h('h1', {}, texts.say('site_timers.none')),
      h('p', {}, texts.say('site_timers.none_why')),
      h('a', { class: 'btn big', href: app.href('check.html') }, texts.say('site_timers.check'), icon('next')),
      h('a', { class: 'btn line', href: app.href('index.html') }, texts.say('site_timers.now')),
      this.what);
  }

  /**
   * Somebody has to be seen first, or a danger sign has no answer: no timer.
   * @param {OwnPlan} own
   */
  seen(own) {
    const { main, app, kb, texts } = this;
    const { found, answers, decision } = own;
    if (found.certain < Level.urgent && signsOpen(kb, answers)) {
      show(main,
        h('h1', {}, texts.say('site_plan.unfinished')),
        h('p', {}, texts.say('site_plan.unfinished_why')),
        h('a', { class: 'btn big', href: app.href('check.html') }, texts.say('site_plan.go_on'), icon('next')));
      return;
    }
    show(main, careCard(kb, texts, decision, { today: localDay(), heading: 'h1', href: (path) => app.href(path) }));
  }

  /**
   * The list of all timers.
   * @param {OwnPlan} own
   */
  async all(own) {
    const { main, app, kb, texts } = this;
    const offers = offersOf(own);
    const others = [...offers.values()].filter(({ remedy }) => remedy.guide && ![BLADDER, FLOOR].includes(remedy.id));
    const bladder = own.courses.get(BLADDER);
    const floor = own.courses.get(FLOOR);
    const timer = bladder && bladderTimer(texts, bladder, {
      diary: this.diary,
      kept: this.kept.bladder ?? null,
      keep: (training) => this.keep({ bladder: training }),
      urge: () => this.start(own, bladder.offer),
    });
    if (timer) this.stop = timer.stop;
    const sections = [this.section(own, BLADDER, timer?.element ?? null), this.section(own, FLOOR, floor ? await this.floor(own) : null)];
    show(main,
      h('h1', {}, texts.say('site.timers')),
      bladder && sections[0],
      floor && sections[1],
      h('section', { class: 'stack', 'data-section': 'others' },
        h('h2', {}, texts.say('site_timers.others')),
        h('p', { class: 'muted' }, texts.say(others.length ? 'site_timers.others_why' : 'site_timers.nothing')),
        others.length > 0 && h('ul', { class: 'x list' }, others.map(({ remedy }) =>
          h('li', {}, h('a', { href: app.href(`timers.html?remedy=${remedy.id}`), 'data-remedy': remedy.id },
            icon('play'), h('span', {}, titleOf(kb, texts, remedy.id)), icon('on')))))),
      !bladder && sections[0],
      !floor && sections[1],
      h('p', {}, h('a', { class: 'btn line', href: app.href('plan.html') }, icon('list'), texts.say('site_timers.plan'))));
  }

  /**
   * @param {OwnPlan} own
   * @param {string} id
   * @param {HTMLElement | null} timer
   */
  section(own, id, timer) {
    return h('section', { class: 'stack', 'data-section': id }, h('h2', {}, titleOf(this.kb, this.texts, id)), timer ?? this.whyNot(own, id));
  }

  /**
   * Why something is not offered, by the contraindication that holds it back.
   * @param {OwnPlan} own
   * @param {string} id
   */
  whyNot({ made }, id) {
    const { texts, app } = this;
    const held = made.withheld.find((one) => one.remedy.id === id);
    const says = held ? texts.say(isCertain(held) ? 'site_timers.withheld' : 'site_timers.withheld_unknown') : texts.say('site_timers.not_offered');
    return h('div', { class: 'stack', 'data-why': id },
      h('p', {}, [says, held ? whyOf(texts, held) : ''].filter(Boolean).join(' ')),
      h('p', {}, h('a', { href: app.href(`remedy/${id}.html`) }, texts.say('site_timers.about'))));
  }

  /** @param {OwnPlan} own */
  async floor(own) {
    const { texts, app } = this;
    const course = /** @type {import('../schedule.js').Course} */ (own.courses.get(FLOOR));
    const times = course.routine.times ?? 1;
    const done = doneOn(await ownDay(this.diary, localDay()).catch(() => []), FLOOR, localDay()).length;
    const { rounds = 1 } = course.offer.remedy.guide ?? {};
    return h('div', { class: 'card stack', 'data-timer': FLOOR },
      h('p', {}, h('b', {}, texts.say('site_timers.floor_hold', { seconds: this.hold(own), rounds }))),
      h('p', { class: 'muted' }, texts.say('site_timers.floor_today', { done, times })),
      h('a', { class: 'btn big', href: app.href(`timers.html?remedy=${FLOOR}`) }, icon('play'), texts.say('site_timers.begin')));
  }

  /** @param {OwnPlan} own */
  hold(own) {
    const course = own.courses.get(FLOOR);
    return this.kept.hold ?? course?.weeks[0]?.amount ?? course?.routine.ladder?.start ?? 0;
  }

  /**
   * One remedy: what to mind, and the button that begins it.
   * @param {OwnPlan} own
   * @param {string} id
   */
  one(own, id) {
    const { main, kb, texts } = this;
    const offer = offersOf(own).get(id);
    const remedy = remedyOf(kb, id);
    if (!remedy || !offer || !remedy.guide) {
      show(main,
        h('h1', {}, remedy ? titleOf(kb, texts, id) : texts.say('site.timers')),
        remedy ? this.whyNot(own, id) : h('p', {}, texts.say('site_timers.not_offered')),
        this.backLink());
      return;
    }
    const relief = stepsOf(own.made).some((step) => step.offer.remedy.id === id && step.offer.phase !== 'prevention');
    if (relief && this.isOld()) {
      this.signsFirst(id);
      return;
    }
    const minded = notes(offer, texts);
    show(main,
      h('h1', {}, titleOf(kb, texts, id)),
      h('p', {}, texts.entry('remedy', id, 'summary', remedy.summary)),
      id === FLOOR && h('p', {}, h('b', {}, texts.say('site_timers.floor_hold', { seconds: this.hold(own), rounds: remedy.guide.rounds ?? 1 }))),
      minded.length > 0 && h('ul', {}, minded.map((one) => h('li', {}, one))),
      h('button', { class: 'btn big', type: 'button', 'data-begin': id, onclick: () => this.start(own, offer) }, icon('play'), texts.say('site_timers.begin')),
      remedy.stop_if && h('p', { class: 'say small' }, texts.entry('remedy', id, 'stop_if', remedy.stop_if)),
      this.backLink());
  }

  isOld() {
    return this.person.at === null || Date.now() - this.person.at > HOURS * 3_600_000;
  }

  /**
   * The danger lines again; what else was answered still holds.
   * @param {string} id
   */
  signsFirst(id) {
    const { main, app, kb, texts, person } = this;
    const left = Object.fromEntries(Object.entries(person.episode).filter(([fact]) => !kb.gates.has(fact)));
    const given = Object.fromEntries(Object.entries(person.answers).filter(([fact]) => !kb.gates.has(fact)));
    const lines = linesLeft(kb, answersOf(kb, given));
    show(main,
      h('p', {}, h('b', {}, texts.say('site_timers.first_signs'))),
      dangerLines(kb, texts, lines, {
        answered: async (ticked) => {
          const place = linesAnswered({ facts: left, course: person.course }, lines, ticked);
          this.facts = { ...given, ...place.facts };
          const own = this.decide(this.facts);
          if (!ticked.size && own.found.level <= Level.routine) {
            this.person = { ...person, at: Date.now() };
            this.one(own, id);
          } else {
            await keepEpisode(place.facts, place.course); // a new sign makes the old plan void
            app.go('check.html');
          }
        },
      }));
  }

  /**
   * @param {OwnPlan} own
   * @param {Offer} offer
   */
  start(own, offer) {
    const { main, app, kb, texts, diary, facts } = this;
    const { id } = offer.remedy;
    const place = placeOf(kb, own);
    const guiding = id === FLOOR ? withHold(kb, id, this.hold(own)) : kb;
    this.stop();
    this.stop = sessionOf(main, app, { kb: guiding, texts, diary, offer, facts, place }, (session) => this.finish(own, id, session));
  }

  /**
   * @param {OwnPlan} own
   * @param {string} id
   * @param {Session} session
   */
  finish(own, id, { ending, tried }) {
    const { main, app, texts } = this;
    if (ending === 'new_sign' || ending === 'worse' || tried.some((one) => one.outcome === 'worse')) {
      show(main,
        h('h1', {}, texts.say(ending === 'new_sign' ? 'site_timers.first_signs' : 'site_timers.stopped')),
        h('p', {}, texts.say(ending === 'new_sign' ? 'ending.new_sign' : 'site_timers.worse')),
        h('a', { class: 'btn big', href: app.href('check.html') }, texts.say('site_timers.check'), icon('next')));
      return;
    }
    const stopped = ending === 'stopped' || tried.some((one) => one.outcome === 'skipped');
    show(main,
      h('h1', {}, texts.say(stopped ? 'site_timers.stopped' : 'site_timers.well_done')),
      this.writing(id),
      id === FLOOR && !stopped && this.firm(own),
      this.backLink());
  }

  /**
   * A tap keeps it in the diary.
   * @param {string} id
   */
  writing(id) {
    const { main, texts, diary } = this;
    const status = h('div', { class: 'row', role: 'status' });
    const button = h('button', { class: 'btn big', type: 'button', 'data-done': id, onclick: keep }, icon('tick'), texts.say('site_timers.write_done'));
    const place = h('div', {}, button);
    return h('div', { class: 'stack' }, place, status);

    async function keep() {
      main.querySelector('h1')?.focus({ preventScroll: true }); // the button that was pressed goes away
      button.remove();
      const entry = await write(diary, 'measure_done', { remedy: id }).catch(() => null);
      const back = async () => {
        if (entry) await undo(diary, entry);
        fill(status);
        place.append(button);
        button.focus();
      };
      fill(status, icon('tick'), h('p', {}, texts.say(entry && diary.persistent ? 'site_timers.written' : 'site_plan.not_kept')),
        entry && h('button', { class: 'btn line sm', type: 'button', onclick: back }, texts.say('site_plan.undo')));
    }
  }

  /**
   * Longer only when all squeezes stay firm, and never ahead of the plan's weeks.
   * @param {OwnPlan} own
   */
  firm(own) {
    const { texts } = this;
    const course = own.courses.get(FLOOR);
    const step = course?.routine.ladder?.step;
    if (!course || !step) return null;
    const status = h('p', { role: 'status' });
    const now = this.hold(own);
    const most = weekOf(course, localDay())?.amount ?? now;
    const choose = async (/** @type {boolean} */ yes) => {
      const next = yes ? Math.min(now + step, Math.max(most, now)) : now;
      await this.keep({ hold: next });
      fill(status, next > now ? texts.say('site_timers.floor_longer', { seconds: next }) : texts.say('site_timers.floor_same'));
    };
    return h('section', { class: 'card stack' },
      h('h2', {}, texts.say('site_timers.floor_firm')),
      h('div', { class: 'row' },
        h('button', { class: 'btn line', type: 'button', onclick: () => choose(true) }, texts.say('site_timers.floor_yes')),
        h('button', { class: 'btn line', type: 'button', onclick: () => choose(false) }, texts.say('site_timers.floor_no'))),
      status);
  }

  /** @param {Kept} some */
  async keep(some) {
    this.kept = { ...this.kept, ...some };
    await this.diary.keep(KEYS.timers, this.kept);
  }

  backLink() {
    return h('p', {}, h('a', { class: 'btn line', href: this.app.href('timers.html') }, icon('back'), this.texts.say('site_timers.back')));
  }
}

/**
 * What is offered, by remedy; where one stands in several phases, the prevention counts.
 * @param {OwnPlan} own
 * @returns {Map<string, Offer>}
 */
function offersOf({ made }) {
  return new Map(stepsOf(made).map(({ offer }) => [offer.remedy.id, offer]));
}
