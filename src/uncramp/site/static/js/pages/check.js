/** The whole questionnaire, one thing on a screen; it ends at once in an emergency, else when nothing more matters. */

/** @import { App } from '../app.js' */
/** @import { Open, Place, Screen } from '../course.js' */
/** @import { Given, Person } from '../device/person.js' */
/** @import { Question } from '../interview.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { UNSURE } from '../answers.js';
import { answered, answersOf, back, left, linesAnswered, screenOf } from '../course.js';
import { checkDone } from '../check_done.js';
import { BEGINNING, forgetEpisode, isLasting, keepEpisode, keepProfile, localDay, noteCheck, readPerson } from '../device/person.js';
import { readSettings } from '../device/settings.js';
import { Level, triage } from '../triage.js';
import { dayWords } from '../view/dates.js';
import { h, icon, show } from '../view/dom.js';
import { dangerLines } from '../view/lines.js';
import { showNumbers } from '../view/numbers.js';
import { question } from '../view/question.js';
import { resultScreen } from '../view/result.js';

/** Danger signs are asked for the last day: answers older than this many hours are not gone on with. */
const HOURS = 6;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const kb = await app.knowledge();
  const check = new Check(main, app, kb, await readPerson(kb));
  await check.begin();
  addEventListener('pageshow', again);
  return () => {
    check.left = true;
    removeEventListener('pageshow', again);
  };

  /**
   * Back from "Change my region", out of the browser's memory: no old number may stand on a card.
   * @param {PageTransitionEvent} event
   */
  function again({ persisted }) {
    if (!persisted) return;
    app.settings = readSettings();
    check.proceed();
    void showNumbers(app);
  }
}

/** One visit to the page. `value` are answers taken back by a step back, to be shown in the form again. */
class Check {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Knowledge} kb
   * @param {Person} person
   */
  constructor(main, app, kb, person) {
    this.main = main;
    this.app = app;
    this.kb = kb;
    this.person = person;
    this.today = localDay();
    /** When the episode began: signs grow old from then on, however many answers are added. */
    this.at = new Date(person.at ?? Date.now());
    /** The reader has gone to another page; nothing more may be shown. */
    this.left = false;
    this.keeping = false;
    /** @type {Place} */
    this.place = { facts: person.episode, course: person.course };
    /** @type {Given} */
    this.value = {};
  }

  /** What decides: the profile too, unless it is about somebody else. */
  get given() {
    const own = (this.place.facts.answering_for ?? 'self') === 'self';
    return own ? { ...this.person.profile, ...this.place.facts } : this.place.facts;
  }

  /** The words, with the numbers of the chosen region or else of the one that was answered. */
  get texts() {
    const { settings, language } = this.app;
    const { region: answered, answering_for: about = 'self' } = this.place.facts;
    const others = about !== 'self';
    if (settings.region || typeof answered !== 'string' || answered === UNSURE) return this.app.texts(this.kb, others);
    return this.kb.texts({ language, region: answered, others });
  }

  async begin() {
    const { region } = this.app.settings;
    const wanted = (this.app.query.get('ask') ?? '').split(',').filter((fact) => this.kb.facts.has(fact));
    if (wanted.length) this.place = { ...this.place, course: { ...this.place.course, opened: wanted } };
    if (Date.now() - this.at.getTime() > HOURS * 3_600_000) return this.old();
    if (region) this.place = { ...this.place, facts: { ...this.place.facts, region } };
    return this.proceed();
  }

  /** Answers of another day: begin again, or read once more what was said then. */
  old() {
    const { texts } = this;
    const date = dayWords(texts, localDay(this.at));
    show(this.main,
      h('h1', {}, texts.say('site_check.old', { date })),
      h('p', {}, texts.say('site_check.old_why')),
      h('button', { class: 'btn big', type: 'button', onclick: () => this.restart() }, texts.say('site_check.restart')),
      h('button', { class: 'btn line', type: 'button', onclick: () => this.result(date) }, texts.say('site_check.old_show')));
  }

  async restart() {
    await forgetEpisode().catch(console.warn);
    const { region } = this.app.settings;
    this.place = { facts: region ? { region } : {}, course: BEGINNING };
    this.value = {};
    this.at = new Date();
    this.proceed();
  }

  /** Show what comes now. */
  proceed() {
    if (this.left) return;
    const { kb, place, today } = this;
    this.on(screenOf(kb, this.given, place.course, today));
  }

  /** @param {Screen} screen */
  on(screen) {
    switch (screen.kind) {
      case 'question':
        return this.ask(screen.asked);
      case 'lines':
        return this.lines(screen.lines);
      case 'more':
        return this.more(screen.count);
      case 'result':
        return this.finish();
    }
  }

  /**
   * @param {Question} asked
   * @param {() => void} [leave]  Where "back" leads instead: from a correction, to the result.
   */
  ask(asked, leave) {
    const { kb, texts } = this;
    const back = leave ?? this.backTo();
    show(this.main, question(kb, texts, asked, {
      value: { ...this.value, ...this.given },
      ...(leave ? {} : { where: this.where() }),
      ...(back ? { back } : {}),
      answered: (said) => this.take(answered(this.place, asked, said), said),
    }));
  }

  /**
   * @param {readonly Open[]} lines
   * @param {() => void} [leave]
   */
  lines(lines, leave) {
    const said = { ...this.value, ...this.given };
    const doubtful = lines.filter(({ facts }) => facts.some((fact) => said[fact] === true || said[fact] === UNSURE));
    const back = leave ?? this.backTo();
    show(this.main, dangerLines(this.kb, this.texts, lines, {
      ticked: new Set(doubtful.map(({ line }) => line)),
      clear: !doubtful.length && lines.every(({ facts }) => facts.every((fact) => fact in said)),
      ...(leave ? {} : { where: this.where() }),
      ...(back ? { back } : {}),
      answered: (ticked) => this.take(linesAnswered(this.place, lines, ticked), {}),
    }));
  }

  /**
   * Keep what was answered before anything else happens.
   * @param {Place} place
   * @param {Given} said
   */
  async take(place, said) {
    if (this.keeping) return; // pressed twice
    this.keeping = true;
    this.place = place;
    this.value = { ...this.value, ...said };
    const own = (place.facts.answering_for ?? 'self') === 'self';
    const lasting = Object.fromEntries(Object.entries(said).filter(([fact]) => own && isLasting(this.kb, fact)));
    if (Object.keys(lasting).length) {
      await keepProfile(this.kb, lasting).catch(console.warn);
      this.person = { ...this.person, profile: { ...without(this.person.profile, lasting), ...known(lasting) } };
    }
    await keepEpisode(place.facts, place.course, this.at).catch(console.warn); // a full disk stops nobody
    this.keeping = false;
    this.proceed();
  }

  /** @returns {(() => void) | null} */
  backTo() {
    const before = back(this.place);
    if (!before) return null;
    return async () => {
      this.value = { ...this.value, ...this.place.facts };
      const taken = without(this.place.facts, before.place.facts);
      this.place = before.place;
      this.person = { ...this.person, profile: without(this.person.profile, taken) };
      await keepProfile(this.kb, Object.fromEntries(Object.keys(taken).map((fact) => [fact, null]))).catch(console.warn);
      await keepEpisode(this.place.facts, this.place.course, this.at).catch(console.warn);
      if (before.asked.kind === 'line') this.lines(this.linesOf(before.asked.facts));
      else this.ask(before.asked);
    };
  }

  /**
   * The danger lines that hold these facts.
   * @param {readonly string[]} facts
   * @returns {Open[]}
   */
  linesOf(facts) {
    const all = this.kb.pack.line.map((line) => ({ line: line.id, facts: line.facts.filter((fact) => facts.includes(fact)) }));
    return all.filter((one) => one.facts.length);
  }

  where() {
    const done = this.place.course.steps.length;
    const total = done + left(this.kb, this.given, this.place.course, this.today);
    return this.texts.say('site_check.where', { number: done + 1, total: Math.max(total, done + 1) });
  }

  /** @param {number} count */
  more(count) {
    const { texts } = this;
    const back = this.backTo();
    const choose = (/** @type {boolean} */ yes) => {
      const { facts, course } = this.place;
      this.take({ facts, course: { ...course, wanted: { ...course.wanted, level: yes } } }, {});
    };
    show(this.main,
      back && h('div', { class: 'row' }, h('button', { class: 'btn line sm', type: 'button', onclick: back }, icon('back'), texts.say('site_check.back'))),
      h('h1', {}, texts.say('site_check.more')),
      h('p', {}, texts.say('site_check.more_why', { count })),
      h('button', { class: 'btn big', type: 'button', onclick: () => choose(true) }, texts.say('site_check.more_yes')),
      h('button', { class: 'btn line', type: 'button', onclick: () => choose(false) }, texts.say('site_check.more_no')));
  }

  finish() {
    if (this.app.query.get('to') === 'plan' && this.app.query.has('ask')) {
      if (triage(this.kb, answersOf(this.kb, this.given)).level <= Level.routine) return this.app.go('plan.html');
    }
    return this.result();
  }

  /** @param {string} [date]  The day of the answers, if it is not today. */
  async result(date) {
    const { main, app, kb, texts, today, given } = this;
    const { course } = this.place;
    const decided = resultScreen(main, { app, kb, texts, today, given, course, ...(date ? { date } : {}),
      change: (asked) => this.correct(asked),
      goOn: (stage) => this.take({ ...this.place, course: { ...this.place.course, wanted: { ...course.wanted, [stage]: true } } }, {}),
      restart: () => this.restart(),
    });
    if (date) return; // an old result is not made new by being read
    const noted = this.note();
    this.place = { ...this.place, course: { ...course, noted } };
    await keepEpisode(this.place.facts, { ...course, decided, noted }, this.at).catch(console.warn);
  }

  /** Write the result into the diary, once, where it is about the diary's own person. Answers what is written there. */
  note() {
    const { noted = '' } = this.place.course;
    const own = (this.place.facts.answering_for ?? 'self') === 'self';
    const body = own ? checkDone(this.kb, answersOf(this.kb, this.given), 'check') : null;
    if (!body || JSON.stringify(body) === noted) return noted;
    void noteCheck(body).catch(console.warn); // a full disk stops nobody
    return JSON.stringify(body);
  }

  /** @param {Question} asked */
  correct(asked) {
    this.value = { ...this.value, ...this.given };
    const leave = () => this.result();
    if (asked.kind === 'line') this.lines(this.linesOf(asked.facts), leave);
    else this.ask(asked, leave);
  }
}

/**
 * @param {Given} given
 * @param {Given} others
 * @returns {Given}
 */
function without(given, others) {
  return Object.fromEntries(Object.entries(given).filter(([fact]) => !(fact in others)));
}

/**
 * @param {Given} given
 * @returns {Given}
 */
function known(given) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== UNSURE));
}
