// What a network's output looks like as colour: a probability, a choice of classes, or a value.

/** How a recording's outputs are coloured: `paint(values, pixels, cells)` fills packed pixels from a grid. */
function outputColours(recording, theme) {
  const { task } = recording.header;
  if (task === "multiclass") {
    const classes = recording.header.class_names.length;
    const ground = parseColour(theme.background);
    const hues = Array.from({ length: classes }, (_, c) => parseColour(theme.classes[c % theme.classes.length]));
    return {
      mark: (y) => theme.marks[y % theme.marks.length],
      paint(values, pixels, cells) {
        for (let i = 0; i < cells; i++) {
          let [r, g, b] = [0, 0, 0];
          for (let c = 0; c < classes; c++) {
            const p = values[i * classes + c];
            r += p * hues[c][0];
            g += p * hues[c][1];
            b += p * hues[c][2];
          }
          const tint = theme.tint;
          pixels[i] = pixel([
            ground[0] + (r - ground[0]) * tint,
            ground[1] + (g - ground[1]) * tint,
            ground[2] + (b - ground[2]) * tint,
          ]);
        }
      },
    };
  }
  const [low, high] = outputRange(recording);
  const values = ramp([theme.classes[0], theme.muted, theme.classes[1]]);
  const share = (v) => Math.max(0, Math.min(255, Math.round(((v - low) / (high - low)) * 255)));
  return {
    low,
    high,
    mark:
      task === "binary"
        ? (y) => theme.marks[y]
        : (y) => css(channels(values[share(y)])),
    paint(values, pixels, cells) {
      for (let i = 0; i < cells; i++) pixels[i] = Number.isNaN(values[i]) ? 0 : theme.field[share(values[i])];
    },
  };
}

/** The values at both ends of the colour scale: probabilities 0 and 1, or the range of the targets. */
function outputRange(recording) {
  if (recording.header.task !== "regression") return [0, 1];
  const [low, high] = recording.header.target_range;
  return high > low ? [low, high] : [low - 1, low + 1];
}

/** A small image, `side` × `side` pixels, that is filled from a grid with row 0 at the bottom. */
class FieldImage {
  constructor(side) {
    this.side = side;
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = side;
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(side, side);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.flat = new Uint32Array(side * side);
  }

  fill(values, colours) {
    const { side } = this;
    colours.paint(values, this.flat, side * side);
    for (let r = 0; r < side; r++) this.pixels.set(this.flat.subarray(r * side, (r + 1) * side), (side - 1 - r) * side);
    this.context.putImageData(this.image, 0, 0);
  }

  /** Draws the image so that its outermost pixels' centres lie on the edges of `box`, smoothly in between. */
  draw(context, box) {
    const dx = box.width / (this.side - 1);
    const dy = box.height / (this.side - 1);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.drawImage(this.canvas, box.x - dx / 2, box.y - dy / 2, box.width + dx, box.height + dy);
    context.restore();
  }
}
