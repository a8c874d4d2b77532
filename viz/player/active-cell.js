// The live histogram of dead neurons: how many units are active on which share of the training samples.

const SHARE_BINS = 10; // (0, 10 %], …, (90, 100 %]

/** Neurons by the share of training samples they are active on; those active on none stand apart. */
const activeCell = {
  title: "Active on …",
  caption: "… of the training samples",

  counts({ recording }, l, t) {
    const active = recording.at(`active_fraction.${l}`, t);
    const counts = new Array(SHARE_BINS + 1).fill(0);
    for (const share of active)
      counts[share === 0 ? 0 : Math.min(SHARE_BINS, Math.max(1, Math.ceil(share * SHARE_BINS - 1e-6)))]++;
    return counts;
  },

  paintStatic(context, { theme, recording }, l, box) {
    const layer = recording.layers[l];
    const { x, width, top, height, bottom, left, right } = cellParts(box);
    if (!layer.hidden) {
      const linear = layer.activation === "identity";
      const text = linear ? ["linear output:", "never flat"] : [`${layer.activation_label} output:`, "not counted"];
      text.forEach((part, i) =>
        write(context, theme, part, x + width / 2, top + height / 2 + 14 * i - 4, { size: 12, align: "center" }),
      );
      return;
    }
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    line(context, left, Math.round(top) + 0.5, right, Math.round(top) + 0.5);
    write(context, theme, plural(layer.units, "unit"), right, box.y + 11, { align: "right" });
    if (layer.units > 1 && height > 40) {
      const middle = Math.round(top + height / 2) + 0.5;
      line(context, left, middle, right, middle);
      write(context, theme, plain(layer.units / 2), right, middle - 3, { align: "right" });
    }
    baseline(context, theme, x, x + STACK, bottom);
    baseline(context, theme, left, right, bottom);
  },

  paintFrame(context, scene, l, t, box, hatch) {
    const { theme, recording } = scene;
    const layer = recording.layers[l];
    if (!layer.hidden) return;
    const { x, height, bottom, left, right } = cellParts(box);
    const unit = height / layer.units;
    const blocks = unit >= 4;
    const pitch = (right - left) / SHARE_BINS;
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
    if (counts[0]) headline(context, theme, integer(counts[0]), x + STACK / 2, bottom - counts[0] * unit - 4, "center");
  },

  paintAxis(context, theme, box, y) {
    const { left, right } = cellParts(box);
    write(context, theme, "0", box.x + STACK / 2, y, { weight: 600, colour: theme.text, align: "center" });
    write(context, theme, "0", left, y);
    write(context, theme, "50", (left + right) / 2, y, { align: "center" });
    write(context, theme, `100${NBSP}%`, right, y, { align: "right" });
  },

  probe(scene, l, t, box, px) {
    const layer = scene.recording.layers[l];
    if (!layer.hidden) return null;
    const counts = this.counts(scene, l, t);
    const { left, right } = cellParts(box);
    const bin =
      px < left - STACK_GAP / 2
        ? 0
        : 1 + Math.max(0, Math.min(SHARE_BINS - 1, Math.floor(((px - left) / (right - left)) * SHARE_BINS)));
    const range = bin === 0 ? "none: dead" : `${bin === 1 ? "over 0" : (bin - 1) * 10}–${bin * 10}${NBSP}%`;
    return {
      title: layer.label,
      rows: [
        ["active on", range],
        ["units", `${counts[bin]} of ${layer.units}`],
      ],
    };
  },
};
