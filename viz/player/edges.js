// The weights as lines: width by size, a dash for a negative sign, faint where the path leads through a dead unit.

const MOST_EDGES = 144; // between two layers, fewer in a deep network; beyond it only the largest weights are drawn
const ALL_EDGES = 480;
const EDGES_A_PIXEL = 2.6; // more in a narrow gap would be one dark mass
const THINNEST = 0.5;
const THICKEST = 3.1;
const WIDTH_CLASSES = 6;

/** How near a pointer must come to a line, in pixels: a finger is no needle. */
const edgeReach = () => (window.matchMedia("(pointer: coarse)").matches ? 14 : 6);

/** How many lines each of `gaps` gaps between layers may hold, `width` pixels wide. */
const edgeAllowance = (gaps, width) =>
  Math.round(Math.max(16, Math.min(MOST_EDGES, ALL_EDGES / gaps, width * EDGES_A_PIXEL)));

/** The size at or above which about `most` of the values lie. */
function sizeThreshold(values, most, largest) {
  const bins = new Uint32Array(256);
  for (const v of values) bins[Math.min(255, Math.floor((Math.abs(v) / largest) * 255))]++;
  let seen = 0;
  for (let b = 255; b >= 0; b--) {
    seen += bins[b];
    if (seen > most) return ((b + 1) / 255) * largest;
  }
  return 0;
}

/**
 * The lines between two neighbouring columns at one frame, at most `most`: [{i, j, w, k, faint}], k the class of width.
 * `weights` is flat (from, to); `deadFrom`, `deadTo` say which units are dead.
 */
function chooseEdges(weights, from, to, deadFrom, deadTo, most) {
  let largest = 0;
  for (const w of weights) if (Math.abs(w) > largest && Number.isFinite(w)) largest = Math.abs(w);
  const lines = [];
  if (largest === 0) return lines;
  const least = weights.length > most ? sizeThreshold(weights, most, largest) : 0;
  for (let i = 0; i < from; i++) {
    for (let j = 0; j < to; j++) {
      const w = weights[i * to + j];
      const size = Math.abs(w);
      if (size < least || !(size > 0)) continue;
      const k = Math.min(
        WIDTH_CLASSES - 1,
        Math.floor(((size - least) / Math.max(largest - least, 1e-30)) * WIDTH_CLASSES),
      );
      lines.push({ i, j, w, k, faint: Boolean(deadFrom?.(i) || deadTo?.(j)) });
    }
  }
  return lines;
}

/** Start and end of the line from tile i of `left` to tile j of `right`; in a block it ends at the block's side. */
function edgeEnds(left, right, i, j) {
  const half = left.side / 2;
  return [left.x + left.width, left.tiles[i].y + half, right.x, right.tiles[j].y + right.side / 2];
}

/** Draws all lines of one gap, grouped by style, so that there are at most 2 × 2 × WIDTH_CLASSES strokes. */
function drawEdges(context, theme, left, right, lines) {
  const groups = new Map();
  for (const edge of lines) {
    const key = (edge.faint ? 0 : 100) + edge.k * 2 + (edge.w < 0 ? 1 : 0);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(edge);
  }
  context.strokeStyle = theme.output;
  for (const key of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(key);
    const { k, faint, w } = group[0];
    context.lineWidth = THINNEST + ((k + 0.5) / WIDTH_CLASSES) * (THICKEST - THINNEST);
    context.globalAlpha = faint ? 0.16 : 0.32 + 0.6 * (k / (WIDTH_CLASSES - 1));
    context.setLineDash(w < 0 ? [Math.max(2.4, context.lineWidth * 1.4), Math.max(2, context.lineWidth * 1.1)] : []);
    context.beginPath();
    for (const edge of group) {
      const [x1, y1, x2, y2] = edgeEnds(left, right, edge.i, edge.j);
      const middle = (x1 + x2) / 2;
      context.moveTo(x1, y1);
      context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    }
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The edge nearest to (x, y), at most `reach` pixels away: its height at x is that of the drawn curve. */
function nearestEdge(left, right, lines, x, y, reach) {
  let found = null;
  let best = reach;
  for (const edge of lines) {
    const [x1, y1, x2, y2] = edgeEnds(left, right, edge.i, edge.j);
    if (x <= x1 || x >= x2) continue;
    const share = solveEase((x - x1) / (x2 - x1));
    const height = y1 + (y2 - y1) * (3 * share ** 2 - 2 * share ** 3);
    const distance = Math.abs(height - y);
    if (distance < best) [found, best] = [edge, distance];
  }
  return found;
}

/** The parameter s at which the curve with control points at half width has gone `share` of the way across. */
function solveEase(share) {
  let [low, high] = [0, 1];
  for (let n = 0; n < 20; n++) {
    const s = (low + high) / 2;
    const across = 1.5 * s * (1 - s) ** 2 + 1.5 * s ** 2 * (1 - s) + s ** 3;
    if (across < share) low = s;
    else high = s;
  }
  return (low + high) / 2;
}

/** The line under the pointer, drawn strong over all others. */
class EdgeMark {
  constructor(canvas) {
    const layer = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    layer.classList.add("edge-mark");
    this.path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    layer.append(this.path);
    canvas.after(layer);
    canvas.addEventListener("pointerleave", () => this.clear());
  }

  show([x1, y1, x2, y2], negative) {
    const middle = (x1 + x2) / 2;
    this.path.setAttribute("d", `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
    this.path.setAttribute("stroke-dasharray", negative ? "5 4" : "none");
  }

  clear() {
    this.path.removeAttribute("d");
  }
}
