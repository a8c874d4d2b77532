// The pencil: a curve drawn over the plot with mouse, pen or finger, as values at evenly spaced inputs.

class Pencil {
  constructor(canvas, plot, { changed, settled }) {
    Object.assign(this, { canvas, plot, changed, settled });
    this.values = null; // while the pencil is off
    this.last = null; // [place, value] of the stroke so far
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    canvas.addEventListener("pointerup", () => this.end());
    canvas.addEventListener("pointercancel", () => this.end());
  }

  /** Starts from these values, or puts the pencil away (null). */
  take(values) {
    this.values = values && [...values];
    this.last = null;
  }

  begin(event) {
    if (!this.values || event.button > 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.read(event);
    this.stroke(this.last, this.last);
  }

  go(event) {
    if (!this.last) return;
    for (const moved of event.getCoalescedEvents?.() ?? [event]) {
      const next = this.read(moved);
      this.stroke(this.last, next);
      this.last = next;
    }
  }

  end() {
    if (this.last) this.settled(this.values);
    this.last = null;
  }

  /** Where the pointer is: the place among the values, not rounded, and the value there. */
  read(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = this.plot.fromX(event.clientX - box.left);
    const y = this.plot.fromY(event.clientY - box.top);
    const share = (x - this.plot.x[0]) / (this.plot.x[1] - this.plot.x[0]);
    const value = Math.min(this.plot.y[1], Math.max(this.plot.y[0], y));
    return [Math.min(1, Math.max(0, share)) * (this.values.length - 1), Math.round(value * 100) / 100];
  }

  /** Sets every value between two points of the stroke to the straight line between them. */
  stroke([from, start], [to, stop]) {
    const low = Math.round(Math.min(from, to));
    const high = Math.round(Math.max(from, to));
    for (let n = low; n <= high; n++) {
      const share = to === from ? 1 : Math.min(1, Math.max(0, (n - from) / (to - from)));
      this.values[n] = Math.round((start + share * (stop - start)) * 100) / 100;
    }
    this.changed(this.values);
  }
}
