// The canvas of "Build a function from kinks": units with handles, the target with a pencil, and fits that play.

const PER_SECOND = 60; // frames of a fit

class Kinks {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.box = this.find(".kinks");
    this.plot = new Plot(this.find("canvas"));
    const settled = { changed: () => this.paint(), settled: () => this.tellUnits() };
    this.handles = new Handles(this.find(".handles"), this.plot, settled);
    this.pencil = new Pencil(this.find("canvas"), this.plot, {
      changed: (values) => this.redraw(values),
      settled: (values) => this.send("drawn", values),
    });
    this.find(".play").addEventListener("click", () => this.toggle());
    this.find(".pencil").addEventListener("click", () => this.pick(!this.box.classList.contains("drawing")));
    this.range = this.find(".transport input");
    this.range.addEventListener("input", () => this.seek(Number(this.range.value)));
    this.resizes = new ResizeObserver(() => {
      if (!this.data) return;
      this.plot.measure();
      this.paint();
      this.handles.arrange();
    });
    this.resizes.observe(this.find(".plot"));
  }

  receive(data, setTriggerValue) {
    this.send = setTriggerValue;
    const another = this.data?.stamp !== data.stamp;
    this.data = data;
    if (!another && (this.handles.held || this.pencil.last)) return; // what is in hand is newer than this
    this.target = data.target;
    this.box.style.setProperty("--target", data.colours.target);
    this.box.style.setProperty("--ground", data.colours.ground);
    this.plot.set({ x: data.x, y: data.y, colours: data.colours, font: getComputedStyle(this.box).fontFamily });
    this.find(".key.target").textContent = data.target.label;
    this.find("canvas").setAttribute("aria-label", data.alt);
    const fits = data.fit.steps.length > 1;
    this.find(".transport").hidden = !fits;
    this.range.max = data.fit.steps.length - 1;
    if (another) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.seek(fits && !calm ? 0 : data.fit.steps.length - 1);
      this.play(fits && !calm);
    } else this.seek(this.frame);
    const pencil = this.find(".pencil");
    pencil.hidden = !data.drawn || fits;
    this.pick(!pencil.hidden && (this.drew ?? true));
    this.handles.show(fits ? null : this.units);
  }

  /** Takes up the pencil, or puts it away. */
  pick(up) {
    const pencil = this.find(".pencil");
    if (!pencil.hidden) this.drew = up;
    this.box.classList.toggle("drawing", up);
    pencil.setAttribute("aria-pressed", String(up));
    this.pencil.take(up ? this.data.drawn : null);
    this.find(".hint").hidden = !up;
    this.find(".hint").textContent = "Draw the target here";
  }

  /** The units of a frame, as numbers that may be changed. */
  seek(frame) {
    const { fit } = this.data;
    this.frame = Math.min(frame, fit.steps.length - 1);
    const of = (values) => [...values[this.frame]];
    this.units = { slopes: of(fit.slopes), biases: of(fit.biases), heights: of(fit.heights), offset: fit.offsets[this.frame] };
    this.range.value = this.frame;
    this.find(".step").textContent = `step ${fit.steps[this.frame].toLocaleString("en")}`;
    this.box.dataset.frame = this.frame;
    this.box.dataset.frames = fit.steps.length;
    this.paint();
  }

  paint() {
    this.plot.paint(this.units, this.target);
    this.find(".rms").textContent = `RMS error ${rmsOf(this.units, this.target).toFixed(3)}`;
  }

  /** Shows a target that is being drawn. */
  redraw(values) {
    this.find(".hint").hidden = true;
    const at = (x) => ((x - this.plot.x[0]) / (this.plot.x[1] - this.plot.x[0])) * (values.length - 1);
    const between = (place) => {
      const low = Math.min(values.length - 2, Math.floor(place));
      return values[low] + (place - low) * (values[low + 1] - values[low]);
    };
    this.target = { ...this.target, y: this.target.x.map((x) => between(at(x))) };
    this.paint();
  }

  tellUnits() {
    const { slopes, heights } = this.units;
    this.send("units", { slopes, heights, positions: kinksOf(this.units).map((x) => (Number.isNaN(x) ? 0 : rounded(x))) });
  }

  // Playing

  toggle() {
    if (!this.playing && this.frame === this.data.fit.steps.length - 1) this.seek(0);
    this.play(!this.playing);
  }

  play(on) {
    cancelAnimationFrame(this.tick);
    this.playing = on;
    this.box.dataset.playing = on;
    this.find(".play").textContent = on ? "Pause" : "Play";
    if (!on) return;
    const began = performance.now();
    const from = this.frame;
    const next = (now) => {
      const frame = from + Math.floor(((now - began) / 1000) * PER_SECOND);
      if (frame !== this.frame) this.seek(Math.max(0, frame));
      if (this.frame === this.data.fit.steps.length - 1) this.play(false);
      else this.tick = requestAnimationFrame(next);
    };
    this.tick = requestAnimationFrame(next);
  }

  leave() {
    cancelAnimationFrame(this.tick);
    this.resizes.disconnect();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const kinks = (parentElement.kinks ??= new Kinks(parentElement));
  kinks.receive(data, setTriggerValue);
  return () => {
    kinks.leave();
    delete parentElement.kinks;
  };
}
