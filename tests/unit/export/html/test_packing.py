"""What is packed comes back bit by bit, by the steps that unpack.js takes."""

from __future__ import annotations

import base64
import gzip
from functools import cache

import numpy as np
import pytest

from viz.engine import Recording, record
from viz.export.html.packing import Packed, packed
from viz.spec import ExperimentSpec


@cache
def recording(**settings: object) -> bytes:
    data: bytes = record(ExperimentSpec(steps=60, frames=30, **settings)).to_bytes()  # type: ignore[arg-type]
    return data


def unpacked(block: Packed) -> bytes:
    """Return the bytes, number by number as in JavaScript."""
    data = bytearray(gzip.decompress(base64.b64decode(block["gzip"])))
    for each in block["series"]:
        start, frames, length, size = (each[name] for name in ("start", "frames", "length", "size"))
        planes = bytes(data[start : start + frames * length])
        count = len(planes) // size
        for at in range(len(planes)):
            before = 0 if at < length else data[start + at - length]
            data[start + at] = (before + planes[at % size * count + at // size]) % 256
    return bytes(data)


def test_a_recording_within_a_message_comes_back() -> None:
    message = b"odd" + recording() + b"end"
    block = packed(message, [recording()])
    assert unpacked(block) == message
    assert block["series"]


def test_recordings_that_are_equal_or_empty_come_back() -> None:
    other = recording(seed=3)
    lanes = [recording(), recording(), b"", other]
    message = b"RACE" + b"".join(lanes)
    block = packed(message, lanes)
    assert unpacked(block) == message
    starts = [each["start"] for each in block["series"]]
    assert starts == sorted(set(starts))  # each place once, though two recordings are the same
    assert len(packed(recording(), [recording()])["series"]) * 3 == len(starts)


def test_bytes_that_are_no_recording_come_back() -> None:
    data = np.random.default_rng(0).bytes(10_001)
    assert unpacked(packed(data)) == data


def test_a_recording_that_is_not_in_the_message_is_an_error() -> None:
    with pytest.raises(ValueError, match="subsection not found"):
        packed(b"nothing of the kind", [recording()])


def test_differences_between_frames_pay() -> None:
    plain = len(packed(recording())["gzip"])
    assert len(packed(recording(), [recording()])["gzip"]) < 0.85 * plain


def test_every_series_of_the_recording_is_told() -> None:
    read = Recording.from_bytes(recording())
    frames = len(read.steps)
    told = packed(recording(), [recording()])["series"]
    boundary = next(each for each in told if each["length"] == read.boundary[0, 0].nbytes and each["size"] == 2)
    assert boundary["frames"] == frames
