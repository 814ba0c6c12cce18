/** One place of the quick screen: danger lines, then at once the relief, then what comes after it. */

/** @import { App } from '../app.js' */
/** @import { Diary } from '../diary/store.js' */
/** @import { Kept } from '../device/session_kept.js' */
/** @import { Session } from '../kept.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Given, Quick } from '../quick.js' */
/** @import { Side } from '../view/figure.js' */

import { asked } from '../answers.js';
import { checkDone } from '../check_done.js';
import { Clock } from '../device/clock.js';
import { keepEpisode, noteCheck, readPerson } from '../device/person.js';
import { forgetSession, keepSession, keptSession, pathOf } from '../device/session_kept.js';
import { Awake } from '../device/awake.js';
import { keepSettings } from '../device/settings.js';
import { Voice } from '../device/voice.js';
import { MemoryStore } from '../diary/memory.js';
import { openDiary } from '../diary/store.js';
import { noneOfThese, notes, placeOf, relief, tapped } from '../quick.js';
import { advance, crampLimit, guided, start, woken } from '../session.js';
import { Level, triage } from '../triage.js';
import { fill, h, show } from '../view/dom.js';
import { afterRelief, careScreen, questionsFirst } from '../view/after.js';
import { cutOff } from '../view/cut_off.js';
import { log } from '../view/log.js';
import { question } from '../view/question.js';
import { QuickList, markOf } from '../view/quick_list.js';
import { guide } from '../view/session.js';

/** Milliseconds to wait for what the device keeps. */
const PATIENCE = 1500;

/** Places that have no left and right. */
const MIDDLE = ['back', 'neck', 'other'];

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const box = /** @type {HTMLElement | null} */ (main.querySelector('[data-quick]'));
  const kb = await app.knowledge();
  const quick = placeOf(kb, box?.dataset.quick ?? '');
  if (!box || !quick) return;
  const [profile, diary] = await Promise.all([
    soon(readPerson(kb).then((person) => person.profile), /** @type {Given} */ ({})),
    soon(openDiary(), new MemoryStore()),
  ]);
  const page = new Now(main, app, kb, diary, quick, box, profile);
  await page.begin();
  return () => page.leave();
}

/**
 * What the device keeps, or `without` where it does not answer: somebody with a cramp does not wait for it.
 * @template T
 * @param {Promise<T>} kept
 * @param {T} without
 * @returns {Promise<T>}
 */
function soon(kept, without) {
  const late = new Promise((resolve) => setTimeout(() => resolve(without), PATIENCE));
  return Promise.race([kept.catch(() => without), /** @type {Promise<T>} */ (late)]);
}

/** One visit to the page. `said` are the answers given on it, by fact. */
class Now {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Knowledge} kb
   * @param {Diary} diary
   * @param {Quick} quick
   * @param {HTMLElement} box
   * @param {Given} profile
   */
  constructor(main, app, kb, diary, quick, box, profile) {
    this.main = main;
    this.app = app;
    this.kb = kb;
    this.diary = diary;
    this.quick = quick;
    this.box = box;
    this.texts = app.texts(kb);
    const { region } = app.settings;
    /** @type {Given} */
    this.profile = { ...profile, ...(region && { region }) };
    /** @type {Given} */
    this.said = {};
    const side = app.query.get('side');
    /** @type {Side} */
    this.side = side === 'left' || side === 'right' ? side : null;
    this.clock = new Clock();
    /** @type {{session: Session, facts: Given, side: Side} | null} */
    this.ended = null;
    /** The result that was last written into the diary. */
    this.noted = '';
    this.voice = new Voice(document.documentElement.lang, { on: app.settings.voice !== false });
    /** What to do when the reader goes to another page: a session stays as it was kept. */
    this.leave = () => {};
    this.list = new QuickList(box, this.texts, (line) => this.open(line));
  }

  async begin() {
    const none = this.box.querySelector('[data-none]');
    none?.replaceWith(h('button', { class: 'btn big', type: 'button', 'data-none': '', onclick: () => this.none() }, [...none.childNodes]));
    this.nameSide();
    const kept = await keptSession(this.kb, this.diary);
    const news = this.box.querySelector('[data-news]');
    if (kept && news) {
      // one of another place goes on where that place's own lines stand
      const on = kept.place === this.quick.id ? () => this.resume(kept) : this.app.href(pathOf(kept));
      cutOff(news, this.kb, this.texts, kept, { on, leave: () => this.forget() });
    }
    this.marks();
    this.box.dataset.ready = ''; // from now on a tap is answered here
  }

  /** What is known at the list, not settled; nothing of it was answered by "none of these". */
  get given() {
    return { ...this.profile, ...tapped(this.kb, this.quick), ...this.said };
  }

  nameSide() {
    const where = this.box.querySelector('[data-where]');
    if (!where || !this.side) return;
    const place = this.texts.entry('quick', this.quick.id, 'title', this.quick.title);
    where.textContent = this.texts.say('site.place_side', { place, side: this.texts.say(`site.${this.side}`) });
  }

  /**
   * The facts behind a line.
   * @param {string} key
   * @returns {string[]}
   */
  factsOf(key) {
    const [kind, id = ''] = key.split(':');
    if (kind === 'ask') return [id];
    const line = /** @type {{line: import('../quick.js').Line[]}} */ (/** @type {unknown} */ (this.kb.pack)).line.find((one) => one.id === id);
    return line ? [...line.facts, ...Object.keys(line.sets ?? {})] : [];
  }

  /**
   * Ask what stands behind a line. What was said about it before is asked again.
   * @param {string} key
   */
  open(key) {
    const facts = this.factsOf(key);
    const before = this.said;
    this.said = Object.fromEntries(Object.entries(before).filter(([fact]) => !facts.includes(fact)));
    const unknown = facts.filter((fact) => !(fact in this.profile));
    this.ask(key, unknown.length ? unknown : facts, before, []);
  }

  /**
   * The next question behind a line, or what they came to.
   * @param {string} key
   * @param {readonly string[]} facts
   * @param {Given} before  To go back to.
   * @param {readonly Given[]} way  What was said at each question so far.
   */
  ask(key, facts, before, way) {
    const { kb, texts } = this;
    const answers = kb.answers(this.given);
    const next = facts.find((fact) => !(fact in this.said) && (fact in this.profile || !asked(answers, fact)));
    if (next === undefined || triage(kb, answers).certain === Level.emergency) {
      this.opened(key);
      return;
    }
    const many = facts.length > 1;
    show(this.main, question(kb, texts, { stage: 'level', kind: 'one', facts: [next], line: '' }, {
      value: { ...this.profile, ...before },
      ...(many ? { where: texts.say('site_now.line_question', { question: facts.indexOf(next) + 1, questions: facts.length }) } : {}),
      answered: (given) => {
        const said = this.said;
        this.said = { ...said, ...given };
        this.ask(key, facts, before, [...way, said]);
      },
      back: () => {
        const earlier = way.at(-1);
        this.said = earlier ?? before;
        if (earlier) this.ask(key, facts, before, way.slice(0, -1));
        else this.back();
      },
    })); // prettier-ignore
  }

  /**
   * What a line came to: back to the list, unless an answer means that help comes before relief.
   * @param {string} key
   */
  opened(key) {
    const { kb } = this;
    const answers = kb.answers(this.given);
    const doubtful = this.factsOf(key).some((fact) => kb.gates.has(fact) && answers.known.get(fact) !== false);
    if (doubtful || triage(kb, answers).certain > Level.routine) this.judge({ askMore: true });
    else this.back();
  }

  back() {
    this.marks();
    show(this.main, this.box);
  }

  marks() {
    const answers = this.kb.answers(this.given);
    const details = this.kb.answers(this.profile).known;
    const keys = [...this.list.marks.keys()];
    for (const key of keys) this.list.mark(key, markOf(this.factsOf(key), this.said, details, answers));
    const words = this.box.querySelector('[data-none] span');
    const any = keys.some((key) => this.factsOf(key).some((fact) => fact in this.said));
    if (words) words.textContent = this.texts.say(any ? 'site_now.none_left' : 'site_now.none');
  }

  /** "None of these": everything that stands there and was not answered is no. Runs inside the tap. */
  none() {
    const { kb, texts } = this;
    const answers = kb.answers(this.given);
    const open = Object.entries(noneOfThese(kb, this.quick)).filter(([fact]) => !asked(answers, fact));
    this.said = { ...this.said, ...Object.fromEntries(open) };
    const settled = kb.answers(this.given);
    const doubtful = [...kb.gates].some((gate) => asked(settled, gate) && settled.known.get(gate) !== false);
    if (doubtful || triage(kb, settled).level > Level.routine) {
      this.judge({ askMore: true });
      return;
    }
    const offers = relief(kb, settled);
    const remedies = guided(kb, offers.map((offer) => offer.remedy.id));
    if (!remedies.length) {
      this.judge({ askMore: false, first: texts.say('now.nothing_guided') });
      return;
    }
    const at = this.clock.now();
    const session = start(kb, remedies, { at, limitMinutes: crampLimit(kb) });
    const asksFirst = offers.some((offer) => offer.remedy.id === remedies[0] && offer.askFirst.length);
    this.run(asksFirst ? session : advance(kb, session, 'next', at), this.given);
  }

  /**
   * Go on with a session that was cut off. Runs inside the tap.
   * @param {Kept} kept
   */
  resume(kept) {
    this.clock = new Clock(kept.ahead);
    this.side = kept.side;
    this.said = kept.facts;
    const at = this.clock.now();
    this.run(advance(this.kb, woken(kept.session, { keptAt: kept.at, at }), 'time', at), kept.facts);
  }

  /**
   * @param {Session} session
   * @param {Given} facts  What it starts from.
   */
  run(session, facts) {
    const { kb, texts, clock, voice } = this;
    if (session.ending) {
      this.finish(session, this.side, facts);
      return;
    }
    const offers = relief(kb, kb.answers(facts));
    const minded = offers.map((offer) => /** @type {const} */ ([offer.remedy.id, notes(offer, texts)]));
    const askFirst = new Set(offers.filter((offer) => offer.askFirst.length).map((offer) => offer.remedy.id));
    const place = this.quick.id;
    keepSettings({ place });
    this.leave = guide(this.main, {
      kb,
      texts,
      session,
      person: { place, side: this.side, limb: !MIDDLE.includes(place), notes: Object.fromEntries(minded), askFirst },
      world: {
        clock,
        voice,
        awake: new Awake(),
        keep: (now, side) => void keepSession(this.diary, { session: now, facts, place, side }, clock).catch(console.warn),
        keepVoice: (on) => void keepSettings({ voice: on }),
      },
    }, (done) => this.finish(done.session, done.side, facts)); // prettier-ignore
  }

  /**
   * What the end of a session means: rest, or back to the questions with what it has shown.
   * @param {Session} session
   * @param {Side} side
   * @param {Given} facts
   */
  finish(session, side, facts) {
    const { kb, texts } = this;
    this.side = side;
    this.said = facts;
    this.ended = { session, facts, side };
    const says = texts.say(`ending.${session.ending}`);
    this.forget();
    switch (session.ending) {
      case 'new_sign': {
        this.said = Object.fromEntries(Object.entries(facts).filter(([fact]) => !kb.gates.has(fact)));
        const news = this.box.querySelector('[data-news]');
        if (news) fill(news, h('p', { class: 'say' }, says));
        this.back();
        return;
      }
      case 'too_long':
        this.said = { ...facts, episode_minutes: crampLimit(kb) + 1, still_happening: true };
        this.judge({ askMore: false, first: says });
        return;
      case 'worse':
      case 'nothing_left':
        this.judge({ askMore: true, first: says });
        return;
      default: {
        const { still_happening: _still, ...rest } = this.episode(); // what comes now is no longer about a cramp that is on
        void keepEpisode(rest).catch(console.warn);
        afterRelief(this.main, this.app, texts, says, log(kb, texts, this.diary, this.ended), () => this.again());
      }
    }
  }

  forget() {
    void forgetSession(this.diary).catch(console.warn);
  }

  again() {
    this.said = {};
    this.ended = null;
    this.noted = '';
    this.back();
  }

  /**
   * The care card for these answers; with `askMore`, after the questions that could still change the level, unless it
   * is clear already that help comes today.
   * @param {{askMore: boolean, first?: string}} how
   */
  judge({ askMore, first = '' }) {
    const { kb, texts, app } = this;
    const answers = kb.answers(this.given);
    const found = triage(kb, answers);
    void keepEpisode(this.episode()).catch(console.warn);
    const open = found.certain < found.possible && !found.complete;
    if (askMore && open && found.certain < Level.urgent) {
      const ended = this.ended && log(kb, texts, this.diary, this.ended);
      questionsFirst(this.main, app, texts, { says: first || texts.say('site_now.help_first'), log: ended, back: () => this.back() });
      return;
    }
    const ended = this.ended && found.level < Level.emergency ? log(kb, texts, this.diary, this.ended) : null;
    const more = open && found.certain < Level.emergency;
    this.note(answers);
    careScreen(this.main, app, { kb, texts, answers, first, more, log: ended, back: () => this.back() });
  }

  /**
   * Write the result into the diary, once a visit.
   * @param {import('../answers.js').Answers} answers
   */
  note(answers) {
    const body = checkDone(this.kb, answers, this.ended ? 'session' : 'quick');
    if (!body || JSON.stringify(body) === this.noted) return;
    this.noted = JSON.stringify(body);
    void noteCheck(body).catch(console.warn);
  }

  /**
   * The answers that belong to this cramp alone, for the pages that go on from it: what the details say may change.
   * @returns {Given}
   */
  episode() {
    const told = Object.entries({ ...tapped(this.kb, this.quick), ...this.said });
    return Object.fromEntries(told.filter(([fact, value]) => this.profile[fact] !== value));
  }
}
