"""Bytes within an HTML file: compressed for the browser's ``DecompressionStream("gzip")``, as base64.

Of recordings, one frame is much like the one before.  So in each array of theirs that has frames, every byte is first
replaced by its difference (modulo 256) from the same byte one frame earlier, and the first bytes of all numbers are
put before all second bytes, and so on; unpack.js undoes it.  A standard run takes 0.5 MB then instead of 0.8 MB.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from viz.engine.recording_format import offsets, read

LEVEL = 6  # beyond it, gzip takes several times as long for a few percent

Packed: TypeAlias = dict[str, Any]
"""``gzip``: base64; ``series``: ``start`` (byte), ``frames``, ``length`` (bytes of one) and ``size`` (of a number)."""


def packed(data: bytes, recordings: Sequence[bytes] = ()) -> Packed:
    """Return `data`, in which `recordings` stand one after the other (empty ones nowhere), as JSON for unpack.js."""
    differences = bytearray(data)
    series: list[dict[str, int]] = []
    end = 0
    for recording in filter(None, recordings):
        begin = data.index(recording, end)
        end = begin + len(recording)
        starts = offsets(recording)
        for name, array in read(recording)[1].items():
            if array.ndim < 2 or not array.size:
                continue
            frames, size = array.shape[0] * array.shape[1], array.itemsize
            place = slice(begin + starts[name], begin + starts[name] + array.nbytes)
            differences[place] = _differences(data[place], frames, size)
            series.append({"start": place.start, "frames": frames, "length": array.nbytes // frames, "size": size})
    return {"gzip": base64.b64encode(gzip.compress(differences, LEVEL, mtime=0)).decode(), "series": series}


def packed_size(recording: bytes) -> int:
    """Return about how many bytes of a file a recording takes."""
    return len(packed(recording, [recording])["gzip"])


def _differences(data: bytes, frames: int, size: int) -> bytes:
    """Return what unpack.js's `restore` takes back."""
    values = np.frombuffer(data, np.uint8).reshape(frames, -1)
    return np.diff(values, axis=0, prepend=np.uint8(0)).reshape(-1, size).T.tobytes()
