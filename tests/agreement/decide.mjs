// Answers what the tests called test_javascript_* ask: one JSON request a line in, one JSON answer a line out.
// Usage: node decide.mjs PACK.json

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { brotliCompressSync } from 'node:zlib';
import * as answers from '../../src/uncramp/site/static/js/answers.js';
import { checkDone } from '../../src/uncramp/site/static/js/check_done.js';
import { dates, decide } from '../../src/uncramp/site/static/js/decide.js';
import { Knowledge } from '../../src/uncramp/site/static/js/knowledge.js';
import * as contributors from '../../src/uncramp/site/static/js/contributors.js';
import * as drinks from '../../src/uncramp/site/static/js/drinks.js';
import { foodJson } from '../../src/uncramp/site/static/js/food.js';
import { answered } from '../../src/uncramp/site/static/js/diary/shown.js';
import * as interview from '../../src/uncramp/site/static/js/interview.js';
import * as lasting from '../../src/uncramp/site/static/js/lasting.js';
import * as plan from '../../src/uncramp/site/static/js/plan.js';
import * as rules from '../../src/uncramp/site/static/js/rules.js';
import * as schedule from '../../src/uncramp/site/static/js/schedule.js';
import * as session from '../../src/uncramp/site/static/js/session.js';
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

  /** What of the entries of a profile may decide on a day, and what has to be written for it to say some answers. */
  lasting({ entries, today, facts }) {
    const said = answered(entries);
    return { fresh: lasting.freshAnswers(kb, said, today), changes: lasting.changesOf(kb, said, facts, today) };
  },

  /** What the diary keeps of a check. */
  checkDone({ facts, where }) {
    return checkDone(kb, kb.answers(facts), where);
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

  /** What may play a part, and what could show more of it. */
  contributors({ facts, language, region }) {
    const settled = kb.answers(facts);
    const rows = contributors.rows(kb, settled, kb.texts({ language, region }));
    return { rows, ask: contributors.couldContribute(kb, settled) };
  },

  /** The page about food, and that about drinks with the sums after sport where there are numbers for them. */
  food({ facts, language, region, others, nutrient }) {
    return foodJson(kb, kb.answers(facts), kb.texts({ language, region, others }), nutrient);
  },
  drinks({ facts, language, region, others, sweat }) {
    const loss = sweat ? drinks.sweatLoss(kb, sweat) : null;
    return drinks.drinksJson(kb, kb.answers(facts), kb.texts({ language, region, others }), loss);
  },

  /** A guided session, after its start and after each move: an event, or (`null`) being kept and taken up again. */
  session({ remedies, at: began, limit, moves }) {
    let now = session.start(kb, remedies, { at: began, limitMinutes: limit });
    const seen = [shown(now)];
    for (const [event, at, keptAt] of moves) {
      now = event === null ? taken(now, keptAt, at) : session.advance(kb, now, event, at);
      seen.push(shown(now));
    }
    return seen;
  },

  /** Each kept session as it is read back, and as it is after a few events; null for one that is refused. */
  kept({ sessions, moves }) {
    return sessions.map((data) => {
      try {
        const found = session.fromJson(kb, data);
        return [found, moves.reduce((now, [event, at]) => session.advance(kb, now, event, at), found)];
      } catch (error) {
        if (!(error instanceof session.SessionError)) throw error;
        return null;
      }
    });
  },

  guided({ remedies }) {
    return { guided: session.guided(kb, remedies), limit: session.crampLimit(kb), switch: session.SWITCH_SECONDS };
  },

  /** Everything that is asked when these are the replies, and what is known at the end. */
  interview({ facts, stages, today, replies }) {
    let progress = interview.begin(answers.readAnswers(kb.facts, facts), stages);
    const asked = [];
    for (const reply of replies) {
      const next = interview.nextQuestion(kb, progress, today);
      asked.push(next);
      if (next === null) break;
      progress = replied(progress, next, reply, asked);
    }
    asked.push(interview.nextQuestion(kb, progress, today));
    const { known, unsure } = interview.settled(kb, progress.given);
    return { asked, known: Object.fromEntries(known), unsure: [...unsure].sort() };
  },

  /** Bytes of a file as a phone fetches it. */
  size({ file }) {
    return brotliCompressSync(readFileSync(file)).length;
  },
};

function shown(now) {
  const prompt = session.prompt(kb, now);
  return { session: session.toJson(now), prompt: { ...prompt, remedy: prompt.remedy && prompt.remedy.id } };
}

function taken(now, keptAt, at) {
  const data = JSON.parse(JSON.stringify(session.toJson(now)));
  return session.woken(session.fromJson(kb, data), { keptAt, at });
}

function replied(progress, next, reply, asked) {
  if (next.kind === 'more') return interview.wanted(progress, next, reply.yes);
  if (reply.back) return interview.back(progress);
  const { known, unsure } = reply.one_by_one ? oneByOne(progress, next, reply.one_by_one, asked) : reply;
  return interview.answered(progress, next, known, unsure);
}

function oneByOne(progress, next, replies, asked) {
  const known = {};
  const unsure = [];
  for (;;) {
    const fact = interview.behind(kb, progress, next, known, unsure);
    asked.push(fact);
    if (fact === null) return { known, unsure };
    if (replies[fact] === answers.UNSURE) unsure.push(fact);
    else known[fact] = replies[fact];
  }
}

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
