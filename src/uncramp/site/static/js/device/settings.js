/** What the reader has chosen about the app itself. Small, needed before the first paint, so it is in localStorage. */

/**
 * @typedef {object} Settings
 * @property {string} [region]  Whose numbers to show.
 * @property {'light' | 'dark'} [theme]  Else the device's own.
 * @property {string} [skin]  The tone of the figures.
 * @property {'lean' | 'full'} [body]  The build of the figures.
 * @property {string} [place]  The place of the last cramp.
 * @property {boolean} [remind]  Whether the home page says what is due; no, if nothing was chosen.
 * @property {boolean} [notify]  Whether a notification says so too, while the app is open behind something else.
 * @property {boolean} [voice]  Whether steps are spoken; yes, if nothing was chosen.
 */

const KEY = 'uncramp.settings';

/** @returns {Settings} */
export function readSettings() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {}; // no storage, or a broken text: the app's own settings
  }
}

/**
 * Keep some settings; false if this device keeps nothing.
 * @param {Settings} some
 */
export function keepSettings(some) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readSettings(), ...some }));
    return true;
  } catch {
    return false;
  }
}

/**
 * The region whose numbers to show: the chosen one, else that of the device's language, else the general one.
 * @param {readonly {id: string, countries?: string[]}[]} phones
 * @param {Settings} settings
 * @param {readonly string[]} [languages]
 */
export function regionOf(phones, { region }, languages = navigator.languages) {
  if (phones.some((phone) => phone.id === region)) return String(region);
  for (const language of languages) {
    const country = language.split('-').find((part) => /^[A-Z]{2}$/.test(part));
    const found = country && phones.find((phone) => phone.countries?.includes(country));
    if (found) return found.id;
  }
  return 'other';
}
