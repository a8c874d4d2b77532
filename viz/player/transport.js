// The transport: buttons, speed, loop, keyboard, and the words beside them.

const SPEED_LABELS = { 0.25: "¼×", 0.5: "½×" };
const speedLabel = (speed) => SPEED_LABELS[speed] ?? `${plain(speed)}×`;
const LONG_STRIDE = 10;

class Transport {
  /** `player` gives clock, toggle(), seek(frame), setSpeed(speed), setLoop(on). */
  constructor(root, player) {
    this.player = player;
    const find = (name) => root.querySelector(`[data-action="${name}"]`);
    this.playButton = find("play");
    this.loopButton = find("loop");
    this.cycleButton = find("speed");
    this.forkButton = find("fork");
    this.label = root.querySelector(".step-label b");
    this.detail = root.querySelector(".step-label span");
    this.speeds = root.querySelector(".speeds");
    this.buttons = SPEEDS.map((speed) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = speedLabel(speed);
      button.setAttribute("aria-label", `Speed ${speedLabel(speed)}`);
      button.addEventListener("click", () => player.setSpeed(speed));
      this.speeds.append(button);
      return { speed, button };
    });
    const { clock } = player;
    const actions = {
      first: () => player.seek(0),
      back: () => player.seek(clock.frame - 1),
      play: () => player.toggle(),
      forward: () => player.seek(clock.frame + 1),
      last: () => player.seek(clock.frames - 1),
      loop: () => player.setLoop(!clock.loop),
      speed: () => player.setSpeed(SPEEDS[(SPEEDS.indexOf(clock.speed) + 1) % SPEEDS.length]),
    };
    for (const [name, action] of Object.entries(actions)) find(name).addEventListener("click", action);
    // After a click the keyboard is the player's, not the button's: space plays and pauses whatever was pressed before.
    root.addEventListener("click", (event) => {
      if (event.detail > 0 && event.target.closest("button")) root.focus({ preventScroll: true });
    });
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Space plays and pauses, arrows step (with shift by ten), Home and End jump. */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.tagName === "INPUT") return;
    const { clock } = this.player;
    const stride = event.shiftKey ? LONG_STRIDE : 1;
    const moves = {
      ArrowLeft: clock.frame - stride,
      ArrowDown: clock.frame - stride,
      ArrowRight: clock.frame + stride,
      ArrowUp: clock.frame + stride,
      PageDown: clock.frame - LONG_STRIDE,
      PageUp: clock.frame + LONG_STRIDE,
      Home: 0,
      End: clock.frames - 1,
    };
    const vertical = /^(Arrow(Up|Down)|Page)/.test(event.key);
    const onSlider = event.target.getAttribute("role") === "slider";
    // Up, down and page keys scroll the page unless the slider itself has the focus.
    if (event.key in moves && (!vertical || onSlider)) this.player.seek(moves[event.key]);
    else if (event.key === " " && event.target.tagName !== "BUTTON") this.player.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows playing, speed and loop. */
  show() {
    const { clock } = this.player;
    this.playButton.setAttribute("aria-label", clock.playing ? "Pause" : "Play");
    this.playButton.title = clock.playing ? "Pause (space)" : "Play (space)";
    this.playButton.classList.toggle("playing", clock.playing);
    this.loopButton.setAttribute("aria-pressed", String(clock.loop));
    for (const { speed, button } of this.buttons) button.setAttribute("aria-pressed", String(speed === clock.speed));
    setText(this.cycleButton, speedLabel(clock.speed));
    this.cycleButton.setAttribute("aria-label", `Speed ${speedLabel(clock.speed)}, next`);
  }

  draw(recording, t) {
    const { header, steps } = recording;
    this.forkButton.disabled = false;
    this.forkButton.title = `Go on from step ${integer(steps[t])} with other settings`;
    setText(this.label, `Step ${integer(steps[t])}`);
    const epoch = header.batches_per_epoch
      ? ` · epoch ${integer(Math.floor(steps[t] / header.batches_per_epoch))}`
      : "";
    const stopped = header.stopped && t === recording.frames - 1 ? ` · ${stopWords(recording)}` : epoch;
    const progress = header.complete
      ? stopped
      : ` · computing ${integer(recording.frames)} of ${integer(header.planned_frames)}`;
    setText(this.detail, `of ${integer(header.planned_steps)}${progress}`);
  }
}
