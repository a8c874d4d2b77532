// The tiles: every hidden unit's response over the inputs, in its layer's colour.

const LEVELS = 512; // colour steps from the lowest to the highest response

/** Packed colours for responses −1..1 of the unit's own largest: neutral below zero, the layer's colour above. */
function responseColours(theme, colour) {
  const table = new Uint32Array(LEVELS + 1);
  for (let i = 0; i <= LEVELS; i++) {
    const share = (i / LEVELS) * 2 - 1;
    table[i] = pixel(mix(theme.background, share < 0 ? theme.muted : colour, Math.abs(share) * (share < 0 ? 0.55 : 1)));
  }
  return table;
}

/** One image that holds the response maps of all units of all layers, refilled each frame. */
class TileAtlas {
  constructor(recording, theme) {
    this.recording = recording;
    const shape = recording.has("responses.0") ? recording.shape("responses.0") : null;
    this.grid = shape ? shape[3] : 0;
    this.flat = shape !== null && shape.length === 4; // one input: a curve, not a map
    this.present = shape !== null;
    // Of images the first layer's weights are images themselves: what its units look for.
    this.templates = !this.present && recording.images !== null && recording.hidden.length > 0;
    if (this.templates) this.grid = 8;
    if ((!this.present && !this.templates) || this.flat) return;
    this.tables = recording.hidden.map((layer, l) => responseColours(theme, layerColour(theme, layer, l)));
    this.starts = [];
    let units = 0;
    for (const layer of recording.hidden) {
      this.starts.push(units);
      units += layer.units;
    }
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.grid;
    this.canvas.height = Math.max(1, this.grid * units);
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Whether there is a picture of each unit of hidden layer `l`. */
  shows(l) {
    return this.present || (this.templates && l === 0);
  }

  /** The weights into unit `u` of layer `l`, as they stand, from 0 (most negative) over 128 to 255; null without. */
  template(l, u) {
    if (!this.templates || l !== 0 || !this.shares) return null;
    return this.shares.subarray(u * 64, (u + 1) * 64);
  }

  /** The weights into each unit of the first layer, as 8 × 8 pixels relative to its largest. */
  fillTemplates(t) {
    const weights = this.recording.at("weights.0", t);
    const { units } = this.recording.hidden[0];
    this.shares ??= new Uint8Array(units * 64);
    for (let u = 0; u < units; u++) {
      let largest = 1e-30;
      for (let i = 0; i < 64; i++) largest = Math.max(largest, Math.abs(weights[i * units + u]));
      for (let i = 0; i < 64; i++) {
        const share = weights[i * units + u] / largest;
        this.shares[u * 64 + i] = 127.5 * (share + 1);
        this.pixels[u * 64 + i] = this.tables[0][Math.round((share + 1) * (LEVELS / 2))] ?? 0;
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }

  fill(t) {
    if (this.templates) this.fillTemplates(t);
    if (!this.present || this.flat) return;
    const g = this.grid;
    this.recording.hidden.forEach((layer, l) => {
      const responses = this.recording.at(`responses.${l}`, t);
      const lows = this.recording.at(`response_low.${l}`, t);
      const highs = this.recording.at(`response_high.${l}`, t);
      const table = this.tables[l];
      for (let u = 0; u < layer.units; u++) {
        const [low, high] = [lows[u], highs[u]];
        const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
        const scale = (high - low) / 255 / largest;
        const offset = low / largest;
        for (let r = 0; r < g; r++) {
          const from = (u * g + r) * g;
          const to = ((this.starts[l] + u) * g + (g - 1 - r)) * g;
          for (let c = 0; c < g; c++) {
            const share = offset + responses[from + c] * scale;
            this.pixels[to + c] = table[Math.round((share + 1) * (LEVELS / 2))] ?? 0;
          }
        }
      }
    });
    this.context.putImageData(this.image, 0, 0);
  }

  /** Draws the map of unit `u` of hidden layer `l` into a square at (x, y). */
  draw(context, l, u, x, y, side, t, colour) {
    if (this.flat) {
      this.drawCurve(context, l, u, x, y, side, t, colour);
    } else {
      context.drawImage(this.canvas, 0, (this.starts[l] + u) * this.grid, this.grid, this.grid, x, y, side, side);
    }
  }

  drawCurve(context, l, u, x, y, side, t, colour) {
    const responses = this.recording.at(`responses.${l}`, t);
    const low = this.recording.at(`response_low.${l}`, t)[u];
    const high = this.recording.at(`response_high.${l}`, t)[u];
    const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
    context.beginPath();
    for (let i = 0; i < this.grid; i++) {
      const value = low + (responses[u * this.grid + i] / 255) * (high - low);
      const share = top > bottom ? (value - bottom) / (top - bottom) : 0;
      context.lineTo(x + 2 + (i / (this.grid - 1)) * (side - 4), y + side - 3 - share * (side - 6));
    }
    context.lineWidth = 1.6;
    context.strokeStyle = colour;
    context.stroke();
  }
}
