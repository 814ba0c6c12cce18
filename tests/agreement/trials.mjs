/** Answers for the trials of the phone app: one question a line, about the entries of a diary. */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const scripts = new URL('../../src/uncramp/site/static/js/', import.meta.url);
const load = (name) => import(new URL(name, scripts));
const [{ current }, { trials }, { notSafe }, { Knowledge }, { reminderOf }] = await Promise.all(
  ['diary/current.js', 'trial_diary.js', 'trial_safe.js', 'knowledge.js', 'view/trial_reminder.js'].map(load),
);
const [pack, limits] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const kb = new Knowledge(pack);

/** Everything that the page asks of a trial, on some days. */
const told = (run, days) => ({
  id: run.id,
  plan: run.plan,
  arms: [run.armA, run.armB],
  looks: run.looks,
  kept: { a: run.kept('a'), b: run.kept('b') },
  said: Object.fromEntries([...run.said].map(([night, { id }]) => [night, id])),
  looked: run.looked,
  end: run.end?.id ?? null,
  days: days.map((day) => ({
    number: run.number(day),
    stage: run.stage(day),
    planned: run.planned(day),
    missing: run.missing(day),
    due: run.dueLook(day),
    next: run.nextLook(day),
    last: run.lastNight(day),
  })),
});

const ANSWERS = {
  trials({ all, days }) {
    const { runs, altered } = trials(current(all));
    return { runs: runs.map((run) => told(run, days)), altered: altered.map(({ id }) => id) };
  },
  safe: ({ facts, arms }) => notSafe(kb, kb.answers(facts), arms, limits),
  reminder: ({ all, time }) => trials(current(all)).runs.map((run) => reminderOf(run, time, 'look at tonight')),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(ANSWERS[ask](request))}\n`);
}
