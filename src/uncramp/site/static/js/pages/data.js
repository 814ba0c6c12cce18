/** "Save, load, delete": copies of the diary, copies brought in, whether the browser keeps it, and how to be rid of it. */

/** @import { App } from '../app.js' */
/** @import { Incoming } from '../diary/out.js' */
/** @import { Settings } from '../device/settings.js' */
/** @import { Child } from '../view/dom.js' */

import { copyOut, lastCopy, tableOut } from '../device/copies.js';
import { localDay } from '../device/person.js';
import { eraseEverywhere, eraseHere, sharedWith } from '../device/erasing.js';
import { keepSettings, readSettings } from '../device/settings.js';
import { FileError, fromDocument } from '../diary/out.js';
import { askToStay, staying } from '../diary/stay.js';
import { numberWords } from '../view/dates.js';
import { printScreen } from '../view/diary_print.js';
import { notKept, whyNot } from '../view/diary_trouble.js';
import { fill, h, icon, show } from '../view/dom.js';
import { showStanding } from '../view/sync_status.js';
import { BookPage, mountBook } from '../view/with_book.js';

/** How many refused entries are told one by one. */
const TOLD = 5;
const MEGABYTE = 1_000_000;

/**
 * @param {HTMLElement} main
 * @param {App} app
 */
export function mount(main, app) {
  return mountBook(main, app, DataPage);
}

class DataPage extends BookPage {
  /** @param {ConstructorParameters<typeof BookPage>} has */
  constructor(...has) {
    super(...has);
    const { diary } = this;
    this.age = h('div', { class: 'stack' });
    this.stay = h('div', { class: 'stack' });
    this.outbox = h('div', { class: 'stack' });
    this.done = h('p', { role: 'status' });
    this.report = h('div', { class: 'stack', role: 'status' });
    /** @type {(() => void) | undefined} */
    this.still = undefined;
    this.deaf = diary.onChange(() => void this.#hear().catch(console.warn));
  }

  leave() {
    this.still?.();
    this.deaf();
    this.diary.close();
  }

  async overview() {
    const { words, main, diary } = this;
    fill(this.done);
    fill(this.report);
    await Promise.all([this.#renew(), this.#staying(staying())]);
    this.still?.();
    this.still = await showStanding(this.outbox, words.texts, diary);
    const file = h('input', { type: 'file', id: 'data-file', accept: '.json,application/json', onchange: () => void this.#take(file) });
    const row = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {() => void} */ does) =>
      h('li', {}, h('button', { type: 'button', 'data-do': key, onclick: does }, icon(sign), h('span', {}, h('b', {}, words.say(key)), h('small', {}, words.say(`${key}_why`))), icon('on')));
    show(main,
      h('h1', {}, words.texts.say('site.data')),
      h('p', {}, words.say('data_how')),
      notKept(words, diary, () => void this.#out(() => copyOut(diary, this.kb))),
      h('section', { class: 'stack' },
        h('h2', {}, words.say('out')),
        this.age,
        h('button', { class: 'btn big', type: 'button', 'data-do': 'out_json', onclick: () => void this.#out(() => copyOut(diary, this.kb)) }, icon('download'), words.say('out_json')),
        h('p', { class: 'muted small' }, words.say('out_json_why')),
        h('ul', { class: 'x list' },
          row('out_csv', 'download', () => void this.#out(() => tableOut(diary, this.book.kinds))),
          row('out_print', 'print', () => void this.#print())),
        this.done),
      h('section', { class: 'stack' },
        h('h2', {}, words.say('in')),
        h('p', { id: 'data-file-how' }, words.say('in_how')),
        h('div', { class: 'field' }, h('label', { for: 'data-file' }, words.say('in_file')), file),
        this.report),
      h('section', { class: 'stack' }, h('h2', {}, words.say('keep')), this.stay),
      this.outbox,
      h('section', { class: 'stack' },
        h('h2', {}, words.say('delete_all')),
        h('p', {}, words.say('delete_all_why')),
        h('button', { class: 'btn line danger', type: 'button', 'data-do': 'delete_all', onclick: () => void this.#confirm() }, words.say('delete_all'))),
      h('p', {}, h('a', { class: 'btn line', href: this.app.href('diary.html') }, icon('back'), words.say('to_diary'))));
  } // prettier-ignore

  /** Something was written, here or in another tab. */
  async #hear() {
    await this.book.read();
    await this.#renew();
  }

  /** What changes with the entries: the age of the last copy, and what waits. */
  async #renew() {
    const { words, diary } = this;
    const { days, since, old } = await lastCopy(diary);
    if (this.still) dispatchEvent(new Event('uncramp-synced'));
    const key = days === null ? 'last_never' : days === 0 ? 'last_today' : days === 1 ? 'last_day' : 'last_days';
    fill(this.age,
      h('p', { 'data-last': '' }, h('b', {}, words.say(key, { days }))),
      old && h('p', { class: 'say', 'data-remind': '' }, words.say(days === null ? 'remind_first' : 'remind', { count: since })));
  } // prettier-ignore

  /**
   * @param {ReturnType<typeof staying>} asked
   * @param {boolean} [refusable]  Whether the browser was just asked, and may have said no.
   */
  async #staying(asked, refusable = false) {
    const { words } = this;
    const { stays, used, left } = await asked;
    fill(this.stay,
      h('p', { role: 'status' }, words.say(stays === null ? 'keep_unknown' : stays ? 'keep_yes' : refusable ? 'keep_refused' : 'keep_no')),
      stays === false && !refusable && h('button', { class: 'btn line', type: 'button', 'data-do': 'keep_ask', onclick: () => void this.#staying(askToStay(), true) }, icon('shield'), words.say('keep_ask')),
      used !== null && h('p', { class: 'muted small num' }, words.say('room', { used: size(used) }), ' ', left !== null && words.say('room_left', { left: size(left) })));
  } // prettier-ignore

  /**
   * @param {() => Promise<string>} out  Hands over a file and answers its name.
   */
  async #out(out) {
    try {
      const file = await out();
      this.done.className = '';
      fill(this.done, icon('tick'), h('span', {}, this.words.say('out_done', { file })));
      await this.#renew();
    } catch (error) {
      fill(this.done, whyNot(this.words, error));
    }
  }

  async #print() {
    const { words, main, book } = this;
    const read = (/** @type {string | null} */ from) => (from ? book.between(from, '9999-12-31') : book.all());
    await printScreen(main, words, read, { today: localDay(), name: book.name, back: () => void this.overview() });
  }

  /** @param {HTMLInputElement} input */
  async #take(input) {
    const [file] = input.files ?? [];
    if (!file) return;
    fill(this.report);
    try {
      const incoming = fromDocument(this.book.kinds, await file.text(), await this.diary.all());
      await this.#added(incoming);
    } catch (error) {
      fill(this.report, h('p', { class: 'wrong' }, this.#whyNotTaken(error)));
    }
    input.value = '';
  }

  /** @param {unknown} error */
  #whyNotTaken(error) {
    if (error instanceof FileError) return this.words.say(`in_${error.kind}`);
    if (error instanceof DOMException && error.name === 'NotReadableError') return this.words.say('in_unread');
    return whyNot(this.words, error);
  }

  /** @param {Incoming} incoming */
  async #added({ fresh, known, refused, exportedAt }) {
    const { words, diary, book } = this;
    await diary.append(fresh);
    await book.read();
    const people = new Set(fresh.map(({ person }) => person));
    const [only] = people;
    if (!book.own && people.size === 1 && only) await book.claim(only); // a new device, and one person's diary: theirs
    if (fresh.length) await this.#noted(fresh.length, refused.length, exportedAt);
    await this.#renew();
    /** @type {Child[]} */
    const lines = refused.slice(0, TOLD).map(({ nth, why }) => h('li', {}, words.say('in_refused_one', { nth, why })));
    fill(this.report, h('div', { class: 'card stack' },
      h('p', {}, h('b', {}, words.say('in_new', { count: fresh.length })), ' ', words.say('in_known', { count: known }), ' ', refused.length > 0 && words.say('in_refused', { count: refused.length })),
      lines.length > 0 && h('ul', { class: 'small' }, lines),
      refused.length > TOLD && h('p', { class: 'small' }, words.say('in_refused_more', { count: refused.length - TOLD })),
      !book.own && people.size > 1 && h('p', {}, words.say('in_people')),
      h('a', { class: 'btn line sm', href: this.app.href('diary.html') }, words.say('to_diary'))));
  } // prettier-ignore

  /**
   * Write down that entries came in. Whose they are has to be settled first.
   * @param {number} entries
   * @param {number} refused
   * @param {string | null} exportedAt
   */
  async #noted(entries, refused, exportedAt) {
    if (!this.book.own) return;
    const body = { from: 'uncramp_json', entries, ...(refused > 0 && { refused }) };
    try {
      await this.book.write('import', exportedAt ? { ...body, exported_at: exportedAt } : body);
    } catch {
      await this.book.write('import', body); // the file's own time cannot be read
    }
  }

  /** Deleting cannot be undone, so it has a screen of its own. */
  async #confirm() {
    const { words, main, diary } = this;
    const count = await diary.count();
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    fill(this.done);
    show(main,
      h('h1', {}, words.say('delete_all_sure')),
      h('p', {}, words.say('delete_all_why')),
      h('p', {}, h('b', {}, words.say('delete_all_count', { count }))),
      h('button', { class: 'btn line', type: 'button', onclick: () => void this.#out(() => copyOut(diary, this.kb)) }, icon('download'), words.say('out_json')),
      this.done,
      wrong,
      h('button', { class: 'btn big', type: 'button', onclick: () => void this.overview() }, words.say('delete_all_no')),
      this.#ways(await sharedWith(diary), wrong));
  } // prettier-ignore

  /**
   * Where the diary is shared, from where it is to go is a choice of its own.
   * @param {Awaited<ReturnType<typeof sharedWith>>} shared
   * @param {HTMLElement} wrong
   */
  #ways(shared, wrong) {
    const { words } = this;
    const say = (/** @type {string} */ key) => words.texts.say(`site_sync.${key}`);
    const button = (/** @type {string} */ label, /** @type {boolean} */ everywhere) =>
      h('button', { class: 'btn line danger', type: 'button', 'data-do': everywhere ? 'erase_everywhere' : 'erase', onclick: () => void this.#erase(wrong, everywhere) }, label);
    if (shared === 'nobody') return [button(words.say('delete_all_yes'), false)];
    return [
      h('p', {}, h('b', {}, say('delete_shared'))),
      shared === 'paired' && h('p', {}, say('delete_here_why')),
      shared === 'paired' && button(say('delete_here'), false),
      h('p', {}, say('delete_everywhere_why'), ' ', say('delete_reach')),
      button(say('delete_everywhere'), true)];
  } // prettier-ignore

  /**
   * @param {HTMLElement} wrong
   * @param {boolean} everywhere
   */
  async #erase(wrong, everywhere) {
    const { words, main, diary, app } = this;
    try {
      await (everywhere ? eraseEverywhere(diary, {}) : eraseHere(diary, {}));
    } catch (error) {
      fill(wrong, whyNot(words, error));
      return;
    }
    const none = Object.fromEntries(Object.keys(readSettings()).map((name) => [name, undefined]));
    keepSettings(/** @type {Settings} */ (none));
    app.settings = readSettings();
    for (const name of ['theme', 'skin']) delete document.documentElement.dataset[name];
    await this.book.read();
    show(main,
      h('h1', {}, words.say('deleted_all')),
      h('p', {}, everywhere ? words.texts.say('site_sync.deleted_waiting') : words.say('deleted_all_what')),
      h('p', {}, h('a', { class: 'btn line', href: app.href('index.html') }, words.texts.say('site.home'))),
      h('button', { class: 'btn line', type: 'button', onclick: () => void this.overview() }, words.texts.say('site.data')));
  } // prettier-ignore
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < MEGABYTE) return `${Math.ceil(bytes / 1000)} kB`;
  return bytes >= 1000 * MEGABYTE ? `${Math.round(bytes / (1000 * MEGABYTE))} GB` : `${numberWords(bytes / MEGABYTE)} MB`;
}
