// A panel: one canvas with a static layer that is drawn once per recording and size, and a live layer drawn per frame.

const MOST_PIXELS_PER_POINT = 2; // sharper than this is not seen, but costs

const pixelRatio = () => Math.min(MOST_PIXELS_PER_POINT, Math.max(1, window.devicePixelRatio || 1));

/** An off-screen canvas of `width` × `height` CSS pixels, its context already scaled. */
function layerCanvas(width, height, ratio = pixelRatio()) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  return { canvas, context };
}

/** Diagonal hatching on the ground of a dead unit, as a fill style. */
function hatchPattern(context, theme, ground = true) {
  const ratio = pixelRatio();
  const side = 5 * ratio;
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  const ink = tile.getContext("2d");
  if (ground) {
    ink.fillStyle = theme.hatchGround;
    ink.fillRect(0, 0, side, side);
  }
  ink.strokeStyle = theme.hatch;
  ink.lineWidth = 1 * ratio;
  ink.beginPath();
  for (const shift of [-side, 0, side]) {
    ink.moveTo(shift - 1, side + 1);
    ink.lineTo(shift + side + 1, -1);
  }
  ink.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0]));
  return pattern;
}

/** Writes `text` at (x, y); the baseline is alphabetic. */
function write(context, theme, text, x, y, { size = 11, weight = 400, colour = theme.muted, align = "left" } = {}) {
  context.font = `${weight} ${size}px ${theme.font}`;
  context.textAlign = align;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

class Panel {
  /** `canvas`: the element to draw on. `scene` is set by prepare(): {recording, lives, theme, log}. */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.width = 0;
    this.height = 0;
    this.visible = true; // on screen
    this.present = true; // there is something to show of this recording
  }

  /** Lays out, sizes the canvas, draws the static layer. Subclasses give arrange(), paintStatic(), paintFrame()… */
  prepare(scene, width, options = {}) {
    this.scene = scene;
    this.width = Math.max(1, Math.round(width));
    this.height = Math.max(1, Math.round(this.arrange(scene, this.width, options)));
    const ratio = pixelRatio();
    const [deviceWidth, deviceHeight] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== deviceWidth || this.canvas.height !== deviceHeight) {
      this.canvas.width = deviceWidth;
      this.canvas.height = deviceHeight;
    }
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const still = layerCanvas(this.width, this.height, ratio);
    this.still = still.canvas;
    this.hatch = hatchPattern(this.context, scene.theme);
    this.hatchOver = hatchPattern(this.context, scene.theme, false);
    this.paintStatic(still.context);
  }

  /** Draws frame `t`: the static layer, then what changes. */
  draw(t) {
    const { context } = this;
    context.clearRect(0, 0, this.width, this.height);
    context.drawImage(this.still, 0, 0, this.width, this.height);
    this.paintFrame(context, t);
  }

  paintStatic() {}

  paintFrame() {}

  /** What lies under (x, y) at frame `t`: {title, rows: [[name, value], …]} or null. */
  probe() {
    return null;
  }
}
