// A canvas with axes on which the reader draws: as sharp as the screen, rules within a margin, numbers and names in it.

const GAP = 5; // px between the plot and what stands in the margin

class AxesCanvas {
  /** margin: {left, right, top, bottom} in px. */
  constructor(canvas, margin) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.margin = margin;
  }

  /** Takes the canvas's size; what was painted is gone. */
  measure() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  get innerWidth() {
    return this.width - this.margin.left - this.margin.right;
  }

  get innerHeight() {
    return this.height - this.margin.top - this.margin.bottom;
  }

  /** Wipes all of it; `font` and `colours` are those of the page. */
  clear() {
    const { context } = this;
    context.clearRect(0, 0, this.width, this.height);
    context.font = `11px ${this.font}`;
    context.fillStyle = this.colours.muted;
    context.lineWidth = 1;
  }

  /** A rule down the plot. */
  down(px, colour) {
    this.rule(px, this.margin.top, px, this.margin.top + this.innerHeight, colour);
  }

  /** A rule across the plot. */
  across(py, colour) {
    this.rule(this.margin.left, py, this.margin.left + this.innerWidth, py, colour);
  }

  rule(x0, y0, x1, y1, colour) {
    const { context } = this;
    context.beginPath();
    context.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
    context.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    context.strokeStyle = colour;
    context.stroke();
  }

  /** A number or a name below the plot. */
  below(text, px) {
    this.write(text, px, this.margin.top + this.innerHeight + GAP, "center", "top");
  }

  /** A number or a name at the left of the plot. */
  beside(text, py) {
    this.write(text, this.margin.left - GAP, py, "right", "middle");
  }

  write(text, px, py, align, baseline) {
    const { context } = this;
    context.textAlign = align;
    context.textBaseline = baseline;
    context.fillText(String(text).replace("-", "−"), px, py);
  }
}
