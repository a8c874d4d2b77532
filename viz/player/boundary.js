// The decision boundary over the data, the fitted surface, or with one input the fitted curve.

const POINT_REACH = 9; // pixels within which a data point answers the pointer

class BoundaryPanel extends Panel {
  /** Sets `box`, `domain`, `range` (of the vertical axis), `names` of both axes, and whether there are grid lines. */
  arrange({ recording, theme }, width, { height = width }) {
    this.curve = this.gridded = recording.inputs === 1;
    const { input_names: inputs, target_name: target } = recording.header;
    this.names = [inputs[0], this.curve ? target : inputs[1]];
    this.box = { x: 0, y: 0, width, height };
    this.domain = recording.header.domain;
    this.colours = outputColours(recording, theme);
    this.grid = recording.shape("boundary")[2];
    if (this.curve) {
      const [low, high] = outputRange(recording);
      const margin = 0.15 * (high - low);
      this.range = [low - margin, high + margin];
    } else {
      this.range = this.domain[1];
      this.field = new FieldImage(this.grid);
    }
    return height + 18;
  }

  x(value) {
    const [low, high] = this.domain[0];
    return this.box.x + ((value - low) / (high - low)) * this.box.width;
  }

  y(value) {
    const [low, high] = this.range;
    return this.box.y + this.box.height - ((value - low) / (high - low)) * this.box.height;
  }

  paintStatic(context) {
    const { theme, recording } = this.scene;
    const { box } = this;
    // Points, frame and ticks lie over the field, so they get a layer of their own.
    const over = layerCanvas(this.width, this.height);
    this.over = over.canvas;
    const ink = over.context;
    this.paintAxis(context);
    this.points = [];
    for (const set of ["test", "train"]) {
      if (recording.has(`x_${set}`)) this.paintPoints(ink, set);
    }
    for (const tick of niceTicks(...this.range, 4)) {
      const y = this.y(tick);
      if (y < box.y + 22 || y > box.y + box.height - 8) continue;
      if (this.gridded) {
        context.strokeStyle = theme.grid;
        line(context, box.x, y, box.x + box.width, y);
      }
      this.label(ink, plain(tick), box.x + 5, y + 4);
    }
    this.label(ink, this.names[1], box.x + 5, box.y + 14);
    ink.strokeStyle = theme.axis;
    ink.lineWidth = 1;
    ink.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  }

  /** Ticks below the plot; the input's name stands at the right end, or before the last tick when there is room. */
  paintAxis(context) {
    const { theme } = this.scene;
    const { box } = this;
    const [name] = this.names;
    context.font = `400 11px ${theme.font}`;
    const nameWidth = context.measureText(name).width;
    const end = box.x + box.width;
    const short = nameWidth < 24;
    const baseY = box.y + box.height + 14;
    const ticks = niceTicks(...this.domain[0], 4).filter((tick) => short || this.x(tick) < end - nameWidth - 16);
    for (const tick of ticks) {
      const x = this.x(tick);
      const align = x < box.x + 8 ? "left" : x > end - 8 ? "right" : "center";
      write(context, theme, plain(tick), x, baseY, { align });
      if (this.gridded) {
        context.strokeStyle = theme.grid;
        line(context, x, box.y, x, box.y + box.height);
      }
    }
    const last =
      ticks
        .map((tick) => this.x(tick))
        .filter((x) => x < end - nameWidth - 24)
        .pop() ?? box.x;
    if (short) write(context, theme, name, (last + end) / 2, baseY, { align: "center" });
    else write(context, theme, name, end, baseY, { align: "right" });
  }

  /** An axis label inside the plot, kept readable by a halo. */
  label(context, text, x, y) {
    const { theme } = this.scene;
    context.font = `400 11px ${theme.font}`;
    context.lineWidth = 2.5;
    context.lineJoin = "round";
    context.strokeStyle = theme.background;
    context.globalAlpha = 0.55;
    context.strokeText(text, x, y);
    context.globalAlpha = 1;
    write(context, theme, text, x, y, { colour: theme.text });
  }

  /** Training points are filled, test points are rings; classes beyond the second have shapes of their own. */
  paintPoints(context, set) {
    const { recording, theme } = this.scene;
    const inputs = recording.series(`x_${set}`);
    const targets = recording.series(`y_${set}`);
    const radius = targets.length > 400 || this.curve ? 2.2 : 3;
    const multiclass = recording.header.task === "multiclass";
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const x = this.x(inputs[i * recording.inputs]);
      const y = this.y(this.curve ? target : inputs[i * recording.inputs + 1]);
      const colour = this.curve ? theme.hatch : this.colours.mark(target);
      paintSymbol(context, theme, multiclass ? target : 0, x, y, radius, colour, set === "train");
      this.points.push({ x, y, set, target, i });
    }
  }

  paintFrame(context, t) {
    const { recording, theme } = this.scene;
    const values = recording.at("boundary", t);
    context.lineJoin = "round";
    context.strokeStyle = theme.text;
    if (this.curve) {
      context.drawImage(this.over, 0, 0, this.width, this.height);
      context.save();
      context.beginPath();
      context.rect(this.box.x, this.box.y, this.box.width, this.box.height);
      context.clip();
      context.lineWidth = 2;
      context.beginPath();
      for (let i = 0; i < this.grid; i++)
        context.lineTo(this.box.x + (i / (this.grid - 1)) * this.box.width, this.y(values[i]));
      context.stroke();
      context.restore();
      return;
    }
    this.field.fill(values, this.colours);
    this.field.draw(context, this.box);
    context.lineWidth = 1.7;
    context.beginPath();
    if (recording.header.task === "binary") {
      traceContour(context, values, this.grid, this.grid, 0.5, this.box);
    } else if (recording.header.task === "multiclass") {
      this.traceClasses(context, values);
    }
    context.stroke();
    context.drawImage(this.over, 0, 0, this.width, this.height);
  }

  /** Where the winning class changes: for each class but the last, where it is level with the best of the others. */
  traceClasses(context, values) {
    const classes = this.scene.recording.header.class_names.length;
    const cells = this.grid * this.grid;
    const lead = new Float32Array(cells);
    for (let c = 0; c < classes - 1; c++) {
      for (let i = 0; i < cells; i++) {
        let rival = 0;
        for (let k = 0; k < classes; k++) if (k !== c) rival = Math.max(rival, values[i * classes + k]);
        lead[i] = values[i * classes + c] - rival;
      }
      traceContour(context, lead, this.grid, this.grid, 0, this.box);
    }
  }

  probe(px, py, t) {
    const { recording } = this.scene;
    const { header } = recording;
    const { box } = this;
    if (px < box.x || px > box.x + box.width || py < box.y || py > box.y + box.height) return null;
    let nearest = null;
    let best = POINT_REACH ** 2;
    for (const point of this.points) {
      const distance = (point.x - px) ** 2 + (point.y - py) ** 2;
      if (distance < best) [nearest, best] = [point, distance];
    }
    const fx = (nearest ? nearest.x : px) - box.x;
    const fy = box.y + box.height - (nearest ? nearest.y : py);
    const [low, high] = this.domain[0];
    const column = Math.min(this.grid - 1, Math.max(0, Math.round((fx / box.width) * (this.grid - 1))));
    const row = Math.min(this.grid - 1, Math.max(0, Math.round((fy / box.height) * (this.grid - 1))));
    // Over a point: its own inputs; elsewhere: the grid point whose output is shown, so that place and value agree.
    const inputs = nearest
      ? Array.from(
          { length: recording.inputs },
          (_, d) => recording.series(`x_${nearest.set}`)[nearest.i * recording.inputs + d],
        )
      : [
          low + (column / (this.grid - 1)) * (high - low),
          this.range[0] + (row / (this.grid - 1)) * (this.range[1] - this.range[0]),
        ].slice(0, recording.inputs);
    const rows = inputs.map((v, d) => [header.input_names[d], significant(v)]);
    const values = recording.at("boundary", t);
    const about = nearest ? "≈ " : "";
    if (header.task === "multiclass") {
      const classes = header.class_names.length;
      header.class_names.forEach((name, c) =>
        rows.push([`p(${name})`, about + significant(values[(row * this.grid + column) * classes + c])]),
      );
    } else {
      const value = values[this.curve ? column : row * this.grid + column];
      rows.push([header.task === "binary" ? "p" : "output", about + significant(value)]);
    }
    if (!nearest) return { title: this.curve ? "Fitted curve" : "Output here", rows };
    const target =
      header.task === "regression"
        ? [header.target_name, significant(nearest.target)]
        : ["class", header.class_names[nearest.target]];
    return { title: `${nearest.set === "train" ? "Training" : "Test"} sample`, rows: [target, ...rows] };
  }
}
