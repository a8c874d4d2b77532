// The race: takes lanes as they arrive and lets every card and chart draw the step that is due.

class RacePlayer extends Playback {
  constructor(root) {
    super(root, new RaceClock());
    this.lanes = [];
    this.lead = null; // the lane whose frames the clock counts
    this.stage = new RaceStage(root, (frame) => this.seek(frame), {
      open: (index) => this.open(index),
      fork: (index) => this.fork(index),
    });
    this.transport = new RaceTransport(root, this);
    this.listen();
  }

  /** Takes one message: lanes, or longer prefixes of those that are racing; `link`: see Playback. */
  receive({ data, setTriggerValue, link }) {
    this.send = setTriggerValue;
    this.link = link;
    if (!(data instanceof Uint8Array)) return;
    let view;
    let lanes;
    let entries;
    try {
      ({ view, lanes: entries } = openRace(data));
      lanes = readLanes(entries, this.lanes);
    } catch (error) {
      this.fail(error.message);
      return;
    }
    this.find(".failure").hidden = true;
    this.find(".verdict").hidden = view.verdict === undefined;
    setText(this.find(".verdict"), view.verdict ?? "");
    const restarted = this.view !== null && view.restart !== this.view.restart;
    const named = JSON.stringify(entries.map(({ bytes, ...rest }) => rest));
    const stamps = lanes.map(({ stamp }) => stamp).join();
    if (stamps === this.stamps && named === this.named && !restarted) {
      this.view = view;
      this.retheme();
      return;
    }
    const met = (lane) => this.lanes.some((old) => old.recording && lane.recording?.sameRun(old.recording));
    const continued = this.lead !== null && !restarted && lanes.some(met);
    const step = this.lead ? (this.wanted ?? this.step) : 0;
    const ended = this.clock.atEnd && this.clock.complete;
    const furthest = this.lead?.lastStep ?? 0;
    Object.assign(this, { stamps, named, lanes });
    this.lead = leadingLane(lanes);
    this.recording = this.lead.recording;
    this.clock.take(lanes, this.lead, step);
    if (continued) this.carryOn(ended && this.lead.lastStep > furthest);
    else this.begin(view);
    this.view = view;
    this.rebuild();
    this.run();
  }

  /** Starts a race as the view says; the frame it asks for may arrive later. */
  begin(view) {
    const { clock } = this;
    const opening = this.view === null;
    const frame = this.takeView(view);
    clock.pause();
    this.wanted = frame === null ? null : plannedStep(this.lanes, frame);
    clock.seek(this.recording.frameAt(this.wanted ?? 0));
    this.shownFrame = frame;
    this.playUnless(frame, view);
    this.atRest();
    if (!opening) this.writeAddress();
  }

  /** More of the lanes, or others beside them: stays at the step; `resume`: goes on where the race ended before. */
  carryOn(resume) {
    const { clock } = this;
    if (resume) {
      clock.play();
      this.wanted = this.shownFrame = null;
    } else if (!clock.playing && this.shownFrame !== null && clock.complete) this.shownFrame = clock.frame;
    this.writeAddress();
  }

  /** Paused, the race keeps the step it was paused at, though another lane with other frames may come to lead. */
  atRest() {
    this.wanted = this.clock.playing ? null : (this.wanted ?? this.step);
  }

  /** Asks the page for a lane in the player, at the frame that it shows now. */
  open(index) {
    this.pauseHere();
    this.send?.("select", { lane: index, frame: this.lanes[index].recording.frameAt(this.step) });
  }

  /** Asks the page to go on differently from what a lane shows now. */
  fork(index) {
    this.pauseHere();
    const { recording } = this.lanes[index];
    this.send?.("fork", { lane: index, step: recording.steps[recording.frameAt(this.step)] });
  }

  get words() {
    return this.stage.read(this.step);
  }

  build() {
    return this.stage.build(this.lanes, this.lead, this.log, Boolean(this.send));
  }

  drawFrame(t, waiting) {
    this.stage.draw(t, this.clock.playing);
    this.transport.draw(this, t, waiting);
    this.root.dataset.step = String(this.recording.steps[t]);
  }
}

/** The transport's words: how far the race is, and for which lanes it waits. */
class RaceTransport extends Transport {
  draw({ lanes, recording, stage }, t, waiting) {
    const step = recording.steps[t];
    setText(this.label, `Step ${integer(step)}`);
    const behind = lanes.filter((lane) => !lane.complete);
    const letters = sentenceList(behind.map(({ letter }) => letter));
    const training = behind.length ? ` · ${waiting ? "waiting for" : "training"} ${letters}` : "";
    setText(this.detail, `of ${integer(stage.scene.axis.steps)}${training}`);
  }
}

/** Called when the component is mounted and at every change of its data; returns what to do when it goes. */
function mountRace(component) {
  return mountIn(component.parentElement.querySelector(".race"), RacePlayer, component);
}
