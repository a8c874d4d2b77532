// The tiles of the inputs: what each says of the plane, or for many of them how much the network makes of each.

// Features of one input or of the plane by their labels: what they are at (x, y), both from −1 to 1.
const FEATURE_MAPS = {
  x: (x) => x,
  "x²": (x) => 2 * x * x - 1,
  "sin x": (x) => Math.sin(4.5 * x),
  "x₁": (x) => x,
  "x₂": (x, y) => y,
  "x₁²": (x) => 2 * x * x - 1,
  "x₂²": (x, y) => 2 * y * y - 1,
  "x₁x₂": (x, y) => x * y,
  "sin x₁": (x) => Math.sin(4.5 * x),
  "sin x₂": (x, y) => Math.sin(4.5 * y),
};
const FEATURE_GRID = 24;

class InputTiles {
  constructor(recording, theme) {
    this.recording = recording;
    this.theme = theme;
    this.naming = inputNaming(recording);
    this.shades = ramp([theme.background, css(mix(theme.background, theme.muted, 0.8))]);
    this.strong = ramp([theme.well, theme.output]);
  }

  /** Tiles and names that stand still. */
  paintStill(context, column) {
    const { recording, theme, naming } = this;
    column.tiles.forEach((tile, d) => {
      const name = recording.inputNames[d];
      if (!recording.projected) this.paintMap(context, tile, column.side, d);
      if (naming === "above") this.nameAbove(context, name, tile, column.side);
      if (naming === "left")
        write(context, theme, name, tile.x - 6, tile.y + column.side / 2 + 4, { size: 12, align: "right" });
    });
  }

  /** The words of a name over its tile; its unit is told on the boundary's axis. */
  nameAbove(context, name, tile, side) {
    const words = nameLines(name).reverse();
    words.forEach((word, k) => {
      const brief = word.length <= 6 && words.length === 1;
      write(context, this.theme, word, brief ? tile.x + side / 2 : tile.x, tile.y - 5 - 12 * k, {
        size: 12,
        align: brief ? "center" : "left",
      });
    });
  }

  paintMap(context, { x, y }, side, d) {
    const map = FEATURE_MAPS[this.recording.inputNames[d]] ?? (d === 0 ? (u) => u : (_, v) => v);
    const { canvas, context: ink } = layerCanvas(FEATURE_GRID, FEATURE_GRID, 1);
    const image = ink.createImageData(FEATURE_GRID, FEATURE_GRID);
    const pixels = new Uint32Array(image.data.buffer);
    const place = (k) => (2 * k) / (FEATURE_GRID - 1) - 1;
    for (let r = 0; r < FEATURE_GRID; r++) {
      for (let c = 0; c < FEATURE_GRID; c++)
        pixels[r * FEATURE_GRID + c] = this.shades[Math.round((map(place(c), -place(r)) + 1) * 127.5)];
    }
    ink.putImageData(image, 0, 0);
    context.drawImage(canvas, x, y, side, side);
    context.strokeStyle = this.theme.axis;
    context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
  }

  /** Of more than two raw inputs there is no map: their shade is the size of the weights that leave them. */
  draw(context, column, t) {
    const { recording, theme } = this;
    if (!recording.projected) return;
    const sizes = this.sizes(t);
    const most = Math.max(...sizes) || 1;
    const { side } = column;
    column.tiles.forEach(({ x, y }, d) => {
      const packed = this.strong[Math.round((sizes[d] / most) * 255)] ?? this.strong[0];
      context.fillStyle = css([packed & 255, (packed >> 8) & 255, (packed >> 16) & 255]);
      context.fillRect(x, y, side, side);
      if (side < 14) return;
      context.strokeStyle = theme.axis;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
    });
  }

  /** Root mean square of the weights that leave each input. */
  sizes(t) {
    const weights = this.recording.at("weights.0", t);
    const units = weights.length / this.recording.networkInputs;
    return Array.from({ length: this.recording.networkInputs }, (_, d) => {
      let sum = 0;
      for (let u = 0; u < units; u++) sum += weights[d * units + u] ** 2;
      return Math.sqrt(sum / units);
    });
  }

  describe(d, t) {
    const rows = this.recording.projected ? [["weights, RMS", significant(this.sizes(t)[d])]] : [];
    return { title: `Input ${this.recording.inputNames[d]}`, rows };
  }
}
