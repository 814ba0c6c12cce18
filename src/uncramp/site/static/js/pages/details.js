/** What is kept about the reader, whose numbers are shown, and how the app looks and speaks; each change is kept at once. */

/** @import { App } from '../app.js' */
/** @import { Given } from '../device/person.js' */
/** @import { Settings } from '../device/settings.js' */
/** @import { Fact } from '../pack.js' */
/** @import { Knowledge } from '../knowledge.js' */

import { askToKeep } from '../device/offline.js';
import { forgetEverything, keepProfile, readPerson } from '../device/person.js';
import { keepSettings, readSettings, regionOf } from '../device/settings.js';
import { sharedWith } from '../device/erasing.js';
import { openDiary } from '../diary/store.js';
import { callWith } from '../view/call.js';
import { fill, h, icon, show } from '../view/dom.js';
import { figure } from '../view/figure.js';
import { labelOf, sentences } from '../view/answer_words.js';
import { pairingPanel } from '../view/pairing_panel.js';
import { LONG, searchOf } from '../view/pick_list.js';

/** What is asked of a person here, beside the lists. */
const WHO = ['age_years', 'sex_at_birth', 'pregnancy_status', 'breastfeeding', 'smoker'];
const LISTS = ['condition', 'medicine', 'allergy'];

/** The tones of figures.skins(), in their order. */
const SKINS = ['light', 'medium', 'brown', 'dark'];
/** The builds of the figures, as in figures.BODIES. */
const BODIES = ['lean', 'full'];
/** What shows the body that is chosen. */
const SAMPLE = 'sit_down';

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export async function mount(main, app) {
  const kb = await app.knowledge();
  await new Details(main, app, kb).begin();
}

class Details {
  /**
   * @param {HTMLElement} main
   * @param {App} app
   * @param {Knowledge} kb
   */
  constructor(main, app, kb) {
    this.main = main;
    this.app = app;
    this.kb = kb;
    this.kept = h('p', { class: 'kept small', role: 'status' });
    this.sample = h('div', { class: 'sample', 'aria-hidden': 'true' });
  }

  get texts() {
    return this.app.texts(this.kb);
  }

  async begin() {
    const { texts, kb, main } = this;
    const { profile, persistent } = await readPerson(kb);
    show(main,
      h('h1', {}, texts.say('site.details')),
      h('p', {}, texts.say(persistent ? 'site_check.stays' : 'site_check.not_kept')),
      this.kept,
      h('h2', {}, texts.say('site_check.who')),
      WHO.flatMap((id) => kb.facts.get(id) ?? []).map((fact) => this.field(fact, profile[fact.id])),
      h('h2', {}, texts.say('site_check.health')),
      h('p', {}, texts.say('site_check.health_why')),
      LISTS.map((group) => this.list(group, profile)),
      h('h2', {}, texts.say('site_check.place')),
      this.region(),
      this.languages(),
      h('h2', {}, texts.say('site_check.look')),
      this.choice('theme', 'site_check.theme', [['', 'theme_device'], ['light', 'theme_light'], ['dark', 'theme_dark']]),
      this.choice('voice', 'site_check.voice', [['yes', 'voice_on'], ['no', 'voice_off']]),
      h('h2', {}, texts.say('site_check.pictures')),
      this.choice('skin', 'site_check.skin', SKINS.map((name) => [name, `skin_${name}`])),
      this.choice('body', 'site_check.body', BODIES.map((name) => [name, `body_${name}`])),
      this.sample,
      pairingPanel(this.app, texts),
      h('h2', {}, texts.say('site_check.delete')),
      h('p', {}, texts.say('site_check.delete_what')),
      h('button', { class: 'btn line danger', type: 'button', onclick: () => void this.confirm() }, texts.say('site_check.delete')));
    void this.draw();
    if (this.app.query.get('at') === 'region') document.getElementById('region-choice')?.focus();
  }

  /**
   * Keep some of the profile, and say so.
   * @param {Record<string, Given[string] | null>} facts
   */
  async keep(facts) {
    await keepProfile(this.kb, facts);
    this.tell();
  }

  tell() {
    this.kept.textContent = '';
    this.kept.append(icon('tick'), this.texts.say('site_check.saved'));
  }

  /**
   * @param {Fact} fact
   * @param {Given[string] | undefined} value
   */
  field(fact, value) {
    const { texts } = this;
    const [title] = sentences(texts.entry('fact', fact.id, 'ask', fact.ask));
    const label = h('label', { for: fact.id }, title);
    if (fact.type === 'int') return h('div', { class: 'field' }, label, this.number(fact, value));
    /** @type {[string, Given[string]][]} */
    const answers = fact.type === 'flag' ? [['yes', true], ['no', false]] : (fact.values ?? []).map((word) => [word, word]);
    const words = (/** @type {string} */ word) => (fact.type === 'flag' ? texts.say(`site_check.${word}`) : labelOf(texts, fact, word));
    const select = h('select', { id: fact.id, onchange: () => this.keep({ [fact.id]: answers.find(([word]) => word === select.value)?.[1] ?? null }) },
      h('option', { value: '' }, texts.say('site_check.no_answer')),
      answers.map(([word, meant]) => h('option', { value: word, selected: meant === value }, words(word))));
    return h('div', { class: 'field' }, label, select);
  }

  /**
   * @param {Fact} fact
   * @param {Given[string] | undefined} value
   */
  number(fact, value) {
    const { texts } = this;
    const [low = 0, high = 0] = fact.range ?? [];
    const wrong = h('p', { class: 'wrong', id: `${fact.id}-wrong`, role: 'alert' });
    const input = h('input', { type: 'text', inputmode: 'numeric', id: fact.id, class: 'number', autocomplete: 'off', 'aria-describedby': wrong.id,
      value: typeof value === 'number' ? value : '', onchange: take });
    const keep = (/** @type {number | null} */ number) => this.keep({ [fact.id]: number });
    return h('div', {}, wrong, input);

    function take() {
      const said = input.value.trim();
      const number = Number(said);
      const fits = said === '' || (Number.isInteger(number) && low <= number && number <= high);
      wrong.textContent = fits ? '' : texts.say('site_check.wrong_number', { low, high });
      input.setAttribute('aria-invalid', String(!fits));
      if (fits) keep(said === '' ? null : number);
    }
  }

  /**
   * A list to tick. What is not ticked has no answer until the person says that nothing else is true.
   * @param {string} group
   * @param {Given} profile
   */
  list(group, profile) {
    const { texts, kb } = this;
    const facts = [...kb.facts.values()].filter((fact) => fact.group === group);
    const boxes = facts.map(({ id }) => h('input', { type: 'checkbox', id, checked: profile[id] === true, onchange: () => take() }));
    const rows = facts.map((fact, nth) => h('label', { class: 'opt' }, boxes[nth], texts.entry('fact', fact.id, 'ask', fact.ask)));
    const rest = h('input', { type: 'checkbox', id: `all-${group}`, onchange: () => take() });
    rest.checked = facts.every(({ id }) => id in profile);
    const count = h('small', {});
    const take = () => {
      sum();
      return this.keep(Object.fromEntries(facts.map(({ id }, nth) => [id, boxes[nth]?.checked ? true : rest.checked ? false : null])));
    };
    sum();
    return h('details', { class: 'group' },
      h('summary', {}, h('span', {}, texts.say(`site_check.list_${group}`), ' ', count)),
      h('fieldset', { class: 'stack' },
        h('legend', {}, texts.say(`site_check.many_${group}`)),
        facts.length > LONG && searchOf(texts, rows),
        h('div', { class: 'picks' }, rows),
        h('div', { class: 'stack or' }, h('label', { class: 'opt' }, rest, texts.say('site_check.no_others')))));

    function sum() {
      const ticked = boxes.filter((box) => box.checked).length;
      count.textContent = ticked || rest.checked ? texts.say('site_check.ticked', { count: ticked }) : texts.say('site_check.no_answer');
    }
  }

  region() {
    const { app, kb, texts } = this;
    const now = regionOf(kb.pack.phone, app.settings);
    const numbers = h('p', { role: 'status' }, texts.say('show.number'));
    const select = h('select', { id: 'region-choice', onchange: () => {
      this.set({ region: select.value });
      numbers.textContent = this.texts.say('show.number');
      callWith(this.texts.numbers.N);
      for (const shown of document.querySelectorAll('[data-number=N]')) shown.textContent = this.texts.numbers.N ?? '';
    } }, kb.pack.phone.map((phone) =>
      h('option', { value: phone.id, selected: phone.id === now }, texts.entry('phone', phone.id, 'title', phone.title))));
    return h('div', { class: 'field' }, h('label', { for: 'region-choice' }, texts.say('site_check.region')), select, numbers);
  }

  /** The same page in the other languages, as the foot of every page has it. */
  languages() {
    const links = [...document.querySelectorAll('a[data-language-switch]')].map((link) => {
      const copy = /** @type {HTMLElement} */ (link.cloneNode(true));
      copy.className = 'btn line sm';
      return copy;
    });
    if (!links.length) return null;
    const own = this.kb.pack.language.find((one) => one.id === this.app.language)?.title ?? 'English';
    return h('div', { class: 'field' }, h('b', {}, this.texts.say('site_check.language', { language: own })), h('p', { class: 'row' }, links));
  }

  /**
   * A few settings to choose one of.
   * @param {'theme' | 'skin' | 'body' | 'voice'} name
   * @param {string} title
   * @param {[string, string][]} rows  The value kept and the key of its words.
   */
  choice(name, title, rows) {
    const { texts, app } = this;
    const { theme = '', skin = 'medium', body = 'lean', voice = true } = app.settings;
    const now = { theme, skin, body, voice: voice ? 'yes' : 'no' }[name];
    return h('fieldset', { class: 'stack field' },
      h('legend', {}, texts.say(title)),
      h('div', { class: 'picks two' }, rows.map(([value, key]) =>
        h('label', { class: 'opt' },
          h('input', { type: 'radio', name, value, checked: value === now, onchange: () => this.choose(name, value) }),
          name === 'skin' && h('span', { class: 'swatch', 'data-skin': value }),
          texts.say(`site_check.${key}`)))));
  }

  /**
   * @param {'theme' | 'skin' | 'body' | 'voice'} name
   * @param {string} value
   */
  choose(name, value) {
    const { dataset } = document.documentElement;
    if (name === 'voice') return this.set({ voice: value === 'yes' });
    if (name === 'body') return this.embody(/** @type {'lean' | 'full'} */ (value));
    if (value) dataset[name] = value;
    else delete dataset[name];
    return this.set({ [name]: value || undefined });
  }

  /**
   * Show everybody with that body, and have its pictures kept for the times without a network.
   * @param {'lean' | 'full'} body
   */
  embody(body) {
    this.set({ body });
    void this.draw();
    if ('serviceWorker' in navigator && navigator.serviceWorker.controller) void askToKeep(this.app.language);
  }

  async draw() {
    const svg = await figure(SAMPLE, { still: true, show: 'move' }).catch(() => null);
    if (svg) fill(this.sample, svg);
  }

  /** @param {{[name in keyof Settings]?: Settings[name] | undefined}} some  Undefined goes back to the app's own. */
  set(some) {
    const done = keepSettings(/** @type {Settings} */ (some));
    this.app.settings = readSettings();
    if (done) this.tell();
    else this.kept.textContent = this.texts.say('site_check.not_kept');
  }

  /** Deleting cannot be undone, so it has a page of its own. */
  async confirm() {
    const { texts, main } = this;
    const diary = await openDiary().catch(() => null);
    const shared = diary && (await sharedWith(diary)) !== 'nobody';
    diary?.close();
    if (shared) {
      show(main,
        h('h1', {}, texts.say('site_check.delete_sure')),
        h('p', {}, texts.say('site_sync.delete_shared'), ' ', texts.say('site_sync.delete_on_data')),
        h('p', {}, h('a', { class: 'btn line', href: this.app.href('data.html') }, texts.say('site.data'))),
        h('button', { class: 'btn big', type: 'button', onclick: () => this.begin() }, texts.say('site_check.delete_no')));
      return;
    }
    show(main,
      h('h1', {}, texts.say('site_check.delete_sure')),
      h('p', {}, texts.say('site_check.delete_what')),
      h('p', {}, texts.say('site_check.delete_first'), ' ', h('a', { href: this.app.href('data.html') }, texts.say('site.data'))),
      h('button', { class: 'btn big', type: 'button', onclick: () => this.begin() }, texts.say('site_check.delete_no')),
      h('button', { class: 'btn line danger', type: 'button', onclick: () => this.erase() }, texts.say('site_check.delete_yes')));
  }

  async erase() {
    const { texts, main } = this;
    await forgetEverything();
    const none = Object.fromEntries(Object.keys(readSettings()).map((name) => [name, undefined]));
    keepSettings(/** @type {Settings} */ (none));
    this.app.settings = readSettings();
    for (const name of ['theme', 'skin']) delete document.documentElement.dataset[name];
    show(main,
      h('h1', {}, texts.say('site_check.deleted')),
      h('p', {}, texts.say('site_check.deleted_what')),
      h('p', {}, h('a', { class: 'btn line', href: this.app.href('index.html') }, texts.say('site.home'))));
  }
}
