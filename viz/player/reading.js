// The sentence at the top: what this frame shows, computed from its numbers.

const VANISHING = 1e-3; // first layer's gradient norm against the largest of the later ones
const EXPLODING = 1e3; // any gradient norm of at least this size
const STARVED = 0.25; // share of a layer's weights with a gradient of exactly 0 that is worth a sentence
const FALLEN = 0.05; // score lost since its best that is worth a sentence

const strong = (text) => `<b>${text}</b>`;
const lower = (layer) => (layer.hidden ? safe(layer.label).replace(/^Layer/, "layer") : "the output");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The reading of frame `t` as HTML. */
function readFrame(scene, t, waiting) {
  const { recording } = scene;
  const { stopped, planned_frames: planned } = recording.header;
  const step = recording.steps[t];
  const parts = [readUnits, readGradients, readScore, readRate].map((read) => read(scene, t)).filter(Boolean);
  const text = parts.join(" ");
  if (stopped && t === recording.frames - 1) return readStop(recording, step, text);
  const here = waiting ? ` Computing: ${integer(recording.frames)} of ${integer(planned)} frames are here.` : "";
  return `${strong(`Step ${integer(step)}${step === 0 ? ", before training" : ""}:`)} ${text}${here}`;
}

/** The dead and the saturated, layer by layer; the worst first said in full, the rest in short. */
function readUnits(scene, t) {
  const { recording, lives } = scene;
  if (!lives.length) return "no hidden layer, so this model is linear.";
  const withDead = lives.map((life, l) => ({ life, l, dead: life.count[t] })).filter(({ dead }) => dead > 0);
  const saturated = readSaturated(scene, t);
  if (!withDead.length)
    return (
      saturated || (lives.length === 1 && lives[0].size === 1 ? "the only unit is alive." : "every unit is alive.")
    );
  const whole = withDead.filter(({ life, dead }) => dead === life.size);
  if (whole.length) return readDeadLayers(scene, t, whole, withDead);
  const told = withDead.slice(0, 2).map((entry) => {
    const units = `${strong(`${entry.dead} of ${entry.life.size}`)} ${entry.life.size === 1 ? "unit" : "units"}`;
    return `${lower(recording.layers[entry.l])} has ${units} ${sinceWhen(scene, entry, t)}`;
  });
  const others = withDead.slice(2);
  if (others.length) {
    const rest = others.reduce((sum, { dead }) => sum + dead, 0);
    told.push(`${plural(others.length, "more layer")} ${others.length === 1 ? "has" : "have"} ${strong(rest)} dead`);
  }
  return `${told.join("; ")}.`;
}

/** "dead, all since step 430", "dead since step 430", "born dead", or "dead, the last since step 770". */
function sinceWhen({ recording }, { life, dead }, t) {
  const frames = [];
  for (let u = 0; u < life.size; u++) {
    const since = life.since[t * life.size + u];
    if (since >= 0) frames.push(since);
  }
  const first = Math.min(...frames);
  const last = Math.max(...frames);
  if (last === 0) return "born dead";
  const when = `since step ${integer(recording.steps[last])}`;
  if (dead === 1) return `dead ${when}`;
  return first === last ? `dead, all ${when}` : `dead, the last ${when}`;
}

function readDeadLayers({ recording, lives }, t, whole, withDead) {
  const complete = Math.max(
    ...whole.map(({ life }) => Math.max(...life.since.slice(t * life.size, (t + 1) * life.size))),
  );
  const when = complete === 0 ? "from the start" : `since step ${integer(recording.steps[complete])}`;
  let subject = `${strong(lower(recording.layers[whole[0].l]))} is dead, all ${whole[0].life.size} units`;
  if (whole.length === lives.length && lives.length > 1) {
    subject = `${strong("every unit of every hidden layer")} is dead`;
  } else if (whole.length > 1) {
    subject = `${sentenceList(whole.map(({ l }) => strong(lower(recording.layers[l]))))} are dead, every unit`;
  }
  const others = withDead.filter((entry) => !whole.includes(entry)).reduce((sum, { dead }) => sum + dead, 0);
  const more = others ? ` Elsewhere ${others} more ${others === 1 ? "unit is" : "units are"} dead.` : "";
  return `${subject}, ${when}: the output no longer depends on the input.${more}`;
}

/** Saturated units are told only where no unit is dead: a dead unit is flat everywhere, too. */
function readSaturated({ recording, lives }, t) {
  const told = [];
  lives.forEach((life, l) => {
    const shares = recording.at(`saturated_fraction.${l}`, t);
    let count = 0;
    for (const share of shares) if (share >= SATURATED_FROM) count++;
    if (count) told.push({ l, count, size: life.size });
  });
  if (!told.length) return "";
  const first = told
    .slice(0, 2)
    .map(({ l, count, size }) => `${lower(recording.layers[l])} has ${strong(`${count} of ${size}`)} saturated`);
  const rest = told.length > 2 ? `, ${plural(told.length - 2, "more layer")} some` : "";
  const meaning = `f′ flat on ${percent(SATURATED_FROM)} of the samples or more`;
  return `no unit is dead, but ${first.join("; ")}${rest} (${meaning}).`;
}

/** Exact zeros, vanishing or exploding gradients: the one that says most. */
function readGradients({ recording }, t) {
  const norms = recording.layers.map((_, l) => recording.series(`gradient_norm.${l}`)[t]);
  const broken = recording.layers.findIndex((_, l) => recording.series(`gradient_nonfinite.${l}`)[t] > 0);
  if (broken >= 0) return `Gradients of ${lower(recording.layers[broken])} are no longer finite.`;
  if (norms.every((norm) => norm === 0)) return `${strong("Every gradient is exactly 0")}: nothing learns.`;
  const stuck = recording.hidden.map((_, l) => l).filter((l) => norms[l] === 0);
  if (stuck.length) {
    const names = capital(sentenceList(stuck.map((l) => lower(recording.layers[l]))));
    return `${names} ${stuck.length === 1 ? "gets" : "get"} a gradient of exactly 0 and can’t learn.`;
  }
  const largest = norms.indexOf(Math.max(...norms));
  if (norms[largest] >= EXPLODING)
    return `The gradient of ${lower(recording.layers[largest])} explodes: norm ${significant(norms[largest], 2)}.`;
  if (largest > 0 && norms[0] < VANISHING * norms[largest]) {
    const times = norms[largest] / norms[0];
    const share = strong(times < 1e6 ? `1/${integer(Number(times.toPrecision(2)))}` : significant(1 / times, 2));
    const whose = largest === recording.layers.length - 1 ? "the output’s" : `layer ${largest + 1}’s`;
    return `The gradient vanishes on its way back: layer 1’s norm is ${share} of ${whose}.`;
  }
  let worst = null;
  recording.hidden.forEach((_, l) => {
    const histogram = recording.at(`gradient_histogram.${l}`, t);
    const share = histogram[0] / histogram.reduce((a, b) => a + b, 0);
    if (share >= STARVED && (!worst || share > worst.share)) worst = { l, share };
  });
  if (!worst) return "";
  if (worst.share === 1) return `Every weight of layer ${worst.l + 1} gets a gradient of exactly 0.`;
  return `${capital(shareInWords(worst.share))} of layer ${worst.l + 1}’s weights get a gradient of exactly 0.`;
}

function shareInWords(share) {
  if (Math.abs(share - 0.5) < 0.005) return "half";
  if (Math.abs(share - 0.25) < 0.005) return "a quarter";
  if (Math.abs(share - 0.75) < 0.005) return "three quarters";
  return percent(share);
}

/** The score now, and what it was at its best when that was clearly better. */
function readScore({ recording }, t) {
  const set = recording.testSize > 0 ? "test" : "train";
  const scores = recording.series(`${set}_score`);
  const now = scores[t];
  const name = `${set === "test" ? "Test" : "Training"} ${recording.header.score === "accuracy" ? "accuracy" : "R²"}`;
  if (!Number.isFinite(now)) return `${name} can’t be computed.`;
  let best = 0;
  for (let i = 0; i <= t; i++) if (scores[i] > scores[best]) best = i;
  const say = (score) => (recording.header.score === "accuracy" ? percent(score) : significant(score, 2));
  const before =
    scores[best] - now >= FALLEN ? `; it was ${say(scores[best])} at step ${integer(recording.steps[best])}` : "";
  return `${name} is ${strong(say(now))}${before}.`;
}

/** The learning rate, where a schedule or a fork makes it change over the run. */
function readRate({ recording: { rates } }, t) {
  return rates ? `The learning rate is ${strong(significant(rates[t], 2))}.` : "";
}
