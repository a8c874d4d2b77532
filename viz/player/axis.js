// The axis of training steps, shared by the track and every chart of the run.

class StepAxis {
  /** `width` of the charts, `steps` at their right end; the margins hold rows' names and values at the cursor. */
  constructor(width, narrow, steps) {
    this.left = narrow ? 36 : 46;
    this.right = narrow ? 54 : 58;
    this.width = width;
    this.span = Math.max(1, width - this.left - this.right);
    this.steps = steps;
  }

  x(step) {
    return this.left + (step / this.steps) * this.span;
  }

  step(x) {
    return Math.max(0, Math.min(1, (x - this.left) / this.span)) * this.steps;
  }

  get end() {
    return this.left + this.span;
  }
}

/** A chart of the run: drawn once; at each frame only the marks and numbers laid over it move. */
class RunPanel extends Panel {
  constructor(canvas, overlay) {
    super(canvas);
    this.overlay = overlay;
  }

  prepare(scene, width, options) {
    super.prepare(scene, width, options);
    this.context.clearRect(0, 0, this.width, this.height);
    this.context.drawImage(this.still, 0, 0, this.width, this.height);
    this.overlay.replaceChildren();
    this.prepareOverlay();
  }

  /** A piece of text or a mark that draw() moves or rewrites. */
  add(className, { top = 0, left = null, html = "" } = {}) {
    const element = document.createElement("div");
    element.className = className;
    element.style.top = `${top}px`;
    element.style.left = `${left ?? this.scene.axis.end + 8}px`;
    element.innerHTML = html;
    this.overlay.append(element);
    return element;
  }

  prepareOverlay() {}

  draw() {}

  /** Whether a press at `px` goes to a step. */
  scrubs() {
    return true;
  }

  /** A click or a drag goes to the frame under the pointer. */
  scrubWith(seek) {
    const { canvas } = this;
    const place = (event) => event.clientX - canvas.getBoundingClientRect().left;
    let held = false;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.scrubs(place(event))) return;
      held = true;
      if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
      seek(this.frameUnder(place(event)));
    });
    canvas.addEventListener("pointermove", (event) => held && seek(this.frameUnder(place(event))));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (held = false));
  }

  /** The frame under a pointer. */
  frameUnder(px) {
    return this.scene.recording.frameNearest(this.scene.axis.step(px));
  }
}

/** Sets text only when it changed: most numbers stand still in most frames. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
