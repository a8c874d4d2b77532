// The tiles of the outputs: the network's answer in small, as a map in the classes' colours or as a curve.

class OutputTiles {
  constructor(recording, theme) {
    this.recording = recording;
    this.theme = theme;
    this.curve = recording.inputs === 1;
    if (this.curve) return;
    this.image = new FieldImage(recording.shape("boundary")[2]);
    const classes = recording.layers[recording.layers.length - 1].units;
    // One output has the boundary's colours; of several, each shows its class's probability in its colour.
    this.colours =
      classes === 1
        ? [outputColours(recording, theme)]
        : Array.from({ length: classes }, (_, c) => this.classColours(c, classes));
  }

  classColours(c, classes) {
    const table = ramp([this.theme.background, this.theme.classes[c % this.theme.classes.length]]);
    return {
      paint(values, pixels, cells) {
        for (let i = 0; i < cells; i++) {
          pixels[i] = table[Math.round(Math.max(0, Math.min(1, values[i * classes + c])) * 255)];
        }
      },
    };
  }

  /** Draws all outputs of frame `t` into the tiles of the network's last column. */
  draw(context, column, t) {
    const { recording, theme } = this;
    const { side } = column;
    const values = recording.at("boundary", t);
    column.tiles.forEach(({ x, y }, c) => {
      context.fillStyle = theme.background;
      context.fillRect(x, y, side, side);
      const box = { x, y, width: side, height: side };
      if (this.curve) {
        this.drawCurve(context, values, box);
      } else {
        this.image.fill(values, this.colours[c]);
        this.image.draw(context, box);
      }
      context.strokeStyle = theme.output;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, side - 2, side - 2);
    });
  }

  drawCurve(context, values, box) {
    const [low, high] = outputRange(this.recording);
    const room = box.height - 8;
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    context.beginPath();
    for (let i = 0; i < values.length; i++) {
      const y = box.y + box.height - 4 - ((values[i] - low) / (high - low)) * room;
      context.lineTo(box.x + (i / (values.length - 1)) * box.width, y);
    }
    context.lineWidth = 1.6;
    context.strokeStyle = this.theme.text;
    context.stroke();
    context.restore();
  }
}
