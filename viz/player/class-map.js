// Which units fire for which class: a heat map units × classes for each hidden layer, in the layer's colour.

const MAP_HEIGHT = 300; // pixels that the rows of all layers share
const LOWEST_ROW = 3;
const HIGHEST_ROW = 16;
const MAP_HEAD = 20;
const MAP_MARGIN = 28; // for the units' numbers
const MAP_GAP = 12;
const LEAST_CELL = 44;

class ClassMapPanel extends Panel {
  arrange({ recording, theme }, width) {
    this.layers = recording.hidden.map((_, l) => l).filter((l) => recording.filled(`class_activity.${l}`));
    this.names = recording.header.class_names;
    const count = this.names.length;
    // Layers stand side by side where there are few classes, else below each other.
    const beside = this.layers.length > 1 && count * LEAST_CELL + MAP_MARGIN <= (width - MAP_GAP) / 2 ? 2 : 1;
    this.cell = Math.min(64, ((width - (beside - 1) * MAP_GAP) / beside - MAP_MARGIN) / count);
    const rows = Array.from({ length: Math.ceil(this.layers.length / beside) }, (_, k) =>
      this.layers.slice(k * beside, (k + 1) * beside),
    );
    const tallest = (layers) => Math.max(...layers.map((l) => recording.hidden[l].units));
    const units = rows.reduce((sum, layers) => sum + tallest(layers), 0);
    const row = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, MAP_HEIGHT / Math.max(1, units)));
    const pitch = MAP_MARGIN + this.cell * count + MAP_GAP;
    this.heads = Array.from({ length: beside }, (_, k) => k * pitch + MAP_MARGIN);
    const tops = rows.map((_, k) => {
      const above = rows.slice(0, k).reduce((sum, layers) => sum + tallest(layers) * row + 6 + MAP_HEAD, 0);
      return 20 + MAP_HEAD + above;
    });
    this.blocks = this.layers.map((l, k) => {
      const size = recording.hidden[l].units;
      const left = this.heads[k % beside];
      const block = { l, size, row, left, top: tops[Math.floor(k / beside)], height: size * row };
      block.image = layerCanvas(this.names.length, size, 1);
      block.data = block.image.context.createImageData(this.names.length, size);
      block.pixels = new Uint32Array(block.data.data.buffer);
      const colour = layerColour(theme, recording.hidden[l], l);
      block.colours = ramp([theme.background, css(mix(theme.background, colour, 0.9))]);
      return block;
    });
    return Math.max(...this.blocks.map(({ top, height }) => top + height)) + 6;
  }

  paintStatic(context) {
    const { theme, recording } = this.scene;
    const ink = { size: 12, colour: theme.text, align: "center" };
    for (const head of this.heads) {
      this.names.forEach((name, c) => {
        context.font = `400 12px ${theme.font}`;
        write(context, theme, fitText(context, name, this.cell - 3), head + (c + 0.5) * this.cell, 13, ink);
      });
    }
    for (const { l, left, top, size, row, height } of this.blocks) {
      context.fillStyle = layerColour(theme, recording.hidden[l], l);
      context.fillRect(left, top - 13, 9, 9);
      write(context, theme, recording.hidden[l].label, left + 14, top - 5, {
        size: 12,
        weight: 600,
        colour: theme.text,
      });
      const numbered = row >= NUMBERED_FROM ? Array.from({ length: size }, (_, u) => u) : [0, size - 1];
      for (const u of numbered)
        write(context, theme, String(u + 1), left - 6, top + (u + 0.5) * row + 4, { align: "right" });
      context.strokeStyle = theme.rule;
      context.lineWidth = 1;
      context.strokeRect(left - 0.5, top - 0.5, this.cell * this.names.length + 1, height + 1);
    }
  }

  paintFrame(context, t) {
    const { recording, lives } = this.scene;
    const classes = this.names.length;
    context.imageSmoothingEnabled = false;
    for (const { l, size, row, left, top, height, image, data, pixels, colours } of this.blocks) {
      const activity = recording.at(`class_activity.${l}`, t);
      for (let i = 0; i < pixels.length; i++) pixels[i] = colours[activity[i]];
      image.context.putImageData(data, 0, 0);
      context.drawImage(image.canvas, 0, 0, classes, size, left, top, this.cell * classes, height);
      context.fillStyle = this.hatch;
      for (let u = 0; u < size; u++)
        if (lives[l].dead[t * size + u]) context.fillRect(left, top + u * row, this.cell * classes, row);
    }
  }

  unitAt(px, py) {
    const block = this.blocks?.find(
      ({ left, top, height }) =>
        py >= top && py < top + height && px >= left - MAP_MARGIN && px < left + this.cell * this.names.length,
    );
    if (!block) return null;
    return { layer: block.l, unit: Math.min(block.size - 1, Math.floor((py - block.top) / block.row)) };
  }

  unitBox(layer, unit) {
    const block = this.blocks?.find(({ l }) => l === layer);
    if (!block || !this.present) return null;
    const width = this.cell * this.names.length;
    return { x: block.left, y: block.top + unit * block.row, width, height: block.row };
  }

  probe(px, py, t) {
    const found = this.unitAt(px, py);
    if (!found) return null;
    const { left } = this.blocks.find(({ l }) => l === found.layer);
    const c = Math.floor((px - left) / this.cell);
    if (c < 0 || c >= this.names.length) return null;
    const { recording } = this.scene;
    const activity = recording.at(`class_activity.${found.layer}`, t);
    const share = activity[found.unit * this.names.length + c] / 255;
    return {
      title: `${recording.hidden[found.layer].label}, unit ${found.unit + 1}`,
      rows: [[`active on, of true ${this.names[c]}`, percentFine(Math.round(share * 1000) / 1000)]],
    };
  }
}
