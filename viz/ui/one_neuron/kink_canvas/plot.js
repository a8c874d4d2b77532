// The plot: scales between units and pixels, and everything that is painted on the canvas.

const MARGIN = { left: 34, right: 10, top: 8, bottom: 34 };

/** The values of unit `i` and of the sum, straight from the units. */
const partAt = (units, i, x) => units.heights[i] * Math.max(0, units.slopes[i] * x + units.biases[i]);

function sumAt(units, x) {
  let sum = units.offset;
  for (let i = 0; i < units.slopes.length; i++) sum += partAt(units, i, x);
  return sum;
}

/** Where each unit has its kink; NaN for one without. */
const kinksOf = (units) => units.slopes.map((slope, i) => (slope === 0 ? NaN : -units.biases[i] / slope));

/** The root of the mean squared distance between the sum and the target. */
function rmsOf(units, target) {
  const squares = target.x.reduce((sum, x, n) => sum + (sumAt(units, x) - target.y[n]) ** 2, 0);
  return Math.sqrt(squares / target.x.length);
}

class Plot extends AxesCanvas {
  constructor(canvas) {
    super(canvas, MARGIN);
  }

  /** Takes the ends of both axes, the colours and the font. */
  set({ x, y, colours, font }) {
    Object.assign(this, { x, y, colours, font });
    this.measure();
  }

  toX = (x) => MARGIN.left + ((x - this.x[0]) / (this.x[1] - this.x[0])) * this.innerWidth;
  toY = (y) => MARGIN.top + ((this.y[1] - y) / (this.y[1] - this.y[0])) * this.innerHeight;
  fromX = (px) => this.x[0] + ((px - MARGIN.left) / this.innerWidth) * (this.x[1] - this.x[0]);
  fromY = (py) => this.y[1] - ((py - MARGIN.top) / this.innerHeight) * (this.y[1] - this.y[0]);

  /** Paints all of it: units may be of any moment of a fit. */
  paint(units, target) {
    if (!this.width) return;
    const { context, colours } = this;
    this.clear();
    this.axes();
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, MARGIN.top, this.innerWidth, this.innerHeight);
    context.clip();
    const kinks = kinksOf(units);
    units.slopes.forEach((_, i) => {
      const style = { colour: colours.units[i % colours.units.length], width: 1.5 };
      this.line(this.corners([kinks[i]]), (x) => partAt(units, i, x), style);
    });
    this.polyline(target.x, target.y, { colour: colours.target, width: 2, dash: [6, 4] });
    const corners = this.corners(kinks);
    this.line(corners, (x) => sumAt(units, x), { colour: colours.text, width: 2.6 });
    for (const x of corners.slice(1, -1)) this.dot(x, sumAt(units, x));
    context.restore();
  }

  /** The ends of the x axis and, in between, the kinks that lie in sight. */
  corners(kinks) {
    const inside = kinks.filter((x) => x > this.x[0] && x < this.x[1]);
    return [this.x[0], ...inside.sort((a, b) => a - b), this.x[1]];
  }

  line(corners, at, style) {
    this.polyline(corners, corners.map(at), style);
  }

  polyline(xs, ys, { colour, width, dash = [] }) {
    const { context } = this;
    context.beginPath();
    xs.forEach((x, n) => context.lineTo(this.toX(x), this.toY(ys[n])));
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  dot(x, y) {
    const { context, colours } = this;
    context.beginPath();
    context.arc(this.toX(x), this.toY(y), 3.5, 0, 2 * Math.PI);
    context.fillStyle = colours.ground;
    context.fill();
    context.strokeStyle = colours.text;
    context.lineWidth = 1.6;
    context.stroke();
  }

  axes() {
    const { colours } = this;
    for (let x = Math.ceil(this.x[0]); x <= this.x[1]; x++) {
      this.down(this.toX(x), colours.grid);
      this.below(x, this.toX(x));
    }
    this.write("input x", MARGIN.left + this.innerWidth / 2, this.height - 13, "center", "top");
    for (let y = Math.ceil(this.y[0]); y <= this.y[1]; y++) {
      this.across(this.toY(y), y ? colours.grid : colours.axis);
      this.beside(y, this.toY(y));
    }
    this.write("output y", MARGIN.left + 4, MARGIN.top + 6, "left", "middle");
  }
}
