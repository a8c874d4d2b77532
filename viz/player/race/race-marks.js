// What the charts of a race share: places for labels, the ring of a fork, the axis of steps below the last chart.

/** Places near those wanted, in the same order, at least `pitch` apart, between `low` and `high` if there is room. */
function spreadOut(wanted, pitch, low, high) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = wanted.map((y) => Math.max(low, Math.min(high, y)));
  order.forEach((i, k) => {
    if (k > 0) places[i] = Math.max(places[i], places[order[k - 1]] + pitch);
  });
  // What was pushed beyond the foot goes up again, and all above it with it.
  let limit = high;
  for (const i of [...order].reverse()) {
    places[i] = Math.min(places[i], limit);
    limit = places[i] - pitch;
  }
  return places;
}

const shorten = (text, longest) => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

/** A ring where a fork leaves its parent. */
function paintRing(context, theme, x, y, colour) {
  context.beginPath();
  context.arc(x, y, 3.2, 0, 2 * Math.PI);
  context.fillStyle = theme.background;
  context.fill();
  context.lineWidth = 1.6;
  context.strokeStyle = colour;
  context.stroke();
}

/** The axis of steps below the last chart. */
function paintSteps(context, theme, axis, top, recording) {
  context.strokeStyle = theme.axis;
  context.lineWidth = 1;
  for (const tick of niceTicks(0, axis.steps, axis.span > 260 ? 4 : 3)) {
    if (tick !== Math.round(tick)) continue;
    const x = axis.x(tick);
    line(context, x, top - 5, x, top - 1);
    write(context, theme, integer(tick), x, top + 12, { align: "center" });
  }
  write(context, theme, "step", axis.left, top + 27, { size: 12 });
  const epoch = `${plural(recording.header.batches_per_epoch, "step")} = 1 epoch`;
  write(context, theme, epoch, axis.end, top + 27, { size: 12, align: "right" });
}
