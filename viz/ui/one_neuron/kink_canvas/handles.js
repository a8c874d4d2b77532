// The handles of the units: one at the kink, which moves it, and one on the ray, which turns and scales the unit.

const REACH = 0.6; // of x from a kink to the handle on its ray
const STEP = 0.05; // of x or y, one press of an arrow key
const LEAST = 0.05; // of x, how close the second handle may come to the kink
const rounded = (value) => Math.round(value * 100) / 100;

class Handles {
  /** changed: called while units change. settled: called once they have. */
  constructor(place, plot, { changed, settled }) {
    Object.assign(this, { place, plot, changed, settled });
    this.buttons = [];
  }

  /** Shows the handles of these units; they are changed in place. */
  show(units) {
    this.units = units;
    const wanted = units ? 2 * units.slopes.length : 0;
    while (this.buttons.length > wanted) this.buttons.pop().remove();
    while (this.buttons.length < wanted) this.add(this.buttons.length);
    this.arrange();
  }

  /** Whether a handle is being moved. */
  get held() {
    return this.buttons.some((button) => button.dragging || button.pressed);
  }

  add(number) {
    const button = document.createElement("button");
    const unit = number >> 1;
    const isStrength = number % 2 === 1;
    button.type = "button";
    button.className = isStrength ? "handle strength" : "handle kink";
    button.dataset.unit = unit + 1;
    button.addEventListener("pointerdown", (event) => {
      button.setPointerCapture(event.pointerId);
      button.dragging = true;
    });
    button.addEventListener("pointermove", (event) => {
      if (!button.dragging) return;
      const box = this.place.getBoundingClientRect();
      this.move(unit, isStrength, this.plot.fromX(event.clientX - box.left), this.plot.fromY(event.clientY - box.top));
    });
    const release = () => {
      if (button.dragging) this.settled();
      button.dragging = false;
    };
    button.addEventListener("pointerup", release);
    button.addEventListener("pointercancel", release);
    button.addEventListener("keydown", (event) => {
      const [across, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
      if (across === undefined) return;
      event.preventDefault();
      const [x, y] = this.at(unit, isStrength);
      this.move(unit, isStrength, x + across * STEP, y + up * STEP);
      button.pressed = true;
    });
    button.addEventListener("keyup", () => {
      if (button.pressed) this.settled();
      button.pressed = false;
    });
    this.buttons.push(button);
    this.place.append(button);
  }

  /** The place [x, y] of a handle. */
  at(unit, isStrength) {
    const { slopes, biases, heights } = this.units;
    const kink = slopes[unit] ? -biases[unit] / slopes[unit] : 0;
    if (!isStrength) return [kink, 0];
    const rise = heights[unit] * Math.abs(slopes[unit]);
    const room = 0.9 * (rise > 0 ? this.plot.y[1] : -this.plot.y[0]);
    const far = Math.min(REACH, Math.abs(rise) > 0 ? Math.max(0.12, room / Math.abs(rise)) : REACH);
    return [kink + Math.sign(slopes[unit] || 1) * far, rise * far];
  }

  /** Moves a handle to where the pointer is, within the plot. */
  move(unit, isStrength, x, y) {
    const { slopes, biases, heights } = this.units;
    const [low, high] = this.plot.x;
    const kink = slopes[unit] ? -biases[unit] / slopes[unit] : 0;
    if (isStrength) {
      const size = Math.abs(slopes[unit]) || 1;
      const facing = x < kink ? -1 : 1;
      slopes[unit] = facing * size;
      heights[unit] = rounded(Math.min(this.plot.y[1], Math.max(this.plot.y[0], y)) / (size * Math.max(LEAST, Math.abs(x - kink))));
      biases[unit] = -slopes[unit] * kink;
    } else {
      slopes[unit] ||= 1;
      biases[unit] = -slopes[unit] * rounded(Math.min(high, Math.max(low, x)));
    }
    this.arrange();
    this.changed();
  }

  arrange() {
    if (!this.units) return;
    this.buttons.forEach((button, number) => {
      const unit = number >> 1;
      const isStrength = number % 2 === 1;
      const [x, y] = this.at(unit, isStrength);
      const { colours } = this.plot;
      button.style.left = `${this.plot.toX(Math.min(this.plot.x[1], Math.max(this.plot.x[0], x)))}px`;
      button.style.top = `${this.plot.toY(y)}px`;
      button.style.setProperty("--colour", colours.units[unit % colours.units.length]);
      const words = isStrength
        ? `Unit ${unit + 1}, strength: height ${rounded(this.units.heights[unit])}, faces ${this.units.slopes[unit] < 0 ? "left" : "right"}`
        : `Unit ${unit + 1}, kink at ${rounded(x)}`;
      button.setAttribute("aria-label", `${words}. Arrow keys move it.`);
      button.title = words;
    });
  }
}
