// The units over the steps: how active each is, when it is dead, and the marks of born dead, died and revived.

const HATCHED_FROM = 6; // rows at least this high are hatched where dead; thinner ones are plain grey
const MARKED_FROM = 9; // rows at least this high are numbered and carry marks
const BLOCK_HEAD = 22;

class TimelinePanel extends RunPanel {
  arrange({ lives }, width, { roomy }) {
    const tallest = lives.length <= 2 ? 140 : lives.length <= 4 ? 96 : 72;
    let y = 0;
    this.blocks = lives.map((life) => {
      const pitch = Math.max(1.5, Math.min(roomy ? 17 : 15.5, tallest / life.size));
      const block = { head: y, top: y + BLOCK_HEAD, pitch, height: pitch * life.size };
      y = block.top + block.height + 10;
      return block;
    });
    return Math.max(1, y - 4);
  }

  /** The frame shown in each of `columns` columns of pixels, or −1 beyond the recorded part. */
  columnFrames(columns) {
    const { recording, axis } = this.scene;
    const frames = new Int32Array(columns);
    for (let c = 0; c < columns; c++) {
      const step = ((c + 0.5) / columns) * axis.steps;
      frames[c] = step > recording.lastStep && axis.x(recording.lastStep) + 2 < axis.left + ((c + 0.5) / columns) * axis.span ? -1 : recording.frameAt(step);
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
      context.fillStyle = layerColour(theme, layer, l);
      context.fillRect(0, block.head + 5, 9, 9);
      write(context, theme, layer.label, 14, block.head + 14, { size: 13.5, weight: 600, colour: theme.text });
      context.font = `600 13.5px ${theme.font}`;
      const after = 14 + context.measureText(layer.label).width + 8;
      const activation = layer.activation_label;
      write(context, theme, l === 0 ? `${activation}, units over steps` : activation, after, block.head + 14, { size: 12.5 });
      this.paintDead(context, life, block);
      this.paintActive(context, l, life, block, frames);
      if (block.pitch >= MARKED_FROM) this.paintMarks(context, life, block);
    });
  }

  /** Hatching from each death to the next revival. */
  paintDead(context, life, block) {
    const { theme, recording, axis } = this.scene;
    const thin = block.pitch < HATCHED_FROM;
    const gap = block.pitch >= HATCHED_FROM ? 1.5 : 0;
    context.fillStyle = thin ? css(mix(theme.hatchGround, theme.hatch, 0.35)) : this.hatch;
    const x = (t) => (t < recording.frames ? axis.x(recording.steps[t]) : Math.max(axis.x(recording.lastStep), axis.x(0) + 2));
    life.units.forEach((events, u) => {
      for (let k = 0; k < events.length; k++) {
        if (events[k].kind === "revived") continue;
        const from = x(events[k].frame);
        const to = x(events[k + 1]?.frame ?? recording.frames);
        context.fillRect(from, block.top + u * block.pitch, Math.max(1, to - from), block.pitch - gap);
      }
    });
  }

  /** The active share as strength of the layer's colour, one pixel per column and unit, stretched to the row. */
  paintActive(context, l, life, block, frames) {
    const { theme, recording, axis } = this.scene;
    const columns = frames.length;
    const image = document.createElement("canvas");
    image.width = columns;
    image.height = life.size;
    const ink = image.getContext("2d");
    const data = ink.createImageData(columns, life.size);
    const pixels = new Uint32Array(data.data.buffer);
    const colours = ramp([css(mix(theme.background, layerColour(theme, recording.layers[l], l), 0.16)), layerColour(theme, recording.layers[l], l)]);
    const active = recording.series(`active_fraction.${l}`);
    for (let u = 0; u < life.size; u++) {
      for (let c = 0; c < columns; c++) {
        const t = frames[c];
        if (t < 0) continue;
        const share = active[t * life.size + u];
        if (share > 0) pixels[u * columns + c] = colours[Math.round(share * 255)];
      }
    }
    ink.putImageData(data, 0, 0);
    const gap = block.pitch >= HATCHED_FROM ? 1.5 : 0;
    context.imageSmoothingEnabled = false;
    for (let u = 0; u < life.size; u++) {
      context.drawImage(image, 0, u, columns, 1, axis.left, block.top + u * block.pitch, axis.span, block.pitch - gap);
      if (block.pitch >= MARKED_FROM) {
        write(context, theme, String(u + 1), axis.left - 8, block.top + u * block.pitch + block.pitch / 2 + 3, { align: "right" });
      }
    }
    if (block.pitch < MARKED_FROM) {
      write(context, theme, "1", axis.left - 8, block.top + 8, { align: "right" });
      write(context, theme, String(life.size), axis.left - 8, block.top + block.height, { align: "right" });
    }
  }

  paintMarks(context, life, block) {
    const { theme, recording, axis } = this.scene;
    life.units.forEach((events, u) => {
      const y = block.top + (u + 0.5) * block.pitch - 0.75;
      for (const group of groupMarks(events, (t) => axis.x(recording.steps[t]), axis.left - 4, axis.end + 4)) {
        if (group.events.length === 1) paintMark(context, theme, group.events[0].kind, group.centre, y);
        else paintFlicker(context, theme, group, y, Math.min(12, block.pitch - 2));
      }
    });
  }

  prepareOverlay() {
    const { lives } = this.scene;
    this.counts = this.blocks.map((block, l) => {
      const small = block.height < 34;
      const middle = block.top + block.height / 2;
      const element = this.add(small ? "count small" : "count", { top: middle - (small ? 8 : 18), html: `<b></b> <span>of ${lives[l].size}</span><i>dead</i>` });
      return element.firstChild;
    });
  }

  draw(t) {
    this.scene.lives.forEach((life, l) => setText(this.counts[l], String(life.count[t])));
  }

  probe(px, py) {
    const { recording, lives } = this.scene;
    const l = this.blocks.findIndex((block) => py >= block.top && py < block.top + block.height);
    if (l < 0) return null;
    const block = this.blocks[l];
    const u = Math.min(lives[l].size - 1, Math.floor((py - block.top) / block.pitch));
    const t = this.frameUnder(px);
    const share = recording.at(`active_fraction.${l}`, t)[u];
    const rows = [["active on", percentFine(share)], ["flat on", percentFine(recording.at(`saturated_fraction.${l}`, t)[u])]];
    const since = lives[l].since[t * lives[l].size + u];
    if (since >= 0) rows.push(["dead", since === 0 ? "born dead" : `since step ${integer(recording.steps[since])}`]);
    const near = lives[l].units[u].filter((event) => Math.abs(this.scene.axis.x(recording.steps[event.frame]) - px) < 12);
    for (const event of near.slice(0, 6)) rows.push([event.kind === "born" ? "born dead" : event.kind, `step ${integer(recording.steps[event.frame])}`]);
    if (near.length > 6) rows.push(["and", `${near.length - 6} more changes`]);
    return { title: `${recording.layers[l].label}, unit ${u + 1} at step ${integer(recording.steps[t])}`, rows, frame: t };
  }
}
