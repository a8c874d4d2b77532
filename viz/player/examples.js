// Example images of each class, with what the network takes them for.

const PICTURE = 24; // pixels of the screen for 8 of an image
const PICTURE_GAP = 4;
const EXAMPLE_ROWS = 3;
const VERDICT = 13; // the line below an image

class ExamplesPanel extends Panel {
  arrange({ recording }, width) {
    const { class_names: names } = recording.header;
    this.set = judgedSet(recording);
    const targets = recording.series(`y_${this.set}`);
    const first = this.set === "test" ? recording.trainSize : 0;
    this.column = Math.floor(width / names.length);
    const across = Math.max(1, Math.floor(this.column / (PICTURE + PICTURE_GAP)));
    const rows = across === 1 ? EXAMPLE_ROWS + 1 : EXAMPLE_ROWS;
    const inset = Math.max(0, (this.column - across * (PICTURE + PICTURE_GAP)) / 2);
    this.places = [];
    names.forEach((_, c) => {
      const own = Array.from(targets.keys()).filter((i) => targets[i] === c);
      own.slice(0, across * rows).forEach((i, k) => {
        const x = c * this.column + inset + (k % across) * (PICTURE + PICTURE_GAP);
        const y = 18 + Math.floor(k / across) * (PICTURE + VERDICT + 3);
        this.places.push({ x, y, i, n: first + i, target: c, set: this.set });
      });
    });
    return 18 + rows * (PICTURE + VERDICT + 3);
  }

  paintStatic(context) {
    const { recording, theme } = this.scene;
    const { class_names: names } = recording.header;
    const inks = ramp([theme.background, theme.text]);
    const { canvas, context: ink } = layerCanvas(8, 8, 1);
    const image = ink.createImageData(8, 8);
    const pixels = new Uint32Array(image.data.buffer);
    context.imageSmoothingEnabled = false;
    for (const { x, y, n } of this.places) {
      for (let k = 0; k < 64; k++) pixels[k] = inks[recording.images[n * 64 + k]];
      ink.putImageData(image, 0, 0);
      context.drawImage(canvas, x, y, PICTURE, PICTURE);
      context.strokeStyle = theme.rule;
      context.lineWidth = 1;
      context.strokeRect(x - 0.5, y - 0.5, PICTURE + 1, PICTURE + 1);
    }
    names.forEach((name, c) => {
      const middle = (c + 0.5) * this.column;
      context.font = `600 12px ${theme.font}`;
      const text = fitText(context, name, this.column - 4);
      write(context, theme, text, middle, 11, { size: 12, weight: 600, colour: theme.text, align: "center" });
    });
  }

  paintFrame(context, t) {
    const { recording, theme } = this.scene;
    const predictions = recording.at("predictions", t);
    context.strokeStyle = theme.text;
    context.lineWidth = 2;
    for (const { x, y, n, target } of this.places) {
      if (predictions[n] === target) continue;
      context.strokeRect(x - 1, y - 1, PICTURE + 2, PICTURE + 2);
      const text = recording.header.class_names[predictions[n]] ?? "?";
      write(context, theme, text, x + PICTURE / 2, y + PICTURE + 12, {
        size: 11,
        weight: 600,
        colour: theme.text,
        align: "center",
      });
    }
  }

  probe(px, py, t) {
    const found = this.places.find(
      ({ x, y }) => px >= x - 2 && px <= x + PICTURE + 2 && py >= y - 2 && py <= y + PICTURE + VERDICT,
    );
    return found ? describeSample(this.scene.recording, found, t) : null;
  }
}
