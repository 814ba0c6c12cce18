/**
 * What deciding reads of the pack, the JSON text that `uncramp pack` prints; src/uncramp/kb/entries says what it means.
 *
 * Types only. Fields that have their default are left out of a pack, so most are optional here.
 */

/** @import { Expr, Value } from './rules.js' */

/** @typedef {'self_care' | 'routine' | 'urgent' | 'emergency'} LevelName */
/** @typedef {'during' | 'after' | 'prevention'} Phase */
/** @typedef {'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'} Weekday */

/**
 * @typedef {object} Fact
 * @property {string} id
 * @property {'flag' | 'int' | 'enum'} type
 * @property {[number, number]} [range]
 * @property {string} [unit]
 * @property {string[]} [values]
 * @property {string[]} [labels]
 * @property {'gate' | 'context'} tier
 * @property {string} group
 * @property {boolean} [measured]
 * @property {string} [unsure_of]
 * @property {string} ask
 * @property {string} [why]
 */

/** @typedef {{fact: string, value: Value}} ImpliedEntry */

/**
 * @typedef {object} Rule
 * @property {string} id
 * @property {string} [code]
 * @property {Exclude<LevelName, 'self_care'>} level
 * @property {'ambulance' | 'ed_now'} [route]
 * @property {string} [contact]
 * @property {number} [within_days]
 * @property {string} says
 * @property {string[]} [sources]
 */

/**
 * @typedef {object} Contraindication
 * @property {string} id
 * @property {string[]} remedies
 * @property {'withhold' | 'ask' | 'modify'} action
 * @property {string} says
 */

/**
 * @typedef {object} Pair
 * @property {string} id
 * @property {string} first
 * @property {string} second
 * @property {'never' | 'apart'} action
 * @property {string} says
 */

/**
 * @typedef {object} Ladder
 * @property {string} unit
 * @property {number} [start]
 * @property {string} [start_from]
 * @property {number} [lowest]
 * @property {number} [step]
 * @property {number} [percent]
 * @property {number[]} [shares]
 * @property {number} [goal]
 * @property {number} [goal_percent]
 */

/**
 * @typedef {object} Routine
 * @property {number} [times]
 * @property {'day' | 'week'} [per]
 * @property {Weekday[]} [days]
 * @property {number} [every_minutes]
 * @property {string} [at]
 * @property {'now' | 'in_turn'} [begins]
 * @property {boolean} [rest_first]
 * @property {number} [turn_days]
 * @property {string} [instead_of]
 * @property {number} [diary_days]
 * @property {number} [weeks]
 * @property {number} [minutes]
 * @property {number} [hold_seconds]
 * @property {number} [repetitions]
 * @property {Ladder} [ladder]
 * @property {number} [finish_before_bed_minutes]
 * @property {number} [finish_by_hour]
 * @property {number} [review_days]
 * @property {string} [stop_if]
 * @property {string} says
 */

/** @typedef {{phase: Phase, order: number, reason: string}} Indication */
/** @typedef {{kind: 'move' | 'hold' | 'rest', says: string, seconds: number}} GuideStep */

/**
 * How a remedy is done step by step.
 * @typedef {object} Guide
 * @property {'one' | 'each' | 'none'} [sides]
 * @property {number} [rounds]
 * @property {number} [rest_seconds]
 * @property {number} [check_after]
 * @property {boolean} [leads_on]
 * @property {string} [feel]
 * @property {number} cap_minutes
 * @property {number} [skin_check_minutes]
 * @property {GuideStep[]} step
 */

/**
 * @typedef {object} Remedy
 * @property {string} id
 * @property {string} title
 * @property {string[]} [groups]
 * @property {string} verdict
 * @property {string} certainty
 * @property {string} summary
 * @property {string[]} [sources]
 * @property {string} [stop_if]
 * @property {Indication[]} [indication]
 * @property {Guide} [guide]
 * @property {Routine} [routine]
 * @property {string} [no_routine]
 */

/** @typedef {{id: string, says: string, ask_about?: string, sources?: string[], when?: string}} Medicine */

/**
 * @typedef {object} Contributor
 * @property {string} id
 * @property {string} title
 * @property {string[]} kinds
 * @property {'A' | 'B' | 'C'} strength
 * @property {string} [says]
 * @property {string} [do]
 * @property {string[]} [medicines]
 * @property {string[]} [sources]
 */

/** @typedef {{id: string, says: string, more?: string, facts: string[], sets?: Record<string, Value>}} Line */

/**
 * @typedef {object} Food
 * @property {string} id
 * @property {string} title
 * @property {string} [portion]
 * @property {number} [grams]
 * @property {number} [potassium_mg]
 * @property {number} [magnesium_mg]
 * @property {number} [calcium_mg]
 * @property {number} [water_g]
 * @property {string[]} [groups]
 * @property {'low' | 'moderate' | 'high'} [fodmap]
 * @property {string} [fodmap_note]
 * @property {string} [careful]
 * @property {string[]} [sources]
 */

/** @typedef {{id: string, says: string}} Drink */
/** @typedef {{id: string, title: string, says: string[]}} Card */

/**
 * @typedef {object} Intake
 * @property {string} id
 * @property {'iom' | 'efsa'} body
 * @property {string} title
 * @property {number} total_ml
 * @property {number} [drinks_ml]
 * @property {string} evidence
 * @property {string[]} [sources]
 */

/**
 * @typedef {object} Measure
 * @property {'weight_before' | 'weight_after' | 'drunk' | 'minutes'} id
 * @property {string} ask
 * @property {string} unit
 * @property {[number, number]} range
 */

/**
 * @typedef {object} Sweat
 * @property {string} id
 * @property {boolean} [danger]
 * @property {number} [change_from]
 * @property {number} [loss_from]
 * @property {number} [minutes_from]
 * @property {string[]} says
 */
/** @typedef {{id: string, levels: LevelName[], review_days?: number, says?: string}} SafetyNet */
/** @typedef {{id: string, value: string}} Quantity */
/** @typedef {{id: string, title?: string, countries?: string[], emergency: string, urgent?: string, poisons?: string}} Phone */
/** @typedef {{id: string, title: string, reviewed_by?: string}} Language */

/**
 * @typedef {object} Pack
 * @property {string} version
 * @property {string} hash
 * @property {Record<string, Expr>} conditions  By `<kind>:<id>`; of an indication `remedy:<id>:<place>`.
 * @property {Record<string, Record<string, string>>} texts
 * @property {Fact[]} fact
 * @property {ImpliedEntry[]} implied
 * @property {Rule[]} rule
 * @property {Contraindication[]} contraindication
 * @property {Pair[]} pair
 * @property {Remedy[]} remedy
 * @property {Medicine[]} medicine
 * @property {Contributor[]} contributor
 * @property {Line[]} line
 * @property {Food[]} [food]  From here to `sweat`: what only the pages about food and drinks read.
 * @property {Drink[]} [drink]
 * @property {Card[]} [card]
 * @property {Intake[]} [intake]
 * @property {Measure[]} [measure]
 * @property {Sweat[]} [sweat]
 * @property {SafetyNet[]} safety_net
 * @property {Quantity[]} quantity
 * @property {Phone[]} phone
 * @property {Language[]} language
 */

export {};
