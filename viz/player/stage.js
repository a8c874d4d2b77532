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
    this.planes = { plane: new BoundaryPanel(canvas("boundary")), scatter: new ScatterPanel(canvas("boundary")) };
    this.panels = {
      boundary: this.planes.plane,
      network: new NetworkPanel(canvas("network")),
      matrix: new MatrixPanel(canvas("matrix")),
      loss: new CurvesPanel(canvas("loss"), overlay("loss"), "loss"),
      score: new CurvesPanel(canvas("score"), overlay("score"), "score"),
      units: new TimelinePanel(canvas("units"), overlay("units")),
      norms: new StripPanel(canvas("norms"), overlay("norms")),
      confusion: new ConfusionPanel(canvas("confusion")),
      targets: new TargetsPanel(canvas("targets")),
      classmap: new ClassMapPanel(canvas("classmap")),
      examples: new ExamplesPanel(canvas("examples")),
    };
    this.track = new Track(this.find(".track"), seek);
    this.hover = new Hover(root);
    this.hover.watch(this.track.element, (x) => this.scene && this.track.probe(x));
    this.views = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const panel = target.dataset.panel;
        const shown = panel === "boundary" ? Object.values(this.planes) : [this.panels[panel]];
        for (const each of shown) each.visible = isIntersecting;
      }
    });
    for (const [name, panel] of Object.entries(this.panels)) {
      this.hover.watch(panel.canvas, (x, y) => this.scene && this.panels[name].probe(x, y, current()));
      this.views.observe(panel.canvas);
      if (panel instanceof RunPanel) panel.scrubWith(seek);
    }
  }

  /** The panels in which a unit can be pointed at. */
  get unitPanels() {
    return [this.panels.network, this.panels.units, this.panels.classmap];
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
  build(recording, { log, confusion }) {
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
    lengths.confusion = sizes.confusion;
    for (const [name, pixels] of Object.entries({ ...lengths, "sticky-top": header?.offsetHeight ?? 0 })) {
      root.style.setProperty(`--${name}`, `${pixels}px`);
    }
    root.style.setProperty("--reading-lines", String(sizes.readingLines));
    const lives = this.scene?.recording === recording ? this.scene.lives : readLives(recording);
    const axis = new StepAxis(sizes.run, sizes.mode === "narrow", recording.axisEnd);
    this.scene = { recording, lives, events: allEvents(lives), forks: readForks(recording.header), theme: readTheme(root), log, axis };
    const { scene } = this;
    panels.boundary = recording.projected ? this.planes.scatter : this.planes.plane;
    panels.boundary.prepare(scene, sizes.boundary, { height: sizes.plot });
    panels.network.prepare(scene, sizes.network, { height: sizes.networkHeight });
    panels.matrix.prepare(scene, sizes.now, { transposed: sizes.mode === "narrow" });
    panels.loss.prepare(scene, sizes.run, { height: sizes.loss });
    panels.score.prepare(scene, sizes.run, { height: sizes.score });
    panels.units.prepare(scene, sizes.run, { roomy: sizes.mode !== "wide" });
    panels.norms.prepare(scene, sizes.run, {});
    this.prepareClasses(scene, sizes, confusion);
    this.track.prepare(scene);
    markForks(this.find(".run"), scene.forks, axis);
    describePanels(this.find, scene, panels);
    this.placeCursor(sizes.mode);
    return true;
  }

  /** What is told of classes and of the samples, as far as this recording tells it. */
  prepareClasses(scene, sizes, confusion) {
    const { recording } = scene;
    const { panels } = this;
    panels.confusion.present = recording.filled("confusion");
    panels.classmap.present = recording.hidden.some((_, l) => recording.filled(`class_activity.${l}`));
    panels.examples.present = recording.projected && recording.images !== null;
    panels.targets.present = recording.projected && recording.header.task === "regression";
    for (const panel of [panels.confusion, panels.targets, panels.classmap, panels.examples])
      panel.canvas.closest(".confusion, .targets, .class-map, .examples").hidden = !panel.present;
    this.find(".classes").hidden = !panels.confusion.present;
    this.find(".firing").hidden = !panels.classmap.present && !panels.examples.present;
    if (panels.confusion.present) panels.confusion.prepare(scene, sizes.confusion, confusion);
    if (panels.targets.present) panels.targets.prepare(scene, sizes.boundary, { height: sizes.plot });
    if (panels.classmap.present) panels.classmap.prepare(scene, sizes.run);
    if (panels.examples.present) panels.examples.prepare(scene, sizes.run);
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
    for (const panel of Object.values(this.panels)) if (panel.present && (panel.visible || !playing)) panel.draw(t);
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
