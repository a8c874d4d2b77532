// The units over the steps: how active each is, when it is dead, and the marks of born dead, died and revived.

const HATCHED_FROM = 6; // rows at least this high are hatched where dead; thinner ones are plain grey
const MARKED_FROM = 6; // rows at least this high carry marks
const NUMBERED_FROM = 11; // rows at least this high are all numbered
const BLOCK_HEAD = 22;
const ALL_BLOCKS = 576; // pixels for all blocks of a deep network
const HEADED_LAYERS = 4; // up to so many layers have a head line each

/** Colours of a live unit, from flat everywhere to flat nowhere; the strongest leaves the marks on it readable. */
const activityRamp = (theme, colour) =>
  ramp([css(mix(theme.background, colour, 0.14)), css(mix(theme.background, colour, 0.82))]);

class TimelinePanel extends RunPanel {
  arrange({ lives }, width, { roomy }) {
    // Many layers share one head line; each is then named at its left, where few layers have their units' numbers.
    this.compact = lives.length > HEADED_LAYERS;
    const tallest =
      lives.length <= 2 ? 152 : lives.length <= HEADED_LAYERS ? 100 : Math.min(72, ALL_BLOCKS / lives.length);
    let y = 0;
    this.blocks = lives.map((life, l) => {
      const pitch = Math.max(0.6, Math.min(roomy ? 17 : 15.5, tallest / life.size));
      const block = { head: y, top: y + (this.compact && l > 0 ? 0 : BLOCK_HEAD), pitch, height: pitch * life.size };
      y = block.top + block.height + (this.compact ? 8 : 10);
      return block;
    });
    return Math.max(1, y - 4);
  }

  /** Whether any row is high enough for marks. */
  get marked() {
    return this.blocks.some((block) => block.pitch >= MARKED_FROM);
  }

  /** The frame shown in each of `columns` columns of pixels, or −1 beyond the recorded part. */
  columnFrames(columns) {
    const { recording, axis } = this.scene;
    const frames = new Int32Array(columns);
    for (let c = 0; c < columns; c++) {
      const step = ((c + 0.5) / columns) * axis.steps;
      frames[c] =
        step > recording.lastStep && axis.x(recording.lastStep) + 2 < axis.left + ((c + 0.5) / columns) * axis.span
          ? -1
          : recording.frameAt(step);
    }
    return frames;
  }

  paintStatic(context) {
    const { theme, recording, lives, axis } = this.scene;
    const columns = Math.max(1, Math.round(axis.span * pixelRatio()));
    const frames = this.columnFrames(columns);
    lives.forEach((life, l) => {
      const block = this.blocks[l];
      const layer = recording.layers[l];
      this.paintName(context, l, layer, block);
      this.paintDead(context, life, block);
      this.paintActive(context, l, life, block, frames);
      if (block.pitch >= MARKED_FROM) this.paintMarks(context, life, block);
    });
  }

  paintName(context, l, layer, block) {
    const { theme, recording, axis } = this.scene;
    const colour = layerColour(theme, layer, l);
    if (this.compact) {
      const middle = block.top + block.height / 2;
      if (l === 0) {
        write(context, theme, "Units", 0, block.head + 14, { size: 13.5, weight: 600, colour: theme.text });
        const labels = new Set(recording.hidden.map((each) => each.activation_label));
        write(
          context,
          theme,
          `${labels.size === 1 ? `${layer.activation_label}, ` : ""}each layer over steps`,
          42,
          block.head + 14,
          { size: 12.5 },
        );
      }
      context.fillStyle = colour;
      context.fillRect(0, middle - 5, 9, 9);
      write(context, theme, String(l + 1), axis.left - 8, middle + 3.5, { align: "right" });
      return;
    }
    context.fillStyle = colour;
    context.fillRect(0, block.head + 5, 9, 9);
    write(context, theme, layer.label, 14, block.head + 14, { size: 13.5, weight: 600, colour: theme.text });
    context.font = `600 13.5px ${theme.font}`;
    const after = 14 + context.measureText(layer.label).width + 8;
    write(
      context,
      theme,
      l === 0 ? `${layer.activation_label}, units over steps` : layer.activation_label,
      after,
      block.head + 14,
      { size: 12.5 },
    );
  }

  /** Hatching from each death to the next revival. */
  paintDead(context, life, block) {
    const { theme, recording, axis } = this.scene;
    const thin = block.pitch < HATCHED_FROM;
    const gap = block.pitch >= HATCHED_FROM ? 1.5 : 0;
    context.fillStyle = thin ? css(mix(theme.hatchGround, theme.hatch, 0.35)) : this.hatch;
    const x = (t) =>
      t < recording.frames ? axis.x(recording.steps[t]) : Math.max(axis.x(recording.lastStep), axis.x(0) + 2);
    life.units.forEach((events, u) => {
      for (let k = 0; k < events.length; k++) {
        if (events[k].kind === "revived") continue;
        const from = x(events[k].frame);
        const to = x(events[k + 1]?.frame ?? recording.frames);
        context.fillRect(from, block.top + u * block.pitch, Math.max(1, to - from), block.pitch - gap);
      }
    });
  }

  /** The share of samples on which f′ is not flat as strength of the layer's colour: one pixel per column and unit. */
  paintActive(context, l, life, block, frames) {
    const { theme, recording, axis } = this.scene;
    const columns = frames.length;
    const image = document.createElement("canvas");
    image.width = columns;
    image.height = life.size;
    const ink = image.getContext("2d");
    const data = ink.createImageData(columns, life.size);
    const pixels = new Uint32Array(data.data.buffer);
    const colours = activityRamp(theme, layerColour(theme, recording.layers[l], l));
    const flat = recording.series(`saturated_fraction.${l}`);
    for (let u = 0; u < life.size; u++) {
      for (let c = 0; c < columns; c++) {
        const t = frames[c];
        if (t < 0) continue;
        const i = t * life.size + u;
        if (!life.dead[i]) pixels[u * columns + c] = colours[Math.round((1 - flat[i]) * 255)];
      }
    }
    ink.putImageData(data, 0, 0);
    context.imageSmoothingEnabled = block.pitch < 2;
    if (block.pitch < HATCHED_FROM) {
      context.drawImage(image, 0, 0, columns, life.size, axis.left, block.top, axis.span, block.height);
    } else {
      for (let u = 0; u < life.size; u++) {
        const y = block.top + u * block.pitch;
        context.drawImage(image, 0, u, columns, 1, axis.left, y, axis.span, block.pitch - 1.5);
        if (block.pitch >= NUMBERED_FROM && !this.compact)
          write(context, theme, String(u + 1), axis.left - 8, y + block.pitch / 2 + 3, { align: "right" });
      }
    }
    if (block.pitch < NUMBERED_FROM && !this.compact) {
      write(context, theme, "1", axis.left - 8, block.top + 8, { align: "right" });
      write(context, theme, String(life.size), axis.left - 8, block.top + block.height, { align: "right" });
    }
  }

  paintMarks(context, life, block) {
    const { theme, recording, axis } = this.scene;
    life.units.forEach((events, u) => {
      const y = block.top + (u + 0.5) * block.pitch - 0.75;
      for (const group of groupMarks(events, (t) => axis.x(recording.steps[t]), axis.left - 4, axis.end + 4)) {
        if (group.events.length === 1) paintMark(context, theme, group.events[0].kind, group.centre, y, block.pitch);
        else paintFlicker(context, theme, group, y, Math.min(12, block.pitch - 2));
      }
    });
  }

  prepareOverlay() {
    const { lives } = this.scene;
    this.counts = this.blocks.map((block, l) => {
      const small = block.height < 34;
      const middle = block.top + block.height / 2;
      const element = this.add(small ? "count small" : "count", {
        top: middle - (small ? 8 : 18),
        html: `<b></b> <span>of ${lives[l].size}</span><i>dead</i>`,
      });
      return element.firstChild;
    });
  }

  draw(t) {
    this.scene.lives.forEach((life, l) => setText(this.counts[l], String(life.count[t])));
  }

  /** The layer and unit of the row at height `py`, or null. */
  row(py) {
    const layer = this.blocks.findIndex((block) => py >= block.top && py < block.top + block.height);
    if (layer < 0) return null;
    const { top, pitch } = this.blocks[layer];
    return { layer, unit: Math.min(this.scene.lives[layer].size - 1, Math.floor((py - top) / pitch)) };
  }

  /** Rows are scrubbed; what stands before and behind them, their numbers and the count of the dead, opens a unit. */
  scrubs(px) {
    return px >= this.scene.axis.left - 4 && px <= this.scene.axis.end + 4;
  }

  unitAt(px, py) {
    return px < this.scene.axis.left - 4 ? this.row(py) : null;
  }

  unitBox(layer, unit) {
    const block = this.blocks[layer];
    if (!block) return null;
    const { axis } = this.scene;
    const gap = block.pitch >= HATCHED_FROM ? 1.5 : 0;
    return { x: axis.left, y: block.top + unit * block.pitch, width: axis.span, height: block.pitch - gap };
  }

  probe(px, py) {
    const { recording, lives } = this.scene;
    const row = this.row(py);
    if (!row) return null;
    const { layer: l, unit: u } = row;
    const t = this.frameUnder(px);
    const share = recording.at(`active_fraction.${l}`, t)[u];
    const rows = [
      ["active on", percentFine(share)],
      ["flat on", percentFine(recording.at(`saturated_fraction.${l}`, t)[u])],
    ];
    const since = lives[l].since[t * lives[l].size + u];
    if (since >= 0) rows.push(["dead", since === 0 ? "born dead" : `since step ${integer(recording.steps[since])}`]);
    const near = lives[l].units[u].filter(
      (event) => Math.abs(this.scene.axis.x(recording.steps[event.frame]) - px) < 12,
    );
    for (const event of near.slice(0, 6))
      rows.push([event.kind === "born" ? "born dead" : event.kind, `step ${integer(recording.steps[event.frame])}`]);
    if (near.length > 6) rows.push(["and", `${near.length - 6} more changes`]);
    return {
      title: `${recording.layers[l].label}, unit ${u + 1} at step ${integer(recording.steps[t])}`,
      rows,
      frame: t,
    };
  }
}
