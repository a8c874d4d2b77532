// The stage of a race: cards, charts, lineage, track and tooltip; built for lanes, a size and a theme, drawn per step.

const CARD_GAP = 22;
const NARROW_GAP = 12;
const TALLEST_BOARD = 350;
const VERDICT_LENGTH = 1500; // pixels that a long verdict takes on one line
const LEAST_BOARD = 196; // cards in one row are at least as wide, else they take two

/** Widths and heights of all panels in a race of `count` lanes, `width` pixels wide. */
function arrangeRace(width, count) {
  const mode = width >= WIDE ? "wide" : width >= NARROW ? "medium" : "narrow";
  const share = count === 3 ? 0.6 : 0.54;
  const now = mode === "wide" ? Math.min(760, Math.round((width - COLUMN_GAP) * share)) : width;
  const run = mode === "wide" ? width - COLUMN_GAP - now : width;
  const gap = mode === "narrow" ? NARROW_GAP : CARD_GAP;
  let columns = Math.max(1, count);
  const wideEnough = () => (now - gap * (columns - 1)) / columns >= LEAST_BOARD;
  if (mode === "narrow" || (mode === "wide" && count === 4) || (mode === "medium" && !wideEnough())) columns = 2;
  if (count === 1) columns = 1;
  const card = Math.floor((now - gap * (columns - 1)) / columns);
  const roomy = mode === "wide";
  return {
    ...{ mode, now, run, gap, columns, card, board: Math.min(card, TALLEST_BOARD) },
    // Two rows of cards are so tall that the charts beside them may be, too.
    ...(mode === "wide" && columns < count
      ? { loss: 290, score: 180, dead: 140 }
      : { loss: roomy ? 190 : 160, score: roomy ? 118 : 104, dead: roomy ? 96 : 88 }),
  };
}

class RaceStage {
  /** `seek(frame)` is called when a pointer scrubs; `acts`: what the cards' buttons do. */
  constructor(root, seek, acts) {
    this.root = root;
    this.acts = acts;
    this.scene = null;
    this.width = 0;
    this.cards = [];
    this.find = (selector) => root.querySelector(selector);
    const on = (name) => [this.find(`[data-panel="${name}"]`), this.find(`[data-panel="${name}"]`).nextElementSibling];
    this.charts = {
      lineage: new Lineage(...on("lineage")),
      loss: new LaneCurves(...on("loss"), "loss"),
      score: new LaneCurves(...on("score"), "score"),
      dead: new LaneCurves(...on("dead"), "dead"),
    };
    this.track = new Track(this.find(".track"), seek);
    this.hover = new Hover(root);
    this.hover.watch(this.track.element, (x) => this.scene && this.track.probe(x));
    this.views = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const card = this.cards.find(({ canvas }) => canvas === target);
        if (card) card.visible = isIntersecting;
      }
    });
    for (const panel of Object.values(this.charts)) {
      this.hover.watch(panel.canvas, (x, y) => this.scene && panel.probe(x, y));
      panel.scrubWith(seek);
    }
  }

  get resized() {
    const width = Math.floor(this.root.clientWidth);
    return width > 0 && (width !== this.width || pixelRatio() !== this.ratio);
  }

  get recoloured() {
    const theme = readTheme(this.root);
    return !this.scene || theme.name !== this.scene.theme.name || theme.background !== this.scene.theme.background;
  }

  /** Everything that depends on lanes, size, theme or scale, but not on the step; false while there is no room. */
  build(lanes, lead, log, able) {
    const { root, charts } = this;
    this.width = Math.floor(root.clientWidth);
    this.ratio = pixelRatio();
    if (!this.width) return false;
    const sizes = arrangeRace(this.width, lanes.length);
    root.dataset.grid = sizes.mode;
    root.dataset.frames = String(lead.recording.frames);
    root.dataset.complete = String(lanes.every((lane) => lane.complete));
    root.dataset.lanes = String(lanes.length);
    root.classList.toggle("changed", lanes.some(({ changed }) => changed));
    const header = document.querySelector('[data-testid="stHeader"]');
    const lengths = { now: sizes.now, run: sizes.run, card: sizes.card, "card-gap": sizes.gap };
    for (const [name, pixels] of Object.entries({ ...lengths, "sticky-top": header?.offsetHeight ?? 0 })) {
      root.style.setProperty(`--${name}`, `${pixels}px`);
    }
    root.style.setProperty("--columns", String(sizes.columns));
    // The verdict comes when all lanes are there: what stands below it must not move then.
    root.style.setProperty("--reading-lines", String(Math.max(2, Math.min(5, Math.ceil(VERDICT_LENGTH / sizes.now)))));
    const end = Math.max(...lanes.map(({ recording }) => (recording ? recording.axisEnd : 1)));
    const axis = new StepAxis(sizes.run, sizes.mode === "narrow", end);
    const theme = readTheme(root);
    this.scene = { recording: lead.recording, lanes, lead, events: [], forks: [], theme, log, axis };
    this.placeCards(lanes);
    this.cards.forEach((card, k) => card.prepare(this.scene, lanes[k], sizes.card, sizes.board, able));
    charts.lineage.prepare(this.scene, sizes.run);
    charts.loss.prepare(this.scene, sizes.run, { height: sizes.loss });
    charts.score.prepare(this.scene, sizes.run, { height: sizes.score });
    charts.dead.prepare(this.scene, sizes.run, { height: sizes.dead, foot: 30 });
    this.track.prepare(this.scene);
    this.describe();
    this.placeCursor(sizes.mode);
    return true;
  }

  /** As many cards as lanes: those that stand there stay, so that the focus does. */
  placeCards(lanes) {
    if (this.cards.length === lanes.length) return;
    for (const { canvas } of this.cards) this.views.unobserve(canvas);
    this.cards = lanes.map((lane) => new LaneCard(lane, this.acts));
    this.find(".lanes").replaceChildren(...this.cards.map(({ element }) => element));
    for (const card of this.cards) {
      this.hover.watch(card.canvas, (x, y) => this.scene && card.probe(x, y));
      this.views.observe(card.canvas);
    }
  }

  /** Titles and keys; what the lanes have in common is said once, from the first that has arrived. */
  describe() {
    const { lanes, log, lead } = this.scene;
    const arrived = lanes.filter((lane) => lane.recording);
    const losses = [...new Set(arrived.map(({ recording }) => recording.header.loss_label.toLowerCase()))];
    setText(this.find(".loss .sub"), losses.join(" or "));
    this.find('[data-action="log"]').setAttribute("aria-pressed", String(log));
    this.find(".test-key").hidden = !arrived.some((lane) => lane.hasTest);
    setText(this.find(".score h3"), this.charts.score.name);
    setText(this.find(".score .sub"), this.charts.score.accuracy ? "%" : "1 is perfect, 0 predicts the mean");
    setText(this.find(".dead .sub"), "active on no training sample");
    this.find(".dead").hidden = arrived.every((lane) => !lane.units);
    const { recording } = lead;
    const { theme } = this.scene;
    const ends = boundaryScale({ recording, theme });
    const gradient = ends && `<i style="background:${ends.gradient}"></i>`;
    const scale = ends ? `<span class="scale">${ends.low}${gradient}${ends.high}</span>` : "";
    const title = recording.projected ? `<span>${safe(boundaryTitle({ recording }))}</span>` : "";
    this.find(".lanes-legend").innerHTML = title + boundaryLegend({ recording, theme }) + scale;
  }

  /** The cursor's line begins at the thumb where the track stands right over the charts, else at the first chart. */
  placeCursor(mode) {
    const run = this.find(".run").getBoundingClientRect();
    const thumb = this.track.element.getBoundingClientRect();
    const top = mode === "wide" ? (thumb.top + thumb.bottom) / 2 - run.top : 0;
    this.find(".cursor").style.top = `${top}px`;
    const foot = this.find(".dead").hidden ? 0 : 42;
    for (const name of [".cursor", ".hover-line"]) this.find(name).style.bottom = `${foot}px`;
  }

  /** Draws frame `t` of the leading lane, and every other lane at its step. */
  draw(t, playing) {
    const { scene } = this;
    const step = scene.recording.steps[t];
    for (const card of this.cards) card.draw(step, playing);
    for (const chart of Object.values(this.charts)) chart.draw(t);
    this.track.draw(t);
    this.find(".cursor").style.transform = `translateX(${scene.axis.x(step)}px)`;
    this.hover.refresh();
  }

  /** All lanes at a step in words. */
  read(step) {
    return `Step ${integer(step)}. ${this.cards.map((card) => card.read(step)).join(" ")}`;
  }

  destroy() {
    this.views.disconnect();
  }
}
