// The three histograms of one layer at one frame: activity of its units, pre-activations under f′, gradient magnitudes.

const SHARE_BINS = 10; // of the active share, (0, 10 %], …, (90, 100 %]
const STACK = 14; // width of what is set apart: the dead, the exact zeros
const STACK_GAP = 10;
const MERGED_BINS = 2; // two of the recorded quarter-decade bins are drawn as one

/** Head line and plot of a cell. */
function cellParts(box) {
  const head = 15;
  return { x: box.x, width: box.width, top: box.y + head, height: box.height - head, bottom: box.y + box.height };
}

function baseline(context, theme, x1, x2, y) {
  context.strokeStyle = theme.axis;
  context.lineWidth = 1;
  line(context, x1, Math.round(y) + 0.5, x2, Math.round(y) + 0.5);
}

/** Neurons by the share of training samples they are active on; those active on none stand apart. */
const activeCell = {
  title: "Active on …",
  caption: "… of the training samples",

  counts({ recording }, l, t) {
    const active = recording.at(`active_fraction.${l}`, t);
    const counts = new Array(SHARE_BINS + 1).fill(0);
    for (const share of active) counts[share === 0 ? 0 : Math.min(SHARE_BINS, Math.max(1, Math.ceil(share * SHARE_BINS - 1e-6)))]++;
    return counts;
  },

  paintStatic(context, { theme, recording }, l, box) {
    const layer = recording.layers[l];
    const { x, width, top, height, bottom } = cellParts(box);
    if (!layer.hidden) {
      const linear = layer.activation === "identity";
      const text = linear ? ["linear output:", "never flat"] : [`${layer.activation_label} output:`, "not counted"];
      text.forEach((part, i) => write(context, theme, part, x + width / 2, top + height / 2 + 14 * i - 4, { size: 12, align: "center" }));
      return;
    }
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    line(context, x, Math.round(top) + 0.5, x + width, Math.round(top) + 0.5);
    write(context, theme, plural(layer.units, "unit"), x + width, box.y + 11, { align: "right" });
    if (layer.units > 1 && height > 40) {
      const middle = Math.round(top + height / 2) + 0.5;
      line(context, x + STACK + STACK_GAP, middle, x + width, middle);
      write(context, theme, plain(layer.units / 2), x + width, middle - 3, { align: "right" });
    }
    baseline(context, theme, x, x + STACK, bottom);
    baseline(context, theme, x + STACK + STACK_GAP, x + width, bottom);
  },

  paintFrame(context, scene, l, t, box, hatch) {
    const { theme, recording } = scene;
    const layer = recording.layers[l];
    if (!layer.hidden) return;
    const { x, width, height, bottom } = cellParts(box);
    const unit = height / layer.units;
    const blocks = unit >= 4;
    const left = x + STACK + STACK_GAP;
    const pitch = (width - STACK - STACK_GAP) / SHARE_BINS;
    const counts = this.counts(scene, l, t);
    counts.forEach((count, bin) => {
      if (count === 0) return;
      const from = bin === 0 ? x : left + (bin - 1) * pitch + 1;
      const wide = bin === 0 ? STACK : pitch - 2;
      context.fillStyle = bin === 0 ? hatch : layerColour(theme, layer, l);
      context.strokeStyle = theme.hatch;
      context.lineWidth = 1;
      if (!blocks) {
        context.fillRect(from, bottom - count * unit, wide, count * unit);
        if (bin === 0) context.strokeRect(from + 0.5, bottom - count * unit + 0.5, wide - 1, count * unit);
        return;
      }
      for (let k = 0; k < count; k++) {
        const y = bottom - (k + 1) * unit;
        context.fillRect(from, y + 0.75, wide, unit - 1.5);
        if (bin === 0) context.strokeRect(from + 0.5, y + 1, wide - 1, unit - 1.5);
      }
    });
    if (counts[0]) write(context, theme, integer(counts[0]), x + STACK / 2, bottom - counts[0] * unit - 4, { size: 12, weight: 600, colour: theme.text, align: "center" });
  },

  paintAxis(context, theme, box, y) {
    const left = box.x + STACK + STACK_GAP;
    write(context, theme, "0", box.x + STACK / 2, y, { weight: 600, colour: theme.text, align: "center" });
    write(context, theme, "0", left, y);
    write(context, theme, "50", (left + box.x + box.width) / 2, y, { align: "center" });
    write(context, theme, `100${NBSP}%`, box.x + box.width, y, { align: "right" });
  },

  probe(scene, l, t, box, px) {
    const layer = scene.recording.layers[l];
    if (!layer.hidden) return null;
    const counts = this.counts(scene, l, t);
    const left = box.x + STACK + STACK_GAP;
    const bin = px < left - STACK_GAP / 2 ? 0 : 1 + Math.max(0, Math.min(SHARE_BINS - 1, Math.floor(((px - left) / (box.x + box.width - left)) * SHARE_BINS)));
    const range = bin === 0 ? "none: dead" : `${bin === 1 ? "over 0" : (bin - 1) * 10}–${bin * 10}${NBSP}%`;
    return { title: layer.label, rows: [["active on", range], ["units", `${counts[bin]} of ${layer.units}`]] };
  },
};

/** Pre-activations z of all training samples and units, over them the activation's derivative. */
const slopeCell = {
  title: "Pre-activation under f′",

  caption: ({ recording }) => `z, ${integer(recording.trainSize)} samples × units`,

  edges: ({ recording }) => recording.header.preactivation_edges,

  place({ x, width }, edges, z) {
    return x + ((z - edges[0]) / (edges[edges.length - 1] - edges[0])) * width;
  },

  paintStatic(context, scene, l, box) {
    const { theme, recording } = scene;
    const parts = cellParts(box);
    const { epsilon } = recording.header;
    const slope = recording.series(`slope.${l}`);
    const step = parts.width / (slope.length - 1);
    context.fillStyle = theme.flat;
    for (let i = 0; i < slope.length; ) {
      let end = i;
      while (end < slope.length && Math.abs(slope[end]) < epsilon) end++;
      if (end > i) context.fillRect(parts.x + i * step, parts.top, Math.min((end - i) * step, parts.width - i * step), parts.height);
      i = Math.max(end, i + 1);
    }
    baseline(context, theme, parts.x, parts.x + parts.width, parts.bottom);
    write(context, theme, "f′ = 1", parts.x + parts.width, this.slopeHeight(scene, l, parts, 1) - 4, { align: "right" });
  },

  /** f′ = 0 lies on the baseline unless f′ goes below; the top is 1, or up to 2 where f′ exceeds 1. */
  slopeHeight({ recording }, l, { top, height }, value) {
    let [low, high] = [0, 1];
    for (const v of recording.series(`slope.${l}`)) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    [low, high] = [Math.max(-1, low), Math.min(2, high)];
    return top + 1 + (1 - (Math.max(low, Math.min(high, value)) - low) / (high - low)) * (height - 2);
  },

  /** The curve of f′ as a path, built once for each cell. */
  slopePath(scene, l, box) {
    const parts = cellParts(box);
    const slope = scene.recording.series(`slope.${l}`);
    const zero = this.slopeHeight(scene, l, parts, 0);
    const one = this.slopeHeight(scene, l, parts, 1);
    const [low, high] = [zero - (zero - one) * 2, zero + (zero - one)];
    const path = new Path2D();
    for (let i = 0; i < slope.length; i++) {
      const y = Math.max(parts.top + 1, Math.min(parts.bottom - 1, Math.max(low, Math.min(high, zero - slope[i] * (zero - one)))));
      path.lineTo(parts.x + (i / (slope.length - 1)) * parts.width, y);
    }
    return path;
  },

  paintFrame(context, scene, l, t, box, hatch, memory) {
    const { theme, recording } = scene;
    const layer = recording.layers[l];
    const parts = cellParts(box);
    const counts = recording.at(`preactivation_histogram.${l}`, t);
    let most = 1;
    for (const count of counts) most = Math.max(most, count);
    const colour = layerColour(theme, layer, l);
    const pitch = parts.width / counts.length;
    const room = parts.height - 3;
    const outline = new Path2D();
    outline.moveTo(parts.x, parts.bottom);
    for (let b = 0; b < counts.length; b++) {
      const y = parts.bottom - (counts[b] / most) * room;
      outline.lineTo(parts.x + b * pitch, y);
      outline.lineTo(parts.x + (b + 1) * pitch, y);
    }
    outline.lineTo(parts.x + parts.width, parts.bottom);
    context.globalAlpha = 0.42;
    context.fillStyle = colour;
    context.fill(outline);
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke(outline);
    memory.path ??= this.slopePath(scene, l, box);
    context.strokeStyle = theme.text;
    context.lineWidth = 1.6;
    context.lineJoin = "round";
    context.stroke(memory.path);
    if (layer.hidden) {
      const flat = recording.at(`saturated_fraction.${l}`, t);
      let sum = 0;
      for (const share of flat) sum += share;
      write(context, theme, `${percent(sum / flat.length)} flat`, parts.x, box.y + 11, { size: 12, weight: 600, colour: theme.text });
    }
  },

  paintAxis(context, theme, box, y, { recording }) {
    const edges = recording.header.preactivation_edges;
    const [low, high] = [edges[0], edges[edges.length - 1]];
    write(context, theme, `≤ ${plain(low)}`, box.x, y);
    write(context, theme, plain((low + high) / 2), box.x + box.width / 2, y, { align: "center" });
    write(context, theme, `≥ ${plain(high)}`, box.x + box.width, y, { align: "right" });
  },

  probe(scene, l, t, box, px) {
    const { recording } = scene;
    const edges = this.edges(scene);
    const counts = recording.at(`preactivation_histogram.${l}`, t);
    const bin = Math.max(0, Math.min(counts.length - 1, Math.floor(((px - box.x) / box.width) * counts.length)));
    const total = counts.reduce((a, b) => a + b, 0) || 1;
    const range = bin === 0 ? `below ${plain(edges[1])}` : bin === counts.length - 1 ? `from ${plain(edges[bin])}` : `${plain(edges[bin])} to ${plain(edges[bin + 1])}`;
    const slope = recording.series(`slope.${l}`);
    const z = edges[0] + ((px - box.x) / box.width) * (edges[edges.length - 1] - edges[0]);
    const at = Math.max(0, Math.min(slope.length - 1, Math.round(((px - box.x) / box.width) * (slope.length - 1))));
    return { title: recording.layers[l].label, rows: [["z", range], ["count", `${integer(counts[bin])} (${percentFine(counts[bin] / total)})`], [`f′(${significant(z, 2)})`, significant(slope[at])]] };
  },
};

/** Magnitudes of ∂L/∂w on a log axis; the exact zeros stand apart as a gauge from 0 to 100 %. */
const gradientCell = {
  title: "Gradient magnitude",
  caption: "|∂L/∂w|, share of weights",

  /** Counts of the drawn bins at one frame: {zeros, bins, total}. */
  counts({ recording }, l, t) {
    const histogram = recording.at(`gradient_histogram.${l}`, t);
    const bins = new Array(Math.ceil((histogram.length - 1) / MERGED_BINS)).fill(0);
    let total = 0;
    for (let k = 0; k < histogram.length; k++) {
      total += histogram[k];
      if (k > 0) bins[Math.floor((k - 1) / MERGED_BINS)] += histogram[k];
    }
    return { zeros: histogram[0], bins, total };
  },

  /** Share of weights at the top of the axis: the run's largest bin, rounded up, so that frames compare. */
  ceiling(scene, l) {
    let most = 0;
    for (let t = 0; t < scene.recording.frames; t++) {
      const { bins, total } = this.counts(scene, l, t);
      for (const count of bins) most = Math.max(most, count / Math.max(1, total));
    }
    return [0.1, 0.2, 0.4, 0.6, 0.8, 1].find((share) => share >= most - 1e-9) ?? 1;
  },

  paintStatic(context, scene, l, box, memory) {
    const { theme } = scene;
    const { x, width, top, height, bottom } = cellParts(box);
    memory.ceiling = this.ceiling(scene, l);
    const left = x + STACK + STACK_GAP;
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    line(context, left, Math.round(top) + 0.5, x + width, Math.round(top) + 0.5);
    if (height > 40) line(context, left, Math.round(top + height / 2) + 0.5, x + width, Math.round(top + height / 2) + 0.5);
    write(context, theme, percent(memory.ceiling), x + width, box.y + 11, { align: "right" });
    context.strokeStyle = theme.axis;
    context.strokeRect(x + 0.5, top + 0.5, STACK - 1, height - 0.5);
    baseline(context, theme, left, x + width, bottom);
  },

  paintFrame(context, scene, l, t, box, hatch, memory) {
    const { theme, recording } = scene;
    const { x, width, height, bottom } = cellParts(box);
    const { zeros, bins, total } = this.counts(scene, l, t);
    const left = x + STACK + STACK_GAP;
    const share = total ? zeros / total : 0;
    if (zeros) {
      context.fillStyle = hatch;
      context.fillRect(x + 1, bottom - share * (height - 1), STACK - 2, share * (height - 1));
      context.strokeStyle = theme.hatch;
      context.lineWidth = 1;
      line(context, x, Math.round(bottom - share * (height - 1)) + 0.5, x + STACK, Math.round(bottom - share * (height - 1)) + 0.5);
    }
    write(context, theme, percent(share), x, box.y + 11, { size: 12, weight: 600, colour: theme.text });
    context.fillStyle = layerColour(theme, recording.layers[l], l);
    const pitch = (width - STACK - STACK_GAP) / bins.length;
    for (let b = 0; b < bins.length; b++) {
      if (!bins[b]) continue;
      const tall = Math.max(1, (bins[b] / total / memory.ceiling) * height);
      context.fillRect(left + b * pitch + 0.5, bottom - tall, Math.max(1, pitch - 1), tall);
    }
    const broken = recording.series(`gradient_nonfinite.${l}`)[t];
    if (broken) write(context, theme, `${integer(broken)} NaN or ∞`, x + width, box.y + 26, { size: 12, weight: 600, colour: theme.text, align: "right" });
  },

  paintAxis(context, theme, box, y, { recording }) {
    const edges = recording.header.gradient_log10_edges;
    const [low, high] = [edges[0], edges[edges.length - 1]];
    const left = box.x + STACK + STACK_GAP;
    write(context, theme, "0", box.x + STACK / 2, y, { weight: 600, colour: theme.text, align: "center" });
    const every = box.width > 130 ? 4 : 6;
    for (let exponent = low; exponent <= high; exponent += every) {
      const x = left + ((exponent - low) / (high - low)) * (box.x + box.width - left);
      write(context, theme, `10${superscript(exponent)}`, x, y, { align: exponent === low ? "left" : "center" });
    }
  },

  probe(scene, l, t, box, px) {
    const { recording } = scene;
    const { zeros, bins, total } = this.counts(scene, l, t);
    const edges = recording.header.gradient_log10_edges;
    const left = box.x + STACK + STACK_GAP;
    const rows = [];
    if (px < left - STACK_GAP / 2) {
      rows.push(["|∂L/∂w|", "exactly 0"], ["weights", `${integer(zeros)} of ${integer(total)} (${percentFine(total ? zeros / total : 0)})`]);
    } else {
      const bin = Math.max(0, Math.min(bins.length - 1, Math.floor(((px - left) / (box.x + box.width - left)) * bins.length)));
      const ends = [edges[bin * MERGED_BINS], edges[Math.min(edges.length - 1, (bin + 1) * MERGED_BINS)]].map((e) => significant(10 ** e, 2));
      const range = bin === 0 ? `below ${ends[1]}` : bin === bins.length - 1 ? `from ${ends[0]}` : `${ends[0]} to ${ends[1]}`;
      rows.push(["|∂L/∂w|", range], ["weights", `${integer(bins[bin])} of ${integer(total)} (${percentFine(total ? bins[bin] / total : 0)})`]);
    }
    const broken = recording.series(`gradient_nonfinite.${l}`)[t];
    if (broken) rows.push(["NaN or ∞", integer(broken)]);
    rows.push(["norm", significant(recording.series(`gradient_norm.${l}`)[t])]);
    const ratio = recording.series(`update_ratio.${l}`)[t];
    if (!Number.isNaN(ratio)) rows.push(["‖Δw‖/‖w‖, last step", significant(ratio)]);
    return { title: recording.layers[l].label, rows };
  },
};
