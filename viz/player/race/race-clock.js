// The clock of a race: it plays the frames of the longest lane and waits for lanes that are still being trained.

class RaceClock extends Clock {
  constructor() {
    super();
    this.ready = Infinity;
  }

  /** Takes over the lanes; `lead`: the one whose frames are counted. Playing goes on at the step it was at. */
  take(lanes, lead, step) {
    const behind = lanes.filter((lane) => !lane.complete).map((lane) => lane.lastStep);
    const playing = this.playing;
    const { recording } = lead;
    this.extent(recording.frames, behind.length === 0);
    this.ready = behind.length ? recording.frameAt(Math.min(...behind)) : Infinity;
    if (recording.steps[this.frame] !== step) this.position = recording.frameAt(step);
    this.playing = playing;
  }

  /** Whether it stands still because a lane has not come as far. */
  get waiting() {
    return !this.complete && (this.atEnd || this.frame === this.ready);
  }

  tick(now) {
    const from = this.frame;
    const ended = super.tick(now);
    if (this.playing && from <= this.ready && this.position > this.ready) this.position = this.ready;
    return ended;
  }
}
