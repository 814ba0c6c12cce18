/**
 * A clock for deadlines, in seconds: it goes on while the phone sleeps, and never goes back.
 *
 * The wall clock counts sleep, but a person or the network can set it; the clock of the page cannot be set, but on many
 * phones it stands still in sleep. So between two looks as much time has passed as the one says that says more: a wall
 * clock set back changes nothing, and one set forward is taken for sleep, which ends a cold pack too early, never too late.
 */

export class Clock {
  /** @param {number} [ahead]  How far an earlier one of these had come before the wall clock (`ahead`). */
  constructor(ahead = 0) {
    this.wall = Date.now();
    this.page = performance.now();
    this.time = this.wall / 1000 + ahead;
  }

  now() {
    const wall = Date.now();
    const page = performance.now();
    this.time += Math.max(wall - this.wall, page - this.page, 0) / 1000;
    this.wall = wall;
    this.page = page;
    return this.time;
  }

  /** How far this clock is before the wall clock, because that was set back. */
  get ahead() {
    return this.now() - this.wall / 1000;
  }
}
