"""Any bytes are a recording or refused as none: nothing is unpickled, and nothing larger than the bytes is made."""

from __future__ import annotations

import json
import pickle
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bounds import bounded, fuzzed, in_words
from tests.fuzz.hostile import json_values
from viz.engine import Recording, RecordingError, record
from viz.spec import ExperimentSpec

CORPUS = json.loads((Path(__file__).parent / "corpus" / "recordings.json").read_text(encoding="utf-8"))
SECONDS, MEGABYTES = 0.5, 40.0
BYTES = record(ExperimentSpec(samples=20, steps=4, frames=2, hidden=(3,))).to_bytes()
LENGTH = struct.unpack_from("<I", BYTES, 8)[0]
HEADER: dict[str, Any] = json.loads(BYTES[16 : 16 + LENGTH])


def headed(header: Any) -> bytes:
    """Return the recording with another header and a right checksum; its arrays stay if that is not longer."""
    return framed(json.dumps(header).encode().ljust(LENGTH) + BYTES[16 + LENGTH :])


def framed(body: bytes, length: int = LENGTH) -> bytes:
    return struct.pack("<4sHHII", b"RELU", 1, 0, length, zlib.crc32(body)) + body


def check(data: bytes) -> None:
    """Fail unless bytes are read as a recording that can be written again, or refused."""
    with bounded(SECONDS, MEGABYTES):
        try:
            recording = Recording.from_bytes(data)
        except RecordingError as error:
            in_words(error)
            return
        assert recording.steps.ndim == 1
        assert recording.train_loss.shape[1] == len(recording.steps)


@st.composite
def headers(draw: st.DrawFn) -> Any:
    """Return a header in which something was replaced, mostly in its list of arrays."""
    header = json.loads(json.dumps(HEADER))
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.integers(0, 5)) == 0:
            header[draw(st.sampled_from(sorted(header)))] = draw(json_values)
            continue
        if not isinstance(header.get("arrays"), list) or not header["arrays"]:
            break
        entry = draw(st.sampled_from(header["arrays"]))
        if not isinstance(entry, dict):
            break
        number = st.sampled_from((0, 1, -1, 2**31, 2**63, 2**64, 10**30, len(BYTES), len(BYTES) - 1, 0.5, 1e400))
        new = st.one_of(
            json_values, number, st.lists(number, max_size=10), st.sampled_from(("|O", "<f8", "<c16", "<U4"))
        )
        entry[draw(st.sampled_from(("name", "dtype", "shape", "offset")))] = draw(new)
    return header


@given(header=headers())
@fuzzed(0.08)
def test_any_header_is_read(header: Any) -> None:
    check(headed(header))


@given(body=st.binary(max_size=200), length=st.integers(0, 2**32 - 1) | st.integers(0, 200))
@fuzzed(0.02)
def test_any_body_is_read(body: bytes, length: int) -> None:
    check(framed(body, length))


@given(place=st.integers(16, len(BYTES) - 1), new=st.binary(min_size=1, max_size=8))
@fuzzed(0.02)
def test_any_damage_with_a_right_checksum_is_read(place: int, new: bytes) -> None:
    check(framed(BYTES[16:place] + new + BYTES[place + len(new) :]))


@pytest.mark.parametrize("entry", CORPUS, ids=[entry["why"] for entry in CORPUS])
def test_corpus(entry: dict[str, Any]) -> None:
    if "header" in entry:
        check(headed(entry["header"]))
    elif "text" in entry:
        body = (entry["text"] * entry.get("times", 1)).encode()
        check(framed(body, len(body)))
    else:
        change = dict(entry["array"])
        arrays = [{**each, **change} if each["name"] == entry["of"] else each for each in HEADER["arrays"]]
        data = headed({**HEADER, "arrays": arrays})
        with pytest.raises(RecordingError):
            Recording.from_bytes(data)
        check(data)


class Bomb:
    """What runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (pytest.fail, ("it was unpickled",))


def test_a_pickle_is_never_opened() -> None:
    for data in (pickle.dumps(Bomb()), framed(pickle.dumps(Bomb()), 20), np.array([Bomb()]).dumps()):
        check(data)
