// A recording's bytes as typed arrays: versioned header, then arrays (P, T, …) of which the player shows network 0.

const MAGIC = "RELU";
const FORMAT_VERSION = 1;
const ENVELOPE = "VIEW";
const DTYPES = {
  "<f8": Float64Array,
  "<f4": Float32Array,
  "<f2": Uint16Array,
  "<i4": Int32Array,
  "<u4": Uint32Array,
  "|u1": Uint8Array,
};

// What a run and its fork have in common; settings of the training may differ.
const FORK_NEEDS = ["dataset", "samples", "noise", "test_share", "seed", "hidden", "initialiser", "weights_seed"];

/** Every float16 as a float32, indexed by its bits: decoding is then one look-up. */
const HALF = (() => {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction ? NaN : sign * Infinity;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
})();

class Recording {
  /** `bytes`: Uint8Array of one whole recording or of a prefix that is complete in itself. Throws an Error in words. */
  constructor(bytes) {
    // A copy, because Streamlit hands over a view that may start at an odd address.
    const buffer = bytes.slice().buffer;
    const view = new DataView(buffer);
    if (buffer.byteLength < 16 || String.fromCharCode(...new Uint8Array(buffer, 0, 4)) !== MAGIC)
      throw new Error("these bytes are not a recording");
    const version = view.getUint16(4, true);
    if (version !== FORMAT_VERSION)
      throw new Error(`this recording has format ${version}, the player reads format ${FORMAT_VERSION}`);
    const headerLength = view.getUint32(8, true);
    if (16 + headerLength > buffer.byteLength) throw new Error("this recording is cut short");
    this.header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 16, headerLength)));
    this.arrays = new Map();
    for (const { name, dtype, shape, offset } of this.header.arrays) {
      const Type = DTYPES[dtype];
      const length = shape.reduce((a, b) => a * b, 1);
      if (!Type || offset + length * Type.BYTES_PER_ELEMENT > buffer.byteLength)
        throw new Error(`this recording is cut short at ${name}`);
      this.arrays.set(name, { shape, data: new Type(buffer, offset, length), half: dtype === "<f2" });
    }
    this.steps = this.arrays.get("steps").data;
    this.frames = this.steps.length;
    this.layers = this.header.layers;
    this.hidden = this.layers.filter((layer) => layer.hidden);
    this.key = JSON.stringify(this.header.query);
    this.trainSize = this.shape("x_train")[1];
    this.testSize = this.has("x_test") ? this.shape("x_test")[1] : 0;
    this.inputs = this.shape("x_train")[2]; // coordinates of the picture: of the data, or of their projection
    this.networkInputs = this.has("weights.0") ? this.shape("weights.0")[2] : this.inputs; // a race has none
    this.projected = Boolean(this.header.projection) && this.filled("predictions");
    this.images = this.filled("images") ? this.series("images") : null; // (N × 64), training then test
    this.scratch = new Map();
  }

  has(name) {
    return this.arrays.has(name);
  }

  /** Whether an array is there and holds anything. */
  filled(name) {
    return this.has(name) && this.arrays.get(name).data.length > 0;
  }

  /** The names of what the network is given. */
  get inputNames() {
    const { feature_names: features, input_names: inputs } = this.header;
    const names = [features, inputs].find((list) => list?.length === this.networkInputs);
    return names ?? Array.from({ length: this.networkInputs }, (_, d) => `input ${d + 1}`);
  }

  shape(name) {
    return this.arrays.get(name).shape;
  }

  /** All of network 0: a series (T,) or a static array. */
  series(name) {
    const { shape, data } = this.arrays.get(name);
    return shape.length > 1 ? data.subarray(0, data.length / shape[0]) : data;
  }

  /** Frame `t` of network 0 as a flat array; float16 is decoded into one buffer per name, reused by the next call. */
  at(name, t) {
    const { shape, data, half } = this.arrays.get(name);
    const size = shape.slice(2).reduce((a, b) => a * b, 1);
    const part = data.subarray(t * size, (t + 1) * size);
    if (!half) return part;
    let out = this.scratch.get(name);
    if (!out) this.scratch.set(name, (out = new Float32Array(size)));
    for (let i = 0; i < size; i++) out[i] = HALF[part[i]];
    return out;
  }

  /** Which stage of the run frame `t` is of; a fork begins behind the frame at its step. */
  stageAt(t) {
    const starts = this.header.stages ?? [0];
    let stage = starts.length - 1;
    while (stage > 0 && starts[stage] >= this.steps[t]) stage--;
    return stage;
  }

  /** f′ of a layer in one stage of the run, over the pre-activations that the histogram spans. */
  slope(l, stage) {
    const { shape, data } = this.arrays.get(`slope.${l}`);
    const points = shape[shape.length - 1];
    return data.subarray(stage * points, (stage + 1) * points);
  }

  /** The last frame recorded at or before `step`. */
  frameAt(step) {
    let low = 0;
    let high = this.frames - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.steps[middle] <= step) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The frame whose step is nearest to `step`. */
  frameNearest(step) {
    const before = this.frameAt(step);
    const after = Math.min(before + 1, this.frames - 1);
    return this.steps[after] - step < step - this.steps[before] ? after : before;
  }

  /** The learning rate (T,) of a run in which it changes, else null. */
  get rates() {
    if (this.varying === undefined) {
      const rates = this.has("learning_rate") ? this.series("learning_rate") : [];
      this.varying = rates.length === this.frames && rates.some((rate) => rate !== rates[0]) ? rates : null;
    }
    return this.varying;
  }

  get lastStep() {
    return this.steps[this.frames - 1];
  }

  /** Where the axis of steps ends: at the planned end, or where the run ended before. */
  get axisEnd() {
    return Math.max(1, this.lastStep, this.header.stopped ? this.header.stopped.step : this.header.planned_steps);
  }

  /** Whether this is a fork of a run like `other`: the same data and network, gone on with from some step. */
  forks(other) {
    const rest = ({ header: { spec = {} } }) => FORK_NEEDS.map((name) => JSON.stringify(spec[name])).join();
    return (this.header.spec?.earlier ?? []).length > 0 && rest(this) === rest(other);
  }

  /** Whether `other` is this run, only recorded longer, shorter or at other steps: the spec determines all of a run. */
  sameRun(other) {
    const rest = ({ header }) => JSON.stringify({ ...header.spec, steps: null, frames: null });
    return rest(this) === rest(other);
  }
}

/** The Python side puts the view before the recording: b"VIEW", u32 length, JSON, recording. */
function openEnvelope(bytes) {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== ENVELOPE) return { view: {}, recording: bytes };
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return {
    view: JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))),
    recording: bytes.subarray(8 + length),
  };
}
