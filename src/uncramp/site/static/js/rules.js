/**
 * The rule language: what a condition means, what is still open in it, and why it came out so.
 *
 * A condition is the JSON tree that the pack holds. A fact without an answer is unknown, never a no: a condition is
 * true, false, or null, which is "it depends".
 *
 * INVARIANT: agrees with src/uncramp/logic, where the same names stand; tests/agreement holds it to that.
 */

/** @typedef {boolean | number | string} Value */
/** @typedef {ReadonlyMap<string, Value | null>} Facts  What is known of a person; absent or null is unknown. */
/** @typedef {['flag', string]} Flag */
/** @typedef {['<' | '<=' | '>' | '>=' | '==', string, number]} Compare */
/** @typedef {['in', string, string[]]} Member */
/** @typedef {Flag | Compare | Member} Atom */
/** @typedef {['not', Expr]} Not */
/** @typedef {['and' | 'or', ...Expr[]]} Joined */
/** @typedef {Atom | Not | Joined} Expr */

/** @type {ReadonlySet<string>} */
const NO_FACTS = new Set();

/**
 * True, false, or null where it depends on an answer that is not known. Every question about a fact of `ruledOut` is
 * false, whatever was answered.
 * @param {Expr} expr
 * @param {Facts} facts
 * @param {ReadonlySet<string>} [ruledOut]
 * @returns {boolean | null}
 */
export function evaluate(expr, facts, ruledOut = NO_FACTS) {
  switch (expr[0]) {
    case 'and':
    case 'or': {
      const decisive = expr[0] === 'or';
      let depends = false;
      for (const arg of argsOf(expr)) {
        const value = evaluate(arg, facts, ruledOut);
        if (value === decisive) return decisive;
        if (value === null) depends = true;
      }
      return depends ? null : !decisive;
    }
    case 'not':
      return negated(evaluate(expr[1], facts, ruledOut));
    default:
      return ruledOut.has(expr[1]) ? false : answered(expr, facts.get(expr[1]) ?? null);
  }
}

/**
 * The value of one question.
 * @param {Atom} atom
 * @param {Value | null} answer
 * @returns {boolean | null}
 */
function answered(atom, answer) {
  switch (atom[0]) {
    case 'flag':
      return typeof answer === 'boolean' ? answer : null;
    case 'in':
      return typeof answer === 'string' ? atom[2].includes(answer) : null;
    default:
      return typeof answer === 'number' ? compared(answer, atom[0], atom[2]) : null;
  }
}

/**
 * @param {number} answer
 * @param {Compare[0]} op
 * @param {number} value
 * @returns {boolean}
 */
function compared(answer, op, value) {
  switch (op) {
    case '<':
      return answer < value;
    case '<=':
      return answer <= value;
    case '>':
      return answer > value;
    case '>=':
      return answer >= value;
    case '==':
      return answer === value;
    default:
      throw new Error(`\`${op}\` is not in the rule language`);
  }
}

/**
 * The facts that are asked of plainly, and those that are asked of under `not` (twice under is plain again).
 * @param {Expr} expr
 * @returns {{plain: Set<string>, under: Set<string>}}
 */
export function sidesOf(expr) {
  const sides = { plain: /** @type {Set<string>} */ (new Set()), under: /** @type {Set<string>} */ (new Set()) };
  gatherSides(expr, sides.plain, sides.under);
  return sides;
}

/**
 * @param {Expr} expr
 * @param {Set<string>} plain
 * @param {Set<string>} under
 */
function gatherSides(expr, plain, under) {
  switch (expr[0]) {
    case 'and':
    case 'or':
      for (const arg of argsOf(expr)) gatherSides(arg, plain, under);
      return;
    case 'not':
      gatherSides(expr[1], under, plain);
      return;
    default:
      plain.add(expr[1]);
  }
}

/**
 * Every fact that the condition asks of.
 * @param {Expr} expr
 * @returns {Set<string>}
 */
export function factsOf(expr) {
  const { plain, under } = sidesOf(expr);
  return new Set([...plain, ...under]);
}

/**
 * The condition with everything known taken out: true or false where that settles it, else what is still asked.
 * @param {Expr} expr
 * @param {Facts} facts
 * @param {ReadonlySet<string>} [ruledOut]
 * @returns {Expr | boolean}
 */
export function residual(expr, facts, ruledOut = NO_FACTS) {
  switch (expr[0]) {
    case 'and':
    case 'or': {
      const decisive = expr[0] === 'or';
      /** @type {Expr[]} */
      const arms = [];
      for (const arg of argsOf(expr)) {
        const rest = residual(arg, facts, ruledOut);
        if (rest === decisive) return decisive;
        if (typeof rest !== 'boolean') arms.push(rest);
      }
      return arms.length ? joined(expr[0], arms) : !decisive;
    }
    case 'not': {
      const rest = residual(expr[1], facts, ruledOut);
      return typeof rest === 'boolean' ? !rest : ['not', rest];
    }
    default:
      return evaluate(expr, facts, ruledOut) ?? expr;
  }
}

/**
 * The unknown facts that the open ones of `questions` ask for, the most useful first, ties by name.
 *
 * Each condition gives its weight to what is open in it: a single open part gets all of it, several share it equally.
 * @param {Iterable<readonly [Expr, number]>} questions
 * @param {Facts} facts
 * @returns {string[]}
 */
export function mostUseful(questions, facts) {
  /** @type {Map<string, number>} */
  const worth = new Map();
  for (const [expr, weight] of questions) {
    const { value, shares } = open(expr, facts);
    if (value !== null) continue;
    for (const [fact, share] of shares) worth.set(fact, (worth.get(fact) ?? 0) + weight * share);
  }
  return [...worth].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([fact]) => fact);
}

/**
 * The value of a condition and, where that is open, its open questions with their shares of one.
 * @param {Expr} expr
 * @param {Facts} facts
 * @returns {{value: boolean | null, shares: [string, number][]}}
 */
function open(expr, facts) {
  switch (expr[0]) {
    case 'and':
    case 'or': {
      const decisive = expr[0] === 'or';
      /** @type {[string, number][][]} */
      const arms = [];
      for (const arg of argsOf(expr)) {
        const { value, shares } = open(arg, facts);
        if (value === decisive) return { value, shares: [] };
        if (value === null) arms.push(shares);
      }
      if (!arms.length) return { value: !decisive, shares: [] };
      const part = 1 / arms.length;
      return { value: null, shares: arms.flat().map(([fact, share]) => [fact, share * part]) };
    }
    case 'not': {
      const { value, shares } = open(expr[1], facts);
      return { value: negated(value), shares };
    }
    default:
      return { value: evaluate(expr, facts), shares: [[expr[1], 1]] };
  }
}

/**
 * Facts that settle a condition by themselves; where it is open, unknown facts that keep it from being true. A fact of
 * `ruledOut` that has no answer stands as null: it was only supposed to be no.
 * @param {Expr} expr
 * @param {Facts} facts
 * @param {ReadonlySet<string>} [ruledOut]
 * @returns {Record<string, Value | null>}
 */
export function because(expr, facts, ruledOut = NO_FACTS) {
  const value = evaluate(expr, facts, ruledOut);
  return Object.fromEntries(gather(expr, facts, ruledOut, value, value !== false));
}

/**
 * What makes `expr`, which is `value`, come out as `wanted`, or keeps it from that; of several arms that each would do,
 * the one with the fewest facts.
 * @param {Expr} expr
 * @param {Facts} facts
 * @param {ReadonlySet<string>} ruledOut
 * @param {boolean | null} value
 * @param {boolean} wanted
 * @returns {Map<string, Value | null>}
 */
function gather(expr, facts, ruledOut, value, wanted) {
  switch (expr[0]) {
    case 'and':
    case 'or': {
      const arms = argsOf(expr)
        .filter((arg) => evaluate(arg, facts, ruledOut) === value)
        .map((arg) => gather(arg, facts, ruledOut, value, wanted));
      if ((expr[0] === 'and') === wanted) return new Map(arms.flatMap((arm) => [...arm]));
      return arms.reduce((fewest, arm) => (arm.size < fewest.size ? arm : fewest), arms[0] ?? new Map());
    }
    case 'not':
      return gather(expr[1], facts, ruledOut, negated(value), !wanted);
    default:
      return new Map([[expr[1], facts.get(expr[1]) ?? null]]);
  }
}

/**
 * @param {Joined} expr
 * @returns {Expr[]}
 */
function argsOf(expr) {
  return /** @type {Expr[]} */ (expr.slice(1));
}

/**
 * Without an `and` inside an `and`, an `or` inside an `or`, or one of a single part.
 * @param {'and' | 'or'} op
 * @param {Expr[]} args
 * @returns {Expr}
 */
function joined(op, args) {
  const flat = args.flatMap((arg) => (arg[0] === op ? argsOf(/** @type {Joined} */ (arg)) : [arg]));
  return flat.length === 1 ? /** @type {Expr} */ (flat[0]) : [op, ...flat];
}

/**
 * @param {boolean | null} value
 * @returns {boolean | null}
 */
function negated(value) {
  return value === null ? null : !value;
}
