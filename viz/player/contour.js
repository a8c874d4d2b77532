// Level lines of a grid by marching squares.

/**
 * Adds to the context's path the line where `values` (rows × columns, row 0 at the bottom) cross `level`,
 * in the box whose corners are the first and the last grid points.
 */
function traceContour(context, values, columns, rows, level, box) {
  const dx = box.width / (columns - 1);
  const dy = box.height / (rows - 1);
  for (let r = 0; r < rows - 1; r++) {
    for (let c = 0; c < columns - 1; c++) {
      const k = r * columns + c;
      const a = values[k] - level; // lower left
      const b = values[k + 1] - level; // lower right
      const d = values[k + columns] - level; // upper left
      const e = values[k + columns + 1] - level; // upper right
      const inside = (a > 0) + 2 * (b > 0) + 4 * (e > 0) + 8 * (d > 0);
      if (inside === 0 || inside === 15) continue;
      const x = box.x + c * dx;
      const y = box.y + box.height - r * dy;
      const bottom = [x + dx * (a / (a - b)), y];
      const right = [x + dx, y - dy * (b / (b - e))];
      const top = [x + dx * (d / (d - e)), y - dy];
      const left = [x, y - dy * (a / (a - d))];
      const centre = a + b + d + e > 0;
      const segments = CONTOUR_CASES[inside];
      const ends = { bottom, right, top, left };
      const chosen = inside === 5 || inside === 10 ? segments[centre ? 1 : 0] : segments;
      for (const [from, to] of chosen) {
        context.moveTo(ends[from][0], ends[from][1]);
        context.lineTo(ends[to][0], ends[to][1]);
      }
    }
  }
}

/** Edges joined for each set of corners inside; the two saddles have one answer for a low and one for a high centre. */
const CONTOUR_CASES = {
  1: [["left", "bottom"]],
  14: [["left", "bottom"]],
  2: [["bottom", "right"]],
  13: [["bottom", "right"]],
  4: [["right", "top"]],
  11: [["right", "top"]],
  8: [["top", "left"]],
  7: [["top", "left"]],
  3: [["left", "right"]],
  12: [["left", "right"]],
  6: [["bottom", "top"]],
  9: [["bottom", "top"]],
  5: [
    [
      ["left", "bottom"],
      ["right", "top"],
    ],
    [
      ["left", "top"],
      ["bottom", "right"],
    ],
  ],
  10: [
    [
      ["bottom", "right"],
      ["top", "left"],
    ],
    [
      ["left", "bottom"],
      ["right", "top"],
    ],
  ],
};
