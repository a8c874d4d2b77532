// The track: a slider over the steps; it shows what has arrived, what was played, and every death and revival.

const MARK = 3.5;
const MARK_PITCH = 4.3;
const TALLEST_STACK = 5; // marks; higher stacks are squeezed to this height

class Track {
  constructor(element, seek) {
    this.element = element;
    this.canvas = element.querySelector("canvas");
    this.buffered = element.querySelector(".buffered");
    this.played = element.querySelector(".played");
    this.thumb = element.querySelector(".thumb");
    this.seek = seek;
    this.dragging = false;
    element.addEventListener("pointerdown", (event) => this.grab(event));
    element.addEventListener("pointermove", (event) => this.dragging && this.moveTo(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
      element.addEventListener(name, () => this.release());
  }

  grab(event) {
    if (event.button !== 0) return;
    this.dragging = true;
    this.element.setPointerCapture(event.pointerId);
    this.moveTo(event);
  }

  release() {
    this.dragging = false;
  }

  moveTo(event) {
    const { recording, axis } = this.scene;
    this.seek(recording.frameNearest(axis.step(event.clientX - this.element.getBoundingClientRect().left)));
  }

  /** Draws the marks once: deaths above the line, revivals below, stacked by layer where they share a place. */
  prepare(scene) {
    this.scene = scene;
    const { recording, theme, axis } = scene;
    const { width } = axis;
    const height = this.element.clientHeight || 56;
    const ratio = pixelRatio();
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const middle = height / 2;
    for (const { step } of scene.forks ?? []) if (step <= axis.steps) this.paintFork(context, theme, axis.x(step), middle);
    for (const [up, kinds] of [
      [true, ["born", "died"]],
      [false, ["revived"]],
    ]) {
      const stacks = new Map();
      for (const event of scene.events) {
        if (!kinds.includes(event.kind)) continue;
        const slot = Math.round(axis.x(recording.steps[event.frame]) / MARK_PITCH);
        if (!stacks.has(slot)) stacks.set(slot, []);
        stacks.get(slot).push(event);
      }
      for (const [slot, events] of stacks) this.paintStack(context, theme, slot * MARK_PITCH, middle, events, up);
    }
    const end = Math.min(axis.end, Math.max(axis.x(recording.lastStep), axis.left + 1));
    this.element.querySelector(".line").style.cssText = `left:${axis.left}px;width:${axis.span}px`;
    this.buffered.style.cssText = `left:${axis.left}px;width:${end - axis.left}px`;
    this.played.style.left = `${axis.left}px`;
    this.element.setAttribute("aria-valuemin", "0");
    this.element.setAttribute("aria-valuemax", String(recording.frames - 1));
  }

  paintStack(context, theme, x, middle, events, up) {
    const pitch = Math.min(MARK_PITCH, (MARK_PITCH * TALLEST_STACK) / events.length);
    const tall = Math.max(0.8, Math.min(MARK, pitch - 0.6));
    events
      .sort((a, b) => a.layer - b.layer)
      .forEach(({ layer }, k) => {
        const colour = theme.layers[layer % theme.layers.length];
        const y = up ? middle - 6 - k * pitch - tall : middle + 6 + k * pitch;
        context.fillStyle = colour;
        context.strokeStyle = colour;
        context.lineWidth = 1;
        if (up || tall < 2) context.fillRect(x - MARK / 2, y, MARK, tall);
        else context.strokeRect(x - MARK / 2 + 0.5, y + 0.5, MARK - 0.5, tall - 0.5);
      });
  }

  /** A branch that leaves the track downwards and goes on to the right. */
  paintFork(context, theme, x, middle) {
    const foot = middle + 17;
    context.strokeStyle = context.fillStyle = theme.text;
    context.lineWidth = 1.4;
    context.beginPath();
    context.moveTo(x, middle - 4);
    context.lineTo(x, foot - 4);
    context.quadraticCurveTo(x, foot, x + 4, foot);
    context.lineTo(x + 7, foot);
    context.stroke();
    context.beginPath();
    context.arc(x + 8.5, foot, 2.4, 0, 2 * Math.PI);
    context.fill();
  }

  draw(t) {
    const { recording, axis } = this.scene;
    const x = axis.x(recording.steps[t]);
    this.thumb.style.transform = `translate(${x}px, -50%)`;
    this.played.style.transform = `scaleX(${(x - axis.left) / axis.span})`;
    this.played.style.width = `${axis.span}px`;
    this.element.setAttribute("aria-valuenow", String(t));
    this.element.setAttribute(
      "aria-valuetext",
      `step ${integer(recording.steps[t])} of ${integer(recording.header.planned_steps)}`,
    );
  }

  /** The deaths and revivals near a pointer, for its tooltip. */
  probe(px) {
    const { recording, axis, events } = this.scene;
    const t = recording.frameNearest(axis.step(px));
    const forks = (this.scene.forks ?? [])
      .filter(({ step }) => Math.abs(axis.x(step) - px) <= 7)
      .flatMap(({ step, changes }) => [
        ["forked", `at step ${integer(step)}`],
        ...(changes.length ? changes : ["nothing changed"]).slice(0, 5).map((change) => ["", change]),
      ]);
    const near = events.filter((event) => Math.abs(axis.x(recording.steps[event.frame]) - px) <= 5);
    const rows = near
      .slice(0, 6)
      .map((event) => [
        `${recording.layers[event.layer].label}, unit ${event.unit + 1}`,
        `${event.kind === "born" ? "born dead" : event.kind}, step ${integer(recording.steps[event.frame])}`,
      ]);
    if (near.length > 6) rows.push(["and", plural(near.length - 6, "more change")]);
    return { title: `Step ${integer(recording.steps[t])}`, rows: [...forks, ...rows], frame: t };
  }
}
