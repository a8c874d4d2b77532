// The card of a lane: its letter, dash and name, its boundary at the step of the race, its numbers, how it ended.

class LaneCard {
  /** `send(name, value)` tells the page; `pause()` stops the race and gives the step shown. */
  constructor(lane, { open, fork }) {
    this.letter = lane.letter;
    this.element = document.createElement("section");
    this.element.className = "lane-card";
    this.element.innerHTML = `
      <header>
        <span class="letter" aria-hidden="true">${lane.letter}</span>
        <h3><button type="button" class="open"></button></h3>
        <svg class="dash" width="30" height="6" aria-hidden="true"><path d="M0 3h30" stroke-dasharray="${lane.dash}"/></svg>
      </header>
      <p class="origin"></p>
      <div class="board"><canvas data-panel="board-${lane.index}" role="img"></canvas></div>
      <dl class="numbers">
        ${["loss", "score", "dead"].map((name) => `<div data-number="${name}"><dt></dt><dd><b></b></dd><dd class="test"></dd></div>`).join("")}
      </dl>
      <footer><p class="status"></p><button type="button" class="fork-lane">Fork here</button></footer>`;
    this.find = (selector) => this.element.querySelector(selector);
    this.canvas = this.find("canvas");
    this.numbers = Object.fromEntries(
      ["loss", "score", "dead"].map((name) => {
        const element = this.find(`[data-number="${name}"]`);
        const [title, now, test] = element.children;
        return [name, { element, title, now: now.firstChild, test }];
      }),
    );
    this.visible = true;
    this.find(".open").addEventListener("click", () => open(lane.index));
    this.find(".fork-lane").addEventListener("click", () => fork(lane.index));
  }

  /** Everything that does not change from frame to frame. `able`: whether a page listens to its buttons. */
  prepare(scene, lane, width, height, able) {
    const { element, numbers } = this;
    this.lane = lane;
    this.drawn = null;
    element.style.setProperty("--lane", lane.colour(scene.theme));
    element.dataset.lane = lane.letter;
    element.setAttribute("aria-label", `Lane ${lane.letter}: ${lane.name}`);
    const title = this.find(".open");
    setText(title, lane.name);
    title.disabled = !able;
    title.setAttribute("aria-label", able ? `Open lane ${lane.letter}: ${lane.name}` : lane.name);
    title.title = able ? `${lane.name}: open this lane in the player` : lane.name;
    const parent = lane.start > 0 ? scene.lanes[lane.parent] : null;
    const origin = parent
      ? `from ${parent.letter} at ${integer(lane.start)}: ${lane.changed || "nothing changed"}`
      : lane.changed;
    setText(this.find(".origin"), origin);
    this.find(".origin").title = origin;
    this.find(".fork-lane").hidden = !able || !lane.recording;
    element.classList.toggle("empty", !lane.recording);
    this.canvas.hidden = !lane.recording;
    this.find(".board").style.minHeight = `${height + 18}px`;
    this.panel = null;
    if (!lane.recording) return;
    const { recording } = lane;
    const Picture = recording.projected ? ScatterPanel : BoundaryPanel;
    if (recording.projected || recording.shape("boundary").every((size) => size > 0)) {
      this.panel = new Picture(this.canvas);
      this.panel.prepare({ ...scene, recording }, width, { height });
      this.canvas.setAttribute("aria-label", `${boundaryTitle({ recording })}, lane ${lane.letter}`);
    }
    this.canvas.hidden = this.panel === null;
    setText(numbers.loss.title, "loss");
    setText(numbers.score.title, lane.accuracy ? "accuracy" : "R²");
    setText(numbers.dead.title, "dead units");
    setText(numbers.dead.test, lane.units ? `of ${integer(lane.units)}` : "none hidden");
    this.values = { loss: lane.values("loss"), score: lane.values("score"), dead: lane.values("dead") };
  }

  /** Shows the lane at a step of the race. */
  draw(step, playing) {
    const { lane, element, numbers } = this;
    const { kind, text } = lane.status(step);
    const forkable = this.find(".fork-lane");
    if (forkable.disabled !== playing) forkable.disabled = playing;
    const status = this.find(".status");
    setText(status, text || `At step ${integer(lane.recording ? lane.recording.steps[lane.frame(step)] : 0)}`);
    if (element.dataset.status !== kind) element.dataset.status = kind;
    if (!lane.recording) return;
    const frame = lane.frame(step);
    const shown = lane.recording.steps[frame];
    const title = playing ? "Pause to fork here" : `Go on from step ${integer(shown)} of lane ${lane.letter} otherwise`;
    if (forkable.title !== title) forkable.title = title;
    if (frame === this.drawn || (playing && !this.visible)) return;
    this.drawn = frame;
    element.dataset.frame = String(frame);
    element.dataset.step = String(shown);
    this.panel?.draw(frame);
    for (const [name, { train, test }] of Object.entries(this.values)) {
      setText(numbers[name].now, lane.describe(name, train[frame]));
      if (name !== "dead") setText(numbers[name].test, test ? `test ${lane.describe(name, test[frame])}` : "");
    }
  }

  probe(x, y) {
    if (!this.panel || this.drawn === null) return null;
    const found = this.panel.probe(x, y, this.drawn);
    return found && { ...found, title: `Lane ${this.lane.letter}: ${found.title.toLowerCase()}` };
  }

  /** The lane at a step in words, for those who listen. */
  read(step) {
    const { lane } = this;
    const { text } = lane.status(step);
    const parts = [`Lane ${lane.letter}, ${lane.name}: `];
    if (lane.recording) {
      const frame = lane.frame(step);
      const score = `${lane.accuracy ? "accuracy" : "R²"} ${lane.describe("score", this.values.score.train[frame])}`;
      parts.push(`loss ${lane.describe("loss", this.values.loss.train[frame])}, ${score}`);
      if (lane.units) parts.push(`, ${integer(lane.dead[frame])} of ${plural(lane.units, "unit")} dead`);
      if (text) parts.push(". ");
    }
    return `${parts.join("")}${text}.`;
  }
}
