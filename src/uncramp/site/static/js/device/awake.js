/** Keeps the screen on while somebody is guided. Where the phone refuses, everything else goes on. */

export class Awake {
  /** @param {() => void} [refused]  Called once, if the screen may go dark. */
  constructor(refused = () => undefined) {
    this.refused = refused;
    this.wanted = false;
    this.told = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.again = () => void (this.wanted && document.visibilityState === 'visible' && this.#ask());
  }

  on() {
    if (this.wanted) return;
    this.wanted = true;
    document.addEventListener('visibilitychange', this.again); // a lock is lost whenever the page is hidden
    void this.#ask();
  }

  off() {
    this.wanted = false;
    document.removeEventListener('visibilitychange', this.again);
    this.lock?.release().catch(() => undefined);
    this.lock = null;
  }

  async #ask() {
    try {
      if (!navigator.wakeLock) throw new Error('no wake lock');
      const lock = await navigator.wakeLock.request('screen');
      if (this.wanted) this.lock = lock;
      else await lock.release();
    } catch {
      if (this.wanted && !this.told) this.refused(); // an old browser, a low battery, no secure context
      this.told = true;
    }
  }
}
