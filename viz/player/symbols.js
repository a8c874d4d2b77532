// Class symbols: what tells classes apart besides colour, on the canvas and in keys.

/** Corners on the unit circle, the first at `turn` of a full turn from the right; every second at radius `inner`. */
const corners = (count, turn, inner = 1) =>
  Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * (turn + k / count);
    const r = k % 2 ? inner : 1;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });

/** A plus with arms of half width `w`, turned by `turn`. */
const plusShape = (w, turn) => {
  const [c, s] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
  const arm = (x, y) => [x * c - y * s, x * s + y * c];
  const quarter = (k, x, y) => (k === 0 ? [x, y] : quarter(k - 1, -y, x));
  const elbow = [w, w];
  return [0, 1, 2, 3].flatMap((k) => [elbow, [w, 1], [-w, 1]].map((p) => arm(...quarter(k, ...p))));
};

// Polygons and how much larger than a circle they are drawn so as to look as large; null is a circle. The first two
// classes, orange and blue, are told apart by anybody and are both circles.
const SYMBOLS = [
  [null, 1],
  [null, 1],
  [corners(4, 0.25), 1.3],
  [corners(3, 0.75), 1.4],
  [corners(4, 0.125), 1.25],
  [corners(3, 0.25), 1.4],
  [plusShape(0.36, 0), 1.3],
  [plusShape(0.36, 0.125), 1.35],
  [corners(10, 0.75, 0.45), 1.5],
  [corners(6, 0), 1.2],
];

/** Begins a path of class `c`'s symbol around (x, y), about as large as a circle of radius `r`. */
function traceSymbol(context, c, x, y, r) {
  const [shape, scale] = SYMBOLS[c % SYMBOLS.length];
  context.beginPath();
  if (!shape) {
    context.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  for (const [dx, dy] of shape) context.lineTo(x + dx * r * scale, y + dy * r * scale);
  context.closePath();
}

/** The same as SVG. */
function symbolMarkup(c, x, y, r, paint) {
  const [shape, scale] = SYMBOLS[c % SYMBOLS.length];
  if (!shape) return `<circle cx="${x}" cy="${y}" r="${r}" ${paint}/>`;
  const points = shape.map(([dx, dy]) => `${(x + dx * r * scale).toFixed(2)},${(y + dy * r * scale).toFixed(2)}`);
  return `<polygon points="${points.join(" ")}" ${paint}/>`;
}

/** A data point on a halo of the background: filled for training, a ring for test. */
function paintSymbol(context, theme, c, x, y, r, colour, filled) {
  traceSymbol(context, c, x, y, r);
  context.lineWidth = filled ? 2 : 3.6;
  context.lineJoin = "round";
  context.strokeStyle = theme.background;
  context.stroke();
  context.fillStyle = filled ? colour : theme.background;
  context.fill();
  if (filled) return;
  context.lineWidth = 1.5;
  context.strokeStyle = colour;
  context.stroke();
}

/** A small picture that is stamped many times a frame: `paint(context, x, y)` draws it around its middle. */
function stampOf(radius, paint) {
  const side = 2 * Math.ceil(radius + 3);
  const { canvas, context } = layerCanvas(side, side);
  paint(context, side / 2, side / 2);
  return (target, x, y) => target.drawImage(canvas, x - side / 2, y - side / 2, side, side);
}
