// Loss and score over the steps, training and test.

const LOWEST_DECADES = 8; // a log axis reaches at most this far below its top

const HIGHEST_RISE = 100; // a linear axis reaches at most to this many times the first loss

class CurvesPanel extends RunPanel {
  /** `measure`: "loss" or "score". */
  constructor(canvas, overlay, measure) {
    super(canvas, overlay);
    this.measure = measure;
  }

  arrange(scene, width, { height }) {
    const { recording } = scene;
    this.plot = { top: 8, bottom: height - 6 };
    this.log = this.measure === "loss" && scene.log;
    this.sets = ["train", "test"]
      .filter((set) => set === "train" || recording.testSize > 0)
      .map((set) => ({ set, values: recording.series(`${set}_${this.measure}`) }));
    let [low, high] = [Infinity, -Infinity];
    let positive = Infinity;
    for (const { values } of this.sets) {
      for (const v of values) {
        if (!Number.isFinite(v)) continue;
        if (v < low) low = v;
        if (v > high) high = v;
        if (v > 0 && v < positive) positive = v;
      }
    }
    if (!Number.isFinite(low)) [low, high] = [0, 1];
    [this.low, this.high, this.ticks] = this.range(low, high, positive, recording);
    return height;
  }

  /** Ends and ticks of the vertical axis. */
  range(low, high, positive, recording) {
    if (this.measure === "score" && recording.header.score === "accuracy") {
      const floor = Math.min(0.5, Math.floor(low * 10) / 10);
      return [floor, 1, (floor > 0.1 ? [0.25, 0.5, 0.75, 1] : [0, 0.5, 1]).filter((share) => share >= floor)];
    }
    if (this.measure === "score") {
      const floor = Math.max(-1, Math.min(0, Math.floor(low * 2) / 2));
      return [floor, 1, floor < 0 ? [floor, 0, 1] : [0, 0.5, 1]];
    }
    if (this.log && Number.isFinite(positive)) {
      const top = Math.log10(Math.max(high, positive));
      const bottom = Math.max(Math.log10(positive), top - LOWEST_DECADES);
      const margin = Math.max(0.05, (top - bottom) * 0.04);
      const ends = [bottom - margin, top + margin];
      const every = Math.max(1, Math.ceil((top - bottom) / 4));
      const ticks = [];
      for (let k = Math.ceil(ends[0]); k <= ends[1]; k += every) ticks.push(10 ** k);
      if (ticks.length < 2) {
        for (let k = Math.floor(ends[0]); k <= ends[1]; k++) for (const m of [2, 5]) ticks.push(m * 10 ** k);
      }
      return [...ends, ticks.filter((v) => Math.log10(v) >= ends[0] && Math.log10(v) <= ends[1])];
    }
    // A run that overflows must not flatten all that came before: what is far above the start is cut off.
    const first = this.sets[0].values[0];
    const top = high > 0 ? Math.min(high * 1.04, first > 0 ? first * HIGHEST_RISE : Infinity) : 1;
    return [Math.min(0, low), top, niceTicks(Math.min(0, low), top, 3)];
  }

  y(value) {
    let v = this.log ? Math.log10(value) : value;
    if (Number.isNaN(v)) return NaN;
    v = Math.max(this.low, Math.min(this.high, v));
    return this.plot.bottom - ((v - this.low) / (this.high - this.low)) * (this.plot.bottom - this.plot.top);
  }

  tickLabel(value) {
    if (this.measure === "score" && this.scene.recording.header.score === "accuracy")
      return value === 1 ? percent(1) : String(Math.round(value * 100));
    return Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3)
      ? significant(value, 1).replace("1×", "")
      : plain(value);
  }

  paintStatic(context) {
    const { theme, recording, axis } = this.scene;
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
    for (const { set, values } of [...this.sets].reverse()) {
      context.strokeStyle = set === "train" ? theme.text : theme.muted;
      context.lineWidth = set === "train" ? 1.7 : 1.1;
      context.globalAlpha = set === "train" ? 1 : 0.85;
      context.beginPath();
      let drawing = false;
      for (let t = 0; t < recording.frames; t++) {
        const y = this.y(values[t]);
        if (Number.isNaN(y)) {
          drawing = false;
        } else {
          const x = axis.x(recording.steps[t]);
          if (drawing) context.lineTo(x, y);
          else context.moveTo(x, y);
          if (!drawing && recording.frames === 1) context.lineTo(x + 1, y);
          drawing = true;
        }
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  prepareOverlay() {
    const middle = (this.plot.top + this.plot.bottom) / 2;
    const first = middle - this.sets.length * 16;
    this.readouts = this.sets.map(({ set }, i) => {
      const dot = this.add(`dot ${set}`, { left: 0 });
      const value = this.add("readout", { top: first + i * 32, html: `<b></b><i>${set}</i>` });
      return { dot, value: value.firstChild };
    });
  }

  describe(value) {
    if (this.measure === "score" && this.scene.recording.header.score === "accuracy") return percent(value);
    return significant(value, this.measure === "loss" ? 2 : 3);
  }

  draw(t) {
    const { recording, axis } = this.scene;
    const x = axis.x(recording.steps[t]);
    this.sets.forEach(({ values }, i) => {
      const y = this.y(values[t]);
      const { dot, value } = this.readouts[i];
      dot.style.visibility = Number.isNaN(y) ? "hidden" : "visible";
      if (!Number.isNaN(y)) dot.style.transform = `translate(${x}px, ${y}px)`;
      setText(value, this.describe(values[t]));
    });
  }

  probe(px) {
    const { recording } = this.scene;
    const t = this.frameUnder(px);
    const accuracy = this.measure === "score" && recording.header.score === "accuracy";
    return {
      title: `Step ${integer(recording.steps[t])}`,
      frame: t,
      rows: [
        ...this.sets.map(({ set, values }) => [
          `${set === "train" ? "training" : "test"} ${this.name}`,
          accuracy ? percentFine(values[t]) : significant(values[t]),
        ]),
        ...(recording.rates ? [["learning rate", significant(recording.rates[t])]] : []),
      ],
    };
  }

  get name() {
    if (this.measure === "loss") return "loss";
    return this.scene.recording.header.score === "accuracy" ? "accuracy" : "R²";
  }
}
