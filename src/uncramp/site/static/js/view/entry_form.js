/** The form of one entry, made from what its kind may say. It gives back a body that the kind allows, or says what is wrong. */

/** @import { Body, Field, Kinds } from '../diary/check.js' */
/** @import { Words } from './entry_words.js' */

import { EntryError, checkBody } from '../diary/check.js';
import { instant, stamp, stampOf } from '../diary/entries.js';
import { h, icon } from './dom.js';
import { capital } from './entry_words.js';

/** A field on the screen: its element, what stands in it now (undefined: nothing), and where to say what is wrong. @typedef {{element: HTMLElement, focus: HTMLElement, read: () => unknown, wrong: HTMLElement}} Row */

/** What is measured by the program, and no person types: it is taken over as it is. */
const MEASURED = ['relief_seconds'];
/** Kinds whose own day says when it was. */
const DATED = ['sleep', 'none_last_night', 'exposure'];
const OUTCOMES = ['gone', 'better', 'same', 'worse', 'skipped', 'time_over'];
/** Above this many letters a text gets more than one line. */
const LINE = 200;
const HOUR = 60;
/** What no entry may hold. */
const UNWANTED = /[\x00-\x08\x0b-\x1f\x7f]|\p{Surrogate}/gu;
const WRONG = Symbol('wrong');

export class EntryForm {
  /**
   * @param {Words} words
   * @param {Kinds} kinds
   * @param {string} kind
   * @param {{body?: Body, at?: string, today: string}} start  What it says so far.
   */
  constructor(words, kinds, kind, { body = {}, at, today }) {
    this.words = words;
    this.kind = kind;
    this.body = body;
    this.at = at;
    this.today = today;
    this.fields = (kinds.kind.filter((one) => one.id === kind).at(-1)?.field ?? []).filter(({ id }) => !MEASURED.includes(id));
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    for (const field of this.fields) this.rows.set(field.id, this.#row(field));
    this.when = DATED.includes(kind) ? null : this.#when();
    this.element = h('div', { class: 'stack entry-form' }, this.#inOrder());
  }

  /**
   * What the form says; null where something is wrong, which then stands at its place and has the focus.
   * @returns {{body: Body, at?: string | undefined} | null}
   */
  read() {
    for (const { wrong, focus } of [...this.rows.values(), ...(this.when ? [this.when] : [])]) {
      wrong.textContent = '';
      focus.removeAttribute('aria-invalid');
    }
    /** @type {Body} */
    const body = Object.fromEntries(MEASURED.flatMap((id) => (id in this.body ? [[id, this.body[id]]] : [])));
    for (const [id, row] of this.rows) {
      const value = row.read();
      if (value === WRONG) return this.#tell(row, this.#why(id));
      if (value !== undefined) body[id] = value;
    }
    try {
      checkBody(this.fields.concat(MEASURED.map((id) => ({ id, type: 'number', about: '', range: [0, 86_400] }))), body);
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      const id = error.path.split(/[.[]/)[1] ?? '';
      const row = this.rows.get(id) ?? [...this.rows.values()][0];
      return row ? this.#tell(row, id in body ? this.words.say('wrong_other') : this.words.say('wrong_missing')) : null;
    }
    if (!this.when) return this.#dated(body);
    const at = this.when.read();
    if (at === WRONG) return this.#tell(this.when, this.words.say('wrong_day'));
    if (instant(String(at)) > Date.now()) return this.#tell(this.when, this.words.say('wrong_later'));
    return { body, at: String(at) };
  }

  /**
   * With the time of its own day: now for today, the middle of an earlier day.
   * @param {Body} body
   */
  #dated(body) {
    const id = 'night' in body ? 'night' : 'day';
    const day = String(body[id]);
    const row = this.rows.get(id);
    if (row && day > this.today) return this.#tell(row, this.words.say('wrong_later'));
    if (this.at?.startsWith(day)) return { body, at: this.at };
    return { body, at: middleOf(day, this.today) };
  }

  /**
   * @param {Row} row
   * @param {string} why
   */
  #tell({ wrong, focus }, why) {
    wrong.textContent = why;
    focus.setAttribute('aria-invalid', 'true');
    focus.focus();
    return null;
  }

  /** @param {string} id */
  #why(id) {
    const field = this.fields.find((one) => one.id === id);
    if (isHours(this.kind, id)) return this.words.say('wrong_hours');
    const [low, high] = field?.range ?? [0, 0];
    return this.words.texts.say('site_diary.wrong_number', { low, high });
  }

  /** Its own words first, the time after what it was. */
  #inOrder() {
    const rows = [...this.rows].map(([, row]) => row.element);
    if (!this.when) return rows;
    const place = this.kind === 'episode' ? 2 : rows.length;
    return [...rows.slice(0, place), this.when.element, ...rows.slice(place)];
  }

  /**
   * @param {Field} field
   * @returns {Row}
   */
  #row(field) {
    const { kind, words } = this;
    const id = `field-${field.id}`;
    const title = words.say(`field_${kind}_${field.id}`);
    const value = this.body[field.id];
    const wrong = h('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' });
    const rest = { id, 'aria-describedby': wrong.id };
    if (field.type === 'group') return this.#tried(title, value, wrong);
    if (field.many) return this.#several(field, title, value, wrong);
    if (field.type === 'flag' && !field.required && field.id !== 'woke_me') return this.#tick(title, value === true, rest, wrong);
    const choices = this.#choices(field);
    const control = choices ? select(rest, [...(field.required && value !== undefined ? [] : [['', words.say('no_answer')]]), ...choices], value) : this.#input(field, rest, value);
    const element = h('div', { class: 'field' }, h('label', { for: id }, title), wrong, control);
    return { element, wrong, focus: control, read: () => this.#value(field, control.value) };
  }

  /**
   * @param {Field} field
   * @returns {[string, string][] | null}
   */
  #choices(field) {
    const { words } = this;
    const { type, range, names, values } = field;
    if (type === 'flag') return [['true', words.say('yes')], ['false', words.say('no')]];
    if (type === 'number' && range?.[1] === 10) return Array.from({ length: 11 }, (_, number) => [String(number), String(number)]);
    if (type === 'word') {
      return (values ?? []).map((word) => [word, this.kind === 'episode' && field.id === 'what' ? words.like(word) : capital(words.word(word))]);
    }
    if (type === 'name' && names === 'remedy') return this.#remedies();
    if (type !== 'name') return null;
    const sites = words.kb.pack.fact.filter((fact) => fact.group === 'site');
    return sites.map((fact) => [fact.id, words.place(fact.id)]);
  }

  /** @returns {[string, string][]} */
  #remedies() {
    const rows = this.words.kb.pack.remedy.map(({ id }) => /** @type {[string, string]} */ ([id, this.words.remedy(id)]));
    return rows.sort(([, one], [, other]) => one.localeCompare(other));
  }

  /**
   * @param {Field} field
   * @param {Record<string, string>} rest
   * @param {unknown} value
   */
  #input({ id, type, longest = 0 }, rest, value) {
    if (type === 'date') return h('input', { ...rest, type: 'date', max: this.today, value: String(value ?? this.today) });
    if (type === 'number') {
      const shown = value === undefined ? '' : isHours(this.kind, id) ? Number(value) / HOUR : Number(value);
      return h('input', { ...rest, type: 'text', class: 'number', inputmode: isHours(this.kind, id) ? 'decimal' : 'numeric', autocomplete: 'off', value: shown });
    }
    if (longest <= LINE) return h('input', { ...rest, type: 'text', maxlength: longest, autocomplete: 'off', value: String(value ?? '') });
    const area = h('textarea', { ...rest, rows: 3, maxlength: longest });
    area.value = String(value ?? '');
    return area;
  }

  /**
   * What a control says; undefined where it says nothing.
   * @param {Field} field
   * @param {string} said
   */
  #value({ id, type, range }, said) {
    const text = said.replace(UNWANTED, '').trim();
    if (!text) return undefined;
    if (type === 'flag') return text === 'true';
    if (type !== 'number') return text;
    const number = isHours(this.kind, id) ? Math.round(Number(text.replace(',', '.')) * HOUR) : Number(text);
    const [low, high] = range ?? [0, 0];
    return Number.isInteger(number) && low <= number && number <= high ? number : WRONG;
  }

  /**
   * @param {string} title
   * @param {boolean} checked
   * @param {Record<string, string>} rest
   * @param {HTMLElement} wrong
   * @returns {Row}
   */
  #tick(title, checked, rest, wrong) {
    const box = h('input', { ...rest, type: 'checkbox', checked });
    return { element: h('div', {}, wrong, h('label', { class: 'opt' }, box, title)), wrong, focus: box, read: () => box.checked || undefined };
  }

  /**
   * @param {Field} field
   * @param {string} title
   * @param {unknown} value
   * @param {HTMLElement} wrong
   * @returns {Row}
   */
  #several({ values = [], most = 0 }, title, value, wrong) {
    const before = Array.isArray(value) ? value : [];
    const boxes = values.map((word) => h('input', { type: 'checkbox', value: word, checked: before.includes(word) }));
    const summary = h('summary', {}, title);
    const element = h('details', { open: before.length > 0 }, summary, wrong,
      h('fieldset', {}, h('legend', { class: 'vh' }, title),
        h('div', { class: 'picks two' }, values.map((word, nth) => h('label', { class: 'opt' }, boxes[nth], capital(this.words.word(word)))))));
    const read = () => {
      const ticked = boxes.filter((box) => box.checked).map((box) => box.value).slice(0, most);
      return ticked.length ? ticked : undefined;
    };
    return { element, wrong, focus: summary, read };
  } // prettier-ignore

  /**
   * What was tried, line by line. What the program measured of a line stays with it.
   * @param {string} title
   * @param {unknown} value
   * @param {HTMLElement} wrong
   * @returns {Row}
   */
  #tried(title, value, wrong) {
    const { words } = this;
    /** @type {{line: HTMLElement, read: () => object | null}[]} */
    let lines = [];
    const list = h('div', { class: 'stack' });
    const more = h('button', { class: 'btn line sm', type: 'button', onclick: () => add({}).focus() }, icon('plus'), words.say('add_tried'));
    for (const one of Array.isArray(value) ? value : []) add(one);
    const element = h('fieldset', { class: 'stack tried' }, h('legend', {}, h('b', {}, title)), wrong, list, more);
    const read = () => {
      const said = lines.flatMap((one) => one.read() ?? []);
      return said.length ? said : undefined;
    };
    return { element, wrong, focus: more, read };

    /** @param {Record<string, unknown>} before */
    function add(before) {
      const remedies = /** @type {[string, string][]} */ ([['', words.say('no_answer')]]).concat(
        words.kb.pack.remedy.map(({ id }) => /** @type {[string, string]} */ ([id, words.remedy(id)])).sort(([, one], [, other]) => one.localeCompare(other)));
      const which = select({ 'aria-label': words.say('remedy') }, remedies, before['remedy']);
      const went = select({ 'aria-label': words.say('outcome') }, OUTCOMES.map((word) => [word, capital(words.word(word))]), before['outcome']);
      const line = h('div', { class: 'card stack' }, which, went,
        h('button', { class: 'btn line sm', type: 'button', onclick: () => away() }, icon('minus'), words.say('take_away')));
      lines.push({ line, read: () => (which.value ? { ...before, remedy: which.value, outcome: went.value } : null) });
      list.append(line);
      return which;

      function away() {
        lines = lines.filter((one) => one.line !== line);
        line.remove();
        more.focus();
      }
    }
  } // prettier-ignore

  /** @returns {Row} */
  #when() {
    const { words } = this;
    const start = this.at ?? stamp(new Date());
    const wrong = h('p', { class: 'wrong', id: 'when-wrong', role: 'alert' });
    const day = h('input', { type: 'date', id: 'when-day', max: this.today, value: start.slice(0, 10), 'aria-describedby': wrong.id });
    const time = h('input', { type: 'time', id: 'when-time', value: start.slice(11, 16), 'aria-describedby': wrong.id });
    const element = h('div', { class: 'stack' }, wrong, h('div', { class: 'row dated' },
      h('div', { class: 'field' }, h('label', { for: day.id }, words.say('day')), day),
      h('div', { class: 'field' }, h('label', { for: time.id }, words.say('time')), time)));
    const read = () => {
      if (!day.value || !time.value) return WRONG;
      if (day.value === start.slice(0, 10) && time.value === start.slice(11, 16)) return start; // to the second, and with its offset
      return stampOf(day.value, time.value);
    };
    return { element, wrong, focus: day, read };
  } // prettier-ignore
}

/**
 * When something about a whole day or night is said to have been: now for today, else at noon of its day.
 * @param {string} day
 * @param {string} today
 */
export function middleOf(day, today) {
  return day === today ? stamp(new Date()) : stampOf(day, '12:00');
}

/**
 * Sleep is told in hours and kept in minutes.
 * @param {string} kind
 * @param {string} field
 */
function isHours(kind, field) {
  return kind === 'sleep' && field === 'minutes';
}

/**
 * @param {Record<string, string>} given
 * @param {string[][]} rows  The value and its words.
 * @param {unknown} chosen
 */
function select(given, rows, chosen) {
  return h('select', given, rows.map(([value = '', words = '']) => h('option', { value, selected: value === String(chosen ?? '') }, words)));
}
