// The lives of units: born dead, died, revived, read from the share of training samples each is active on.

/**
 * One entry per hidden layer:
 *   dead (T, H) 0/1, count (T,) dead units, since (T, H) frame since when a unit is dead or -1,
 *   units: per unit its events [{kind: "born" | "died" | "revived", frame}] in order.
 */
function readLives(recording) {
  return recording.hidden.map((layer, l) => {
    const T = recording.frames;
    const H = layer.units;
    const active = recording.series(`active_fraction.${l}`);
    const dead = new Uint8Array(T * H);
    const count = new Int32Array(T);
    const since = new Int32Array(T * H).fill(-1);
    const units = Array.from({ length: H }, () => []);
    for (let t = 0; t < T; t++) {
      for (let u = 0; u < H; u++) {
        const i = t * H + u;
        dead[i] = active[i] === 0 ? 1 : 0;
        const before = t > 0 ? dead[i - H] : 0;
        if (dead[i]) {
          count[t]++;
          since[i] = before ? since[i - H] : t;
          if (!before) units[u].push({ kind: t === 0 ? "born" : "died", frame: t });
        } else if (before) {
          units[u].push({ kind: "revived", frame: t });
        }
      }
    }
    return { units, dead, count, since, size: H };
  });
}

/** Every event of the run, in order of frames: [{layer, unit, kind, frame}]. */
function allEvents(lives) {
  const events = lives.flatMap((life, layer) =>
    life.units.flatMap((list, unit) => list.map((event) => ({ layer, unit, ...event }))),
  );
  return events.sort((a, b) => a.frame - b.frame || a.layer - b.layer || a.unit - b.unit);
}
