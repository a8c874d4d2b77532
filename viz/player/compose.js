// The composition: the whole player as one canvas, its panels and its words, each where it stands on the page.

const LEFT_OUT = "button:not(.open), .actions, .speeds, .spoken, .hover-line, .tooltip, .failure, .saving, .foot, .hint";
const ICON_VARIABLE = /var\((--[\w-]+)\)/g;

class Composition {
  /**
   * `most`: pixels that the canvas has at most; none is finer than two to a CSS pixel. `tallest`: its height in widths,
   * of which a phone's long page can have many; what lies below is left out.
   */
  constructor(root, most, tallest = Infinity) {
    this.root = root;
    const { width, height } = root.getBoundingClientRect();
    this.margin = 16;
    const wide = width + 2 * this.margin;
    const high = Math.min(height + 2 * this.margin, wide * tallest);
    this.ratio = Math.min(2, Math.sqrt(most / (wide * high)));
    this.canvas = document.createElement("canvas");
    // An even number of each: video halves the colours' resolution.
    this.canvas.width = 2 * Math.ceil((wide * this.ratio) / 2);
    this.canvas.height = 2 * Math.ceil((high * this.ratio) / 2);
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.icons = new Map();
  }

  /** Icons are drawings that load; resolves when they have. */
  async load() {
    const icons = [...this.root.querySelectorAll("svg.icon")];
    await Promise.all(icons.map((icon) => this.icon(icon).decode().catch(() => {})));
  }

  icon(svg) {
    const style = getComputedStyle(svg);
    const markup = new XMLSerializer().serializeToString(svg);
    const text = markup
      .replace(ICON_VARIABLE, (_, name) => style.getPropertyValue(name))
      .replaceAll("currentColor", style.color);
    if (!this.icons.has(text)) {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
      this.icons.set(text, image);
    }
    return this.icons.get(text);
  }

  /** Draws what is on the page now. */
  draw() {
    const { context, ratio, root, margin } = this;
    const { left, top } = root.getBoundingClientRect();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = readTheme(root).background;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(ratio, 0, 0, ratio, (margin - left) * ratio, (margin - top) * ratio);
    for (const child of root.children) this.paint(child);
    const cursor = root.querySelector(".cursor");
    if (cursor) this.paintBox(cursor, getComputedStyle(cursor)); // above the charts
  }

  paint(element) {
    if (element.matches(LEFT_OUT) || !element.checkVisibility()) return;
    const { context } = this;
    const box = element.getBoundingClientRect();
    if (element instanceof HTMLCanvasElement) {
      if (element.width && box.width) context.drawImage(element, box.left, box.top, box.width, box.height);
      return;
    }
    if (element instanceof SVGElement) {
      const image = this.icon(element);
      if (image.complete && image.naturalWidth) context.drawImage(image, box.left, box.top, box.width, box.height);
      return;
    }
    const style = getComputedStyle(element);
    context.save();
    context.globalAlpha *= Number(style.opacity);
    this.paintBox(element, style);
    if (style.overflowX !== "visible") {
      context.beginPath();
      context.rect(box.left, box.top, box.width, box.height);
      context.clip();
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.paintText(child, style);
      else if (child.nodeType === Node.ELEMENT_NODE) this.paint(child);
    }
    context.restore();
  }

  /** Ground and borders. */
  paintBox(element, style) {
    const { context } = this;
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    context.fillStyle = gradientOf(context, style.backgroundImage, left, right) ?? style.backgroundColor;
    context.beginPath();
    if (style.borderRadius === "50%") context.ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 0, 0, 7);
    else context.rect(left, top, width, height);
    context.fill();
    for (const [side, x1, y1, x2, y2] of [
      ["Top", left, top, right, top],
      ["Bottom", left, bottom, right, bottom],
      ["Left", left, top, left, bottom],
      ["Right", right, top, right, bottom],
    ]) {
      const thickness = parseFloat(style[`border${side}Width`]);
      if (!thickness || (x1 === x2 && y1 === y2)) continue;
      context.lineWidth = thickness;
      context.strokeStyle = style[`border${side}Color`];
      context.setLineDash(style[`border${side}Style`] === "dashed" ? [4, 3] : []);
      line(context, x1, y1, x2, y2);
      context.setLineDash([]);
    }
  }

  /** Words, line by line as the page has broken them. */
  paintText(node, style) {
    if (!node.data.trim()) return;
    const { context } = this;
    context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textAlign = "left";
    const range = document.createRange();
    for (const { text, box } of linesOf(node, range)) {
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText(text);
      context.fillText(text, box.left, box.top + (box.height - ascent - descent) / 2 + ascent);
    }
  }
}

/** The lines of a text on the page: {text, box}; words that stand at the same height are of one line. */
function linesOf(node, range) {
  range.setStart(node, node.data.search(/\S/));
  range.setEnd(node, node.data.trimEnd().length);
  const whole = range.getClientRects();
  if (whole.length === 1) return [{ text: node.data.trim().replace(/\s+/g, " "), box: whole[0] }];
  const lines = [];
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - box.top) < 2) last.text += ` ${word}`;
    else lines.push({ text: word, box });
  }
  return lines;
}

/** A linear gradient of CSS, as from left to right, or null where there is none. */
function gradientOf(context, image, left, right) {
  if (!image.startsWith("linear-gradient")) return null;
  const stops = [...image.matchAll(/(rgba?\([^)]*\))\s*([\d.]+%)?/g)];
  const gradient = context.createLinearGradient(left, 0, right, 0);
  stops.forEach(([, colour, at], k) => {
    const share = at ? parseFloat(at) / 100 : k / Math.max(1, stops.length - 1);
    gradient.addColorStop(Math.min(1, Math.max(0, share)), colour);
  });
  return gradient;
}
