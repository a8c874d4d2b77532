// The network: every unit a tile with its response map; alive, saturated and dead differ by border, hatching and map.

const SATURATED_FROM = 0.9; // share of the training samples on which f′ is flat

/** Whether unit `u` of hidden layer `l` is "dead", "saturated" or "alive" at frame `t`. */
function unitState(scene, l, u, t) {
  const life = scene.lives[l];
  if (life.dead[t * life.size + u]) return "dead";
  return scene.recording.at(`saturated_fraction.${l}`, t)[u] >= SATURATED_FROM ? "saturated" : "alive";
}

class NetworkPanel extends Panel {
  arrange({ recording, theme }, width, { height }) {
    const dense = Math.max(...recording.layers.map((layer) => layer.units)) > UNITS_IN_A_COLUMN;
    const tall = dense ? Math.max(height, 280) : height;
    this.boxes = arrangeNetwork(recording, width, tall);
    this.atlas = new TileAtlas(recording, theme);
    this.outputs = new OutputTiles(recording, theme);
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
    const [inputs] = this.boxes;
    inputs.tiles.forEach((tile, d) => {
      const { side } = inputs;
      const fade =
        d === 0
          ? context.createLinearGradient(tile.x, 0, tile.x + side, 0)
          : context.createLinearGradient(0, tile.y + side, 0, tile.y);
      fade.addColorStop(0, theme.background);
      fade.addColorStop(1, css(mix(theme.background, theme.muted, 0.8)));
      context.fillStyle = fade;
      context.fillRect(tile.x, tile.y, side, side);
      context.strokeStyle = theme.axis;
      context.strokeRect(tile.x + 0.5, tile.y + 0.5, side - 1, side - 1);
      // "petal length (SD)" stands in two lines over its tile; the unit is told on the boundary's axis.
      const words = recording.header.input_names[d].replace(/ \(.*\)$/, "").split(" ");
      words.reverse().forEach((word, k) => {
        const brief = word.length < 4;
        write(context, theme, word, brief ? tile.x + side / 2 : tile.x, tile.y - 5 - 12 * k, {
          size: 12,
          align: brief ? "center" : "left",
        });
      });
    });
    const last = this.boxes[this.boxes.length - 1];
    if (last.tiles.length === 1) {
      const name = recording.header.task === "binary" ? "p" : recording.header.target_name;
      write(context, theme, name, last.x + last.side / 2, last.y - 6, { size: 12, align: "center" });
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
      if (this.atlas.present) {
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

  probe(px, py, t) {
    const { recording } = this.scene;
    for (const box of this.boxes) {
      const u = box.tiles.findIndex(
        ({ x, y }) => px >= x - 1 && px <= x + box.side + 1 && py >= y - 1 && py <= y + box.side + 1,
      );
      if (u >= 0) return this.describeTile(box, u, t);
    }
    for (let b = 1; b < this.boxes.length; b++) {
      const edge = nearestEdge(this.boxes[b - 1], this.boxes[b], this.lines[b - 1] ?? [], px, py, 6);
      if (!edge) continue;
      const source =
        b === 1 ? recording.header.input_names[edge.i] : `${recording.layers[b - 2].label}, unit ${edge.i + 1}`;
      const target = recording.layers[b - 1].hidden
        ? `${recording.layers[b - 1].label}, unit ${edge.j + 1}`
        : this.outputName(edge.j);
      const rows = [["weight", significant(edge.w)]];
      const total = this.boxes[b - 1].tiles.length * this.boxes[b].tiles.length;
      if (total > this.most) rows.push(["drawn", `the largest ${this.lines[b - 1].length} of ${integer(total)}`]);
      return { title: `${source} → ${target}`, rows };
    }
    return null;
  }

  outputName(c) {
    const { header, layers } = this.scene.recording;
    return layers[layers.length - 1].units > 1 ? `Output ${header.class_names[c]}` : "Output";
  }

  describeTile(box, u, t) {
    const { recording, lives } = this.scene;
    if (box.layer < 0) return { title: `Input ${recording.header.input_names[u]}`, rows: [] };
    const layer = recording.layers[box.layer];
    const bias = ["bias", significant(recording.at(`biases.${box.layer}`, t)[u])];
    if (!layer.hidden) return { title: this.outputName(u), rows: [["activation", layer.activation_label], bias] };
    const l = box.layer;
    const life = lives[l];
    const share = recording.at(`active_fraction.${l}`, t)[u];
    const rows = [
      ["active on", `${percentFine(share)} (${Math.round(share * recording.trainSize)} of ${recording.trainSize})`],
      ["flat on", percentFine(recording.at(`saturated_fraction.${l}`, t)[u])],
      ["dormancy", significant(recording.at(`dormancy.${l}`, t)[u])],
      bias,
    ];
    const since = life.since[t * life.size + u];
    if (since >= 0)
      rows.unshift(["dead", since === 0 ? "since the start" : `since step ${integer(recording.steps[since])}`]);
    else if (recording.at(`gradient_dead.${l}`, t)[u]) rows.unshift(["gradient", "exactly 0 on every sample"]);
    const state = unitState(this.scene, l, u, t);
    return { title: `${layer.label}, unit ${u + 1}: ${state}`, rows };
  }
}
