// What worker.py is for Python: one engine in a Node of its own, asked by the same JSON lines.
// Usage: node worker.mjs ENGINE; the peers are looked for where the process was started.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BUILDS = 3;
const here = createRequire(join(process.cwd(), 'here.js'));
/** Seconds of processor time: what else runs on the machine does not count. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const versionOf = (name) => JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).version;

/** By engine: how it is loaded, which gives `decide` (timed), `values` and `prepared` (not timed). */
const ENGINES = {
  /** The evaluator of the phone app. */
  async javascript(rules) {
    const { evaluate } = await import('../../src/uncramp/site/static/js/rules.js');
    const trees = JSON.parse(rules);
    return {
      version: '',
      prepared: (person) => new Map(Object.entries(person)),
      decide: (facts) => trees.map((tree) => evaluate(tree, facts)),
      values: (found) => found,
    };
  },

  /** json-logic-engine with its rules compiled by itself. */
  async json_logic_engine(rules) {
    const { LogicEngine } = here('json-logic-engine');
    const engine = new LogicEngine();
    const programs = rules.map((rule) => engine.build(rule));
    return {
      version: versionOf('json-logic-engine'),
      prepared: (person) => person,
      decide: (person) => each(programs, (program) => program(person)),
      values: (found) => found.map((value) => (value === 'error' ? value : (value ?? null) && Boolean(value))),
    };
  },

  /** The reference engine of Clinical Quality Language; the facts are parameters of its library. */
  async cql(library) {
    const cql = here('cql-execution');
    const loaded = new cql.Library(library);
    const names = library.library.statements.def.map((each) => each.name);
    const nobody = { currentPatient: () => undefined, nextPatient: () => undefined };
    return {
      version: versionOf('cql-execution'),
      prepared: (person) => person,
      async decide(person) {
        try {
          return (await new cql.Executor(loaded, undefined, person).exec(nobody)).unfilteredResults;
        } catch {
          return 'error';
        }
      },
      values: (found) => names.map((name) => (found === 'error' ? found : (found[name] ?? null))),
    };
  },
};

function each(programs, ask) {
  return programs.map((program) => {
    try {
      return ask(program);
    } catch {
      return 'error';
    }
  });
}

let engine;
let people = [];
let start = 0;

const ANSWERS = {
  async load({ rules, person }) {
    const make = ENGINES[process.argv[2]];
    const first = (await make(rules)).prepared(person);
    const times = [];
    for (let nth = 0; nth < BUILDS; nth += 1) {
      const began = clock();
      engine = await make(rules);
      await engine.decide(first);
      times.push(clock() - began);
    }
    return { version: engine.version || process.versions.node, build: times.sort((a, b) => a - b)[BUILDS >> 1] };
  },
  async people(request) {
    people = request.people.map(engine.prepared);
    start = 0;
    return {};
  },
  async answers() {
    const found = [];
    for (const person of people) found.push(engine.values(await engine.decide(person)));
    return { answers: found };
  },
  async time({ seconds }) {
    const began = clock();
    let done = 0;
    let gone = 0;
    while (!done || gone < seconds) {
      const found = engine.decide(people[(start + done) % people.length]);
      if (found instanceof Promise) await found;
      done += 1;
      gone = clock() - began;
    }
    start += done;
    return { seconds: gone, people: done };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await ANSWERS[request.ask](request))}\n`);
}
