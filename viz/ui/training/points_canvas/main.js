// The canvas on which points are drawn: what has been done to them, what is told of them, and when they are sent.

const REMEMBERED = 100; // strokes that can be undone

class Points {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector);
    this.box = this.find(".points");
    this.plane = new Plane(this.find("canvas"));
    this.brush = new Brush(this.find("canvas"), this.plane, {
      changed: () => this.show(),
      settled: () => this.settle(),
    });
    this.past = []; // texts, the oldest first
    this.settled = ""; // the text after the last stroke
    this.sent = ""; // the text that the server had last, from here or not
    this.awaited = []; // texts sent from here that have not come back yet
    for (const button of root.querySelectorAll(".tool")) {
      button.addEventListener("click", () => this.choose(button.dataset.tool));
    }
    this.find(".undo").addEventListener("click", () => this.undo());
    this.find(".clear").addEventListener("click", () => {
      this.brush.points = [];
      this.settle();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "z" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.undo();
    });
    this.choose("0");
    this.resizes = new ResizeObserver(() => {
      if (!this.data) return;
      this.plane.measure();
      this.show();
    });
    this.resizes.observe(this.find(".plot"));
  }

  receive(data, setTriggerValue) {
    this.send = setTriggerValue;
    const another = this.data?.points !== data.points;
    this.data = data;
    this.brush.most = data.limits.most;
    this.box.style.setProperty("--muted", data.colours.muted);
    this.box.querySelectorAll(".mark").forEach((mark, kind) => {
      mark.style.setProperty("--colour", data.colours.classes[kind]);
    });
    this.plane.set({ ...data, font: getComputedStyle(this.box).fontFamily });
    if (another) this.take(data.points);
    this.show();
  }

  /** Takes the points of the server, unless they are what was drawn here: what is on the canvas is newer then. */
  take(text) {
    const place = this.awaited.indexOf(text);
    if (place >= 0) {
      this.awaited.splice(0, place + 1);
      return;
    }
    if (this.settled) this.remember();
    this.awaited = [];
    this.settled = this.sent = text;
    this.brush.points = readPoints(text);
  }

  choose(tool) {
    this.brush.tool = this.box.dataset.tool = tool;
    for (const button of this.box.querySelectorAll(".tool")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
  }

  remember() {
    this.past.push(this.settled);
    if (this.past.length > REMEMBERED) this.past.shift();
  }

  undo() {
    if (!this.past.length) return;
    this.settled = this.past.pop();
    this.brush.points = readPoints(this.settled);
    this.tell();
  }

  /** Takes what was drawn as one stroke. */
  settle() {
    const text = writePoints(this.brush.points);
    if (text !== this.settled) this.remember();
    this.settled = text;
    this.tell();
  }

  tell() {
    this.show();
    if (this.lacking || this.settled === this.sent) return;
    this.sent = this.settled;
    this.awaited.push(this.sent);
    this.send("points", this.settled);
  }

  /** The class of which there are too few points, with their number; null where there are enough of both. */
  get lacking() {
    const counts = [0, 0];
    for (const [, , kind] of this.brush.points) counts[kind]++;
    const kind = counts.findIndex((count) => count < this.data.limits.least);
    return kind < 0 ? null : { name: kind ? "second" : "first", count: counts[kind] };
  }

  show() {
    if (!this.data) return;
    const { points, cursor } = this.brush;
    this.plane.paint(points, cursor);
    this.box.dataset.count = points.length;
    this.find(".count").textContent = points.length === 1 ? "1 point" : `${points.length} points`;
    this.find(".undo").disabled = !this.past.length;
    this.find(".clear").disabled = !points.length;
    const where = cursor ? ` Cursor at ${cursor.map((steps) => this.plane.coordinate(steps)).join(", ")}.` : "";
    const keys = "Arrow keys move a cursor, space sets a point, Delete erases.";
    this.find("canvas").setAttribute("aria-label", `Points drawn on the plane: ${points.length}.${where} ${keys}`);
    this.hint();
  }

  hint() {
    const { least, most } = this.data.limits;
    const { lacking } = this;
    const hint = this.find(".hint");
    hint.classList.toggle("wrong", Boolean(lacking));
    hint.textContent = lacking
      ? `The ${lacking.name} class has ${lacking.count} of at least ${least} points. The run stays as it was until then.`
      : this.brush.points.length >= most
        ? `${most} points are all that a link can hold.`
        : "Click or drag to draw; right-click erases. The points are in the link.";
  }

  leave() {
    this.resizes.disconnect();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const points = (parentElement.points ??= new Points(parentElement));
  points.receive(data, setTriggerValue);
  return () => {
    points.leave();
    delete parentElement.points;
  };
}
