// The live histogram of gradient magnitudes, with the exact zeros as a gauge beside it.

const MERGED_BINS = 2; // two of the recorded quarter-decade bins are drawn as one

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
    const { x, top, height, bottom, left, right } = cellParts(box);
    memory.ceiling = this.ceiling(scene, l);
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    line(context, left, Math.round(top) + 0.5, right, Math.round(top) + 0.5);
    if (height > 40) line(context, left, Math.round(top + height / 2) + 0.5, right, Math.round(top + height / 2) + 0.5);
    write(context, theme, percent(memory.ceiling), right, box.y + 11, { align: "right" });
    context.strokeStyle = theme.axis;
    context.strokeRect(x + 0.5, top + 0.5, STACK - 1, height - 0.5);
    baseline(context, theme, left, right, bottom);
  },

  paintFrame(context, scene, l, t, box, hatch, memory) {
    const { theme, recording } = scene;
    const { x, height, bottom, left, right } = cellParts(box);
    const { zeros, bins, total } = this.counts(scene, l, t);
    const share = total ? zeros / total : 0;
    if (zeros) {
      context.fillStyle = hatch;
      context.fillRect(x + 1, bottom - share * (height - 1), STACK - 2, share * (height - 1));
      context.strokeStyle = theme.hatch;
      context.lineWidth = 1;
      line(
        context,
        x,
        Math.round(bottom - share * (height - 1)) + 0.5,
        x + STACK,
        Math.round(bottom - share * (height - 1)) + 0.5,
      );
    }
    headline(context, theme, percent(share), x, box.y + 11);
    context.fillStyle = layerColour(theme, recording.layers[l], l);
    const pitch = (right - left) / bins.length;
    for (let b = 0; b < bins.length; b++) {
      if (!bins[b]) continue;
      const tall = Math.max(1, (bins[b] / total / memory.ceiling) * height);
      context.fillRect(left + b * pitch + 0.5, bottom - tall, Math.max(1, pitch - 1), tall);
    }
    const broken = recording.series(`gradient_nonfinite.${l}`)[t];
    if (broken) headline(context, theme, `${integer(broken)} NaN or ∞`, right, box.y + 28, "right");
  },

  paintAxis(context, theme, box, y, { recording }) {
    const edges = recording.header.gradient_log10_edges;
    const [low, high] = [edges[0], edges[edges.length - 1]];
    const { left, right } = cellParts(box);
    write(context, theme, "0", box.x + STACK / 2, y, { weight: 600, colour: theme.text, align: "center" });
    const every = box.width > 130 ? 4 : 7;
    for (let exponent = low; exponent <= high; exponent += every) {
      const x = left + ((exponent - low) / (high - low)) * (right - left);
      write(context, theme, `10${superscript(exponent)}`, x, y, { align: exponent === low ? "left" : "center" });
    }
  },

  probe(scene, l, t, box, px) {
    const { recording } = scene;
    const { zeros, bins, total } = this.counts(scene, l, t);
    const edges = recording.header.gradient_log10_edges;
    const { left, right } = cellParts(box);
    const rows = [];
    if (px < left - STACK_GAP / 2) {
      rows.push(
        ["|∂L/∂w|", "exactly 0"],
        ["weights", `${integer(zeros)} of ${integer(total)} (${percentFine(total ? zeros / total : 0)})`],
      );
    } else {
      const bin = Math.max(0, Math.min(bins.length - 1, Math.floor(((px - left) / (right - left)) * bins.length)));
      const ends = [edges[bin * MERGED_BINS], edges[Math.min(edges.length - 1, (bin + 1) * MERGED_BINS)]].map((e) =>
        significant(10 ** e, 2),
      );
      const range =
        bin === 0 ? `below ${ends[1]}` : bin === bins.length - 1 ? `from ${ends[0]}` : `${ends[0]} to ${ends[1]}`;
      rows.push(
        ["|∂L/∂w|", range],
        ["weights", `${integer(bins[bin])} of ${integer(total)} (${percentFine(total ? bins[bin] / total : 0)})`],
      );
    }
    const broken = recording.series(`gradient_nonfinite.${l}`)[t];
    if (broken) rows.push(["NaN or ∞", integer(broken)]);
    rows.push(["norm", significant(recording.series(`gradient_norm.${l}`)[t])]);
    const ratio = recording.series(`update_ratio.${l}`)[t];
    if (!Number.isNaN(ratio)) rows.push(["‖Δw‖/‖w‖, last step", significant(ratio)]);
    return { title: recording.layers[l].label, rows };
  },
};
