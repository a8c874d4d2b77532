// The lineage of the lanes on the axis of steps: where each began or left its parent, what changed, how it ended.

const LINEAGE_ROW = 27;
const LINEAGE_TOP = 17; // the first row's line; its words stand above it
const END_WORDS = {
  overflow: "overflow",
  target_loss: "target",
  target_score: "target",
  plateau: "plateau",
  dead: "dead layer",
  time: "time is up",
};

class Lineage extends RunPanel {
  arrange({ lanes }) {
    return LINEAGE_TOP + LINEAGE_ROW * (lanes.length - 1) + 9;
  }

  row(lane) {
    return LINEAGE_TOP + LINEAGE_ROW * lane.index;
  }

  paintStatic(context) {
    const { theme, lanes, axis } = this.scene;
    // Branches lie under the words, the marks over them.
    for (const lane of lanes) this.paintLane(context, lane);
    for (const lane of lanes) {
      const y = this.row(lane);
      write(context, theme, lane.letter, axis.left - 10, y + 4, {
        size: 12.5,
        weight: 700,
        colour: lane.colour(theme),
        align: "right",
      });
      this.paintWords(context, lane, y - 5);
    }
    for (const lane of lanes) {
      this.paintEnd(context, lane);
      if (lane.start > 0 && lanes[lane.parent]) this.paintBranchPoint(context, lane);
    }
  }

  paintLane(context, lane) {
    const { theme, axis, lanes } = this.scene;
    const y = this.row(lane);
    const from = axis.x(lane.start);
    const bend = Math.min(9, Math.max(0, axis.end - from));
    context.save();
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.strokeStyle = lane.colour(theme);
    const parent = lane.start > 0 ? lanes[lane.parent] : null;
    if (parent) {
      const above = this.row(parent);
      const way = Math.sign(y - above) || 1;
      context.beginPath();
      context.moveTo(from, above);
      context.lineTo(from, y - way * bend);
      context.quadraticCurveTo(from, y, from + bend, y);
      context.stroke();
    }
    const start = parent ? from + bend : from;
    const last = Math.max(start, axis.x(lane.lastStep));
    context.setLineDash(lane.dash);
    if (lane.recording) line(context, start, y, last, y);
    if (!lane.complete) {
      const planned = lane.recording ? lane.recording.axisEnd : axis.steps;
      context.setLineDash([1.5, 4]);
      context.lineWidth = 1.5;
      context.strokeStyle = theme.axis;
      line(context, last + 2, y, Math.min(axis.end, axis.x(planned)), y);
    }
    context.restore();
  }

  paintBranchPoint(context, lane) {
    const { theme, axis, lanes } = this.scene;
    paintRing(context, theme, axis.x(lane.start), this.row(lanes[lane.parent]), lane.colour(theme));
  }

  /** A bar at the planned end, a cross after an overflow, a square where a condition ended the lane. */
  paintEnd(context, lane) {
    const { theme, axis } = this.scene;
    if (!lane.complete) return;
    const kind = stopKind(lane.recording);
    const [x, y] = [axis.x(lane.lastStep), this.row(lane)];
    context.strokeStyle = context.fillStyle = lane.colour(theme);
    context.lineWidth = 2;
    if (kind === "overflow") {
      line(context, x - 4, y - 4, x + 4, y + 4);
      line(context, x - 4, y + 4, x + 4, y - 4);
    } else if (kind !== null) {
      context.fillRect(x - 3.5, y - 3.5, 7, 7);
    } else {
      line(context, x, y - 4.5, x, y + 4.5);
    }
  }

  /** What changed at the fork, or the lane's name, over its line; how it ended at the right. */
  paintWords(context, lane, y) {
    const { theme, axis } = this.scene;
    const forked = lane.start > 0;
    const from = axis.x(lane.start) + (forked ? 11 : 0);
    const text = forked ? lane.changed || "nothing changed" : lane.name;
    context.font = `400 11px ${theme.font}`;
    const after = axis.end - from;
    const before = axis.x(lane.start) - 8 - axis.left;
    const left = after >= before || context.measureText(text).width <= after;
    const fitting = fitText(context, text, left ? after : before);
    this.halo(context, fitting, left ? from : axis.x(lane.start) - 8, y, left ? "left" : "right");
    const kind = lane.complete ? stopKind(lane.recording) : "training";
    if (kind === null) return;
    write(context, theme, kind === "training" ? "training" : (END_WORDS[kind] ?? "ended"), axis.end + 8, y + 9);
  }

  /** Text that stays readable over the line of a branch. */
  halo(context, text, x, y, align) {
    const { theme } = this.scene;
    context.font = `400 11px ${theme.font}`;
    context.textAlign = align;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = theme.background;
    context.strokeText(text, x, y);
    write(context, theme, text, x, y, { align });
  }

  prepareOverlay() {
    const { lanes, theme } = this.scene;
    this.dots = lanes
      .filter((lane) => lane.recording)
      .map((lane) => {
        const dot = this.add("dot lane", { left: 0 });
        dot.style.setProperty("--lane", lane.colour(theme));
        return { lane, dot };
      });
  }

  draw(t) {
    const { recording, axis } = this.scene;
    const step = recording.steps[t];
    for (const { lane, dot } of this.dots) {
      const shown = lane.recording.steps[lane.frame(step)];
      // Before its fork a lane is its parent, and so is its dot; the mark of how it ended stands free.
      const away = shown < lane.start || (lane.complete && step > lane.lastStep);
      dot.style.visibility = away ? "hidden" : "visible";
      dot.style.transform = `translate(${axis.x(shown)}px, ${this.row(lane)}px)`;
    }
  }

  probe(px, py) {
    const { recording, lanes } = this.scene;
    const t = this.frameUnder(px);
    const lane = lanes[Math.max(0, Math.min(lanes.length - 1, Math.round((py - LINEAGE_TOP) / LINEAGE_ROW)))];
    const rows = [];
    const parent = lane.start > 0 ? lanes[lane.parent] : null;
    if (parent) rows.push(["forked", `from ${parent.letter} at step ${integer(lane.start)}`]);
    if (parent) rows.push(["changed", shorten(lane.changed || "nothing", 60)]);
    if (lane.recording) rows.push(["recorded", `to step ${integer(lane.lastStep)}`]);
    const { kind, text } = lane.status(Infinity);
    if (kind && kind !== "ended") rows.push(["", text]);
    return { title: `${lane.letter} ${lane.name}, step ${integer(recording.steps[t])}`, rows, frame: t };
  }
}
