// The brush: sets points, or rubs them out, where a pointer goes or where keys have put the cursor.

const SPACING = 13; // px between two points of one stroke
const REACH = 11; // px around the eraser

class Brush {
  /** changed: called while points change. settled: called once they have. */
  constructor(canvas, plane, { changed, settled }) {
    Object.assign(this, { canvas, plane, changed, settled });
    this.points = [];
    this.tool = "0";
    this.cursor = null; // [x, y] while keys are used
    this.last = null; // [px, py] of the stroke so far
    this.most = Infinity;
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    canvas.addEventListener("pointerup", () => this.end());
    canvas.addEventListener("pointercancel", () => this.end());
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("keydown", (event) => this.press(event));
    canvas.addEventListener("blur", () => this.point(null));
  }

  /** Whether a stroke is being made. */
  get held() {
    return this.last !== null;
  }

  begin(event) {
    if (event.button !== 0 && event.button !== 2) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.rubs = event.button === 2 || this.tool === "erase";
    this.last = null;
    this.point(null);
    this.stroke(...this.read(event));
  }

  go(event) {
    if (!this.last) return;
    for (const moved of event.getCoalescedEvents?.() ?? [event]) {
      const [px, py] = this.read(moved);
      if (this.rubs || Math.hypot(px - this.last[0], py - this.last[1]) >= SPACING) this.stroke(px, py);
    }
  }

  end() {
    if (this.last) this.settled();
    this.last = null;
  }

  read(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left - this.canvas.clientLeft, event.clientY - box.top - this.canvas.clientTop];
  }

  stroke(px, py) {
    this.last = [px, py];
    if (this.rubs) this.rub(px, py);
    else this.set(this.plane.at(px, py));
    this.changed();
  }

  set(place) {
    if (this.points.length < this.most) this.points.push([...place, Number(this.tool)]);
  }

  /** Removes all points near a pixel. */
  rub(px, py) {
    const { toX, toY } = this.plane;
    this.points = this.points.filter(([x, y]) => Math.hypot(toX(x) - px, toY(y) - py) > REACH);
  }

  // Keys

  point(cursor) {
    this.cursor = cursor;
    this.changed();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { steps } = this.plane;
    const by = Math.round(steps / (event.shiftKey ? 160 : 40));
    const [x, y] = this.cursor ?? [steps / 2, steps / 2];
    const [across, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    const within = (value) => Math.min(steps, Math.max(0, Math.round(value)));
    if (across !== undefined) this.point([within(x + by * across), within(y + by * up)]);
    else if (event.key === " " || event.key === "Enter") this.work([x, y], this.tool === "erase");
    else if (event.key === "Delete" || event.key === "Backspace") this.work([x, y], true);
    else return;
    event.preventDefault();
  }

  work(place, rubs) {
    this.cursor = place;
    if (rubs) this.rub(this.plane.toX(place[0]), this.plane.toY(place[1]));
    else this.set(place);
    this.changed();
    this.settled();
  }
}
