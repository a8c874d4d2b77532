// The confusion matrix: how many samples of each true class are predicted as each class.

const LARGEST_CELL = 84;
const CELL_HEIGHT = 30;
const MEASURE_WIDTH = 50; // of the column of recalls
const DARK_FROM = 0.55; // shares from here on are written in the background's colour

/** The set that judges a run: what it has not learned from, where there is any. */
const judgedSet = (recording) => (recording.testSize > 0 ? "test" : "train");

/** Counts of one set at frame `t`: {at(true, predicted), of(true), as(predicted), classes}. */
function readConfusion(recording, set, t) {
  const all = recording.at("confusion", t);
  const classes = recording.shape("confusion")[3];
  const start = set === "test" ? classes * classes : 0;
  const at = (y, p) => all[start + y * classes + p];
  const total = (cell) => Array.from({ length: classes }, (_, k) => cell(k)).reduce((a, b) => a + b, 0);
  return { classes, at, of: (y) => total((p) => at(y, p)), as: (p) => total((y) => at(y, p)) };
}

/** The share of class `c` that is predicted as such, null where that can't be known. */
function foundShare(recording, c, t) {
  if (!recording.filled("confusion")) return null;
  const { at, of } = readConfusion(recording, judgedSet(recording), t);
  return of(c) ? at(c, c) / of(c) : null;
}

/** `text`, shortened with an ellipsis to `width` pixels in the context's font. */
function fitText(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length - 1;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

class ConfusionPanel extends Panel {
  /** `set`: "train" or "test"; `shares`: rows in percent instead of counts. */
  arrange({ recording, theme }, width, { set, shares }) {
    this.set = recording.testSize > 0 ? set : "train";
    this.shares = shares;
    this.names = recording.header.class_names;
    const count = this.names.length;
    this.context.font = `400 12px ${theme.font}`;
    const longest = Math.max(...this.names.map((name) => this.context.measureText(name).width));
    // A row of precisions needs its name at the left; of many classes the pointer tells them.
    this.precise = count <= 3;
    const label = Math.min(width * 0.28, Math.max(this.precise ? 62 : 30, longest + 10));
    this.cell = Math.min(LARGEST_CELL, (width - label - MEASURE_WIDTH) / count);
    this.row = Math.min(CELL_HEIGHT, Math.max(20, this.cell));
    this.left = label;
    this.top = 34;
    this.shades = ramp([theme.background, theme.output]);
    return this.top + this.row * count + (this.precise ? 24 : 2);
  }

  /** Draws frame `t` unless the same counts stand there already: late in a run they seldom change. */
  draw(t) {
    const counts = this.scene.recording.at("confusion", t);
    if (this.drawn?.every((count, k) => count === counts[k])) return;
    this.drawn = counts;
    super.draw(t);
  }

  paintStatic(context) {
    this.drawn = null;
    const { theme } = this.scene;
    const { left, top, cell, row, names } = this;
    const end = left + cell * names.length;
    const muted = { size: 11 };
    write(context, theme, "predicted as", left, 11, muted);
    write(context, theme, "true", 0, top - 7, muted);
    write(context, theme, "recall", end + 8, top - 7, muted);
    if (this.precise) write(context, theme, "precision", 0, top + row * names.length + 17, muted);
    names.forEach((name, c) => {
      context.font = `400 12px ${theme.font}`;
      const ink = { size: 12, colour: theme.text };
      write(context, theme, fitText(context, name, left - 8), left - 8, top + (c + 0.5) * row + 4, {
        ...ink,
        align: "right",
      });
      context.font = `400 12px ${theme.font}`;
      write(context, theme, fitText(context, name, cell - 3), left + (c + 0.5) * cell, top - 7, {
        ...ink,
        align: "center",
      });
    });
  }

  paintFrame(context, t) {
    const { theme, recording } = this.scene;
    const { left, top, cell, row, names } = this;
    const found = readConfusion(recording, this.set, t);
    const size = cell < 26 ? 11 : 13;
    for (let y = 0; y < names.length; y++) {
      const total = found.of(y);
      for (let p = 0; p < names.length; p++) {
        const count = found.at(y, p);
        const share = total ? count / total : 0;
        const packed = this.shades[Math.round(share * 255)];
        context.fillStyle = css([packed & 255, (packed >> 8) & 255, (packed >> 16) & 255]);
        context.fillRect(left + p * cell + 0.5, top + y * row + 0.5, cell - 1, row - 1);
        if (count === 0 && names.length > 3) continue;
        write(context, theme, this.shares ? wholePercent(share, cell) : String(count), left + (p + 0.5) * cell, top + (y + 0.5) * row + size * 0.35, {
          size,
          weight: y === p ? 600 : 400,
          colour: share >= DARK_FROM ? theme.background : theme.text,
          align: "center",
        });
      }
      const ink = { size: 12, weight: 600, colour: theme.text };
      const recall = total ? found.at(y, y) / total : NaN;
      write(context, theme, percent(recall), left + cell * names.length + 8, top + (y + 0.5) * row + 4, ink);
      if (!this.precise) continue;
      const claimed = found.as(y);
      const precision = claimed ? found.at(y, y) / claimed : NaN;
      write(context, theme, wholePercent(precision, cell), left + (y + 0.5) * cell, top + row * names.length + 17, {
        ...ink,
        align: "center",
      });
    }
    this.paintGrid(context);
  }

  /** A frame around all, and one around each cell on the diagonal, where predictions are right. */
  paintGrid(context) {
    const { theme } = this.scene;
    const { left, top, cell, row, names } = this;
    context.lineWidth = 1;
    context.strokeStyle = theme.rule;
    for (let k = 0; k <= names.length; k++) {
      line(context, left, top + k * row, left + names.length * cell, top + k * row);
      line(context, left + k * cell, top, left + k * cell, top + names.length * row);
    }
    context.strokeStyle = theme.muted;
    for (let c = 0; c < names.length; c++) context.strokeRect(left + c * cell, top + c * row, cell, row);
  }

  probe(px, py, t) {
    const { names, left, top, cell, row } = this;
    const p = Math.floor((px - left) / cell);
    const y = Math.floor((py - top) / row);
    if (p < 0 || y < 0 || p >= names.length || y >= names.length) return null;
    const found = readConfusion(this.scene.recording, this.set, t);
    const count = found.at(y, p);
    const share = (whole) => (whole ? percentFine(count / whole) : "–");
    return {
      title: `True ${names[y]}, predicted ${names[p]}`,
      rows: [
        [this.set === "test" ? "test samples" : "training samples", integer(count)],
        [`of all true ${names[y]}`, share(found.of(y))],
        [`of all predicted ${names[p]}`, share(found.as(p))],
      ],
    };
  }
}

/** A share in a narrow cell: without the sign where it has no room. */
function wholePercent(share, width) {
  const text = percent(share);
  return width < 40 ? text.replace(`${NBSP}%`, "") : text;
}
