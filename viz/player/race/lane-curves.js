// One quantity of all lanes over the steps: the training line in the lane's colour and dash, the test line lighter.

const HIGHEST_IN_RACE = 4; // a linear loss axis reaches at most to this many times the largest first loss
const LABEL_PITCH = 15.5;
const LONGEST_READOUT = 6; // characters that fit into the margin
const FAR = 9; // heights of the plot; farther away a line looks the same

class LaneCurves extends CurvesPanel {
  /** `measure`: "loss", "score" or "dead". */
  arrange(scene, width, { height, foot = 0 }) {
    this.plot = { top: 8, bottom: height - 6 };
    this.log = this.measure === "loss" && scene.log;
    this.lines = scene.lanes
      .filter((lane) => lane.recording)
      .flatMap((lane) =>
        Object.entries(lane.values(this.measure)).map(([set, values]) => ({
          lane,
          set,
          values,
          // A fork is its parent up to where it left it: what both share is drawn once.
          from: lane.frame(lane.start),
          shift: this.measure === "dead" ? (lane.index - (scene.lanes.length - 1) / 2) * 1.7 : 0,
        })),
      );
    this.accuracy = this.lines.every(({ lane }) => lane.accuracy);
    let [low, high, positive] = [Infinity, -Infinity, Infinity];
    for (const { values } of this.lines) {
      for (const v of values) {
        if (!Number.isFinite(v)) continue;
        low = Math.min(low, v);
        high = Math.max(high, v);
        if (v > 0 && v < positive) positive = v;
      }
    }
    if (!Number.isFinite(low)) [low, high] = [0, 1];
    [this.low, this.high, this.ticks] = this.ends(low, high, positive);
    return height + foot;
  }

  ends(low, high, positive) {
    if (this.measure === "dead") {
      const most = Math.max(1, ...this.lines.map(({ lane }) => lane.units));
      const top = Math.max(1, Math.min(most, Math.ceil(high * 1.15)));
      const ticks = niceTicks(0, top, 3).filter((v) => v === Math.round(v));
      return [0, top, ticks];
    }
    if (this.measure === "score") return this.range(low, high, positive, { header: { score: this.scoreKind } });
    if (this.log && Number.isFinite(positive)) return this.range(low, high, positive, this.scene.recording);
    // A lane that diverges must not flatten all the others: what is far above their start is cut off.
    const first = Math.max(...this.lines.map(({ values }) => values[0]).filter((v) => v > 0 && Number.isFinite(v)), 0);
    const top = high > 0 ? Math.min(high * 1.04, first > 0 ? first * HIGHEST_IN_RACE : Infinity) : 1;
    return [Math.min(0, low), top, niceTicks(Math.min(0, low), top, 3)];
  }

  get scoreKind() {
    return this.accuracy ? "accuracy" : "r2";
  }

  tickLabel(value) {
    if (this.measure === "score" && this.accuracy) return value === 1 ? percent(1) : String(Math.round(value * 100));
    if (this.measure === "score") return plain(value);
    return super.tickLabel(value);
  }

  paintStatic(context) {
    const { theme, axis, recording } = this.scene;
    context.lineWidth = 1;
    for (const tick of this.ticks) {
      const y = Math.round(this.y(tick)) + 0.5;
      context.strokeStyle = theme.grid;
      line(context, axis.left, y, axis.end, y);
      write(context, theme, this.tickLabel(tick), axis.left - 7, y + 4, { align: "right" });
    }
    context.strokeStyle = theme.axis;
    line(context, axis.left, this.plot.bottom + 0.5, axis.end, this.plot.bottom + 0.5);
    context.lineJoin = "round";
    // The first lane's line is solid: the others' dashes lie over it, so that lines that coincide all show.
    for (const set of ["test", "train"]) {
      for (const drawn of this.lines) if (drawn.set === set) this.paintLine(context, drawn);
    }
    for (const drawn of this.lines) if (drawn.set === "train") this.paintEnds(context, drawn);
    if (this.measure === "dead") paintSteps(context, theme, axis, this.plot.bottom + 6, recording);
  }

  paintLine(context, { lane, set, values, from, shift }) {
    const { theme, axis } = this.scene;
    const { recording } = lane;
    context.save();
    context.strokeStyle = lane.colour(theme);
    context.lineWidth = set === "train" ? 1.8 : 1;
    context.globalAlpha = set === "train" ? 1 : 0.5;
    context.setLineDash(lane.dash);
    context.beginPath();
    context.rect(axis.left - 2, this.plot.top - 3, axis.span + 4, this.plot.bottom - this.plot.top + 6);
    context.clip();
    context.beginPath();
    let drawing = false;
    let before = null;
    for (let t = from; t < recording.frames; t++) {
      const y = this.place(values[t]) - shift;
      if (Number.isNaN(y)) {
        drawing = false;
        continue;
      }
      const x = axis.x(recording.steps[t]);
      // Counts change between two frames: as stairs they keep to whole numbers.
      if (drawing && this.measure === "dead" && before !== y) context.lineTo(x, before);
      if (drawing) context.lineTo(x, y);
      else context.moveTo(x, y);
      if (!drawing && recording.frames - from === 1) context.lineTo(x + 1, y);
      drawing = true;
      before = y;
    }
    context.stroke();
    context.restore();
  }

  /** Where a value lies, also when that is above or below the plot: there the line leaves it. */
  place(value) {
    const v = this.log ? Math.log10(value) : value;
    if (Number.isNaN(v)) return NaN;
    const share = (v - this.low) / (this.high - this.low);
    return this.plot.bottom - Math.max(-FAR, Math.min(FAR, share)) * (this.plot.bottom - this.plot.top);
  }

  /** Where a fork left its parent, and the letter of a lane that ended before the others. */
  paintEnds(context, { lane, values, from, shift }) {
    const { theme, axis } = this.scene;
    const { recording } = lane;
    const colour = lane.colour(theme);
    if (lane.start > 0) {
      const [x, y] = [axis.x(recording.steps[from]), this.y(values[from]) - shift];
      if (!Number.isNaN(y)) paintRing(context, theme, x, y, colour);
    }
    const last = recording.frames - 1;
    const [x, y] = [axis.x(recording.lastStep), this.y(values[last]) - shift];
    if (x > axis.end - 14 || Number.isNaN(y)) return;
    context.fillStyle = colour;
    context.fillRect(x - 1, y - 4, 2, 8);
    context.lineWidth = 3;
    context.strokeStyle = theme.background;
    context.font = `600 11px ${theme.font}`;
    context.textAlign = "left";
    context.strokeText(lane.letter, x + 5, y + 4);
    write(context, theme, lane.letter, x + 5, y + 4, { weight: 600, colour });
  }

  /** At the right, near the end of each line: its letter and its value at the cursor. */
  prepareOverlay() {
    const { theme } = this.scene;
    const lines = this.lines.filter(({ set }) => set === "train");
    const wanted = lines.map(({ values }) => {
      const y = this.y(values[values.length - 1]);
      return Number.isNaN(y) ? this.plot.top : y;
    });
    const places = spreadOut(wanted, LABEL_PITCH, this.plot.top + 2, this.plot.bottom - 2);
    this.readouts = lines.map(({ lane, values, shift }, i) => {
      const dot = this.add("dot lane", { left: 0 });
      const html = `<em>${lane.letter}</em> <b></b>`;
      const label = this.add("readout lane", { top: places[i] - 8.5, html });
      for (const element of [dot, label]) element.style.setProperty("--lane", lane.colour(theme));
      return { lane, values, shift, dot, value: label.lastChild };
    });
  }

  draw(t) {
    const { recording, axis } = this.scene;
    const step = recording.steps[t];
    for (const { lane, values, shift, dot, value } of this.readouts) {
      const frame = lane.frame(step);
      const y = this.y(values[frame]) - shift;
      dot.style.visibility = Number.isNaN(y) ? "hidden" : "visible";
      if (!Number.isNaN(y)) dot.style.transform = `translate(${axis.x(lane.recording.steps[frame])}px, ${y}px)`;
      setText(value, this.briefly(lane, values[frame]));
    }
  }

  /** With as many digits as the margin has room for. */
  briefly(lane, value) {
    const text = lane.describe(this.measure, value);
    if (text.length <= LONGEST_READOUT) return text;
    const shorter = significant(value, 2);
    return shorter.length <= LONGEST_READOUT ? shorter : significant(value, 1);
  }

  /** All lanes at the step under the pointer. */
  probe(px) {
    const { recording } = this.scene;
    const t = this.frameUnder(px);
    const step = recording.steps[t];
    const rows = this.readouts.map(({ lane, values }) => {
      const frame = lane.frame(step);
      const { test } = lane.values(this.measure);
      const now = this.exactly(lane, values[frame]) + (test ? ` · ${this.exactly(lane, test[frame])} test` : "");
      const { kind } = lane.status(step);
      const state = kind && step > lane.lastStep ? `, at step ${integer(lane.lastStep)}` : "";
      return [`${lane.letter} ${shorten(lane.name, 26)}`, now + state];
    });
    return { title: `${this.name} at step ${integer(step)}`, rows, frame: t };
  }

  exactly(lane, value) {
    if (this.measure === "dead") return `${integer(value)} of ${integer(lane.units)}`;
    return this.measure === "score" && lane.accuracy && !Number.isNaN(value) ? percentFine(value) : significant(value);
  }

  get name() {
    if (this.measure === "dead") return "Dead units";
    if (this.measure === "loss") return "Loss";
    return this.accuracy ? "Accuracy" : "R²";
  }
}
