// The network: every unit a tile with its response map; alive, saturated and dead differ by border, hatching and map.

const SATURATED_FROM = 0.9; // share of the training samples on which f′ is flat

/** Whether unit `u` of hidden layer `l` is "dead", "saturated" or "alive" at frame `t`. */
function unitState(scene, l, u, t) {
  const life = scene.lives[l];
  if (life.dead[t * life.size + u]) return "dead";
  return scene.recording.at(`saturated_fraction.${l}`, t)[u] >= SATURATED_FROM ? "saturated" : "alive";
}

/** What unit `u` of layer `l` is called; the last layer is the output. */
function unitName({ header, layers }, l, u) {
  const { label, hidden, units } = layers[l];
  if (hidden) return `${label}, unit ${u + 1}`;
  return units > 1 ? `${label} ${header.class_names[u]}` : label;
}

class NetworkPanel extends Panel {
  constructor(canvas) {
    super(canvas);
    this.pointed = new EdgeMark(canvas);
  }

  arrange({ recording, theme }, width, { height }) {
    const dense = Math.max(...recording.layers.map((layer) => layer.units)) > UNITS_IN_A_COLUMN;
    const tall = dense ? Math.max(height, 280) : height;
    this.boxes = arrangeNetwork(recording, width, tall);
    this.atlas = new TileAtlas(recording, theme);
    this.outputs = new OutputTiles(recording, theme);
    this.inputs = new InputTiles(recording, theme);
    this.lines = [];
    const [first, second] = this.boxes;
    this.most = edgeAllowance(recording.layers.length, second.x - first.x - first.width);
    return tall + NETWORK_HEAD;
  }

  paintStatic(context) {
    const { theme, recording } = this.scene;
    const names = headings(recording, this.boxes, this.width);
    this.boxes.forEach((box, i) => {
      const align = i === 0 ? "left" : i === this.boxes.length - 1 ? "right" : "center";
      const x = i === 0 ? box.x : align === "right" ? box.x + box.width : box.x + box.width / 2;
      write(context, theme, names[i], x, 13, { size: 12.5, align });
    });
    this.inputs.paintStill(context, this.boxes[0]);
    const last = this.boxes[this.boxes.length - 1];
    if (last.tiles.length === 1 && !(recording.projected && recording.header.task === "binary")) {
      const name = recording.header.task === "binary" ? "p" : recording.header.target_name;
      context.font = `400 12px ${theme.font}`;
      const wide = context.measureText(name).width > last.side;
      const x = last.x + (wide ? last.side : last.side / 2);
      write(context, theme, name, x, last.y - 6, { size: 12, align: wide ? "right" : "center" });
    }
  }

  paintFrame(context, t) {
    const { recording, lives, theme } = this.scene;
    this.lines = [];
    for (let b = 1; b < this.boxes.length; b++) {
      const l = b - 1;
      const isDead = (layer) =>
        layer >= 0 && layer < lives.length ? (u) => lives[layer].dead[t * lives[layer].size + u] : null;
      const [left, right] = [this.boxes[b - 1], this.boxes[b]];
      const lines = chooseEdges(
        recording.at(`weights.${l}`, t),
        left.tiles.length,
        right.tiles.length,
        isDead(l - 1),
        isDead(l),
        this.most,
      );
      drawEdges(context, theme, left, right, lines);
      this.lines.push(lines);
    }
    this.inputs.draw(context, this.boxes[0], t);
    this.atlas.fill(t);
    for (let l = 0; l < lives.length; l++) this.paintLayer(context, l, t);
    this.outputs.draw(context, this.boxes[this.boxes.length - 1], t);
  }

  paintLayer(context, l, t) {
    const { recording, theme, lives } = this.scene;
    const box = this.boxes[l + 1];
    const { side } = box;
    const colour = layerColour(theme, recording.layers[l], l);
    const active = recording.at(`active_fraction.${l}`, t);
    const saturated = recording.at(`saturated_fraction.${l}`, t);
    const border = side >= 20 ? 2 : side >= 8 ? 1.25 : 0;
    const dead = lives[l].dead;
    for (let u = 0; u < box.tiles.length; u++) {
      const { x, y } = box.tiles[u];
      if (dead[t * lives[l].size + u]) {
        context.fillStyle = this.hatch;
        context.fillRect(x, y, side, side);
        if (!border) continue;
        context.strokeStyle = theme.hatch;
        context.lineWidth = 1;
        context.setLineDash([3, 2]);
        context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
        context.setLineDash([]);
        continue;
      }
      context.fillStyle = theme.background;
      context.fillRect(x, y, side, side);
      if (this.atlas.shows(l)) {
        this.atlas.draw(context, l, u, x, y, side, t, colour);
      } else {
        context.globalAlpha = 0.15 + 0.85 * active[u];
        context.fillStyle = colour;
        context.fillRect(x, y, side, side);
        context.globalAlpha = 1;
      }
      if (saturated[u] >= SATURATED_FROM) this.paintCorner(context, x, y, side);
      if (border) {
        context.strokeStyle = colour;
        context.lineWidth = border;
        context.strokeRect(x + border / 2, y + border / 2, side - border, side - border);
      }
    }
  }

  /** The hatched lower left corner of a saturated unit. */
  paintCorner(context, x, y, side) {
    const reach = side * 0.62;
    context.beginPath();
    context.moveTo(x, y + side - reach);
    context.lineTo(x + reach, y + side);
    context.lineTo(x, y + side);
    context.closePath();
    context.fillStyle = this.hatch;
    context.fill();
    context.strokeStyle = this.scene.theme.hatch;
    context.lineWidth = 1;
    context.stroke();
  }

  /** The tile under a pointer: {box, u} or null. */
  tileAt(px, py) {
    for (const box of this.boxes) {
      const u = box.tiles.findIndex(
        ({ x, y }) => px >= x - 1 && px <= x + box.side + 1 && py >= y - 1 && py <= y + box.side + 1,
      );
      if (u >= 0) return { box, u };
    }
    return null;
  }

  unitAt(px, py) {
    const found = this.tileAt(px, py);
    return found && found.box.layer >= 0 ? { layer: found.box.layer, unit: found.u } : null;
  }

  unitBox(layer, unit) {
    const { tiles, side } = this.boxes[layer + 1];
    return { ...tiles[unit], width: side, height: side };
  }

  probe(px, py, t) {
    const { recording } = this.scene;
    const found = this.tileAt(px, py);
    this.pointed.clear();
    if (found) return this.describeTile(found.box, found.u, t);
    for (let b = 1; b < this.boxes.length; b++) {
      const edge = nearestEdge(this.boxes[b - 1], this.boxes[b], this.lines[b - 1] ?? [], px, py, edgeReach());
      if (!edge) continue;
      this.pointed.show(edgeEnds(this.boxes[b - 1], this.boxes[b], edge.i, edge.j), edge.w < 0);
      const source = b === 1 ? recording.inputNames[edge.i] : unitName(recording, b - 2, edge.i);
      const target = unitName(recording, b - 1, edge.j);
      const rows = [["weight", significant(edge.w)]];
      const total = this.boxes[b - 1].tiles.length * this.boxes[b].tiles.length;
      if (total > this.most) rows.push(["drawn", `the largest ${this.lines[b - 1].length} of ${integer(total)}`]);
      return { title: `${source} → ${target}`, rows };
    }
    return null;
  }

  describeTile(box, u, t) {
    const { recording, lives } = this.scene;
    if (box.layer < 0) return this.inputs.describe(u, t);
    const layer = recording.layers[box.layer];
    const bias = ["bias", significant(recording.at(`biases.${box.layer}`, t)[u])];
    const around = [
      ["gain γ", "gains"],
      ["offset c", "offsets"],
    ]
      .filter(([, name]) => recording.has(`${name}.${box.layer}`))
      .map(([words, name]) => [words, significant(recording.at(`${name}.${box.layer}`, t)[u])]);
    if (!layer.hidden)
      return { title: unitName(recording, box.layer, u), rows: [["activation", layer.activation_label], bias, ...this.outputs.rows(u, t)] };
    const l = box.layer;
    const life = lives[l];
    const share = recording.at(`active_fraction.${l}`, t)[u];
    // Single units' activations are known of the last stage of a forked run.
    const last = recording.stageAt(t) === (recording.header.stages ?? [0]).length - 1;
    const own = layer.unit_activations && last ? [["activation", layer.unit_activations[u]]] : [];
    const rows = [
      ...own,
      ["active on", `${percentFine(share)} (${Math.round(share * recording.trainSize)} of ${recording.trainSize})`],
      ["flat on", percentFine(recording.at(`saturated_fraction.${l}`, t)[u])],
      ["dormancy", significant(recording.at(`dormancy.${l}`, t)[u])],
      bias,
      ...around,
    ];
    const since = life.since[t * life.size + u];
    if (since >= 0)
      rows.unshift(["dead", since === 0 ? "since the start" : `since step ${integer(recording.steps[since])}`]);
    else if (recording.at(`gradient_dead.${l}`, t)[u]) rows.unshift(["gradient", "exactly 0 on every sample"]);
    const state = unitState(this.scene, l, u, t);
    const image = this.atlas.template(l, u);
    if (image) rows.push(["picture", "its weights, dark > 0 > light"]);
    return { title: `${unitName(recording, l, u)}: ${state}`, rows, image };
  }
}
