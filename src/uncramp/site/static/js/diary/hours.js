/** The hours at which reminders come, by the part of the day, and those in which nothing rings. */

/** By part of the day (`reminders` of the kinds); `quiet`: from its first hour up to its second nothing rings. @typedef {Readonly<Record<string, readonly string[]>>} Hours */

/**
 * What says when something is done: a row of the plan's schedule, or a remedy's routine.
 * @typedef {object} Timed
 * @property {string} [at]  The part of the day.
 * @property {number | null} [times]
 * @property {string} [per]
 * @property {number | null} [minutes]
 * @property {string | null} [diary_until]
 * @property {number | null} [finish_before_bed_minutes]
 * @property {number | null} [finish_by_hour]
 */

/**
 * The hours that reminders of these rows come at, as far as they are taken: so many of each part of the day.
 * @param {readonly Timed[]} rows
 * @param {Hours} hours
 * @returns {Map<string, number>}
 */
export function hoursUsed(rows, hours) {
  /** @type {Map<string, number>} */
  const used = new Map();
  const use = (/** @type {string} */ part, /** @type {number} */ times) =>
    used.set(part, Math.max(used.get(part) ?? 0, Math.min(times, hours[part]?.length ?? 0)));
  for (const row of rows) {
    use(row.at ?? 'day', timesOf(row));
    if (row.diary_until) use('evening', 1);
    if (row.finish_before_bed_minutes) use('bedtime', 1);
  }
  return new Map([...used].filter(([, times]) => times > 0));
}

/**
 * Hours with some of them changed by a person. Whatever is no hour is left as it was.
 * @param {Hours} hours
 * @param {unknown} changed
 * @returns {Hours}
 */
export function withHours(hours, changed) {
  const own = /** @type {Record<string, unknown>} */ (typeof changed === 'object' && changed !== null ? changed : {});
  return Object.fromEntries(
    Object.entries(hours).map(([part, times]) => {
      const row = Array.isArray(own[part]) ? own[part] : [];
      return [part, times.map((time, nth) => (isHour(row[nth]) ? row[nth] : time))];
    }),
  );
}

/**
 * @param {unknown} time
 * @returns {time is string}
 */
export function isHour(time) {
  return typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
}

/**
 * Whether nothing rings at this hour. The same as `Hours.silent` of Python's `reminding`.
 * @param {readonly string[] | undefined} quiet
 * @param {string} time
 */
export function isQuiet([first = '', last = ''] = [], time) {
  if (first === last) return false;
  return first < last ? first <= time && time < last : time >= first || time < last;
}

/** @param {Timed} row */
function timesOf(row) {
  return row.per === 'week' ? 1 : (row.times ?? 1);
}

/**
 * The hours of the part of the day, no more than the times a day, none so late that it would not be finished in time.
 * @param {Timed} row
 * @param {Hours} all
 */
export function hoursOf(row, all) {
  const times = timesOf(row);
  const latest = latestStart(row, all);
  const hours = (all[row.at ?? 'day'] ?? []).map((time) => (latest !== null && time > latest ? latest : time));
  return [...new Set(hours)].slice(0, times);
}

/**
 * @param {Timed} row
 * @param {Hours} all
 */
function latestStart(row, all) {
  const ends = [];
  if (row.finish_by_hour) ends.push(60 * row.finish_by_hour);
  const bed = all['bedtime']?.[0];
  if (row.finish_before_bed_minutes && bed) ends.push(minutesOf(bed) - row.finish_before_bed_minutes);
  if (!ends.length) return null;
  const minutes = Math.max(0, Math.min(...ends) - (row.minutes ?? 0));
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** @param {string} time */
function minutesOf(time) {
  return 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));
}
