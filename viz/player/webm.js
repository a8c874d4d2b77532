// WebM: a canvas recorded by the browser while it changes, and the length that browsers leave out of such a file.

const VIDEO_KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const VIDEO_RATE = 30; // images a second
const VIDEO_BITS = 6e6; // a second

/** The kind of WebM that this browser can record of a canvas; undefined where it can't. */
function videoKind() {
  if (typeof MediaRecorder === "undefined" || !HTMLCanvasElement.prototype.captureStream) return undefined;
  return VIDEO_KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
}

/**
 * Records `images` images of a canvas and gives a blob. `show(k)` draws image k, or returns false to give up: then the
 * result is null. None is left out: where drawing takes longer than an image's time, the video is slower.
 */
async function recordCanvas(canvas, images, show) {
  show(0);
  const recorder = new MediaRecorder(canvas.captureStream(VIDEO_RATE), {
    mimeType: videoKind(),
    videoBitsPerSecond: VIDEO_BITS,
  });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve, reject) => {
    recorder.onstop = resolve;
    recorder.onerror = ({ error }) => reject(error);
  });
  stopped.catch(() => {}); // is waited for only at the end
  // In a tab that is not seen nothing is drawn: the video waits, too.
  const rest = () => (document.hidden ? recorder.pause() : recorder.resume());
  document.addEventListener("visibilitychange", rest);
  recorder.start(1000);
  let going = true;
  let due = performance.now();
  const began = due;
  try {
    for (let k = 0; k < images && going && recorder.state !== "inactive"; k++) {
      going = show(k);
      due = Math.max(due + 1000 / VIDEO_RATE, performance.now());
      await reached(due);
    }
  } finally {
    document.removeEventListener("visibilitychange", rest);
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of recorder.stream.getTracks()) track.stop();
  }
  const seconds = (performance.now() - began) / 1000;
  await stopped;
  if (!going) return null;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return new Blob(withDuration(bytes, seconds), { type: "video/webm" });
}

/** Resolves at the first animation frame at or after a time. */
function reached(time) {
  return new Promise((resolve) => {
    const look = (now) => (now >= time - 2 ? resolve() : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}

// EBML: every element is an id, a length and that many bytes. A live recording has no Duration, without which players
// can neither say how long it is nor seek in it.

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const DURATION = 0x4489;
const SEEK_HEAD = 0x114d9b74; // says where others stand, which would be wrong after an insertion

/** The element at `at`: {id, size (Infinity: open), sizeAt, start}. */
function elementAt(bytes, at) {
  const number = (from, mask) => {
    const length = Math.clz32(bytes[from]) - 23;
    if (length > 8 || from + length > bytes.length) throw new RangeError("no EBML");
    let value = mask ? bytes[from] & (0xff >> length) : bytes[from];
    let open = value === 0xff >> length;
    for (let k = 1; k < length; k++) {
      value = value * 256 + bytes[from + k];
      open &&= bytes[from + k] === 255;
    }
    return { value: mask && open ? Infinity : value, next: from + length };
  };
  const id = number(at, false);
  const size = number(id.next, true);
  return { id: id.value, size: size.value, sizeAt: id.next, start: size.next };
}

/** The parts of a WebM file with its length in seconds said; the file as it is where that can't be put in safely. */
function withDuration(bytes, seconds) {
  try {
    const head = elementAt(bytes, 0);
    const segment = elementAt(bytes, head.start + head.size);
    if (head.id !== EBML || segment.id !== SEGMENT || segment.size !== Infinity) return [bytes];
    let info = elementAt(bytes, segment.start);
    while (info.id !== INFO) {
      if (info.id === SEEK_HEAD) return [bytes];
      info = elementAt(bytes, info.start + info.size);
    }
    const end = info.start + info.size;
    for (let at = info.start; at < end; ) {
      const part = elementAt(bytes, at);
      if (part.id === DURATION) return [bytes];
      at = part.start + part.size;
    }
    const duration = new Uint8Array(11);
    duration.set([DURATION >> 8, DURATION & 255, 0x88]);
    new DataView(duration.buffer).setFloat64(3, seconds * 1000);
    const size = new Uint8Array(8); // eight bytes hold any length
    new DataView(size.buffer).setBigUint64(0, 2n ** 56n + BigInt(info.size + duration.length));
    return [bytes.subarray(0, info.sizeAt), size, bytes.subarray(info.start, end), duration, bytes.subarray(end)];
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return [bytes];
    throw error;
  }
}
