// The histogram of pre-activations under the activation's own derivative: the mass in the flat zone, seen.

const HIGHEST_SLOPE = 2; // f′ is cut off above: where it exceeds 2 its exact height says nothing

/** Pre-activations z of all training samples and units, over them f′. */
const slopeCell = {
  title: "Pre-activation under f′",

  caption: ({ recording }) => `z, ${integer(recording.trainSize)} samples × units`,

  /** Turns a slope into a height: 0 on the baseline unless f′ goes below, 1 at the top unless f′ exceeds it. */
  scale(slope, { top, height }) {
    let [low, high] = [0, 1];
    for (const v of slope) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    [low, high] = [Math.max(-1, low), Math.min(HIGHEST_SLOPE, high)];
    return (v) => top + 1 + (1 - (Math.max(low, Math.min(high, v)) - low) / (high - low)) * (height - 2);
  },

  paintStatic(context, { theme, recording }, l, box, memory) {
    const parts = cellParts(box);
    baseline(context, theme, parts.x, parts.right, parts.bottom);
    const stages = (recording.header.stages ?? [0]).map((_, stage) => stage);
    memory.stages = stages.map((stage) => {
      const slope = recording.slope(l, stage);
      const height = this.scale(slope, parts);
      const curve = new Path2D();
      for (let i = 0; i < slope.length; i++) {
        if (!Number.isNaN(slope[i])) curve.lineTo(parts.x + (i * parts.width) / (slope.length - 1), height(slope[i]));
      }
      return { slope, curve, one: height(1) };
    });
  },

  /** What stands still as long as a stage lasts: the flat zones of f′, and the height at which it is 1. */
  paintStage(context, { theme, recording }, { slope, one }, parts) {
    const epsilon = recording.header.epsilon * (1 - 1e-6); // slopes are float32: one of exactly ε is not flat
    const step = parts.width / (slope.length - 1);
    context.fillStyle = theme.flat;
    for (let i = 0; i < slope.length;) {
      let end = i;
      while (end < slope.length && Math.abs(slope[end]) < epsilon) end++;
      if (end > i)
        context.fillRect(
          parts.x + i * step,
          parts.top,
          Math.min((end - i) * step, parts.width - i * step),
          parts.height,
        );
      i = Math.max(end, i + 1);
    }
    context.strokeStyle = theme.grid;
    line(context, parts.x, one, parts.right, one);
    write(context, theme, "f′ = 1", parts.right, one - 4, { align: "right" });
  },

  paintFrame(context, scene, l, t, box, hatch, memory) {
    const { theme, recording } = scene;
    const layer = recording.layers[l];
    const parts = cellParts(box);
    const stage = memory.stages[recording.stageAt(t)];
    this.paintStage(context, scene, stage, parts);
    const counts = recording.at(`preactivation_histogram.${l}`, t);
    let most = 1;
    for (const count of counts) most = Math.max(most, count);
    const pitch = parts.width / counts.length;
    const room = parts.height - 3;
    const outline = new Path2D();
    outline.moveTo(parts.x, parts.bottom);
    for (let b = 0; b < counts.length; b++) {
      const y = parts.bottom - (counts[b] / most) * room;
      outline.lineTo(parts.x + b * pitch, y);
      outline.lineTo(parts.x + (b + 1) * pitch, y);
    }
    outline.lineTo(parts.right, parts.bottom);
    const colour = layerColour(theme, layer, l);
    context.globalAlpha = 0.42;
    context.fillStyle = colour;
    context.fill(outline);
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke(outline);
    context.strokeStyle = theme.text;
    context.lineWidth = 1.6;
    context.lineJoin = "round";
    context.stroke(stage.curve);
    if (layer.hidden) {
      const flat = recording.at(`saturated_fraction.${l}`, t);
      headline(context, theme, `${percent(flat.reduce((a, b) => a + b, 0) / flat.length)} flat`, parts.x, box.y + 11);
    }
  },

  paintAxis(context, theme, box, y, { recording }) {
    const edges = recording.header.preactivation_edges;
    const [low, high] = [edges[0], edges[edges.length - 1]];
    write(context, theme, `≤ ${plain(low)}`, box.x, y);
    write(context, theme, plain((low + high) / 2), box.x + box.width / 2, y, { align: "center" });
    write(context, theme, `≥ ${plain(high)}`, box.x + box.width, y, { align: "right" });
  },

  probe({ recording }, l, t, box, px) {
    const edges = recording.header.preactivation_edges;
    const counts = recording.at(`preactivation_histogram.${l}`, t);
    const total = counts.reduce((a, b) => a + b, 0) || 1;
    const across = Math.max(0, Math.min(1, (px - box.x) / box.width));
    const bin = Math.min(counts.length - 1, Math.floor(across * counts.length));
    const range =
      bin === 0
        ? `below ${plain(edges[1])}`
        : bin === counts.length - 1
          ? `from ${plain(edges[bin])}`
          : `${plain(edges[bin])} to ${plain(edges[bin + 1])}`;
    const slope = recording.slope(l, recording.stageAt(t));
    const at = Math.round(across * (slope.length - 1));
    const z = edges[0] + (at / (slope.length - 1)) * (edges[edges.length - 1] - edges[0]);
    return {
      title: recording.layers[l].label,
      rows: [
        ["z", range],
        ["count", `${integer(counts[bin])} (${percentFine(counts[bin] / total)})`],
        [`f′(${significant(z, 2)})`, significant(slope[at])],
      ],
    };
  },
};
