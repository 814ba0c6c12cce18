/** Whether a body says what its kind allows, and nothing else; the kinds come from `diary/kinds.toml`. */

/** @typedef {'flag' | 'number' | 'word' | 'text' | 'name' | 'date' | 'moment' | 'entry'} PlainType */

/** @typedef {PlainType | 'answers' | 'group' | 'body'} FieldType */

/**
 * One thing a body may say.
 * @typedef {object} Field
 * @property {string} id
 * @property {FieldType} type
 * @property {string} about
 * @property {boolean} [required]
 * @property {[number, number]} [range]
 * @property {string} [unit]
 * @property {string[]} [values]
 * @property {number} [longest]
 * @property {string} [names]
 * @property {string} [needs]
 * @property {boolean} [many]
 * @property {number} [most]
 * @property {boolean} [repeats]
 * @property {Field[]} [field]
 */

/** @typedef {{id: string, version: number, about: string, amends?: boolean, field?: Field[]}} Kind */

/** @typedef {{format: number, reminders: Record<string, string[]>, kind: Kind[]}} Kinds */

/** @typedef {Record<string, unknown>} Body */

const NAME = /^[a-z][a-z0-9_]{0,59}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DATE = /^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$/;
const TIME = /^T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{3})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$/;
/** What no text may hold: control characters but tab and line feed (PostgreSQL keeps no NUL), and broken UTF-16. */
const UNWANTED = /[\x00-\x08\x0b-\x1f\x7f]|\p{Surrogate}/u;
/** Of a number in an answer; which numbers a fact can have, the knowledge says. */
const LARGEST = 1_000_000;

export const A_DATE = 'a day such as 2026-02-27';
export const A_MOMENT = 'a time with its offset such as 2026-02-27T03:10:00+01:00';
export const AN_ID = 'the id of an entry (UUIDv7, lower case)';
export const A_NAME = 'a name of small letters, digits and _, at most 60';
export const AN_OBJECT = 'an object';
const ANSWERS = 'true, false, a whole number, a word or null';

/** An entry that cannot be read: `path` is the place in it, such as `body.tried[1].outcome`. */
export class EntryError extends Error {
  /**
   * @param {string} path
   * @param {string} what
   * @param {string} allowed
   */
  constructor(path, what, allowed) {
    super(`\`${path}\` ${what}; allowed: ${allowed}`);
    this.name = 'EntryError';
    this.path = path;
    this.allowed = allowed;
  }
}

/**
 * EntryError for the first thing in `body` that the fields do not allow.
 * @param {readonly Field[]} fields
 * @param {unknown} body
 * @param {string} [path]
 */
export function checkBody(fields, body, path = 'body') {
  if (!isObject(body)) throw new EntryError(path, `cannot be ${shown(body)}`, AN_OBJECT);
  for (const id of Object.keys(body)) {
    if (fields.some((field) => field.id === id)) continue;
    throw new EntryError(path, `has no field ${shown(id)}`, fields.map((field) => field.id).join(', ') || 'nothing');
  }
  for (const field of fields) {
    const place = `${path}.${field.id}`;
    if (Object.hasOwn(body, field.id)) {
      if (field.needs && !Object.hasOwn(body, field.needs)) {
        throw new EntryError(place, `is there without \`${field.needs}\``, 'both or neither');
      }
      checkField(field, body[field.id], place);
    } else if (field.required) {
      throw new EntryError(place, 'is missing', allowed(field));
    }
  }
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {string} path
 */
function checkField(field, value, path) {
  if (!field.many) {
    checkOne(field, value, path);
    return;
  }
  if (!Array.isArray(value) || value.length < 1 || value.length > (field.most ?? 0)) {
    throw new EntryError(path, `cannot be ${shown(value)}`, allowed(field));
  }
  value.forEach((one, nth) => checkOne(field, one, `${path}[${nth}]`));
  if (field.type !== 'group' && !field.repeats && new Set(value).size < value.length) {
    throw new EntryError(path, 'says the same twice', 'each once');
  }
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {string} path
 */
function checkOne(field, value, path) {
  if (field.type === 'group') checkBody(field.field ?? [], value, path);
  else if (field.type === 'answers') checkAnswers(field, value, path);
  else if (!fits(field, value)) throw new EntryError(path, `cannot be ${shown(value)}`, allowed(field));
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @returns {boolean}
 */
function fits(field, value) {
  switch (field.type) {
    case 'flag':
      return typeof value === 'boolean';
    case 'number': {
      const [low, high] = field.range ?? [0, 0];
      return isWhole(value) && low <= value && value <= high;
    }
    case 'word':
      return typeof value === 'string' && Boolean(field.values?.includes(value));
    case 'text':
      return typeof value === 'string' && isLong(value, field.longest ?? 0) && !UNWANTED.test(value);
    case 'name':
      return isName(value);
    case 'date':
      return isDate(value);
    case 'moment':
      return isMoment(value);
    case 'entry':
      return isUuid7(value);
    case 'body':
      return isObject(value);
    default:
      throw new Error(`a field cannot be of the type ${field.type} here`);
  }
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {string} path
 */
function checkAnswers(field, value, path) {
  const count = isObject(value) ? Object.keys(value).length : 0;
  if (!isObject(value) || count < 1 || count > (field.most ?? 0)) {
    throw new EntryError(path, `cannot be ${shown(value)}`, allowed(field));
  }
  for (const [fact, answer] of Object.entries(value)) {
    if (!isName(fact)) throw new EntryError(path, `has a fact ${shown(fact)}`, A_NAME);
    const number = isWhole(answer) && Math.abs(answer) <= LARGEST;
    if (answer === null || typeof answer === 'boolean' || number || isName(answer)) continue;
    throw new EntryError(`${path}.${fact}`, `cannot be ${shown(answer)}`, ANSWERS);
  }
}

/**
 * What a field may say, for messages.
 * @param {Field} field
 * @returns {string}
 */
export function allowed(field) {
  if (field.many) return `a list of 1 to ${field.most}`;
  const [low, high] = field.range ?? [0, 0];
  switch (field.type) {
    case 'flag':
      return 'true or false';
    case 'number':
      return `a whole number from ${low} to ${high}`;
    case 'word':
      return (field.values ?? []).join(', ');
    case 'text':
      return `a text of 1 to ${field.longest} characters`;
    case 'name':
      return A_NAME;
    case 'date':
      return A_DATE;
    case 'moment':
      return A_MOMENT;
    case 'entry':
      return AN_ID;
    case 'group':
    case 'body':
      return AN_OBJECT;
    case 'answers':
      return `an object of 1 to ${field.most} facts`;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Body}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isWhole(value) {
  return Number.isSafeInteger(value);
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isName(value) {
  return typeof value === 'string' && NAME.test(value);
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isUuid(value) {
  return typeof value === 'string' && UUID.test(value);
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isUuid7(value) {
  return isUuid(value) && value[14] === '7';
}

/**
 * A day there is, from 1900 to 2199; `Date` alone would take 30 February for 2 March.
 * @param {unknown} value
 * @returns {value is string}
 */
export function isDate(value) {
  if (typeof value !== 'string' || !DATE.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
}

/**
 * A day there is with a time and an offset; fractions of a second as three digits or not at all.
 * @param {unknown} value
 * @returns {value is string}
 */
export function isMoment(value) {
  return typeof value === 'string' && isDate(value.slice(0, 10)) && TIME.test(value.slice(10));
}

/**
 * Characters as people count them, not halves of them.
 * @param {string} text
 * @param {number} longest
 */
function isLong(text, longest) {
  return text.length > 0 && (text.length <= longest || (text.length <= 2 * longest && [...text].length <= longest));
}

/**
 * A value in a message, short.
 * @param {unknown} value
 */
export function shown(value) {
  let text = 'something that is no JSON';
  try {
    text = String(JSON.stringify(value));
  } catch {
    // a value that holds itself
  }
  return `\`${text.slice(0, 60)}${text.length > 60 ? '...' : ''}\``;
}
