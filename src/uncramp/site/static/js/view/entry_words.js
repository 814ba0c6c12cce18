/** What an entry of the diary says, in the words of a language. */

/** @import { Body } from '../diary/check.js' */
/** @import { Entry } from '../diary/entries.js' */
/** @import { Knowledge } from '../knowledge.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Quick } from '../quick.js' */

import { dayOf } from '../diary/shown.js';
import { dayWords, numberWords } from './dates.js';
import { labelOf } from './answer_words.js';

/** @typedef {{remedy: string, outcome: string, seconds?: number}} Tried */

const MINUTE = 60;
const SHORT = 60;
/** What is told of a whole day or night has no time. */
const DAYS = ['none_last_night', 'sleep', 'exposure'];
const SHOWN = ['profile_change', 'check_done', 'episode', 'none_last_night', 'measure_done', 'dose_taken', 'drinks', 'sleep', 'exercise', 'exposure', 'bladder_visit', 'note'];

export class Words {
  /**
   * @param {Knowledge} kb
   * @param {Texts} texts
   */
  constructor(kb, texts) {
    this.kb = kb;
    this.texts = texts;
  }

  /**
   * @param {string} key
   * @param {Record<string, unknown>} [values]
   */
  say(key, values) {
    return this.texts.say(`site_diary.${key}`, values);
  }

  /** The places of the first page that name a part of the body, by that part. @returns {Quick[]} */
  get quick() {
    const { quick } = /** @type {{quick: Quick[]}} */ (/** @type {unknown} */ (this.kb.pack));
    return quick.filter((place) => siteOf(place));
  }

  /** @param {string} site */
  place(site) {
    const quick = this.quick.find((place) => siteOf(place) === site);
    if (quick) return this.texts.entry('quick', quick.id, 'title', quick.title);
    return this.texts.entry('fact', site, 'ask', this.kb.facts.get(site)?.ask ?? site);
  }

  /**
   * @param {string} site
   * @param {string | undefined} side
   */
  placeSide(site, side) {
    const place = this.place(site);
    return side ? this.texts.say('site.place_side', { place, side: this.word(side) }) : place;
  }

  /** @param {string} id */
  remedy(id) {
    const title = this.kb.pack.remedy.find((one) => one.id === id)?.title;
    return this.texts.entry('remedy', id, 'title', title ?? id);
  }

  /** @param {string} id */
  word(id) {
    const key = `site_diary.word_${id}`;
    return key in this.texts.fallback || key in this.texts.table ? this.texts.say(key) : id;
  }

  /** What a question is about, in a few words. @param {string} id */
  fact(id) {
    const fact = /** @type {{ask: string, short?: string} | undefined} */ (this.kb.facts.get(id));
    return fact ? this.texts.entry('fact', id, fact.short ? 'short' : 'ask', fact.short ?? fact.ask) : id;
  }

  /**
   * @param {string} id
   * @param {unknown} answer
   */
  #detail(id, answer) {
    const what = capital(this.fact(id));
    if (answer === null) return this.say('said_taken_back', { what });
    const fact = this.kb.facts.get(id);
    const word = typeof answer === 'boolean' ? this.say(answer ? 'yes' : 'no') : String(answer);
    return this.say('said_detail', { what, answer: fact ? labelOf(this.texts, fact, word) : word });
  }

  /** What a cramp was like. @param {string} what */
  like(what) {
    const fact = this.kb.facts.get('kind');
    return fact ? labelOf(this.texts, fact, what) : what;
  }

  /** @param {number} seconds */
  span(seconds) {
    const [minutes, rest] = [Math.floor(seconds / MINUTE), seconds % MINUTE];
    if (!minutes) return this.say('span_seconds', { seconds });
    return this.say(rest && minutes < 10 ? 'span_both' : 'span_minutes', { minutes, seconds: rest });
  }

  /** The time of day at the place where it happened. @param {Entry} entry */
  time({ at, body }) {
    const time = at.slice(11, 16);
    return body['time_guessed'] ? this.say('about_time', { time }) : time;
  }

  /** @param {Entry} entry */
  when(entry) {
    return this.say('on_day', { day: dayWords(this.texts, dayOf(entry.at), 'weekday'), time: this.time(entry) });
  }

  /** The moment an entry was written. @param {string} moment */
  moment(moment) {
    return this.say('on_day', { day: dayWords(this.texts, dayOf(moment)), time: moment.slice(11, 16) });
  }

  /** Its day, and its time where it has one. @param {Entry} entry */
  date(entry) {
    return DAYS.includes(entry.kind) ? dayWords(this.texts, dayOf(entry.at), 'weekday') : this.when(entry);
  }

  /** The time alone; nothing where it is of a whole day. @param {Entry} entry */
  hour(entry) {
    return DAYS.includes(entry.kind) ? '' : this.time(entry);
  }

  /** An entry in one sentence's part, with its day. @param {Entry} entry */
  short(entry) {
    const head = this.head(entry);
    if (DAYS.includes(entry.kind)) return head;
    return this.say('on_day', { day: head.length > SHORT ? `${head.slice(0, SHORT)}...` : head, time: this.when(entry) });
  }

  /** The one line that stands for an entry, beside its date. @param {Entry} entry */
  line(entry) {
    const { kind } = entry;
    return kind === 'none_last_night' || kind === 'sleep' ? this.say(`line_${kind}`) : this.head(entry);
  }

  /** The one line that stands for an entry by itself. @param {Entry} entry */
  head({ kind, body }) {
    const { what, side } = /** @type {Record<string, string>} */ (body);
    const day = (/** @type {string} */ name) => dayWords(this.texts, String(body[name]), 'weekday');
    switch (kind) {
      case 'episode':
        return this.placeSide(String(body['site']), side);
      case 'none_last_night':
        return this.say('said_none', { day: day('night') });
      case 'measure_done':
        return this.remedy(String(body['remedy']));
      case 'dose_taken':
        return String(what);
      case 'drinks':
        return this.say('said_drink', { what: this.word(String(what)) });
      case 'sleep':
        return this.say('said_sleep', { day: day('night') });
      case 'exercise':
        return capital(this.word(String(what)));
      case 'exposure':
        return this.say('said_exposure', { what: capital(this.word(String(what))), day: day('day'), answer: this.say(body['present'] ? 'yes' : 'no') });
      case 'bladder_visit':
        return this.say('said_visit', { what: this.word(String(what)) });
      case 'note':
        return String(body['text']);
      case 'check_done':
        return this.say('said_check', { level: this.texts.say(`level.${body['level']}`) });
      case 'profile_change':
        return this.say('said_profile');
      default:
        return this.say('kind_other');
    }
  }

  /** What else it says. @param {Entry} entry @returns {string[]} */
  lines({ kind, body }) {
    switch (kind) {
      case 'episode':
        return this.#episode(body);
      case 'measure_done':
        return [body['amount'] !== undefined && this.say('said_amount', { amount: body['amount'], unit: this.word(String(body['unit'])) }), body['note']].flatMap(text);
      case 'dose_taken':
        return text(body['amount']);
      case 'drinks':
        return body['ml'] === undefined ? [] : [this.say('said_ml', { ml: body['ml'] })];
      case 'sleep':
        return this.#numbers(body, [['minutes', 'said_hours'], ['quality', 'said_quality'], ['woken', 'said_woken']]);
      case 'exercise':
        return this.#numbers(body, [['minutes', 'said_long'], ['effort', 'said_effort']]);
      case 'bladder_visit':
        return this.#numbers(body, [['minutes', 'said_waited']]);
      case 'check_done': {
        const signs = /** @type {string[]} */ (body['signs'] ?? []);
        return signs.length ? [this.say('said_signs', { what: signs.map((fact) => this.fact(fact)).join('; ') })] : [];
      }
      case 'profile_change':
        return Object.entries(/** @type {object} */ (body['facts'])).map(([fact, answer]) => this.#detail(fact, answer));
      default:
        return SHOWN.includes(kind) ? [] : [this.say('other_kind')];
    }
  }

  /** All that an entry says, to search in. @param {Entry} entry */
  text(entry) {
    return [dayOf(entry.at), dayWords(this.texts, dayOf(entry.at)), this.when(entry), this.head(entry), ...this.lines(entry)].join(' ');
  }

  /**
   * @param {Body} body
   * @returns {string[]}
   */
  #episode(body) {
    const { what, pain_before: before, pain_after: after, minutes, relief_seconds: relief, woke_me: woke } = body;
    const pains = before === undefined ? 'said_pain_after' : after === undefined ? 'said_pain_before' : 'said_pain';
    const tried = /** @type {Tried[]} */ (body['tried'] ?? []);
    const suspects = /** @type {string[]} */ (body['suspects'] ?? []);
    return [
      what !== 'painful_cramp' && `${this.like(String(what)).replace(/ \(.*\)$/, '')}.`,
      (before !== undefined || after !== undefined) && this.say(pains, { before, after }),
      minutes !== undefined && this.say('said_minutes', { minutes }),
      relief !== undefined && !tried.some(({ outcome, seconds }) => outcome === 'gone' && seconds === relief) && this.say('said_relief', { time: this.span(Number(relief)) }),
      body['still_on'] && this.say('said_still'),
      woke !== undefined && this.say(woke ? 'said_woke' : 'said_not_woke'),
      ...tried.map((one) => this.#tried(one)),
      suspects.length > 0 && this.say('said_suspects', { what: suspects.map((one) => this.word(one)).join(', ') }),
      body['note'],
    ].flatMap(text);
  }

  /** @param {Tried} tried */
  #tried({ remedy, outcome, seconds }) {
    const time = seconds === undefined ? '' : this.span(seconds);
    return this.say(time ? 'said_tried_time' : 'said_tried', { remedy: this.remedy(remedy), outcome: this.word(outcome), time });
  }

  /**
   * @param {Body} body
   * @param {[string, string][]} rows  Of a field and its sentence.
   */
  #numbers(body, rows) {
    return rows.flatMap(([name, key]) => {
      const value = body[name];
      return value === undefined ? [] : [this.say(key, { ...body, hours: numberWords(Number(body['minutes']) / 60) })];
    });
  }
}

/**
 * The part of the body that a place of the first page names.
 * @param {Quick} place
 */
export function siteOf({ sets }) {
  return Object.keys(sets).find((fact) => fact.startsWith('site_')) ?? null;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' && value ? [value] : [];
}

/** @param {string} words */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
