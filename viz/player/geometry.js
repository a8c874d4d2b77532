// Where the tiles of the network stand: a column for each layer, or a block of columns when a layer is wide.

const TILE = 30;
const SMALLEST_TILE = 14;
const UNITS_IN_A_COLUMN = 16; // wider layers become a block
const NAME_MARGIN = 38; // room for names at the left of the inputs
const NAMED_INPUTS = 10;
const TWO_LINES = 28;
const NETWORK_HEAD = 24; // the line with the layers' names

/** Columns, rows and side of the tiles of one layer of `units` in a space of width × height pixels. */
function packTiles(units, width, height) {
  if (units <= UNITS_IN_A_COLUMN) {
    // Few tiles stand further apart, so that names fit between them and lines can be told apart.
    const pitch = Math.min(height / units, units <= 4 ? TILE * 2.4 : TILE * 1.14);
    return {
      columns: 1,
      rows: units,
      side: Math.max(3, Math.min(TILE, pitch - Math.max(1, pitch * 0.12), width)),
      pitch,
    };
  }
  let best = null;
  for (let columns = 1; columns <= units; columns++) {
    const rows = Math.ceil(units / columns);
    const pitch = Math.min(width / columns, height / rows, SMALLEST_TILE + 2);
    if (!best || pitch > best.pitch + 1e-9)
      best = { columns, rows, side: Math.max(2, pitch - (pitch > 8 ? 2 : 1)), pitch };
  }
  return best;
}

/** Inputs, hidden layers and outputs, left to right: [{x, y, width, height, side, layer, tiles: [{x, y}]}]. */
function arrangeNetwork(recording, whole, height) {
  const sizes = [recording.networkInputs, ...recording.layers.map((layer) => layer.units)];
  const margin = inputNaming(recording) === "left" ? NAME_MARGIN : 0;
  const width = whole - margin;
  const space = width / sizes.length;
  const gap = Math.max(8, space * 0.42); // for the weights
  const wide = sizes.map((n) => n > UNITS_IN_A_COLUMN);
  // A block may take the room that the narrow columns beside it don't need.
  const narrow = Math.max(SMALLEST_TILE, Math.min(TILE, space - gap));
  const spare = width - gap * (sizes.length - 1) - narrow * wide.filter((w) => !w).length;
  const blockWidth = Math.min(150, spare / Math.max(1, wide.filter(Boolean).length));
  const packs = sizes.map((n, i) => packTiles(n, wide[i] ? blockWidth : narrow, height));
  if (recording.images) packs[0] = packImage(Math.min(blockWidth, height));
  // Names of two lines need room below the heading.
  const twoLines = inputNaming(recording) === "above" && recording.inputNames.some((name) => nameLines(name).length > 1);
  const lower = twoLines && sizes[0] === 4 ? TWO_LINES / 2 : 0;
  if (lower) packs[0] = packTiles(4, narrow, height - TWO_LINES);
  const widths = packs.map((pack) => (pack.columns - 1) * pack.pitch + pack.side);
  const free = (width - widths.reduce((a, b) => a + b, 0)) / Math.max(1, sizes.length - 1);
  let x = margin;
  return packs.map((pack, i) => {
    const boxHeight = (pack.rows - 1) * pack.pitch + pack.side;
    const top = NETWORK_HEAD + (height - boxHeight) / 2 + (i === 0 ? lower : 0);
    const tiles = Array.from({ length: sizes[i] }, (_, u) => {
      // The pixels of an image stand row by row, all else column by column.
      const [column, row] = pack.byRows
        ? [u % pack.columns, Math.floor(u / pack.columns)]
        : [Math.floor(u / pack.rows), u % pack.rows];
      return { x: x + column * pack.pitch, y: top + row * pack.pitch };
    });
    const box = { x, y: top, width: widths[i], height: boxHeight, side: pack.side, layer: i - 1, tiles };
    x += widths[i] + free;
    return box;
  });
}

/** An image of 8 × 8 pixels as a block `room` wide at most. */
function packImage(room) {
  const pitch = Math.min(11, room / 8);
  return { columns: 8, rows: 8, pitch, side: pitch - 1, byRows: true };
}

/** The words of an input's name, its unit left out: "petal length (SD)" stands in two lines. */
const nameLines = (name) => {
  const bare = name.replace(/ \(.*\)$/, "");
  return bare.length <= 6 ? [bare] : bare.split(" ");
};

/** Where the inputs' names stand: "above" their tiles, "left" of them, or "none": many are told by the pointer only. */
function inputNaming(recording) {
  const { inputNames: names } = recording;
  if (names.length <= 4) return names.every((name) => nameLines(name).length <= 2) ? "above" : "none";
  return names.length <= NAMED_INPUTS && names.every((name) => name.length <= 6) ? "left" : "none";
}

/** The columns' headings: full names when they fit, else numbers. */
function headings(recording, boxes, width) {
  const full = width / boxes.length >= 50;
  const many = inputNaming(recording) !== "above";
  return boxes.map((box) => {
    if (box.layer < 0 && full && many) return plural(recording.networkInputs, recording.images ? "pixel" : "input");
    if (box.layer < 0) return full ? "Input" : "in";
    const layer = recording.layers[box.layer];
    if (full) return layer.label;
    return layer.hidden ? String(box.layer + 1) : "out";
  });
}
