// The player: takes recordings as they arrive and lets every panel draw the frame that is due.

class Player extends Playback {
  constructor(root) {
    super(root, new Clock());
    this.confusion = { set: "test", shares: false };
    this.stage = new Stage(
      root,
      (frame) => this.seek(frame),
      () => this.clock.frame,
    );
    this.transport = new Transport(root, this);
    this.units = new UnitChoice(root, this, () => this.stage.unitPanels);
    this.listen();
    this.onClick("confusion-set", () => this.setConfusion({ set: this.confusion.set === "test" ? "train" : "test" }));
    this.onClick("confusion-shares", () => this.setConfusion({ shares: !this.confusion.shares }));
    this.onClick("fork", () => this.fork());
    this.onClick("train-on", () => this.send?.("train_on", this.recording.header.planned_steps));
  }

  /** Takes one message: a recording or a longer prefix of the one being played; `link`: see Playback. */
  receive({ data, setTriggerValue, link }) {
    this.send = setTriggerValue;
    this.link = link;
    this.root.dataset.connected = String(Boolean(setTriggerValue));
    for (const name of ["train-on", "fork"]) this.find(`[data-action="${name}"]`).hidden = !setTriggerValue;
    if (!(data instanceof Uint8Array)) return;
    const { view, recording: bytes } = openEnvelope(data);
    const restarted = this.view !== null && view.restart !== this.view.restart;
    const stamp = `${bytes.length}:${bytes.subarray(12, 16).join(".")}`; // length and checksum
    if (stamp === this.stamp && !restarted) {
      this.takeUnit(view);
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
    const step = before ? this.step : 0;
    const continued = before !== null && before.key !== recording.key && before.sameRun(recording);
    // The page may say up to which step another run is the same as the one on screen, or that it is another lane.
    const other = before !== null && before.key !== recording.key && !continued && !restarted;
    const stays = other && view.stay ? Math.min(step, view.stay.until ?? step) : null;
    // A run that is computed afresh: what stands on screen stays until the new one has come as far.
    const awaited = continued ? step : (stays ?? 0);
    if (!recording.header.complete && recording.lastStep < awaited) return;
    this.stamp = stamp;
    this.find(".failure").hidden = true;
    this.recording = recording;
    const ended = this.clock.atEnd;
    this.clock.extent(recording.frames, recording.header.complete);
    if (continued) this.carryOn(step, this.clock.playing || ended);
    else if (stays !== null) this.carryOn(stays, view.stay.play ? !stillWanted() : this.clock.playing);
    else if (before === null || restarted || before.key !== recording.key) {
      const forked = other && recording.forks(before);
      this.begin(view, forked ? readForks(recording.header).pop().step : 0);
    } else this.extend();
    this.takeUnit(view);
    this.view = view;
    this.rebuild();
    this.run();
  }

  /** Starts a run: as the view says when the page opens, else at `step` unless a new frame is asked for. */
  begin(view, step) {
    const { clock } = this;
    const opening = this.view === null;
    const frame = this.takeView(view);
    clock.pause();
    clock.seek(frame ?? this.recording.frameAt(step));
    this.wanted = frame !== null && frame > clock.frame ? frame : null;
    this.shownFrame = frame;
    this.playUnless(frame, view);
    if (!opening) this.writeAddress();
  }

  /** More frames of the run that is playing. */
  extend() {
    const { clock } = this;
    if (this.wanted !== null && !clock.playing) {
      clock.seek(this.wanted);
      if (clock.frame === this.wanted) this.wanted = null;
    }
  }

  /** The same run, recorded further or at other steps, or one that is the same so far: stays at its step. */
  carryOn(step, playing) {
    const { clock } = this;
    clock.pause();
    clock.seek(this.recording.frameAt(step));
    if (playing) clock.play();
    this.wanted = null;
    this.shownFrame = playing ? null : clock.frame;
    this.writeAddress();
  }

  /** The page may have opened another unit; one the reader has just opened stays until the page says otherwise. */
  takeUnit(view) {
    if (view.unit !== undefined && view.unit !== this.view?.unit) this.units.take(view.unit);
    else this.units.rest();
  }

  fork() {
    this.pauseHere();
    this.send?.("fork", this.step);
  }

  setConfusion(change) {
    Object.assign(this.confusion, change);
    this.rebuild();
  }

  atRest() {
    this.units.rest();
  }

  get words() {
    return this.find(".reading").textContent;
  }

  build() {
    if (!this.stage.build(this.recording, this)) return false;
    this.units.show();
    return true;
  }

  drawFrame(t, waiting) {
    this.stage.draw(t, this.clock.playing, waiting);
    this.transport.draw(this.recording, t);
  }

  destroy() {
    this.units.destroy();
    super.destroy();
  }
}

/** Called when the component is mounted and at every change of its data; returns what to do when it goes. */
function mountPlayer(component) {
  return mountIn(component.parentElement.querySelector(".player"), Player, component);
}
