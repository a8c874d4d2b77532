// Saving: files that the browser makes of what the player draws, a picture of the moment or a video of the run.

const SAVE_EVENT = "relu-lab-save"; // what asks for one: {kind: "png" | "webm", file, told(text)}
const PICTURE_PIXELS = 24e6;
const VIDEO_PIXELS = 1.6e6; // more take longer to encode than to show
const VIDEO_TALLEST = 2; // times its width
const LAST_IMAGE = 1; // seconds that the last frame stays
const CANNOT_RECORD = "This browser can’t record WebM video of a canvas; current Chrome, Edge and Firefox can";
const CANNOT_DRAW = "This browser can’t make a picture of this size; a smaller window gives a smaller one";

class Saving {
  constructor(player) {
    this.player = player;
    this.busy = false;
    this.asked = (event) => this.take(event.detail);
    document.addEventListener(SAVE_EVENT, this.asked);
  }

  /** In a saved page there is no menu to ask from: there a button stands beside "Copy link". */
  offer() {
    if (this.button || !this.player.link) return;
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "action", textContent: "Video" });
    this.button.dataset.action = "save-video";
    const file = `relu-lab-${this.player.root.dataset.testid === "race" ? "race" : "run"}.webm`;
    this.button.addEventListener("click", () => this.take({ kind: "webm", file, told: () => {} }));
    this.player.find('[data-action="copy-link"]').before(this.button);
  }

  /** Makes and saves one file; what is asked for meanwhile is not. */
  async take({ kind, file, told }) {
    const { player } = this;
    if (this.busy || !player.recording || player.stage.scene?.recording !== player.recording) return;
    this.busy = true;
    this.cancelled = false;
    this.tell = (text) => {
      this.say(text);
      told(text);
    };
    let failed = "";
    try {
      player.pauseHere();
      player.root.dataset.saving = kind;
      const blob = kind === "png" ? await this.picture() : await this.video();
      if (blob) download(blob, file);
    } catch (error) {
      failed = error.message;
    } finally {
      delete player.root.dataset.saving;
      this.busy = false;
      this.tell(failed);
    }
  }

  async picture() {
    const composed = new Composition(this.player.root, PICTURE_PIXELS);
    await composed.load();
    composed.draw();
    const blob = await new Promise((resolve) => composed.canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error(CANNOT_DRAW);
    return blob;
  }

  /** The whole run as fast as it plays, and then again the frame that was on screen. */
  async video() {
    if (!videoKind()) throw new Error(CANNOT_RECORD);
    const { player } = this;
    const { recording, clock } = player;
    if (!clock.complete) throw new Error("The run is still being trained: try again when all of it is there");
    const [shown, last] = [clock.frame, clock.frames - 1];
    const moving = Math.ceil((last / (FRAMES_PER_SECOND * clock.speed)) * VIDEO_RATE);
    const composed = new Composition(player.root, VIDEO_PIXELS, VIDEO_TALLEST);
    await composed.load();
    const images = moving + 1 + LAST_IMAGE * VIDEO_RATE;
    const blob = await recordCanvas(composed.canvas, images, (k) => {
      if (this.cancelled || player.recording !== recording) return false;
      clock.pause();
      clock.seek(Math.min(last, moving ? Math.round((k / moving) * last) : last));
      player.draw();
      composed.draw();
      this.tell(`Recording the animation: ${Math.floor((100 * k) / images)} %`);
      return true;
    });
    if (player.recording === recording) player.seek(shown);
    return blob;
  }

  /** Shows what is going on, with a way to end it; "" hides it. What went wrong stays until it is put away. */
  say(text) {
    const { root } = this.player;
    if (!this.status) {
      this.status = document.createElement("p");
      this.status.className = "saving";
      this.status.innerHTML = '<span role="status"></span><button type="button" class="action"></button>';
      this.status.querySelector("button").addEventListener("click", () => this.cancel());
      root.append(this.status);
    }
    this.status.hidden = !text;
    setText(this.status.querySelector("span"), text);
    setText(this.status.querySelector("button"), this.busy ? "Cancel" : "Close");
  }

  cancel() {
    this.cancelled = true;
    if (!this.busy && this.status) this.status.hidden = true;
  }

  destroy() {
    this.cancel();
    document.removeEventListener(SAVE_EVENT, this.asked);
  }
}

function download(blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
