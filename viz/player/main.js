// The player: takes recordings as they arrive, keeps time, and lets every panel draw the frame that is due.

const ENVELOPE = "VIEW";
const ADDRESS_EVERY = 300; // ms between two writes of the address while scrubbing
const SPEAK_AFTER = 600; // ms of rest before the reading is spoken

/** The Python side puts the view before the recording: b"VIEW", u32 length, JSON, recording. */
function openEnvelope(bytes) {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== ENVELOPE) return { view: {}, recording: bytes };
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return { view: JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))), recording: bytes.subarray(8 + length) };
}

class Player {
  constructor(root) {
    this.root = root;
    this.clock = new Clock();
    this.recording = null;
    this.view = null; // as it came with the last message
    this.scene = null;
    this.width = 0;
    this.shownFrame = null; // the frame in the address, null while none is
    this.wantedFrame = null; // a frame asked for that has not arrived yet
    const canvas = (name) => root.querySelector(`[data-panel="${name}"]`);
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
    this.find = (selector) => root.querySelector(selector);
    this.transport = new Transport(root, this);
    this.track = new Track(this.find(".track"), (frame) => this.seek(frame));
    this.hover = new Hover(root);
    this.log = false;
    this.listen();
  }

  listen() {
    const { root } = this;
    for (const panel of Object.values(this.panels)) this.hover.watch(panel.canvas, (x, y) => this.scene && panel.probe(x, y, this.clock.frame));
    this.hover.watch(this.track.element, (x) => this.scene && this.track.probe(x));
    for (const name of ["loss", "score", "units", "norms"]) this.scrubOn(this.panels[name]);
    this.find('[data-action="log"]').addEventListener("click", () => this.setLog(!this.log));
    this.find('[data-action="copy-link"]').addEventListener("click", (event) => this.copyLink(event.currentTarget));
    this.find('[data-action="train-on"]').addEventListener("click", () => this.send?.("train_on", this.recording.header.planned_steps));
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(root);
    this.views = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.panels[target.dataset.panel].visible = isIntersecting;
    });
    for (const panel of Object.values(this.panels)) this.views.observe(panel.canvas);
    // The background's transition tells of a switch between light and dark that Streamlit doesn't announce.
    root.addEventListener("transitionend", (event) => {
      if (event.target === root && event.propertyName === "background-color") this.retheme();
    });
    document.fonts?.ready.then(() => this.rebuild());
  }

  /** On the charts of the run a click or a drag goes to the step under the pointer. */
  scrubOn(panel) {
    const { canvas } = panel;
    let held = false;
    const go = (event) => this.seek(panel.frameUnder(event.clientX - canvas.getBoundingClientRect().left));
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = true;
      if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    canvas.addEventListener("pointermove", (event) => held && go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (held = false));
  }

  /** Takes one message: a recording or a longer prefix of the one being played. */
  receive({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    this.find('[data-action="train-on"]').hidden = !setTriggerValue;
    if (!(data instanceof Uint8Array)) return;
    const { view, recording: bytes } = openEnvelope(data);
    const restarted = this.view !== null && view.restart !== this.view.restart;
    const stamp = `${bytes.length}:${bytes.subarray(12, 16).join(".")}`; // length and checksum
    if (stamp === this.stamp && !restarted) {
      this.view = view;
      this.retheme();
      return;
    }
    let recording;
    try {
      recording = stamp === this.stamp ? this.recording : new Recording(bytes);
    } catch (error) {
      this.fail(error.message);
      return;
    }
    const before = this.recording;
    const step = before ? before.steps[this.clock.frame] : 0;
    const continued = before !== null && before.key !== recording.key && before.sameRun(recording);
    // A longer run that is computed afresh: what stands on screen stays until the new one has come as far.
    if (continued && !recording.header.complete && recording.lastStep < step) return;
    this.stamp = stamp;
    this.find(".failure").hidden = true;
    this.recording = recording;
    const ended = this.clock.atEnd;
    this.clock.extent(recording.frames, recording.header.complete);
    if (continued) this.carryOn(step, ended);
    else if (before === null || restarted || before.key !== recording.key) this.begin(view);
    else this.extend();
    this.view = view;
    if (recording !== before) this.scene = null;
    this.rebuild();
    this.run();
  }

  /** Starts a run: as the view says when the page opens, else at frame 0 unless a new frame is asked for. */
  begin(view) {
    const { clock } = this;
    const opening = this.view === null;
    if (opening) {
      const speed = Number(view.speed ?? 1);
      clock.speed = speed > 0 ? speed : 1;
      clock.loop = Boolean(view.loop);
      this.log = Boolean(view.log);
    }
    // A frame that was asked for before, or that the player wrote into the address itself, belongs to the run before.
    const asked = view.frame ?? null;
    const frame = opening || (asked !== this.view.frame && asked !== this.shownFrame) ? asked : null;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    clock.pause();
    clock.seek(frame ?? 0);
    this.wantedFrame = frame !== null && frame > clock.frame ? frame : null;
    this.shownFrame = frame;
    if (frame === null && !still && view.playing !== false) clock.play();
    if (!opening) this.writeAddress();
  }

  /** More frames of the run that is playing. */
  extend() {
    const { clock } = this;
    if (this.wantedFrame !== null && !clock.playing) {
      clock.seek(this.wantedFrame);
      if (clock.frame === this.wantedFrame) this.wantedFrame = null;
    }
  }

  /** The same run, recorded further or at other steps: stays at its step, and plays on unless it was paused on the way. */
  carryOn(step, ended) {
    const { clock } = this;
    const playing = clock.playing || ended;
    clock.pause();
    clock.seek(this.recording.frameAt(step));
    if (playing) clock.play();
    this.wantedFrame = null;
    this.shownFrame = playing ? null : clock.frame;
    this.writeAddress();
  }

  fail(message) {
    const failure = this.find(".failure");
    failure.hidden = false;
    failure.textContent = `The player can’t show this: ${message}.`;
  }

  // What the transport asks for -----------------------------------------------------------------------------------

  toggle() {
    const { clock } = this;
    this.wantedFrame = null;
    if (clock.playing) clock.pause();
    else clock.play();
    this.shownFrame = clock.playing ? null : clock.frame;
    this.changed();
  }

  seek(frame) {
    this.wantedFrame = null;
    this.clock.seek(frame);
    this.clock.pause();
    this.shownFrame = this.clock.frame;
    this.changed();
  }

  setSpeed(speed) {
    this.clock.speed = speed;
    this.changed();
  }

  setLoop(on) {
    this.clock.loop = on;
    this.changed();
  }

  setLog(on) {
    this.log = on;
    this.rebuild();
    this.changed();
  }

  changed() {
    this.transport.show();
    this.writeAddress();
    this.speakSoon();
    this.run();
  }

  // Address, clipboard, speech ------------------------------------------------------------------------------------

  writeAddress() {
    const write = () => {
      this.addressTimer = null;
      this.addressAt = performance.now();
      writeAddress({ frame: this.shownFrame, speed: this.clock.speed, loop: this.clock.loop, log: this.log });
    };
    if (this.addressTimer) return;
    const rest = ADDRESS_EVERY - (performance.now() - (this.addressAt ?? -ADDRESS_EVERY));
    if (rest <= 0) write();
    else this.addressTimer = setTimeout(write, rest);
  }

  async copyLink(button) {
    const { clock } = this;
    const link = addressWith({ frame: clock.frame, speed: clock.speed, loop: clock.loop, log: this.log });
    const worked = await copyText(link);
    button.textContent = worked ? "Copied" : "Not allowed";
    clearTimeout(this.copyTimer);
    this.copyTimer = setTimeout(() => (button.textContent = "Copy link"), 1600);
  }

  speakSoon() {
    clearTimeout(this.speakTimer);
    this.speakTimer = setTimeout(() => setText(this.find(".spoken"), this.find(".reading").textContent), SPEAK_AFTER);
  }

  // Layout and drawing --------------------------------------------------------------------------------------------

  resize() {
    const width = Math.floor(this.root.clientWidth);
    const ratio = pixelRatio();
    if (!width || (width === this.width && ratio === this.ratio)) return;
    this.rebuild();
  }

  retheme() {
    const theme = readTheme(this.root);
    if (this.scene && theme.name === this.scene.theme.name && theme.background === this.scene.theme.background) return;
    this.rebuild();
  }

  /** Everything that depends on recording, size, theme or scale, but not on the frame. */
  rebuild() {
    const { recording, root } = this;
    this.width = Math.floor(root.clientWidth);
    this.ratio = pixelRatio();
    if (!recording || !this.width) return;
    const sizes = arrangePlayer(this.width, recording);
    root.dataset.grid = sizes.mode;
    root.dataset.frames = String(recording.frames);
    root.dataset.complete = String(Boolean(recording.header.complete));
    root.style.setProperty("--now", `${sizes.now}px`);
    root.style.setProperty("--run", `${sizes.run}px`);
    // Streamlit's own header lies over what is scrolled up to the top.
    root.style.setProperty("--sticky-top", `${document.querySelector('[data-testid="stHeader"]')?.offsetHeight ?? 0}px`);
    root.style.setProperty("--reading-lines", String(sizes.readingLines));
    root.style.setProperty("--boundary", `${sizes.boundary}px`);
    root.style.setProperty("--network", `${sizes.network}px`);
    const theme = readTheme(root);
    const lives = this.scene?.recording === recording ? this.scene.lives : readLives(recording);
    const axis = new StepAxis(sizes.run, sizes.mode === "narrow");
    axis.steps = recording.axisEnd;
    this.scene = { recording, lives, events: allEvents(lives), theme, log: this.log, axis };
    const { panels, scene } = this;
    panels.boundary.prepare(scene, sizes.boundary, { height: sizes.plot });
    panels.network.prepare(scene, sizes.network, { height: sizes.networkHeight });
    panels.matrix.prepare(scene, sizes.now, { transposed: sizes.mode === "narrow" });
    panels.loss.prepare(scene, sizes.run, { height: sizes.loss });
    panels.score.prepare(scene, sizes.run, { height: sizes.score });
    panels.units.prepare(scene, sizes.run, { roomy: sizes.mode !== "wide" });
    panels.norms.prepare(scene, sizes.run, {});
    this.track.prepare(scene);
    this.describePanels(scene);
    // The cursor's line begins at the thumb where the track stands right over the charts.
    const run = this.find(".run").getBoundingClientRect();
    const thumb = this.track.element.getBoundingClientRect();
    this.find(".cursor").style.top = sizes.mode === "wide" ? `${(thumb.top + thumb.bottom) / 2 - run.top}px` : `${this.find(".chart").offsetTop}px`;
        this.transport.show();
    this.drawnFrame = null;
    this.draw();
  }

  /** Titles, keys and accessible names. */
  describePanels(scene) {
    const { recording, theme } = scene;
    const { header } = recording;
    setText(this.find(".summary"), summary(scene));
    setText(this.find(".boundary h3"), boundaryTitle(scene));
    this.find('[data-panel="boundary"]').setAttribute("aria-label", `${boundaryTitle(scene)} over ${header.dataset}`);
    this.find(".boundary .legend").innerHTML = boundaryLegend(scene);
    this.find(".network .legend").innerHTML = networkLegend(scene);
    const kinked = recording.hidden.every((_, l) => {
      const flat = recording.series(`saturated_fraction.${l}`);
      return recording.series(`active_fraction.${l}`).every((share, i) => Math.abs(share + flat[i] - 1) < 1e-6);
    });
    this.find(".units .legend").innerHTML = recording.hidden.length ? unitsLegend(scene, this.panels.units.marked, kinked) : "";
    this.find(".units").hidden = !recording.hidden.length;
    const ends = boundaryScale(scene);
    this.find(".boundary .scale").innerHTML = ends ? `<span>${ends.low}</span><i style="background:${ends.gradient}"></i><span>${ends.high}</span>` : "";
    setText(this.find(".loss .sub"), header.loss_label.toLowerCase());
    this.find('[data-action="log"]').setAttribute("aria-pressed", String(this.log));
    this.find(".test-key").hidden = !recording.testSize;
    const accuracy = header.score === "accuracy";
    setText(this.find(".score h3"), accuracy ? "Accuracy" : "R²");
    setText(this.find(".score .sub"), accuracy ? "%" : "1 is perfect, 0 predicts the mean");
    const [low, high] = this.panels.norms.range.map((v) => significant(10 ** v, 1));
    this.find(".norms .scale").innerHTML = `<span>${low}</span><i style="background:linear-gradient(90deg, ${theme.well}, ${theme.text})"></i><span>${high}</span>`;
    const onward = this.find('[data-action="train-on"]');
    onward.disabled = Boolean(header.stopped) || !header.complete;
    onward.title = header.stopped ? "This run overflowed: there is nothing to train on from" : "Train as many steps again";
  }

  run() {
    if (this.pending) return;
    const tick = (now) => {
      this.pending = null;
      const ended = this.clock.tick(now);
      if (ended) {
        this.transport.show();
        this.speakSoon();
      }
      if (this.scene) this.draw();
      if (this.clock.playing) this.pending = requestAnimationFrame(tick);
      else this.clock.last = null;
    };
    this.pending = requestAnimationFrame(tick);
  }

  /** Draws the frame that is due, unless it stands there already. */
  draw() {
    const { clock, scene, root } = this;
    const t = clock.frame;
    const waiting = !clock.complete && clock.atEnd;
    const state = `${t}/${clock.playing}/${waiting}`;
    if (state === this.drawnFrame) return;
    this.drawnFrame = state;
    const started = performance.now();
    for (const panel of Object.values(this.panels)) if (panel.visible || !clock.playing) panel.draw(t);
    this.track.draw(t);
    this.transport.draw(scene.recording, t);
    this.find(".cursor").style.transform = `translateX(${scene.axis.x(scene.recording.steps[t])}px)`;
    const html = readFrame(scene, t, waiting);
    if (html !== this.readingHtml) this.find(".reading").innerHTML = this.readingHtml = html;
    setText(this.find(".matrix .narrow-title"), `At step ${integer(scene.recording.steps[t])}`);
    this.hover.refresh();
    root.dataset.drawMs = (performance.now() - started).toFixed(2);
    root.dataset.frame = String(t);
    root.dataset.playing = String(clock.playing);
  }

  destroy() {
    cancelAnimationFrame(this.pending);
    for (const timer of [this.addressTimer, this.copyTimer, this.speakTimer]) clearTimeout(timer);
    this.resizes.disconnect();
    this.views.disconnect();
  }
}

const MOUNTS = Symbol.for("relu-lab player mounts");

/** Called when the component is mounted and at every change of its data; returns what to do when it goes. */
function mountPlayer(component) {
  const root = component.parentElement.querySelector(".player");
  if (!root.player) {
    root.player = new Player(root);
    globalThis[MOUNTS] = (globalThis[MOUNTS] ?? 0) + 1;
    root.dataset.mounts = String(globalThis[MOUNTS]);
  }
  root.player.receive(component);
  return () => {
    root.player?.destroy();
    root.player = null;
  };
}
