// The keys beside and below the panels, in words and small drawings.

const icon = (width, body) =>
  `<svg class="icon" width="${width}" height="14" viewBox="0 0 ${width} 14" aria-hidden="true">${body}</svg>`;

/** Hatching on the ground of a dead unit, `width` wide; the icon's edge cuts it off. */
function hatchIcon(width) {
  const lines = Array.from({ length: Math.ceil((width + 14) / 5) }, (_, k) => `M${k * 5 - 12} 14l14-14`).join("");
  return `<path d="M0 0h${width}v14H0z" fill="var(--hatch-ground)"/><path d="${lines}" stroke="var(--hatch)"/>`;
}

/** A data point's mark: filled for training, a ring for test. */
function pointIcon(colour, filled, c = 0) {
  const paint = filled ? `fill="${colour}"` : `fill="var(--background)" stroke="${colour}" stroke-width="1.5"`;
  return icon(10, symbolMarkup(c, 5, 7, filled ? 3.3 : 3, paint));
}

const stroke = (dash) =>
  icon(22, `<path d="M0 7h22" stroke="currentColor" stroke-width="2" ${dash ? 'stroke-dasharray="3 2.4"' : ""}/>`);

function boundaryLegend({ recording, theme }) {
  const { header, trainSize, testSize } = recording;
  if (recording.projected) return scatterLegend({ recording, theme });
  const multiclass = header.task === "multiclass";
  const surface = header.task === "regression" && recording.inputs === 2;
  const colours =
    recording.inputs === 1 ? [theme.hatch] : multiclass ? [theme.muted] : theme.marks.slice(0, 2).reverse();
  const marks = (filled) => colours.map((colour) => pointIcon(colour, filled)).join("");
  const items = multiclass
    ? header.class_names.map(
        (name, c) => `${pointIcon(theme.marks[c % theme.marks.length], true, c)} ${safe(name)}`,
      )
    : [];
  items.push(`${marks(true)} train ${integer(trainSize)}`);
  if (testSize) items.push(`${marks(false)} test ${integer(testSize)}`);
  if (recording.inputs === 1) items.push(`${stroke(false)} output`);
  else if (!surface) items.push(`${stroke(false)} ${multiclass ? "border" : "p = ½"}`);
  return items.map((item) => `<span>${item}</span>`).join("");
}

/** Of a projection: the classes, the sets, and the ring of what is wrongly predicted. */
function scatterLegend({ recording, theme }) {
  const { header, trainSize, testSize } = recording;
  const values = header.task === "regression";
  const grey = values ? theme.hatch : theme.muted;
  const colour = (c) => theme.points[c % theme.points.length];
  const items = values
    ? [`${stroke(false)} predicted = true`]
    : header.class_names.map((name, c) => `${pointIcon(colour(c), true, c)} ${safe(name)}`);
  items.push(`${pointIcon(grey, true)} train ${integer(trainSize)}`);
  if (testSize) items.push(`${pointIcon(grey, false)} test ${integer(testSize)}`);
  const ring = '<circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" stroke-width="1.2"/>';
  if (!values) items.push(`${icon(14, ring)} wrongly predicted`);
  return items.map((item) => `<span>${item}</span>`).join("");
}

/** The title, and shorter ones for less room. */
function boundaryTitles({ recording }) {
  if (recording.projected) return scatterTitles(recording);
  if (recording.header.task !== "regression") return ["Decision boundary"];
  return [recording.inputs === 1 ? "Fitted curve" : "Fitted surface"];
}

function scatterTitles(recording) {
  return recording.header.task === "regression" ? ["Predicted against true"] : projectionTitles(recording);
}

function projectionTitles(recording) {
  const share = percent(explainedShare(recording));
  return [
    `PCA: first two components, ${share} of the variance`,
    `PCA: 2 components, ${share} of variance`,
    `PCA, ${share} of variance`,
  ];
}

/** Switches and scales of what is told of classes. */
function describeClasses(find, { recording, theme }, panels) {
  if (panels.confusion.present) {
    setText(find(".confusion .sub"), panels.confusion.set === "test" ? "test set" : "training set");
    const other = find('[data-action="confusion-set"]');
    other.hidden = !recording.testSize;
    other.setAttribute("aria-pressed", String(panels.confusion.set === "train"));
    find('[data-action="confusion-shares"]').setAttribute("aria-pressed", String(panels.confusion.shares));
  }
  if (panels.classmap.present) {
    const colour = layerColour(theme, recording.hidden[panels.classmap.layers[0]], panels.classmap.layers[0]);
    const gradient = `linear-gradient(90deg, ${theme.background}, ${css(mix(theme.background, colour, 0.9))})`;
    find(".class-map .scale").innerHTML =
      `<span>active on 0</span><i style="background:${gradient}"></i><span>100 % of a class</span>`;
  }
  if (panels.examples.present)
    setText(find(".examples .sub"), `${judgedSet(recording)} set; framed: taken for the class below`);
}

const boundaryTitle = (scene) => boundaryTitles(scene)[0];

/** The colour scale beside the title, {low, high, gradient}; null where colours are classes or nothing is coloured. */
function boundaryScale({ recording, theme }) {
  const { header } = recording;
  if (recording.projected || recording.inputs === 1 || header.task === "multiclass") return null;
  const ends = [theme.field[0], theme.field[128], theme.field[255]].map((packed) => css(channels(packed)));
  const gradient = `linear-gradient(90deg, ${ends.join(", ")})`;
  if (header.task === "binary") return { low: "p = 0", high: "1", gradient };
  const [low, high] = outputRange(recording);
  return { low: `${safe(header.target_name)} = ${significant(low, 2)}`, high: significant(high, 2), gradient };
}

function networkLegend({ recording, theme }) {
  const [colour] = theme.layers;
  const square = (fill, rest) => `<rect x="1" y="1" width="12" height="12" fill="${fill}" ${rest}/>`;
  const soft = square(css(mix(theme.background, colour, 0.4)), "");
  const border = square("none", `stroke="${colour}" stroke-width="2"`);
  const dashed = square("none", 'stroke="var(--hatch)" stroke-dasharray="3 2"');
  const corner = '<path d="M0 4v10h10z" fill="var(--hatch-ground)"/>';
  const cornerLines = '<path d="M1 13l6-6M1 9l3-3M6 13l2-2" stroke="var(--hatch)"/>';
  const items = [`${stroke(false)} w &gt; 0`, `${stroke(true)} w &lt; 0`];
  if (recording.projected) items.push(`${icon(14, square("var(--text)", 'opacity=".75"'))} input with large weights`);
  if (recording.projected && recording.images) items.push("units of layer 1: their weights, pixel by pixel");
  const history = recording.hidden.length ? "a unit: its history, " : "";
  const hint = `<span class="hint">click ${history}an output: its weights</span>`;
  if (recording.hidden.length) {
    items.unshift(
      `${icon(14, soft + border)} alive`,
      `${icon(14, soft + corner + cornerLines + border)} saturated, flat on ≥ 90 %`,
      `${icon(14, hatchIcon(14) + dashed)} dead`,
    );
  }
  return items.map((item) => `<span>${item}</span>`).join("") + hint;
}

const OUTLINE = 'fill="none" stroke="currentColor" stroke-linejoin="round"';

const EVENT_ITEMS = [
  `${icon(8, '<path d="M1 4h6v6H1z" fill="currentColor"/>')} born dead`,
  `${icon(10, '<path d="M1 4h8l-4 7z" fill="currentColor"/>')} died`,
  `${icon(11, `<path d="M5.5 3 10 10.5H1z" stroke-width="1.4" ${OUTLINE}/>`)} revived`,
  `${icon(
    22,
    `<rect x=".7" y="1.2" width="20.6" height="11.6" rx="5.8" stroke-width="1.2" ${OUTLINE}/>
     <text x="11" y="10.5" font-size="9.5" font-weight="600" text-anchor="middle" fill="currentColor">3×</text>`,
  )} changes close together`,
];

/** `marked`: some rows carry marks; `kinked`: every unit is either flat or active, so that both shares are one. */
function unitsLegend({ theme }, marked, kinked) {
  const [colour] = theme.layers;
  const ends = [0.14, 0.82].map((share) => css(mix(theme.background, colour, share)));
  const measure = kinked ? "active" : "not flat";
  const items = [
    ...(marked ? EVENT_ITEMS : []),
    `${icon(26, hatchIcon(26))} dead`,
    `<i class="ramp" style="background:linear-gradient(90deg, ${ends})"></i> ${measure} on 0–100 %`,
  ];
  return items.map((item) => `<span>${item}</span>`).join("");
}

/** "rate 0.1", "rate 0.1 cosine", "rate 0.1 after 100 steps of warm-up". */
function rateInWords({ learning_rate: rate, schedule, warmup }) {
  const shape = { step: " in steps", cosine: " cosine" }[schedule] ?? "";
  const rise = warmup ? ` after ${plural(warmup, "step")} of warm-up` : "";
  return `rate ${plain(rate)}${shape}${rise}`;
}

/** What is being played, in one line: data, network, training. */
function summary({ recording }) {
  const { header, trainSize, testSize } = recording;
  const { spec = {} } = header;
  const sizes = [recording.networkInputs, ...recording.layers.map((layer) => layer.units)].join("–");
  const activations = [...new Set(recording.hidden.map((layer) => layer.activation_label))];
  const data = `${header.dataset}, ${integer(trainSize)} train${testSize ? ` and ${integer(testSize)} test` : ""}`;
  const dense =
    activations.length > 2 ? `${sizes} with ${activations.length} activations` : [sizes, ...activations].join(" ");
  const around = [header.normalisation_label?.toLowerCase(), header.skips ? "residual" : ""];
  const network = [dense, ...around].filter(Boolean).join(", ");
  const training = [];
  if (spec.optimiser) training.push(header.optimiser_label ?? spec.optimiser);
  if (spec.learning_rate !== undefined) training.push(rateInWords(spec));
  if (spec.batch_size !== undefined) training.push(`batch ${plain(spec.batch_size)}`);
  const parts = [data, network, training.join(", ")];
  if (spec.seed !== undefined) parts.push(`seed ${plain(spec.seed)}`);
  return parts.filter(Boolean).join(" · ");
}

/** Titles, keys and accessible names. */
function describePanels(find, scene, panels) {
  const { recording, theme } = scene;
  const { header } = recording;
  setText(find(".summary"), summary(scene));
  const title = find(".boundary h3");
  const [whole, ...shorter] = boundaryTitles(scene);
  setText(title, whole);
  title.title = shorter.length ? whole : "";
  for (const text of shorter) if (title.scrollWidth > panels.boundary.width) setText(title, text);
  find('[data-panel="boundary"]').setAttribute("aria-label", `${whole} over ${header.dataset}`);
  find(".boundary .legend").innerHTML = boundaryLegend(scene);
  find(".network .legend").innerHTML = networkLegend(scene);
  const kinked = recording.hidden.every((_, l) => {
    const flat = recording.series(`saturated_fraction.${l}`);
    return recording.series(`active_fraction.${l}`).every((share, i) => Math.abs(share + flat[i] - 1) < 1e-6);
  });
  find(".units .legend").innerHTML = recording.hidden.length ? unitsLegend(scene, panels.units.marked, kinked) : "";
  find(".units").hidden = !recording.hidden.length;
  const ends = boundaryScale(scene);
  find(".boundary .scale").innerHTML = ends
    ? `<span>${ends.low}</span><i style="background:${ends.gradient}"></i><span>${ends.high}</span>`
    : "";
  describeClasses(find, scene, panels);
  describeTargets(find, scene, panels.targets);
  setText(find(".loss .sub"), header.loss_label.toLowerCase());
  find('[data-action="log"]').setAttribute("aria-pressed", String(scene.log));
  find(".test-key").hidden = !recording.testSize;
  const accuracy = header.score === "accuracy";
  setText(find(".score h3"), accuracy ? "Accuracy" : "R²");
  setText(find(".score .sub"), accuracy ? "%" : "1 is perfect, 0 predicts the mean");
  const [low, high] = panels.norms.range.map((v) => significant(10 ** v, 1));
  const gradient = `linear-gradient(90deg, ${theme.well}, ${theme.text})`;
  find(".norms .scale").innerHTML = `<span>${low}</span><i style="background:${gradient}"></i><span>${high}</span>`;
  const onward = find('[data-action="train-on"]');
  onward.disabled = !trainsOn(recording);
  onward.title = trainOnTitle(recording);
}
