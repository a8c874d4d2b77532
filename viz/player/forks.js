// Forks: the steps at which a run was gone on with differently, read from the texts of its earlier stages.

const ACTION_WORDS = [
  [/^redo$/, () => "dead units re-initialised"],
  [/^raise:(.+)$/, (by) => `biases of dead units raised by ${settingText(by)}`],
  [/^bias:(\d+)\.(\d+):(.+)$/, (l, u, v) => `layer ${l}, unit ${u}: bias set to ${settingText(v)}`],
  [
    /^weight:(\d+)\.(\d+)\.(\d+):(.+)$/,
    (l, u, i, v) => `layer ${l}, unit ${u}: weight of input ${i} set to ${settingText(v)}`,
  ],
];

/** A setting's value as a reader writes it: numbers short, lists joined, nothing as "none". */
function settingText(value) {
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  if (text === "") return "none";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? plain(Number(text)) : text;
}

function actionText(action) {
  for (const [pattern, words] of ACTION_WORDS) {
    const found = pattern.exec(action);
    if (found) return words(...found.slice(1));
  }
  return action;
}

/** "1200;learning_rate=1.5;do=redo" -> {until: 1200, settings: {learning_rate: "1.5"}, actions: ["redo"]}. */
function readPastStage(text) {
  const [until, ...parts] = text.split(";");
  const stage = { until: Number(until), settings: {}, actions: [] };
  for (const part of parts) {
    const [name, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
    if (name === "do") stage.actions = value.split("+");
    else stage.settings[name] = value;
  }
  return stage;
}

/** All forks of a run, oldest first: [{step, changes: ["learning rate 1.5 → 0.5", …]}]. */
function readForks({ spec }) {
  const stages = (spec?.earlier ?? []).map(readPastStage).filter(({ until }) => Number.isFinite(until));
  return stages.map((stage, k) => {
    const next = stages[k + 1]?.settings ?? {};
    // A stage names what was other than at the end; what only the next one names changes here, too.
    const names = [...new Set([...Object.keys(stage.settings), ...Object.keys(next)])];
    const changes = names
      .map((name) => [name, stage.settings[name] ?? spec[name], next[name] ?? spec[name]])
      .map(([name, ...values]) => [name, ...values.map(settingText)])
      .filter(([, from, to]) => from !== to)
      .map(([name, from, to]) => `${name.replaceAll("_", " ")} ${from} → ${to}`);
    return { step: stage.until, changes: [...stage.actions.map(actionText), ...changes] };
  });
}

/** Thin lines through all charts of the run where it was forked, labelled on the first of them. */
function markForks(run, forks, axis) {
  for (const old of run.querySelectorAll(".fork-line")) old.remove();
  let labelled = -Infinity;
  for (const { step } of forks) {
    if (step > axis.steps) continue;
    const mark = document.createElement("div");
    mark.className = "fork-line";
    mark.style.left = `${axis.x(step)}px`;
    mark.style.top = `${run.querySelector(".plot").offsetTop}px`;
    if (axis.x(step) - labelled > 30) {
      const label = document.createElement("span");
      label.textContent = "fork";
      label.classList.toggle("left", axis.x(step) > axis.end - 30);
      mark.append(label);
      labelled = axis.x(step);
    }
    run.append(mark);
  }
}
