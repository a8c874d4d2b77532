// More than two inputs: the samples on the first two principal components, or for values predicted against true.

const WRONG_RING = 2.4; // pixels between a point's edge and the ring that marks it as wrongly predicted
const BIG_SET = 400; // more points than this are drawn smaller

/** What the principal components keep of the variance, 0..1. */
const explainedShare = ({ header: { projection } }) => (projection?.explained ?? []).reduce((a, b) => a + b, 0);

class ScatterPanel extends BoundaryPanel {
  arrange({ recording }, width, { height = width }) {
    const { header } = recording;
    this.gridded = true;
    this.values = header.task === "regression";
    this.box = { x: 0, y: 0, width, height };
    this.place(header.domain, ["PC 1", "PC 2"]);
    if (this.values) {
      const [low, high] = outputRange(recording);
      const margin = 0.12 * (high - low);
      const range = [low - margin, high + margin];
      this.place([range, range], [`true ${header.target_name}`, "predicted"]);
    }
    this.radius = recording.trainSize + recording.testSize > BIG_SET ? 2.3 : 3;
    return height + 18;
  }

  /** What the axes span, [low, high] of each, and what they are called. */
  place(domain, names) {
    this.domain = domain;
    this.range = domain[1];
    this.names = names;
  }

  paintStatic(context) {
    const { theme } = this.scene;
    if (this.values) {
      context.strokeStyle = theme.axis;
      context.lineWidth = 1.25;
      line(context, this.x(this.range[0]), this.y(this.range[0]), this.x(this.range[1]), this.y(this.range[1]));
    }
    super.paintStatic(context);
    const { radius } = this;
    this.ring = stampOf(radius + WRONG_RING + 1, (ink, x, y) => {
      ink.beginPath();
      ink.arc(x, y, radius + WRONG_RING, 0, 2 * Math.PI);
      ink.lineWidth = 1.2;
      ink.strokeStyle = theme.text;
      ink.stroke();
    });
    this.stamps = ["train", "test"].map((set) =>
      stampOf(radius, (ink, x, y) => paintSymbol(ink, theme, 0, x, y, radius, theme.hatch, set === "train")),
    );
    const names = layerCanvas(this.width, this.height);
    this.over2 = names.canvas;
    this.paintClassNames(names.context);
  }

  /** The points themselves stand still where classes are told; values move, and are drawn with each frame. */
  paintPoints(context, set) {
    const { recording } = this.scene;
    const inputs = recording.series(`x_${set}`);
    const targets = recording.series(`y_${set}`);
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const n = set === "train" ? i : recording.trainSize + i;
      const x = this.x(this.values ? target : inputs[2 * i]);
      const y = this.values ? 0 : this.y(inputs[2 * i + 1]);
      this.points.push({ x, y, set, target, i, n });
      if (!this.values) this.paintPoint(context, target, x, y, set === "train");
    }
  }

  paintPoint(context, target, x, y, filled) {
    const { theme } = this.scene;
    paintSymbol(context, theme, target, x, y, this.radius, theme.points[target % theme.points.length], filled);
  }

  /** With many classes each is named in its middle. */
  paintClassNames(context) {
    const { recording, theme } = this.scene;
    const { class_names: names } = recording.header;
    if (this.values || names.length <= 3) return;
    names.forEach((name, c) => {
      const own = this.points.filter((point) => point.target === c);
      if (!own.length) return;
      const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
      const [x, y] = [middle(own.map((point) => point.x)), middle(own.map((point) => point.y)) + 5];
      context.font = `700 14px ${theme.font}`;
      context.textAlign = "center";
      context.lineWidth = 5;
      context.lineJoin = "round";
      context.strokeStyle = theme.background;
      context.strokeText(name, x, y);
      write(context, theme, name, x, y, { size: 14, weight: 700, colour: theme.text, align: "center" });
    });
  }

  paintFrame(context, t) {
    const { recording } = this.scene;
    const predictions = recording.at("predictions", t);
    if (!this.values) {
      context.drawImage(this.over, 0, 0, this.width, this.height);
      for (const { x, y, n, target } of this.points) if (predictions[n] !== target) this.ring(context, x, y);
      context.drawImage(this.over2, 0, 0, this.width, this.height);
      return;
    }
    const { box } = this;
    for (const point of this.points) {
      const y = this.y(predictions[point.n]);
      point.y = Number.isNaN(y) ? -100 : Math.max(box.y + 3, Math.min(box.y + box.height - 3, y));
      this.stamps[point.set === "train" ? 0 : 1](context, point.x, point.y);
    }
    context.drawImage(this.over, 0, 0, this.width, this.height);
  }

  probe(px, py, t) {
    const { recording } = this.scene;
    let nearest = null;
    let best = POINT_REACH ** 2;
    for (const point of this.points) {
      const distance = (point.x - px) ** 2 + (point.y - py) ** 2;
      if (distance < best) [nearest, best] = [point, distance];
    }
    return nearest && describeSample(recording, nearest, t);
  }
}

/** What is known of sample {set, i, n, target} at frame `t`: its picture if it is one, the truth and the prediction. */
function describeSample(recording, { set, i, n, target }, t) {
  const { header } = recording;
  const prediction = recording.at("predictions", t)[n];
  const title = `${set === "train" ? "Training" : "Test"} sample ${integer(i + 1)}`;
  const image = recording.images ? recording.images.subarray(n * 64, (n + 1) * 64) : null;
  if (header.task !== "regression") {
    const right = prediction === target;
    const rows = [
      ["true class", header.class_names[target]],
      ["predicted", `${header.class_names[prediction] ?? "nothing"}${right ? "" : ", wrong"}`],
    ];
    return { title, rows, image };
  }
  const rows = [
    [`true ${header.target_name}`, significant(target)],
    ["predicted", significant(prediction)],
    ["off by", significant(prediction - target)],
  ];
  return { title, rows, image };
}
