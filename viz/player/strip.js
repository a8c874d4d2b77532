// The strip layers × steps of gradient norms, light to dark on a log scale.

const STRIP_ROW = 19;
const COLUMN = 3; // pixels; a column shows the mean of the logarithms of its frames, so that detail isn't noise
const LEAST_DECADES = 2; // a narrower scale would show every ripple in black and white

class StripPanel extends RunPanel {
  arrange({ recording, theme }) {
    this.row = recording.layers.length > 5 ? 16 : STRIP_ROW;
    this.colours = ramp([theme.well, theme.text]);
    this.norms = recording.layers.map((_, l) => recording.series(`gradient_norm.${l}`));
    this.range = this.scale();
    return recording.layers.length * this.row + 40;
  }

  /** log10 of the norms at both ends of the scale: the middle 96 % of all, so that one outlier can't pale the rest. */
  scale() {
    const logs = this.norms
      .flatMap((norms) =>
        Array.from(norms)
          .filter((v) => v > 0 && Number.isFinite(v))
          .map(Math.log10),
      )
      .sort((a, b) => a - b);
    if (!logs.length) return [-1, 0];
    const at = (share) => logs[Math.round(share * (logs.length - 1))];
    const [low, high] = [at(0.02), at(0.98)];
    const widen = Math.max(0, LEAST_DECADES - (high - low)) / 2;
    return [low - widen, high + widen];
  }

  share(norm) {
    return Math.max(0, Math.min(1, (Math.log10(norm) - this.range[0]) / (this.range[1] - this.range[0])));
  }

  paintStatic(context) {
    const { theme, recording, axis } = this.scene;
    const columns = Math.max(1, Math.round(axis.span / COLUMN));
    const layers = recording.layers.length;
    const image = document.createElement("canvas");
    image.width = columns;
    image.height = layers;
    const ink = image.getContext("2d");
    const data = ink.createImageData(columns, layers);
    const pixels = new Uint32Array(data.data.buffer);
    context.fillStyle = this.hatch;
    context.fillRect(axis.left, 0, Math.max(2, axis.x(recording.lastStep) - axis.left), layers * this.row - 2);
    for (let c = 0; c < columns; c++) {
      const from = (c / columns) * axis.steps;
      const to = ((c + 1) / columns) * axis.steps;
      if (from > recording.lastStep && c > 1) break;
      const first = recording.frameAt(from);
      const last = Math.max(first, recording.frameAt(to - 1e-9));
      for (let l = 0; l < layers; l++) {
        let [sum, count] = [0, 0];
        for (let t = first; t <= last; t++) {
          const norm = this.norms[l][t];
          if (!(norm > 0) || !Number.isFinite(norm)) continue;
          sum += Math.log10(norm);
          count++;
        }
        if (count) pixels[l * columns + c] = this.colours[Math.round(this.share(10 ** (sum / count)) * 255)];
      }
    }
    ink.putImageData(data, 0, 0);
    context.imageSmoothingEnabled = false;
    recording.layers.forEach((layer, l) => {
      const y = l * this.row;
      context.drawImage(image, 0, l, columns, 1, axis.left, y, axis.span, this.row - 2);
      context.fillStyle = theme.background;
      context.fillRect(axis.left, y + this.row - 2, axis.span, 2);
      context.fillStyle = layerColour(theme, layer, l);
      context.fillRect(0, y + this.row / 2 - 5, 9, 9);
      write(context, theme, layer.hidden ? String(l + 1) : "out", axis.left - 8, y + this.row / 2 + 3, {
        align: "right",
      });
    });
    this.paintAxis(context, layers * this.row + 3);
  }

  paintAxis(context, top) {
    const { theme, recording, axis } = this.scene;
    context.strokeStyle = theme.axis;
    context.lineWidth = 1;
    const ticks = niceTicks(0, axis.steps, axis.span > 260 ? 4 : 3);
    for (const tick of ticks) {
      if (tick !== Math.round(tick)) continue;
      const x = axis.x(tick);
      line(context, x, top - 2, x, top + 2);
      write(context, theme, integer(tick), x, top + 14, { align: "center" });
    }
    write(context, theme, "step", axis.left, top + 29, { size: 12 });
    const epoch = `${plural(recording.header.batches_per_epoch, "step")} = 1 epoch`;
    const reason = stopWords(recording);
    if (!reason) {
      write(context, theme, epoch, axis.end, top + 29, { size: 12, align: "right" });
      return;
    }
    const end = `stopped at ${integer(axis.steps)}: ${reason}`;
    write(context, theme, end, axis.end, top + 29, { size: 12, weight: 600, colour: theme.text, align: "right" });
    const room = axis.span - context.measureText(end).width - 40;
    context.font = `400 12px ${theme.font}`;
    if (context.measureText(epoch).width < room) write(context, theme, epoch, axis.left + 32, top + 29, { size: 12 });
  }

  prepareOverlay() {
    this.values = this.norms.map(
      (_, l) => this.add("readout", { top: l * this.row + this.row / 2 - 9.5, html: "<b></b>" }).firstChild,
    );
  }

  draw(t) {
    this.norms.forEach((norms, l) => setText(this.values[l], significant(norms[t], 2)));
  }

  probe(px, py) {
    const { recording } = this.scene;
    const l = Math.floor(py / this.row);
    if (l < 0 || l >= recording.layers.length) return null;
    const t = this.frameUnder(px);
    const rows = [["‖∂L/∂W‖", significant(this.norms[l][t])]];
    const ratio = recording.series(`update_ratio.${l}`)[t];
    if (!Number.isNaN(ratio)) rows.push(["‖Δw‖/‖w‖, last step", significant(ratio)]);
    return { title: `${recording.layers[l].label} at step ${integer(recording.steps[t])}`, rows, frame: t };
  }
}
