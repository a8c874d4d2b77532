// What the histogram cells share: where they stand, the stack that is set apart on the left, baselines.

const STACK = 14; // width of what is set apart: the dead, the exact zeros
const STACK_GAP = 10;

/** A cell's plot below its head line; `left` is where the histogram begins beside the stack. */
function cellParts(box) {
  const head = 15;
  return {
    x: box.x,
    width: box.width,
    top: box.y + head,
    height: box.height - head,
    bottom: box.y + box.height,
    left: box.x + STACK + STACK_GAP,
    right: box.x + box.width,
  };
}

function baseline(context, theme, x1, x2, y) {
  context.strokeStyle = theme.axis;
  context.lineWidth = 1;
  line(context, x1, Math.round(y) + 0.5, x2, Math.round(y) + 0.5);
}

/** The number at the head of a cell. */
function headline(context, theme, text, x, y, align = "left") {
  write(context, theme, text, x, y, { size: 12, weight: 600, colour: theme.text, align });
}
