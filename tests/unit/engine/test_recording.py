"""The recording's bytes: what is written comes back, anything else is refused with the reason."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine import Recording, RecordingError, record
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(samples=40, steps=30, frames=5, hidden=(4, 3))
BYTES = record(SHORT).to_bytes()


def reheaded(change: dict) -> bytes:
    """The recording with its header changed and its checksum right."""
    length = struct.unpack_from("<I", BYTES, 8)[0]
    header = json.loads(BYTES[16 : 16 + length])
    header.update(change)
    text = json.dumps(header).encode().ljust(length)
    assert len(text) == length, "the changed header must fit"
    body = text + BYTES[16 + length :]
    return BYTES[:12] + struct.pack("<I", zlib.crc32(body)) + body


@pytest.mark.parametrize(
    "spec",
    [
        SHORT,
        ExperimentSpec(dataset="iris", steps=20, frames=2, hidden=(3,)),
        ExperimentSpec(dataset="sine", steps=20, frames=2, hidden=(3,)),
        ExperimentSpec(dataset="plane", steps=20, frames=2, hidden=()),
        ExperimentSpec(steps=20, frames=2, hidden=(3, 3), normalisation="layer", residual=True),
        ExperimentSpec(test_share=0.0, steps=20, frames=2, hidden=(64, 64), activation="tanh"),
    ],
    ids=lambda spec: f"{spec.dataset}-{spec.hidden}",
)
def test_round_trip(spec: ExperimentSpec) -> None:
    original = record(spec)
    restored = Recording.from_bytes(original.to_bytes())
    assert restored.header == original.header
    for entry in fields(Recording)[1:]:
        mine, theirs = getattr(original, entry.name), getattr(restored, entry.name)
        pairs = zip(mine, theirs, strict=True) if entry.metadata["layers"] else [(mine, theirs)]
        for a, b in pairs:
            assert a.dtype == b.dtype == np.dtype(entry.metadata["dtype"])
            np.testing.assert_array_equal(a, b)


def test_arrays_are_aligned_and_where_the_header_says() -> None:
    length = struct.unpack_from("<I", BYTES, 8)[0]
    header = json.loads(BYTES[16 : 16 + length])
    recording = record(SHORT)
    for entry in header["arrays"]:
        assert entry["offset"] % 8 == 0
        name, _, layer = entry["name"].partition(".")
        array = getattr(recording, name)[int(layer)] if layer else getattr(recording, name)
        there = np.frombuffer(BYTES, entry["dtype"], int(np.prod(entry["shape"])), entry["offset"])
        np.testing.assert_array_equal(there, array.reshape(-1))


def test_a_standard_frame_takes_at_most_ten_kilobytes() -> None:
    recording = record(ExperimentSpec(steps=600, frames=300))
    assert len(recording.to_bytes()) / len(recording.steps) <= 10_000


@given(st.integers(0, len(BYTES) - 1))
def test_truncated(length: int) -> None:
    with pytest.raises(RecordingError, match=r"truncated|not a recording"):
        Recording.from_bytes(BYTES[:length])


@given(st.integers(16, len(BYTES) - 1), st.integers(1, 255))
def test_damaged(position: int, difference: int) -> None:
    damaged = bytearray(BYTES)
    damaged[position] ^= difference
    with pytest.raises(RecordingError, match="damaged"):
        Recording.from_bytes(bytes(damaged))


@given(st.binary(max_size=200))
def test_foreign(data: bytes) -> None:
    with pytest.raises(RecordingError):
        Recording.from_bytes(data)


def test_another_version() -> None:
    with pytest.raises(RecordingError, match=r"format version 9, this app reads version 1"):
        Recording.from_bytes(BYTES[:4] + struct.pack("<H", 9) + BYTES[6:])


@pytest.mark.parametrize(
    ("arrays", "reason"),
    [
        ([], "is missing"),
        ([{"name": "steps", "dtype": "|O", "shape": [1], "offset": 16}], r"dtype '\|O'"),
        ([{"name": "steps", "dtype": "<i4", "shape": [2**31], "offset": 16}], "beyond the end"),
        ([{"name": "steps", "dtype": "<i4", "shape": [-1], "offset": 16}], "shape"),
        ([{"name": "steps", "dtype": "<f4", "shape": [1], "offset": 16}], "expected dtype <i4"),
        ([{"name": "steps"}], "header can't be read"),
        ("nonsense", "header can't be read"),
        (7, "header can't be read"),
    ],
)
def test_inconsistent_headers(arrays: object, reason: str) -> None:
    with pytest.raises(RecordingError, match=reason):
        Recording.from_bytes(reheaded({"arrays": arrays}))


@pytest.mark.parametrize(
    ("change", "label", "skips"),
    [
        ({}, "", 0),
        ({"normalisation": "batch"}, "Batch norm", 0),
        ({"normalisation": "layer", "residual": True}, "Layer norm", 1),
    ],
)
def test_what_is_around_the_layers_is_recorded(change: dict, label: str, skips: int) -> None:
    recording = record(ExperimentSpec(samples=40, steps=4, frames=2, hidden=(3, 3), **change))
    assert (recording.header["normalisation_label"], recording.header["skips"]) == (label, skips)
    assert [gains.shape for gains in recording.gains] == [(1, 3, 3)] * (2 if label else 0)
    assert [offsets.shape for offsets in recording.offsets] == [(1, 3, 3)] * (2 if label == "Layer norm" else 0)
    assert all((gains[:, 0] == 1.0).all() and (gains[:, -1] != 1.0).all() for gains in recording.gains)


def test_concatenate_and_prefix() -> None:
    recording = record(SHORT)
    head = recording.prefix(4)
    assert len(head.steps) == head.train_loss.shape[1] == head.weights[2].shape[1] == 4
    assert not head.header["complete"]
    assert recording.header["complete"]
    assert recording.prefix(99) is recording
    with pytest.raises(ValueError, match="no chunks"):
        Recording.concatenate([])


def test_reduced_keeps_what_is_named_and_reads_back() -> None:
    recording = record(SHORT)
    reduced = Recording.from_bytes(recording.reduced(("train_loss", "active_fraction", "x_train")).to_bytes())
    np.testing.assert_array_equal(reduced.steps, recording.steps)
    np.testing.assert_array_equal(reduced.train_loss, recording.train_loss)
    np.testing.assert_array_equal(reduced.x_train, recording.x_train)
    for kept, whole in zip(reduced.active_fraction, recording.active_fraction, strict=True):
        np.testing.assert_array_equal(kept, whole)
    assert reduced.header == {**recording.header}
    assert reduced.weights == reduced.slope == ()
    assert reduced.boundary.shape == (*recording.train_loss.shape, 0)
    assert reduced.x_test.shape == (1, 0, 2)
    assert len(reduced.prefix(3).steps) == reduced.prefix(3).boundary.shape[1] == 3
    with pytest.raises(ValueError, match=r"no array 'loss'; accepted are .*train_loss"):
        recording.reduced(("loss",))
