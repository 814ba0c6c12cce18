// Answers what the tests of the diary ask: one JSON request a line in, one JSON answer a line out.
// Usage: node diary.mjs KINDS.json

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { helpFirst } from '../../src/uncramp/site/static/js/check_done.js';
import { EntryError } from '../../src/uncramp/site/static/js/diary/check.js';
import * as csv from '../../src/uncramp/site/static/js/diary/csv.js';
import { current } from '../../src/uncramp/site/static/js/diary/current.js';
import * as entries from '../../src/uncramp/site/static/js/diary/entries.js';
import * as forgetting from '../../src/uncramp/site/static/js/diary/forgetting.js';
import * as hours from '../../src/uncramp/site/static/js/diary/hours.js';
import * as ics from '../../src/uncramp/site/static/js/diary/ics.js';
import { MemoryStore } from '../../src/uncramp/site/static/js/diary/memory.js';
import * as out from '../../src/uncramp/site/static/js/diary/out.js';
import * as shown from '../../src/uncramp/site/static/js/diary/shown.js';
import { askToStay } from '../../src/uncramp/site/static/js/diary/stay.js';
import * as sums from '../../src/uncramp/site/static/js/diary/sums.js';
import { openDiary } from '../../src/uncramp/site/static/js/diary/store.js';
import * as sync from '../../src/uncramp/site/static/js/diary/sync.js';

const kinds = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** The clock and the chance of a request: so many milliseconds, the same byte ten times. */
const world = ({ now, byte = 7 }) => ({ now: new Date(now), random: new Uint8Array(10).fill(byte) });

const inTimeZone = (zone, work) => {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
};

const calendar = ({ rows, how }) => {
  const words = {
    ...how,
    asked: new Set(how.asked),
    changed: new Date(how.changed),
    reviewTitle: (title) => `Look again: ${title}`,
  };
  return { words, ...ics.reminders(rows, words) };
};

/** What is shown of the numbers of a diary, and not of its entries. */
const COUNTED = ['monthGrid', 'perWeek', 'perRemedy', 'countListed'];

/** The numbers of a diary as the app comes to them: month by month, put together in any order. */
const counted = (all) => {
  const months = new Map();
  for (const entry of all) months.set(entry.at.slice(0, 7), [...(months.get(entry.at.slice(0, 7)) ?? []), entry]);
  return sums.together([...months.values()].reverse().map(sums.sumOf));
};

const ANSWERS = {
  read: ({ entry }) => ({ understood: entries.understood(kinds, entries.readEntry(kinds, entry)) }),
  canonical: ({ entry }) => entries.canonical(entry),
  current: ({ all }) => current(all),
  make: ({ what, zone = 'UTC', ...rest }) => inTimeZone(zone, () => entries.make(kinds, what, world(rest))),
  correct: ({ entry, change, ...rest }) => entries.correct(kinds, entry, change, world(rest)),
  remove: ({ entry, ...rest }) => entries.remove(kinds, entry, world(rest)),
  stamp: ({ day, time, zone }) => inTimeZone(zone, () => entries.stampOf(day, time)),
  shown: ({ what, all, args = [] }) => shown[what](COUNTED.includes(what) ? counted(all) : all, ...args),
  night: ({ at }) => shown.nightOf(at),
  columns: () => csv.columns(kinds),
  csv: ({ all }) => csv.toCsv(kinds, all),
  out: ({ all, header }) => out.toDocument(all, header),
  in: ({ text, have }) => out.fromDocument(kinds, text, have),
  age: ({ exported, now }) => out.daysSince(exported, new Date(now)),
  push: ({ waiting, most }) => sync.toPush(waiting, most),
  answered: ({ sent, answer }) => sync.understand(kinds, sent, answer),
  forgotten: ({ scope, entry }) => ({
    hits: forgetting.hits(scope, entry),
    left: forgetting.marksLeft(scope, entry),
    mark: forgetting.markOf(entry, scope),
    marks: forgetting.marksOf(entry),
  }),
  isForgetting: ({ raw }) => forgetting.isForgetting(raw),
  isMark: ({ raw }) => forgetting.isMark(raw),
  merged: ({ one, other }) => forgetting.merged(one, other),
  union: ({ ours, theirs }) => sync.union(ours, theirs),
  reminders: (request) => {
    const { reminders, leftOut } = calendar(request);
    return { reminders, leftOut };
  },
  calendar: (request) => {
    const { reminders, words } = calendar(request);
    return ics.calendar(reminders, words);
  },
  hours: ({ rows, hours: all, changed }) => {
    const now = hours.withHours(all, changed);
    return { now, used: Object.fromEntries(hours.hoursUsed(rows, now)) };
  },
  quiet: ({ hours: found, time }) => hours.isQuiet(found, time),
  helpFirst: ({ all }) => helpFirst(all),
  cancellation: ({ before, now, how }) => ics.cancellation(before, now, calendar({ rows: [], how }).words),

  /** A diary in memory, through a list of calls; the answer of each. */
  async memory({ calls }) {
    const store = new MemoryStore();
    let changes = 0;
    store.onChange(() => (changes += 1));
    const found = [];
    for (const [name, ...args] of calls) found.push((await store[name](...args)) ?? null);
    return { found, changes, persistent: store.persistent };
  },

  /** What the browser says about keeping, by what each of its calls answers. */
  stay({ storage }) {
    const answers = (value) => async () => {
      if (value === 'fails') throw new DOMException('', 'InvalidStateError');
      return value;
    };
    const calls = storage && Object.fromEntries(Object.entries(storage).map(([name, value]) => [name, answers(value)]));
    return askToStay(calls ?? undefined);
  },

  /** What opening comes to with a browser that behaves in some way. */
  async open({ browser }) {
    const fail = (name) => ({
      open() {
        const request = { error: new DOMException('', name) };
        queueMicrotask(() => request.onerror?.());
        return request;
      },
    });
    const kinds = {
      none: () => undefined,
      silent: () => ({ open: () => ({}) }),
      blocked: () => ({
        open() {
          const request = {};
          queueMicrotask(() => request.onblocked?.());
          return request;
        },
      }),
      throws: () => ({
        open() {
          throw new DOMException('', 'SecurityError');
        },
      }),
    };
    const indexedDB = browser in kinds ? kinds[browser]() : fail(browser);
    try {
      const diary = await openDiary({ indexedDB, channel: null, patience: 20 });
      return { persistent: diary.persistent, why: diary.why?.kind ?? null };
    } catch (error) {
      return { refused: error.kind };
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: (await ANSWERS[ask](request)) ?? null };
  } catch (error) {
    if (error instanceof EntryError) answer = { refused: [error.path, error.allowed] };
    else if (error instanceof out.FileError) answer = { refused: error.kind };
    else throw error;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
