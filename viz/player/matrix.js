// The matrix of histograms: a row for each layer and a column for each measure, transposed on narrow screens.

const CELLS = [activeCell, slopeCell, gradientCell];

class MatrixPanel extends Panel {
  arrange({ recording }, width, { transposed }) {
    const count = recording.layers.length;
    this.transposed = transposed;
    this.memories = CELLS.map(() => recording.layers.map(() => ({})));
    if (transposed) {
      const cell = Math.max(108, Math.min(220, (width - 16 * (count - 1)) / count));
      this.width = Math.max(width, count * cell + (count - 1) * 16);
      this.cell = { width: cell, height: 78 };
      this.boxes = CELLS.map((_, m) =>
        recording.layers.map((_, l) => ({ x: l * (cell + 16), y: 46 + m * 146 + 24, ...this.cell })),
      );
      return 46 + CELLS.length * 146;
    }
    const label = width < 520 ? 74 : 82;
    const gap = 18;
    const cell = (width - label - 2 * gap) / 3;
    const pitch = count > 5 ? 56 : 94;
    this.cell = { width: cell, height: count > 5 ? 48 : 86 };
    this.boxes = CELLS.map((_, m) =>
      recording.layers.map((_, l) => ({ x: label + m * (cell + gap), y: 22 + l * pitch, ...this.cell })),
    );
    return 22 + count * pitch + 28;
  }

  paintStatic(context) {
    const { scene } = this;
    const { theme, recording } = scene;
    CELLS.forEach((cell, m) => {
      const boxes = this.boxes[m];
      const first = boxes[0];
      const last = boxes[boxes.length - 1];
      const caption = typeof cell.caption === "function" ? cell.caption(scene) : cell.caption;
      write(context, theme, cell.title, first.x, first.y - 10, { size: 13.5, weight: 600, colour: theme.text });
      if (this.transposed) {
        context.font = `600 13.5px ${theme.font}`;
        const after = first.x + context.measureText(cell.title).width + 8;
        write(context, theme, caption, after, first.y - 10, { size: 12 });
        boxes.forEach((box, l) => {
          if (m !== 0 || recording.layers[l].hidden)
            cell.paintAxis(context, theme, box, box.y + box.height + 14, scene);
        });
      } else {
        cell.paintAxis(context, theme, last, last.y + last.height + 15, scene);
        write(context, theme, caption, last.x + last.width / 2, last.y + last.height + 31, {
          size: 12,
          align: "center",
        });
      }
      boxes.forEach((box, l) => {
        context.save();
        cell.paintStatic(context, scene, l, box, this.memories[m][l]);
        context.restore();
      });
    });
    recording.layers.forEach((layer, l) => {
      const { x, y } = this.labelAt(l);
      context.fillStyle = layerColour(theme, layer, l);
      context.fillRect(x, y - 8, 9, 9);
      write(context, theme, layer.label, x + 14, y, { size: 12.5, weight: 600, colour: theme.text });
      if (!layer.hidden) write(context, theme, layer.activation_label.toLowerCase(), x, y + 16, { size: 12 });
    });
  }

  labelAt(l) {
    const box = this.boxes[0][l];
    return this.transposed ? { x: box.x, y: 12 } : { x: 0, y: box.y + Math.min(26, box.height / 2 - 2) };
  }

  paintFrame(context, t) {
    const { scene } = this;
    const { theme, recording, lives } = scene;
    for (let m = 0; m < CELLS.length; m++) {
      for (let l = 0; l < recording.layers.length; l++) {
        CELLS[m].paintFrame(context, scene, l, t, this.boxes[m][l], this.hatch, this.memories[m][l]);
      }
    }
    lives.forEach((life, l) => {
      const { x, y } = this.labelAt(l);
      write(context, theme, `${life.count[t]} of ${life.size} dead`, x, y + 16, { size: 12 });
      if (this.cell.height < 60) return;
      let saturated = 0;
      const shares = recording.at(`saturated_fraction.${l}`, t);
      for (let u = 0; u < life.size; u++) if (shares[u] >= SATURATED_FROM && !life.dead[t * life.size + u]) saturated++;
      if (saturated && !this.transposed) write(context, theme, `${saturated} saturated`, x, y + 32, { size: 12 });
    });
  }

  probe(px, py, t) {
    for (let m = 0; m < CELLS.length; m++) {
      for (let l = 0; l < this.boxes[m].length; l++) {
        const box = this.boxes[m][l];
        if (px >= box.x - 2 && px <= box.x + box.width + 2 && py >= box.y && py <= box.y + box.height + 2)
          return CELLS[m].probe(this.scene, l, t, box, px);
      }
    }
    return null;
  }
}
