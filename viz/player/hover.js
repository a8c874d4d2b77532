// The tooltip: exact values under the pointer, kept right while the run plays on under it.

class Hover {
  constructor(root) {
    this.root = root;
    this.element = root.querySelector(".tooltip");
    this.line = root.querySelector(".hover-line");
    this.target = null;
    root.addEventListener("pointerdown", () => this.target && this.leave(this.target.element), { capture: true });
  }

  /** `element` answers the pointer through `probe(x, y)`, pixels from its corner -> {title, rows, frame?} or null. */
  watch(element, probe) {
    const follow = (event) => {
      const box = element.getBoundingClientRect();
      this.target = { element, probe, x: event.clientX - box.left, y: event.clientY - box.top };
      this.refresh();
    };
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerdown", follow);
    // A finger hides what it touches: what it asked for stays until it touches something else.
    element.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.leave(element));
    element.addEventListener("pointercancel", () => this.leave(element));
  }

  leave(element) {
    if (this.target?.element !== element) return;
    this.target = null;
    this.refresh();
  }

  /** Asks again what lies under the pointer: after a move and after every drawn frame. */
  refresh() {
    const found = this.target ? this.target.probe(this.target.x, this.target.y) : null;
    this.element.hidden = !found;
    this.line.hidden = !found || found.frame === undefined || !this.target.element.closest(".run");
    if (!found) return;
    const key = JSON.stringify([found.title, found.rows, Boolean(found.image)]);
    if (key !== this.key) {
      this.key = key;
      const title = document.createElement("strong");
      title.textContent = found.title;
      const list = document.createElement("dl");
      for (const [name, value] of found.rows) {
        const term = document.createElement("dt");
        const definition = document.createElement("dd");
        term.textContent = name;
        definition.textContent = value;
        list.append(term, definition);
      }
      this.element.replaceChildren(...(found.image ? [picture(found.image, this.root)] : []), title, list);
    }
    const outer = this.root.getBoundingClientRect();
    const inner = this.target.element.getBoundingClientRect();
    const x = inner.left - outer.left + this.target.x;
    const y = inner.top - outer.top + this.target.y;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = x + 16 + width > outer.width ? Math.max(0, x - 14 - width) : x + 16;
    const top = Math.max(0, y - height - 10);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    if (!this.line.hidden) this.line.style.transform = `translateX(${this.target.x}px)`;
  }
}

/** An 8 × 8 image of 0..255 in ink on the background, each of its pixels 9 wide. */
function picture(values, root) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  canvas.className = "picture";
  const context = canvas.getContext("2d");
  const image = context.createImageData(8, 8);
  const { background, text } = readTheme(root);
  const inks = ramp([background, text]);
  new Uint32Array(image.data.buffer).forEach((_, k, pixels) => (pixels[k] = inks[values[k]]));
  context.putImageData(image, 0, 0);
  return canvas;
}
