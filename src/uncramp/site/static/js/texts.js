/** The words of one language for one person: numbers to call, "you" or "they", and entries in translation. */

/** @import { Phone } from './pack.js' */

const PLACEHOLDER = /\{([^{}|]*)(?:\|([^{}]*))?\}/g;

export class Texts {
  /**
   * `table` holds the program's sentences by key, and translations of entries as `<kind>.<id>.<field>`.
   * @param {Readonly<Record<string, string>>} table
   * @param {Readonly<Record<string, string>>} fallback
   * @param {Readonly<Record<string, string>>} numbers  What {N}, {U} and {P} stand for.
   * @param {{others?: boolean, signed?: boolean}} [how]  `others`: somebody answers for somebody else; not `signed`: a
   *   translation that nobody has reviewed, which then has to be said.
   */
  constructor(table, fallback, numbers, { others = false, signed = true } = {}) {
    this.table = table;
    this.fallback = fallback;
    this.numbers = numbers;
    this.others = others;
    this.signed = signed;
  }

  /**
   * The sentence with this key.
   * @param {string} key
   * @param {Readonly<Record<string, unknown>>} [values]
   * @returns {string}
   */
  say(key, values) {
    const text = this.table[key] ?? this.fallback[key];
    if (text === undefined) throw new Error(`there is no text \`${key}\``);
    return this.fill(text, values);
  }

  /**
   * A text of an entry, translated where the language has it; `text` is the entry's own.
   * @param {string} kind
   * @param {string} id
   * @param {string} field
   * @param {string} [text]
   * @returns {string}
   */
  entry(kind, id, field, text = '') {
    return this.fill(this.table[`${kind}.${id}.${field}`] ?? text);
  }

  /**
   * @param {string} text
   * @param {Readonly<Record<string, unknown>>} [values]
   * @returns {string}
   */
  fill(text, values = {}) {
    return text.replace(PLACEHOLDER, (whole, first, second) => {
      if (second !== undefined) return this.others ? second : first;
      if (Object.hasOwn(this.numbers, first)) return this.numbers[first];
      return Object.hasOwn(values, first) ? String(values[first]) : whole;
    });
  }
}

/**
 * {N}, {U} and {P} of a region in a language, whose `table` also says in words what is missing there.
 * @param {Phone} phone
 * @param {Readonly<Record<string, string>>} table
 */
export function numbersOf(phone, table) {
  return {
    N: said('emergency', phone.emergency),
    U: said('urgent', phone.urgent),
    P: said('poisons', phone.poisons),
  };

  /**
   * @param {string} field
   * @param {string | undefined} number
   */
  function said(field, number) {
    return (number ? (table[`phone.${phone.id}.${field}`] ?? number) : table[`phones.no_${field}`]) ?? '';
  }
}
