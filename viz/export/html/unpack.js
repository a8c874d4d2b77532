// What packing.py packed, as bytes again.

const LACKING =
  "This browser can’t unpack what is in this file: it has no DecompressionStream. Chrome and Edge from version 80 on, " +
  "Safari from 16.4 and Firefox from 113 have it. The link at the top shows the same in the app.";

/** {gzip, series} of the JSON in the element of that id -> Promise of a Uint8Array; an Error in words if that can't be. */
async function unpack(id) {
  if (!("DecompressionStream" in globalThis)) throw new Error(LACKING);
  const { gzip, series } = JSON.parse(document.getElementById(id).textContent);
  const packed = Uint8Array.from(atob(gzip), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  for (const each of series) restore(bytes, each);
  return bytes;
}

/** Numbers of `size` bytes from their planes, one for each byte, of differences from frame to frame modulo 256. */
function restore(bytes, { start, frames, length, size }) {
  const planes = bytes.slice(start, start + frames * length);
  const count = planes.length / size;
  for (let at = 0; at < planes.length; at++) {
    const before = at < length ? 0 : bytes[start + at - length];
    bytes[start + at] = before + planes[(at % size) * count + Math.floor(at / size)];
  }
}

/** Says in place of what can't be shown why it can't. */
function refuse(error) {
  const said = document.getElementById("refusal");
  said.textContent = error.message;
  said.hidden = false;
}
