// The plane: scales between steps of a coordinate and pixels, and everything that is painted on the canvas.

const RADIUS = 4; // px, of a point
const MARGIN = { left: 22, right: 8, top: 8, bottom: 20 };

class Plane extends AxesCanvas {
  constructor(canvas) {
    super(canvas, MARGIN);
  }

  /** Takes the limits of the coordinates, the colours and the font. */
  set({ limits, colours, font }) {
    Object.assign(this, { limits, colours, font });
    this.steps = Math.round((limits.high - limits.low) / limits.step);
    this.measure();
  }

  toX = (steps) => MARGIN.left + (steps / this.steps) * this.innerWidth;
  toY = (steps) => MARGIN.top + (1 - steps / this.steps) * this.innerHeight;

  /** The place [steps, steps] under a pixel of the canvas, within the plane. */
  at(px, py) {
    const within = (share) => Math.round(Math.min(1, Math.max(0, share)) * this.steps);
    return [within((px - MARGIN.left) / this.innerWidth), within(1 - (py - MARGIN.top) / this.innerHeight)];
  }

  /** A number of steps as a coordinate. */
  coordinate(steps) {
    return (this.limits.low + steps * this.limits.step).toFixed(2).replace("-", "−");
  }

  paint(points, cursor) {
    if (!this.width) return;
    this.clear();
    this.axes();
    for (const [x, y, kind] of points) this.point(x, y, kind);
    if (cursor) this.cross(...cursor);
  }

  point(x, y, kind) {
    const { context, colours } = this;
    context.fillStyle = colours.classes[kind];
    context.beginPath();
    if (kind) context.rect(this.toX(x) - RADIUS + 0.5, this.toY(y) - RADIUS + 0.5, 2 * RADIUS - 1, 2 * RADIUS - 1);
    else context.arc(this.toX(x), this.toY(y), RADIUS, 0, 2 * Math.PI);
    context.fill();
  }

  /** Where the next point goes that is set with keys. */
  cross(x, y) {
    const [px, py] = [this.toX(x), this.toY(y)];
    for (const [dx, dy] of [[9, 0], [0, 9]]) this.rule(px - dx, py - dy, px + dx, py + dy, this.colours.text);
  }

  axes() {
    const { colours, limits } = this;
    for (let value = limits.low; value <= limits.high; value++) {
      const steps = (value - limits.low) / limits.step;
      const colour = value ? colours.grid : colours.axis;
      this.down(this.toX(steps), colour);
      this.across(this.toY(steps), colour);
      if (value % 2) continue;
      this.below(value, this.toX(steps));
      this.beside(value, this.toY(steps));
    }
    this.below("x₁", this.toX(this.steps * 0.875));
    this.beside("x₂", this.toY(this.steps * 0.875));
  }
}
