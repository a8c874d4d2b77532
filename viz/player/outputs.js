// The tiles of the outputs: the network's answer in small, as a map in the classes' colours or as a curve.

class OutputTiles {
  constructor(recording, theme) {
    this.recording = recording;
    this.theme = theme;
    this.curve = recording.inputs === 1;
    if (recording.projected || this.curve) return;
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
    if (recording.projected) {
      this.drawShares(context, column, t);
      return;
    }
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

  /** Where there is no plane to draw: how many samples of each class are found, as the level of its colour. */
  drawShares(context, column, t) {
    const { theme, recording } = this;
    const { class_names: names, task } = recording.header;
    const { side } = column;
    column.tiles.forEach(({ x, y }, c) => {
      context.fillStyle = theme.background;
      context.fillRect(x, y, side, side);
      // A single output tells two classes apart: it has a level only where each class has an output of its own.
      const found = column.tiles.length > 1 ? foundShare(recording, c, t) : null;
      if (found) {
        context.fillStyle = css(mix(theme.background, theme.classes[c % theme.classes.length], 0.45));
        context.fillRect(x, y + side * (1 - found), side, side * found);
      }
      context.strokeStyle = theme.output;
      context.lineWidth = side >= 18 ? 2 : 1.25;
      context.strokeRect(x + 1, y + 1, side - 2, side - 2);
      if (column.tiles.length === 1) {
        const text = task === "regression" ? "ŷ" : "p";
        write(context, theme, text, x + side / 2, y + side / 2 + 4.5, { size: 13, colour: theme.text, align: "center" });
      } else if (side >= 12 && names[c].length <= 2) {
        write(context, theme, names[c], x + side / 2, y + side / 2 + 4, { size: 12, weight: 600, colour: theme.text, align: "center" });
      } else if (side >= 9) {
        paintSymbol(context, theme, c, x + side / 2, y + side / 2, Math.min(4, side / 4), theme.points[c % theme.points.length], true);
      }
    });
  }

  /** What the pointer is told of output `c` besides its bias. */
  rows(c, t) {
    const { recording } = this;
    const found = recording.layers[recording.layers.length - 1].units > 1 ? foundShare(recording, c, t) : null;
    return found === null ? [] : [[`found of this class (${judgedSet(recording)})`, percentFine(found)]];
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
