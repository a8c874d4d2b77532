// The plane: scales between steps of a coordinate and pixels, and everything that is painted on the canvas.

const RADIUS = 4; // px, of a point
const MARGIN = { left: 22, right: 8, top: 8, bottom: 20 };

class Plane {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  /** Takes the limits of the coordinates, the colours and the font. */
  set({ limits, colours, font }) {
    Object.assign(this, { limits, colours, font });
    this.steps = Math.round((limits.high - limits.low) / limits.step);
    this.measure();
  }

  measure() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  get across() {
    return this.width - MARGIN.left - MARGIN.right;
  }

  get down() {
    return this.height - MARGIN.top - MARGIN.bottom;
  }

  toX = (steps) => MARGIN.left + (steps / this.steps) * this.across;
  toY = (steps) => MARGIN.top + (1 - steps / this.steps) * this.down;

  /** The place [steps, steps] under a pixel of the canvas, within the plane. */
  at(px, py) {
    const within = (share) => Math.round(Math.min(1, Math.max(0, share)) * this.steps);
    return [within((px - MARGIN.left) / this.across), within(1 - (py - MARGIN.top) / this.down)];
  }

  /** A number of steps as a coordinate. */
  coordinate(steps) {
    return (this.limits.low + steps * this.limits.step).toFixed(2).replace("-", "−");
  }

  paint(points, cursor) {
    if (!this.width) return;
    const { context } = this;
    context.clearRect(0, 0, this.width, this.height);
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
    const { context, colours, limits } = this;
    context.font = `11px ${this.font}`;
    context.fillStyle = colours.muted;
    context.lineWidth = 1;
    const words = (value) => String(value).replace("-", "−");
    for (let value = limits.low; value <= limits.high; value++) {
      const steps = (value - limits.low) / limits.step;
      const colour = value ? colours.grid : colours.axis;
      this.rule(this.toX(steps), MARGIN.top, this.toX(steps), MARGIN.top + this.down, colour);
      this.rule(MARGIN.left, this.toY(steps), MARGIN.left + this.across, this.toY(steps), colour);
      if (value % 2) continue;
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillText(words(value), this.toX(steps), MARGIN.top + this.down + 4);
      context.textAlign = "right";
      context.textBaseline = "middle";
      context.fillText(words(value), MARGIN.left - 5, this.toY(steps));
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText("x₁", this.toX(this.steps * 0.875), MARGIN.top + this.down + 4);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText("x₂", MARGIN.left - 4, this.toY(this.steps * 0.875));
  }

  rule(x0, y0, x1, y1, colour) {
    const { context } = this;
    context.beginPath();
    context.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
    context.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    context.strokeStyle = colour;
    context.stroke();
  }
}
