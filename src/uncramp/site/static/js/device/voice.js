/**
 * Says the steps aloud. It has to begin inside a tap, or phones refuse it.
 *
 * Where no voice speaks the page's language on this device, or speaking fails, a beep and a buzz mark each step and the
 * screen says it. INVARIANT: only voices of the device itself speak: what is said never leaves it.
 */

const PATIENCE = 4000;
/** Milliseconds after which a voice that has not begun to speak is taken for one that will not. */

const BEEP = { hertz: 660, seconds: 0.18, volume: 0.2 };
const BUZZ = [180];
const ALARM = [300, 120, 300, 120, 300];

export class Voice {
  /**
   * @param {string} language  Of the page.
   * @param {{on?: boolean, missing?: () => void}} [how]  `missing` is called once, when it turns out that nothing speaks.
   */
  constructor(language, { on = true, missing = () => undefined } = {}) {
    this.language = language;
    this.on = on;
    this.missing = missing;
    this.mute = false;
    /** @type {AudioContext | null} */
    this.sound = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
    speech()?.getVoices(); // some browsers load them only when asked
  }

  /** To be called inside a tap: from then on sound is allowed. */
  begin() {
    try {
      this.sound ??= new AudioContext();
      void this.sound.resume().catch(() => undefined);
    } catch {
      this.sound = null; // no sound on this device
    }
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    if (!on) this.cancel();
  }

  /**
   * Say something in the place of what is being said.
   * @param {string} text
   */
  say(text) {
    this.cancel();
    if (!this.on) return;
    const synth = speech();
    const voice = synth && this.#voice(synth);
    if (!synth || voice === null || this.mute) this.#instead();
    else this.#speak(synth, text, voice);
  }

  /**
   * Say something unless something is being said.
   * @param {string} text
   */
  add(text) {
    if (!this.mute && !speech()?.speaking) this.say(text);
  }

  /**
   * Something that must not be missed, also where the voice is off.
   * @param {string} text
   */
  alarm(text) {
    beep(this.sound);
    buzz(ALARM);
    if (!this.mute) this.say(text);
  }

  cancel() {
    clearTimeout(this.patience);
    const synth = speech();
    if (synth?.speaking || synth?.pending) synth.cancel(); // an idle one may swallow what comes next
  }

  /**
   * @param {SpeechSynthesis} synth
   * @param {string} text
   * @param {SpeechSynthesisVoice | undefined} voice
   */
  #speak(synth, text, voice) {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = voice?.lang ?? this.language;
    if (voice) words.voice = voice;
    words.rate = 0.95;
    words.onstart = () => {
      clearTimeout(this.patience);
      this.mute = false; // late, but it speaks
    };
    this.words = words; // some browsers forget one that nobody holds
    words.onerror = ({ error }) => void (error === 'canceled' || error === 'interrupted' || this.#silent());
    this.patience = setTimeout(() => this.#silent(), PATIENCE);
    try {
      synth.speak(words);
    } catch {
      this.#silent();
    }
  }

  /**
   * A voice of this device for the language; undefined where the device does not list its voices, null where it has none.
   * @param {SpeechSynthesis} synth
   */
  #voice(synth) {
    const voices = synth.getVoices();
    if (!voices.length) return undefined;
    const spoken = this.language.split('-')[0]?.toLowerCase() ?? '';
    const own = voices.filter((one) => one.localService && one.lang.toLowerCase().startsWith(spoken));
    return own.find((one) => one.default) ?? own.find((one) => navigator.languages.includes(one.lang)) ?? own[0] ?? null;
  }

  #silent() {
    clearTimeout(this.patience);
    if (this.mute) return;
    this.#instead();
  }

  /** In the place of words. */
  #instead() {
    if (!this.mute) {
      this.mute = true;
      this.missing();
    }
    beep(this.sound);
    buzz(BUZZ);
  }
}

function speech() {
  return typeof speechSynthesis === 'undefined' || typeof SpeechSynthesisUtterance === 'undefined' ? null : speechSynthesis;
}

/** @param {AudioContext | null} sound */
function beep(sound) {
  if (!sound || sound.state === 'closed') return;
  const { hertz, seconds, volume } = BEEP;
  const tone = sound.createOscillator();
  const level = sound.createGain();
  tone.frequency.value = hertz;
  level.gain.setValueAtTime(volume, sound.currentTime);
  level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + seconds);
  tone.connect(level).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + seconds);
}

/** @param {number[]} pattern */
function buzz(pattern) {
  navigator.vibrate?.(pattern);
}
