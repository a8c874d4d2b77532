// Playback: what every player does: keeps time, takes the reader's wishes, writes the address, speaks, draws when due.

const ADDRESS_EVERY = 300; // ms between two writes of the address while scrubbing
const SPEAK_AFTER = 600; // ms of rest before the reading is spoken

/** Whether the reader wants no motion that they didn't ask for. */
const stillWanted = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Players set `stage`, `transport` and `recording` (whose frames the clock counts), call listen(), and give
 * build() -> whether there was room, drawFrame(t, waiting), `words` to be spoken, and atRest() when playing has stopped.
 */
class Playback {
  constructor(root, clock) {
    this.root = root;
    this.clock = clock;
    this.recording = null;
    this.view = null; // as it came with the last message
    this.log = false;
    this.shownFrame = null; // the frame in the address, null while none is
    this.link = undefined; // a saved file's: where the app shows the same
    this.wanted = null; // the frame, or in a race the step, asked for that has not arrived yet
    this.find = (selector) => root.querySelector(selector);
  }

  listen() {
    const { root } = this;
    this.saving = new Saving(this);
    this.onClick("log", () => this.setLog(!this.log));
    this.onClick("copy-link", (event) => this.copyLink(event.currentTarget));
    this.resizes = new ResizeObserver(() => this.stage.resized && this.rebuild());
    this.resizes.observe(root);
    // The background's transition tells of a switch between light and dark that Streamlit doesn't announce.
    root.addEventListener("transitionend", (event) => {
      if (event.target === root && event.propertyName === "background-color") this.retheme();
    });
    document.fonts?.ready.then(() => this.rebuild());
  }

  onClick(name, act) {
    this.find(`[data-action="${name}"]`).addEventListener("click", act);
  }

  /** Takes speed, loop and scale from the first view of all, and gives the frame that a view asks for or null. */
  takeView(view) {
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
    return opening || (asked !== this.view.frame && asked !== this.shownFrame) ? asked : null;
  }

  /** Plays on opening, unless a frame was asked for or the reader or the page wants no motion. */
  playUnless(frame, view) {
    if (frame === null && !stillWanted() && view.playing !== false) this.clock.play();
  }

  fail(message) {
    const failure = this.find(".failure");
    failure.hidden = false;
    failure.textContent = `The player can’t show this: ${message}.`;
  }

  // What the transport asks for -----------------------------------------------------------------------------------

  toggle() {
    const { clock } = this;
    this.wanted = null;
    if (clock.playing) clock.pause();
    else clock.play();
    this.shownFrame = clock.playing ? null : clock.frame;
    this.changed();
  }

  seek(frame) {
    this.wanted = null;
    this.clock.seek(frame);
    this.clock.pause();
    this.shownFrame = this.clock.frame;
    this.changed();
  }

  get step() {
    return this.recording.steps[this.clock.frame];
  }

  /** Stops playing, if it plays, at the frame on screen. */
  pauseHere() {
    if (this.clock.playing) this.toggle();
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
    this.atRest();
    this.run();
  }

  atRest() {}

  // Address, clipboard, speech ------------------------------------------------------------------------------------

  writeAddress() {
    const write = () => {
      this.addressTimer = null;
      this.addressAt = performance.now();
      writeAddress({ frame: this.shownFrame, speed: this.clock.speed, loop: this.clock.loop, log: this.log });
    };
    if (this.addressTimer || this.link) return;
    const rest = ADDRESS_EVERY - (performance.now() - (this.addressAt ?? -ADDRESS_EVERY));
    if (rest <= 0) write();
    else this.addressTimer = setTimeout(write, rest);
  }

  async copyLink(button) {
    const { clock } = this;
    const fields = { frame: clock.frame, speed: clock.speed, loop: clock.loop, log: this.log };
    const link = addressWith(fields, this.link);
    const worked = await copyText(link);
    button.textContent = worked ? "Copied" : "Not allowed";
    clearTimeout(this.copyTimer);
    this.copyTimer = setTimeout(() => (button.textContent = "Copy link"), 1600);
  }

  speakSoon() {
    clearTimeout(this.speakTimer);
    this.speakTimer = setTimeout(() => setText(this.find(".spoken"), this.words), SPEAK_AFTER);
  }

  // Drawing -------------------------------------------------------------------------------------------------------

  retheme() {
    if (this.stage.recoloured) this.rebuild();
  }

  rebuild() {
    if (!this.recording || !this.build()) return;
    this.transport.show();
    this.saving.offer();
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
        this.atRest();
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
    const { waiting } = clock;
    const state = `${t}/${clock.playing}/${waiting}`;
    if (state === this.drawnFrame) return;
    this.drawnFrame = state;
    const started = performance.now();
    this.drawFrame(t, waiting);
    root.dataset.drawMs = (performance.now() - started).toFixed(2);
    root.dataset.frame = String(t);
    root.dataset.playing = String(clock.playing);
  }

  /** Off the page, maybe for a moment only: says and asks nothing until it is back. */
  park() {
    clearTimeout(this.addressTimer);
    this.addressTimer = null;
    this.send = null;
    this.saving.cancel();
  }

  destroy() {
    cancelAnimationFrame(this.pending);
    for (const timer of [this.addressTimer, this.copyTimer, this.speakTimer]) clearTimeout(timer);
    this.resizes.disconnect();
    this.saving.destroy();
    this.stage.destroy();
  }
}

const MOUNTS = Symbol.for("relu-lab player mounts");
const PARKED = Symbol.for("relu-lab players that may come back");
const PARKED_FOR = 10_000; // ms that it can come back; a server that takes over from a dead one has to train first

/**
 * Hands a message to the player in `root`, mounting it if there is none; returns what to do when it goes.
 *
 * When a page is drawn anew while one of its timers runs, Streamlit may take a component off the page and put a fresh
 * one in its place. The player that stood there is then put into that place, and goes on as if nothing had been.
 */
function mountIn(root, Kind, component) {
  const parked = (globalThis[PARKED] ??= new Map());
  const place = Kind.name; // of which a page has one; Streamlit's key is another one each time
  if (!root.player && root.isConnected && parked.has(place)) root = comeBack(root, parked, place);
  if (!root.player) {
    // Streamlit may mount again in the same elements: these go back to what they were, without listeners.
    root.untouched = root.cloneNode(true);
    root.player = new Kind(root);
    globalThis[MOUNTS] = (globalThis[MOUNTS] ?? 0) + 1;
    root.dataset.mounts = String(globalThis[MOUNTS]);
  }
  root.player.receive(component);
  return () => {
    root.replaceWith(root.untouched.cloneNode(true));
    root.player.park();
    parked.get(place)?.leave();
    const leave = () => {
      clearTimeout(timer);
      parked.delete(place);
      root.player.destroy();
    };
    const timer = setTimeout(leave, PARKED_FOR);
    parked.set(place, { root, leave, timer });
  };
}

/** Puts the player that stood in a place a moment ago into `root`'s stead, and gives its root. */
function comeBack(root, parked, place) {
  const { root: former, timer } = parked.get(place);
  clearTimeout(timer);
  parked.delete(place);
  root.replaceWith(former);
  return former;
}
