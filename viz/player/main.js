// The player: takes recordings as they arrive, keeps time, and lets every panel draw the frame that is due.

const ADDRESS_EVERY = 300; // ms between two writes of the address while scrubbing
const SPEAK_AFTER = 600; // ms of rest before the reading is spoken

class Player {
  constructor(root) {
    this.root = root;
    this.clock = new Clock();
    this.recording = null;
    this.view = null; // as it came with the last message
    this.log = false;
    this.shownFrame = null; // the frame in the address, null while none is
    this.wantedFrame = null; // a frame asked for that has not arrived yet
    this.find = (selector) => root.querySelector(selector);
    this.stage = new Stage(
      root,
      (frame) => this.seek(frame),
      () => this.clock.frame,
    );
    this.transport = new Transport(root, this);
    const onClick = (name, act) => this.find(`[data-action="${name}"]`).addEventListener("click", act);
    onClick("log", () => this.setLog(!this.log));
    onClick("copy-link", (event) => this.copyLink(event.currentTarget));
    onClick("train-on", () => this.send?.("train_on", this.recording.header.planned_steps));
    this.resizes = new ResizeObserver(() => this.stage.resized && this.rebuild());
    this.resizes.observe(root);
    // The background's transition tells of a switch between light and dark that Streamlit doesn't announce.
    root.addEventListener("transitionend", (event) => {
      if (event.target === root && event.propertyName === "background-color") this.retheme();
    });
    document.fonts?.ready.then(() => this.rebuild());
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

  /** The same run, recorded further or at other steps: stays at its step and plays on unless it was paused there. */
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

  // Drawing -------------------------------------------------------------------------------------------------------

  retheme() {
    if (this.stage.recoloured) this.rebuild();
  }

  rebuild() {
    if (!this.recording || !this.stage.build(this.recording, this.log)) return;
    this.transport.show();
    this.drawnFrame = null;
    this.draw();
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
      this.draw();
      if (this.clock.playing) this.pending = requestAnimationFrame(tick);
      else this.clock.last = null;
    };
    this.pending = requestAnimationFrame(tick);
  }

  /** Draws the frame that is due, unless it stands there already. */
  draw() {
    const { clock, root } = this;
    if (this.stage.scene?.recording !== this.recording) return; // not built yet: the player has no room
    const t = clock.frame;
    const waiting = !clock.complete && clock.atEnd;
    const state = `${t}/${clock.playing}/${waiting}`;
    if (state === this.drawnFrame) return;
    this.drawnFrame = state;
    const started = performance.now();
    this.stage.draw(t, clock.playing, waiting);
    this.transport.draw(this.recording, t);
    root.dataset.drawMs = (performance.now() - started).toFixed(2);
    root.dataset.frame = String(t);
    root.dataset.playing = String(clock.playing);
  }

  destroy() {
    cancelAnimationFrame(this.pending);
    for (const timer of [this.addressTimer, this.copyTimer, this.speakTimer]) clearTimeout(timer);
    this.resizes.disconnect();
    this.stage.destroy();
  }
}

const MOUNTS = Symbol.for("relu-lab player mounts");

/** Called when the component is mounted and at every change of its data; returns what to do when it goes. */
function mountPlayer(component) {
  const root = component.parentElement.querySelector(".player");
  if (!root.player) {
    // Streamlit may mount again in the same elements: these go back to what they were, without listeners.
    root.untouched = root.cloneNode(true);
    root.player = new Player(root);
    globalThis[MOUNTS] = (globalThis[MOUNTS] ?? 0) + 1;
    root.dataset.mounts = String(globalThis[MOUNTS]);
  }
  root.player.receive(component);
  return () => {
    root.player?.destroy();
    root.player = null;
    root.replaceWith(root.untouched);
  };
}
