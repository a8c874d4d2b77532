// Values predicted from more than two inputs: the samples on the first two principal components, coloured by their targets.

const TEST_SHAPE = 2; // of class symbols: a diamond, for a ring of a pale colour could not be seen

class TargetsPanel extends ScatterPanel {
  arrange(scene, width, options) {
    const height = super.arrange(scene, width, options);
    const { recording, theme } = scene;
    this.values = false;
    this.place(recording.header.domain, ["PC 1", "PC 2"]);
    const [low, high] = outputRange(recording);
    const shades = ramp(theme.heat);
    this.colour = (target) => css(channels(shades[Math.round(Math.max(0, Math.min(1, (target - low) / (high - low))) * 255)]));
    return height;
  }

  paintPoint(context, target, x, y, filled) {
    const { theme } = this.scene;
    const shape = filled ? 0 : TEST_SHAPE;
    paintSymbol(context, theme, shape, x, y, this.radius, this.colour(target), true);
    traceSymbol(context, shape, x, y, this.radius);
    context.lineWidth = 0.75;
    context.strokeStyle = theme.muted;
    context.stroke();
  }

  /** The samples stand still; what is predicted for them the pointer tells. */
  paintFrame(context) {
    context.drawImage(this.over, 0, 0, this.width, this.height);
  }
}

/** Title and key of the panel. */
function describeTargets(find, { recording, theme }, panel) {
  if (!panel.present) return;
  const { header, trainSize, testSize } = recording;
  const title = find(".targets h3");
  const [whole, ...shorter] = projectionTitles(recording);
  setText(title, whole);
  title.title = whole;
  for (const text of shorter) if (title.scrollWidth > panel.width) setText(title, text);
  panel.canvas.setAttribute("aria-label", `${whole}, samples of ${header.dataset} coloured by their ${header.target_name}`);
  const [low, high] = outputRange(recording).map((value) => significant(value, 2));
  const items = [
    `true ${safe(header.target_name)}: ${low} <i class="ramp" style="background:linear-gradient(90deg, ${theme.heat})"></i> ${high}`,
    `${pointIcon(theme.muted, true)} train ${integer(trainSize)}`,
  ];
  if (testSize) items.push(`${pointIcon(theme.muted, true, TEST_SHAPE)} test ${integer(testSize)}`);
  find(".targets .legend").innerHTML = items.map((item) => `<span>${item}</span>`).join("");
}
