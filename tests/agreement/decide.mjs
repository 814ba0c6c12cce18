// Answers what test_javascript_agrees.py asks: one JSON request a line in, one JSON answer a line out.
// Usage: node decide.mjs PACK.json

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { brotliCompressSync } from 'node:zlib';
import * as answers from '../../src/uncramp/site/static/js/answers.js';
import { dates, decide } from '../../src/uncramp/site/static/js/decide.js';
import { Knowledge } from '../../src/uncramp/site/static/js/knowledge.js';
import * as plan from '../../src/uncramp/site/static/js/plan.js';
import * as rules from '../../src/uncramp/site/static/js/rules.js';
import * as schedule from '../../src/uncramp/site/static/js/schedule.js';
import { triage } from '../../src/uncramp/site/static/js/triage.js';

const kb = new Knowledge(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const trees = Object.keys(kb.pack.conditions).sort().map((name) => kb.when(name));

const ANSWERS = {
  /** The decision in each language; with a day, the dates of the plan too. */
  decide({ facts, languages, region, others, today, id }) {
    const settled = kb.answers(facts);
    return languages.map((language) => {
      const texts = kb.texts({ language, region, others });
      return { ...decide(kb, settled, texts, id), ...(today ? dates(kb, settled, texts, today) : {}) };
    });
  },

  /** The remedies of the plan in order, for somebody whom some of them helped before. */
  preferring({ facts, preference, today }) {
    const settled = kb.answers(facts);
    const made = plan.plan(kb, settled, triage(kb, settled), { today, preference });
    return plan.stepsOf(made).map(({ offer }) => offer.remedy.id);
  },

  /** The value of every condition of the pack, by name. */
  conditions({ facts }) {
    const known = new Map(Object.entries(facts));
    return trees.map((tree) => rules.evaluate(tree, known));
  },

  /** All that the interpreter says of one condition. */
  rule({ expr, facts, ruled_out: ruledOut }) {
    const known = new Map(Object.entries(facts));
    const { plain, under } = rules.sidesOf(expr);
    return {
      value: rules.evaluate(expr, known, new Set(ruledOut)),
      residual: rules.residual(expr, known, new Set(ruledOut)),
      because: rules.because(expr, known, new Set(ruledOut)),
      facts: [...rules.factsOf(expr)].sort(),
      sides: [[...plain].sort(), [...under].sort()],
    };
  },

  /** The most useful questions of weighted conditions. */
  useful({ questions, facts }) {
    return rules.mostUseful(questions, new Map(Object.entries(facts)));
  },

  /** The numbers of the program itself. */
  constants() {
    return {
      by_date: schedule.BY_DATE,
      number_flags: [...answers.NUMBER_FLAGS].sort(),
      urgent_contacts: plan.URGENT_CONTACTS,
    };
  },

  /** Where a ladder stands, week by week. */
  climb({ ladder, own, weeks }) {
    return schedule.climb(ladder, own, weeks);
  },

  /** Bytes of a file as a phone fetches it. */
  size({ file }) {
    return brotliCompressSync(readFileSync(file)).length;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: ANSWERS[ask](request) };
  } catch (error) {
    if (!(error instanceof answers.PersonError)) throw error;
    answer = { refused: { what: error.what, allowed: error.allowed, hint: error.hint } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
