// The lanes of a race: their bytes, what tells them apart, and what each of them shows at a step of the race.

const RACE_ENVELOPE = "RACE";
const LANE_LETTERS = "ABCD";
const LANE_DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** b"RACE", u32 length, JSON {view, lanes}, then the lanes' recordings, each padded to 8 -> {view, lanes}. */
function openRace(bytes) {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== RACE_ENVELOPE) throw new Error("these bytes are not a race");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const { view, lanes } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  let at = 8 + length;
  for (const lane of lanes) {
    if (at + lane.length > bytes.length) throw new Error(`lane ${lane.name} is cut short`);
    lane.bytes = bytes.subarray(at, at + lane.length);
    at += Math.ceil(lane.length / 8) * 8;
  }
  return { view, lanes };
}

class Lane {
  /** `recording` is null as long as nothing of the lane has arrived; `stamp` tells its bytes from others. */
  constructor({ name, parent, fork, changed, bytes }, index) {
    Object.assign(this, { name, parent, fork, changed, index });
    this.letter = LANE_LETTERS[index];
    this.dash = LANE_DASHES[index];
    this.stamp = bytes.length ? `${bytes.length}:${bytes.subarray(12, 16).join(".")}` : ""; // length and checksum
    this.recording = null;
  }

  colour(theme) {
    return theme.lanes[this.index];
  }

  get complete() {
    return this.recording !== null && Boolean(this.recording.header.complete);
  }

  get lastStep() {
    return this.recording ? this.recording.lastStep : 0;
  }

  /** The step at which it left its parent, 0 where it has none. */
  get start() {
    return this.parent === null ? 0 : (this.fork ?? 0);
  }

  /** The last frame recorded at or before `step`. */
  frame(step) {
    return this.recording.frameAt(step);
  }

  get hasTest() {
    return this.recording.testSize > 0;
  }

  get accuracy() {
    return this.recording.header.score === "accuracy";
  }

  /** The hidden units, and how many of them are dead in each frame (T,): active on no training sample. */
  get units() {
    return this.recording.hidden.reduce((sum, layer) => sum + layer.units, 0);
  }

  get dead() {
    if (!this.deadCounts) {
      const { recording } = this;
      this.deadCounts = new Float32Array(recording.frames);
      recording.hidden.forEach((layer, l) => {
        const active = recording.series(`active_fraction.${l}`);
        for (let i = 0; i < active.length; i++) {
          if (active[i] === 0) this.deadCounts[Math.floor(i / layer.units)]++;
        }
      });
    }
    return this.deadCounts;
  }

  /** Training and test values (T,) of "loss", "score" or "dead"; the test one is missing where there is none. */
  values(measure) {
    if (measure === "dead") return { train: this.dead };
    const test = this.hasTest ? { test: this.recording.series(`test_${measure}`) } : {};
    return { train: this.recording.series(`train_${measure}`), ...test };
  }

  describe(measure, value) {
    if (Number.isNaN(value)) return "–";
    if (measure === "dead") return integer(value);
    if (measure === "score" && this.accuracy) return percent(value);
    return significant(value);
  }

  /** What is to be said beside its numbers at a step of the race: {kind, text}. */
  status(step) {
    if (!this.recording) return { kind: "training", text: "In training: the first frames are on their way" };
    const { stopped, planned_steps: planned } = this.recording.header;
    if (!this.complete)
      return { kind: "training", text: `In training: step ${integer(this.lastStep)} of ${integer(planned)}` };
    if (stopped && step >= this.lastStep)
      return { kind: "stopped", text: `Stopped at step ${integer(stopped.step)}: ${stopWords(this.recording)}` };
    if (step > this.lastStep) return { kind: "ended", text: `Ended at step ${integer(this.lastStep)}` };
    return { kind: "", text: "" };
  }
}

/**
 * The lanes of a message: a lane whose bytes stood in `before` (any place) is not read again.
 * Throws an Error that names the lane.
 */
function readLanes(entries, before) {
  return entries.map((entry, index) => {
    const lane = new Lane(entry, index);
    if (!entry.bytes.length) return lane;
    const known = before.find(({ stamp }) => stamp === lane.stamp);
    try {
      lane.recording = known?.recording ?? new Recording(entry.bytes);
    } catch (error) {
      throw new Error(`lane ${lane.letter}: ${error.message}`);
    }
    return lane;
  });
}

/** The lane that leads the clock: the one that has come furthest, with most frames on the way there. */
function leadingLane(lanes) {
  const arrived = lanes.filter(({ recording }) => recording);
  return arrived.reduce((lead, lane) => {
    const [a, b] = [lead.recording, lane.recording];
    return b.lastStep > a.lastStep || (b.lastStep === a.lastStep && b.frames > a.frames) ? lane : lead;
  });
}

/** The step of frame `frame` of the race once all of it has arrived: the frame of its longest lane. */
function plannedStep(lanes, frame) {
  const rank = ({ header, axisEnd }) => [axisEnd, header.planned_frames];
  const longest = lanes
    .flatMap(({ recording }) => (recording ? [recording] : []))
    .reduce((a, b) => {
      const [[stepsA, framesA], [stepsB, framesB]] = [rank(a), rank(b)];
      return stepsB > stepsA || (stepsB === stepsA && framesB > framesA) ? b : a;
    });
  if (frame < longest.frames) return longest.steps[frame];
  const { planned_steps: steps, planned_frames: frames } = longest.header;
  return Math.min(steps, Math.round((steps * frame) / Math.max(1, frames - 1)));
}
