// The stage: all panels, the track and the tooltip; built once for a recording, a size and a theme, drawn per frame.

class Stage {
  /** `seek(frame)` is called when a pointer scrubs; `current()` gives the frame shown. */
  constructor(root, seek, current) {
    this.root = root;
    this.scene = null;
    this.width = 0;
    this.find = (selector) => root.querySelector(selector);
    const canvas = (name) => this.find(`[data-panel="${name}"]`);
    const overlay = (name) => canvas(name).nextElementSibling;
    this.panels = {
      boundary: new BoundaryPanel(canvas("boundary")),
      network: new NetworkPanel(canvas("network")),
      matrix: new MatrixPanel(canvas("matrix")),
      loss: new CurvesPanel(canvas("loss"), overlay("loss"), "loss"),
      score: new CurvesPanel(canvas("score"), overlay("score"), "score"),
      units: new TimelinePanel(canvas("units"), overlay("units")),
      norms: new StripPanel(canvas("norms"), overlay("norms")),
    };
    this.track = new Track(this.find(".track"), seek);
    this.hover = new Hover(root);
    this.hover.watch(this.track.element, (x) => this.scene && this.track.probe(x));
    this.views = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.panels[target.dataset.panel].visible = isIntersecting;
    });
    for (const panel of Object.values(this.panels)) {
      this.hover.watch(panel.canvas, (x, y) => this.scene && panel.probe(x, y, current()));
      this.views.observe(panel.canvas);
      if (panel instanceof RunPanel) this.scrubOn(panel, seek);
    }
  }

  /** On the charts of the run a click or a drag goes to the step under the pointer. */
  scrubOn(panel, seek) {
    const { canvas } = panel;
    let held = false;
    const go = (event) => seek(panel.frameUnder(event.clientX - canvas.getBoundingClientRect().left));
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = true;
      if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    canvas.addEventListener("pointermove", (event) => held && go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (held = false));
  }

  /** Whether the player's width or the screen's sharpness has changed since the last build. */
  get resized() {
    const width = Math.floor(this.root.clientWidth);
    return width > 0 && (width !== this.width || pixelRatio() !== this.ratio);
  }

  /** Whether Streamlit's colours have. */
  get recoloured() {
    const theme = readTheme(this.root);
    return !this.scene || theme.name !== this.scene.theme.name || theme.background !== this.scene.theme.background;
  }

  /** Everything that depends on recording, size, theme or scale, but not on the frame; false while there is no room. */
  build(recording, log) {
    const { root, panels } = this;
    this.width = Math.floor(root.clientWidth);
    this.ratio = pixelRatio();
    if (!this.width) return false;
    const sizes = arrangePlayer(this.width, recording);
    root.dataset.grid = sizes.mode;
    root.dataset.frames = String(recording.frames);
    root.dataset.complete = String(Boolean(recording.header.complete));
    root.dataset.run = recording.key;
    // Streamlit's own header lies over what is scrolled up to the top.
    const header = document.querySelector('[data-testid="stHeader"]');
    const lengths = { now: sizes.now, run: sizes.run, boundary: sizes.boundary, network: sizes.network };
    for (const [name, pixels] of Object.entries({ ...lengths, "sticky-top": header?.offsetHeight ?? 0 })) {
      root.style.setProperty(`--${name}`, `${pixels}px`);
    }
    root.style.setProperty("--reading-lines", String(sizes.readingLines));
    const lives = this.scene?.recording === recording ? this.scene.lives : readLives(recording);
    const axis = new StepAxis(sizes.run, sizes.mode === "narrow", recording.axisEnd);
    this.scene = { recording, lives, events: allEvents(lives), theme: readTheme(root), log, axis };
    const { scene } = this;
    panels.boundary.prepare(scene, sizes.boundary, { height: sizes.plot });
    panels.network.prepare(scene, sizes.network, { height: sizes.networkHeight });
    panels.matrix.prepare(scene, sizes.now, { transposed: sizes.mode === "narrow" });
    panels.loss.prepare(scene, sizes.run, { height: sizes.loss });
    panels.score.prepare(scene, sizes.run, { height: sizes.score });
    panels.units.prepare(scene, sizes.run, { roomy: sizes.mode !== "wide" });
    panels.norms.prepare(scene, sizes.run, {});
    this.track.prepare(scene);
    describePanels(this.find, scene, panels);
    this.placeCursor(sizes.mode);
    return true;
  }

  /** The cursor's line begins at the thumb where the track stands right over the charts, else at the first chart. */
  placeCursor(mode) {
    const run = this.find(".run").getBoundingClientRect();
    const thumb = this.track.element.getBoundingClientRect();
    const top = mode === "wide" ? (thumb.top + thumb.bottom) / 2 - run.top : this.find(".chart").offsetTop;
    this.find(".cursor").style.top = `${top}px`;
  }

  /** Draws frame `t`; while the run plays, panels out of sight are left alone. */
  draw(t, playing, waiting) {
    const { scene } = this;
    const step = scene.recording.steps[t];
    for (const panel of Object.values(this.panels)) if (panel.visible || !playing) panel.draw(t);
    this.track.draw(t);
    this.find(".cursor").style.transform = `translateX(${scene.axis.x(step)}px)`;
    const html = readFrame(scene, t, waiting);
    if (html !== this.reading) this.find(".reading").innerHTML = this.reading = html;
    setText(this.find(".matrix .narrow-title"), `At step ${integer(step)}`);
    this.hover.refresh();
  }

  destroy() {
    this.views.disconnect();
  }
}
