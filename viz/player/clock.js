// The clock: which frame is due now, given speed, loop and how much of the recording has arrived.

const FRAMES_PER_SECOND = 60; // at speed 1: one recorded frame for each animation frame of an ordinary screen
const SPEEDS = [0.25, 0.5, 1, 4];
const LONGEST_TICK = 0.1; // seconds; a tab that slept must not jump
const JITTER = 0.15; // frames; a screen that ticks a little early or late must not skip one or show one twice

class Clock {
  constructor() {
    this.position = 0;
    this.playing = false;
    this.speed = 1;
    this.loop = false;
    this.frames = 1;
    this.complete = true;
    this.last = null;
  }

  get frame() {
    return Math.max(0, Math.min(this.frames - 1, Math.floor(this.position + 1e-9)));
  }

  get atEnd() {
    return this.frame >= this.frames - 1;
  }

  /** Whether it stands still because no more has arrived. */
  get waiting() {
    return !this.complete && this.atEnd;
  }

  /** Takes over the length of a recording; the position stays. */
  extent(frames, complete) {
    this.frames = frames;
    this.complete = complete;
  }

  seek(frame) {
    this.position = Math.max(0, Math.min(this.frames - 1, Math.round(frame)));
  }

  play() {
    if (this.atEnd && this.complete) this.position = 0;
    this.last = null;
    this.playing = this.frames > 1 || !this.complete;
  }

  pause() {
    this.position = this.frame;
    this.playing = false;
  }

  /** Advances to the time `now` (ms); true when the run has just ended. */
  tick(now) {
    const elapsed = this.last === null ? 0 : Math.min(LONGEST_TICK, (now - this.last) / 1000);
    this.last = now;
    if (!this.playing) return false;
    const due = elapsed * FRAMES_PER_SECOND * this.speed;
    this.position += Math.abs(due - Math.round(due)) < JITTER * Math.min(1, due) ? Math.round(due) : due;
    if (this.position < this.frames - 1) return false;
    if (!this.complete) {
      this.position = this.frames - 1; // wait for the frames that are still being computed
      return false;
    }
    if (this.loop && this.frames > 1) {
      // The last frame stays for as long as any other before the run begins again.
      if (this.position >= this.frames) this.position = 0;
      return false;
    }
    this.position = this.frames - 1;
    this.playing = false;
    return true;
  }
}
