// The three grids, by the player's own width: wide has the run beside the moment, medium below it, narrow within.

const WIDE = 1000;
const NARROW = 640;
const COLUMN_GAP = 32;
const READING_LENGTH = 1450; // pixels that a long reading takes on one line

/** Widths and heights of all panels in a player `width` pixels wide. */
function arrangePlayer(width, recording) {
  const mode = width >= WIDE ? "wide" : width >= NARROW ? "medium" : "narrow";
  const now = mode === "wide" ? Math.max(560, Math.round((width - COLUMN_GAP) * 0.57)) : width;
  const run = mode === "wide" ? width - COLUMN_GAP - now : width;
  const columns = recording.layers.length + 1;
  const deep = columns > 7;
  const gap = 26;
  let boundary = width;
  let network = width;
  if (mode !== "narrow") {
    boundary = Math.min(380, Math.round(now * (deep ? 0.36 : 0.444)));
    network = now - boundary - gap;
  }
  const classes = recording.header.class_names.length;
  const confusion = Math.min(now, classes <= 3 ? 150 + classes * 84 : 150 + classes * 58, 520);
  return {
    mode,
    now,
    run,
    boundary,
    network,
    confusion: Math.max(confusion, Math.min(now, 300)),
    plot: mode === "narrow" ? Math.min(width, 440) : boundary,
    networkHeight: mode === "narrow" ? Math.min(300, Math.max(200, width * 0.62)) : boundary,
    readingLines: Math.max(3, Math.min(5, Math.ceil(READING_LENGTH / now))),
    loss: mode === "wide" ? 150 : 140,
    score: mode === "wide" ? 86 : 84,
  };
}
