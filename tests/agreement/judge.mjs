// The evaluator of the phone app over whole tables. The first line: the conditions, as the trees of a pack. Each further
// line: a table of people, a list of answers by fact. The answer to it is a line of digits, person by person and
// condition by condition: 0 for false, 1 for true, 2 for "it depends".

import { createInterface } from 'node:readline';
import { evaluate } from '../../src/uncramp/site/static/js/rules.js';

const CODES = new Map([[false, 0], [true, 1], [null, 2]]);
let trees;

for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  if (!trees) {
    trees = said;
    continue;
  }
  const facts = Object.keys(said.answers);
  const found = Buffer.alloc(said.people * trees.length + 1, '\n');
  let at = 0;
  for (let nth = 0; nth < said.people; nth += 1) {
    const known = new Map(facts.map((fact) => [fact, said.answers[fact][nth]]));
    for (const tree of trees) found[at++] = 48 + CODES.get(evaluate(tree, known));
  }
  process.stdout.write(found);
}
