// How a run ended before its planned steps, in words.

const STOP_WORDS = {
  overflow: "overflow",
  target_loss: "target loss reached",
  target_score: "target score reached",
  plateau: "no more progress",
  dead: "a layer is dead",
  time: "out of time",
};

const TRAIN_ON_WORDS = {
  overflow: "This run overflowed: there is nothing to train on from",
  time: "This run ran out of time: give it more seconds to train on",
  dead: "This run ended because a layer is dead: take that condition away to train on",
};

/** "overflow", "plateau", … or null for a run that went all its way. */
function stopKind({ header: { stopped } }) {
  return stopped ? (stopped.kind ?? "overflow") : null;
}

/** The reason in a few words, "" for a run that went all its way. */
const stopWords = (recording) => STOP_WORDS[stopKind(recording)] ?? (stopKind(recording) ? "ended" : "");

/** Whether the learning rate depends on how many steps the run has, so that a longer one does not begin like it. */
const annealed = ({ header: { spec } }) =>
  spec?.schedule === "cosine" || (spec?.earlier ?? []).some((stage) => stage.includes("schedule=cosine"));

/** Whether a longer run would go on from where this one ended. */
const trainsOn = (recording) => recording.header.complete && !recording.header.stopped && !annealed(recording);

/** Why "Train on" can't be pressed, or what it does. */
function trainOnTitle(recording) {
  const kind = stopKind(recording);
  if (kind === null)
    return annealed(recording)
      ? "The cosine schedule has brought the learning rate to 0: with more steps this is another run, from the start"
      : "Train as many steps again";
  return TRAIN_ON_WORDS[kind] ?? `This run ended by its own condition (${stopWords(recording)}): change that to train on`;
}

/** What stopped the run, without the "Stopped at step …" that a sentence begins with anyway, as HTML. */
function stopReason({ header: { stopped } }) {
  const message = stopped.message.replace(/^(Stopped|Ended) at step [\d,\u00a0]+:\s*/, "");
  return safe(/[.!?]$/.test(message) ? message : `${message}.`);
}

/** The sentence of the last frame of a run that ended early: `text` is what that frame shows. */
function readStop(recording, step, text) {
  const { stopped } = recording.header;
  const lead = `<b>Stopped at step ${integer(stopped.step)}:</b> ${stopReason(recording)}`;
  if (stopKind(recording) === "overflow") return `${lead} At step ${integer(step)}, the last before it, ${text}`;
  return `${lead} At this step ${text}`;
}
