// Choosing a unit, hidden or output: a click, a tap or Enter opens it; it stays outlined in every panel that shows it.

const MOMENT_AFTER = 250; // ms of rest at another step before the page is told of it
const TAP_SLACK = 6; // pixels that a click may wander and still be one

/** Panels that show units give unitAt(x, y) -> {layer, unit} or null, and unitBox(layer, unit) -> box or null. */
class UnitChoice {
  /** `player`: gives clock, recording, send and pauseHere(); `panels()`: the panels that may show units. */
  constructor(root, player, panels) {
    this.root = root;
    this.player = player;
    this.panels = panels;
    this.opened = null; // {layer, unit} counted from 0
    this.pointed = null;
    this.told = null; // the step of which the page knows
    this.outlines = new Map();
    for (const panel of panels()) this.watch(panel);
  }

  watch(panel) {
    const { canvas } = panel;
    const layer = document.createElement("div");
    layer.className = "outlines";
    canvas.parentElement.append(layer);
    const boxes = Object.fromEntries(["pointed", "opened"].map((name) => [name, document.createElement("div")]));
    for (const [name, box] of Object.entries(boxes)) {
      box.className = `outline ${name}`;
      box.hidden = true;
      layer.append(box);
    }
    this.outlines.set(panel, boxes);
    const under = (event) => {
      const corner = canvas.getBoundingClientRect();
      return this.player.recording ? panel.unitAt(event.clientX - corner.left, event.clientY - corner.top) : null;
    };
    let down = null;
    canvas.addEventListener("pointerdown", (event) => (down = [event.clientX, event.clientY]));
    canvas.addEventListener("pointermove", (event) => {
      const unit = under(event);
      canvas.classList.toggle("choosing", unit !== null);
      this.point(unit);
    });
    canvas.addEventListener("pointerleave", () => this.point(null));
    canvas.addEventListener("click", (event) => {
      const unit = under(event);
      const still = down && Math.hypot(event.clientX - down[0], event.clientY - down[1]) <= TAP_SLACK;
      if (unit && still) this.open(unit);
      // After a click the keyboard is the player's: the arrows step through frames.
      this.root.focus({ preventScroll: true });
    });
    if (canvas.tabIndex < 0) return;
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && this.point(this.opened ?? this.first));
    canvas.addEventListener("blur", () => this.point(null));
  }

  get first() {
    return this.player.recording ? { layer: 0, unit: 0 } : null;
  }

  /** With the network in focus the arrows go from unit to unit and Enter opens one. */
  key(event) {
    const at = this.pointed ?? this.opened ?? this.first;
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    const { recording } = this.player;
    const { layers } = recording;
    const [dl, du] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === "Enter") this.open(at);
    else if (dl || du) {
      const layer = Math.max(0, Math.min(layers.length - 1, at.layer + dl));
      const share = dl ? Math.round(((at.unit + 0.5) / layers[at.layer].units) * layers[layer].units - 0.5) : at.unit + du;
      this.point({ layer, unit: Math.max(0, Math.min(layers[layer].units - 1, share)) });
      setText(this.root.querySelector(".spoken"), unitName(recording, layer, this.pointed.unit));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  point(unit) {
    if (sameUnit(unit, this.pointed)) return;
    this.pointed = unit;
    this.show();
  }

  /** The reader opens a unit at the step on screen. */
  open(unit) {
    const { player } = this;
    player.pauseHere();
    this.opened = unit;
    this.told = player.step;
    this.show();
    player.send?.("unit", `${unit.layer + 1}.${unit.unit + 1}@${this.told}`);
  }

  /** The page says which unit is open: "2.5", or "" for none. */
  take(text) {
    const found = /^(\d+)\.(\d+)$/.exec(text ?? "");
    const unit = found ? { layer: Number(found[1]) - 1, unit: Number(found[2]) - 1 } : null;
    if (!sameUnit(unit, this.opened)) this.told = null;
    this.opened = unit;
    this.show();
    this.rest();
  }

  /** Tells the page at which step the player stands, once it stands there, while a unit is open. */
  rest() {
    clearTimeout(this.timer);
    this.waiting = this.opened !== null;
    if (!this.waiting) return;
    this.timer = setTimeout(() => {
      const { player } = this;
      this.waiting = false;
      if (!this.opened || !player.recording || player.clock.playing || player.step === this.told) return;
      this.told = player.step;
      player.send?.("moment", this.told);
    }, MOMENT_AFTER);
  }

  /** Puts the outlines where the units stand; called after each build, too. */
  show() {
    const { recording } = this.player;
    const there = ({ layer, unit }) => layer < recording.layers.length && unit < recording.layers[layer].units;
    for (const [panel, boxes] of this.outlines) {
      for (const [name, element] of Object.entries(boxes)) {
        const unit = this[name];
        const box = unit && recording && panel.scene && there(unit) ? panel.unitBox(unit.layer, unit.unit) : null;
        element.hidden = !box;
        if (!box) continue;
        element.style.transform = `translate(${box.x - 3}px, ${box.y - 3}px)`;
        element.style.width = `${box.width + 6}px`;
        element.style.height = `${box.height + 6}px`;
      }
    }
    const { opened } = this;
    if (opened) this.root.dataset.unit = `${opened.layer + 1}.${opened.unit + 1}`;
    else delete this.root.dataset.unit;
  }

  destroy() {
    clearTimeout(this.timer);
  }
}

const sameUnit = (a, b) => a === b || (a !== null && b !== null && a.layer === b.layer && a.unit === b.unit);
