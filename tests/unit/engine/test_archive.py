"""The reader of exported recordings: what was written comes back; anything else is refused, in bounds, unread."""

from __future__ import annotations

import io
import json
import pickle
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engine.recordings import assert_same
from viz.engine import Recording, RecordingError, record
from viz.engine.archive import MAX_BYTES, MAX_UNPACKED, read_archive
from viz.export import recording_npz
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(samples=40, steps=30, frames=5, hidden=(4, 3))
SPECS = (
    SHORT,
    ExperimentSpec(dataset="digits", steps=20, frames=2, hidden=(3,)),
    ExperimentSpec(dataset="plane", steps=20, frames=2, hidden=()),
    ExperimentSpec(steps=20, frames=2, hidden=(3, 3), normalisation="layer", residual=True, test_share=0.0),
    ExperimentSpec(dataset="plane", learning_rate=50.0, steps=600, frames=300),
)


@cache
def good() -> bytes:
    return recording_npz(record(SHORT), "run.npz", "http://lab.test/training")


@cache
def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def npy(array: np.ndarray, *, allow_pickle: bool = False) -> bytes:
    data = io.BytesIO()
    np.lib.format.write_array(data, array, allow_pickle=allow_pickle)
    return data.getvalue()


def changed(**files: bytes | None) -> bytes:
    """Return the good archive with members replaced, added, or (None) left out; "." is written "__" in a name."""
    named = {name.replace("__", "."): content for name, content in files.items()}
    return zipped({name: content for name, content in {**members(), **named}.items() if content is not None})


def headed(dtype: str, shape: str, data: bytes = b"") -> bytes:
    text = f"{{'descr': {dtype}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.dataset}-{spec.hidden}")
def test_what_was_written_comes_back(spec: ExperimentSpec) -> None:
    original = record(spec)
    restored = read_archive(recording_npz(original, "run.npz", "http://lab.test"))
    assert_same(original, restored)
    assert {name: value for name, value in restored.header.items() if name != "arrays"} == original.header


def test_an_archive_that_numpy_has_saved_again_is_read() -> None:
    with np.load(io.BytesIO(good()), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files if not name.endswith((".json", ".md"))}
    arrays["boundary"] = np.asfortranarray(arrays["boundary"])
    data = io.BytesIO()
    np.savez(data, **arrays)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("header.json", members()["header.json"])
    assert_same(record(SHORT), read_archive(data.getvalue()))


# Hostile --------------------------------------------------------------------------------------------------------------


class Planted:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.mark,)


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    mark = tmp_path / "unpickled"
    array = np.array([[Planted(mark)]], dtype=object)
    data = changed(train_loss__npy=npy(array, allow_pickle=True))
    with pytest.raises(RecordingError, match=r"train_loss.npy.*Python objects \(pickled\), which are never read"):
        read_archive(data)
    assert not mark.exists()
    pickle.loads(pickle.dumps(array))  # which shows that it would have been
    assert mark.exists()


HOSTILE = {
    "empty": (lambda: b"", "truncated or damaged"),
    "text": (lambda: b"step,loss\n", "truncated or damaged"),
    "no header": (lambda: changed(header__json=None), "no header.json"),
    "header no JSON": (lambda: changed(header__json=b"{"), "header.json can't be read"),
    "header no object": (lambda: changed(header__json=b"[]"), "no JSON object"),
    "header nested": (lambda: changed(header__json=b"[" * 200_000), "header.json can't be read"),
    "header with a long number": (lambda: changed(header__json=b'{"a": ' + b"9" * 9000 + b"}"), "can't be read"),
    "header not finite": (lambda: changed(header__json=b'{"a": NaN}'), "can't be read"),
    "large header": (lambda: changed(header__json=b" " * (2**20 + 1)), "accepted are up to 1,048,576"),
    "array missing": (lambda: changed(train_loss__npy=None), "'train_loss' is missing"),
    "another dtype": (lambda: changed(steps__npy=npy(np.zeros(6, "<i8"))), "dtype '<i8'; accepted is '<i4'"),
    "big endian": (lambda: changed(steps__npy=npy(np.zeros(6, ">i4"))), "dtype '>i4'"),
    "structured": (lambda: changed(steps__npy=npy(np.zeros(6, "<i4,<i4"))), "steps.npy' (is no array|has numbers)"),
    "structured with an object": (
        lambda: changed(steps__npy=headed("[('f0', '|O')]", "(6,)", bytes(48))), "steps.npy' (is no array|has Python)"),
    "text in a header": (lambda: changed(steps__npy=headed("__import__('os')", "(6,)")), "dtype"),
    "wrong shape": (lambda: changed(train_loss__npy=npy(np.zeros((1, 2)))), r"expected \(P, T\)"),
    "no dimensions": (lambda: changed(x_train__npy=npy(np.float32(1))), r"the shape \(\)"),
    "huge shape": (lambda: changed(steps__npy=headed("'<i4'", f"({10**17},)")), "bytes, not 400,000"),
    "overflowing shape": (lambda: changed(steps__npy=headed("'<i4'", f"({2**62}, 4)", bytes(8))), "has the shape"),
    "many dimensions": (lambda: changed(steps__npy=headed("'<i4'", f"({'1, ' * 60})", bytes(4))), "has the shape"),
    "negative shape": (lambda: changed(steps__npy=headed("'<i4'", "(-1,)")), "no array in NumPy's format"),
    "data cut": (lambda: changed(steps__npy=members()["steps.npy"][:-1]), "bytes, not"),
    "long npy header": (lambda: changed(steps__npy=b"\x93NUMPY\x02\x00" + b"\xff" * 4 + b" " * 99), "no array in"),
    "nested zip": (lambda: changed(inner__npz=good()), "'inner.npz' is no array of a recording"),
    "a path": (lambda: zipped({**members(), "../../steps.npy": b""}), "no array of a recording"),
    "a pickle": (lambda: changed(data__pkl=b"\x80\x04."), "no array of a recording"),
    "layer without number": (lambda: changed(weights__npy=npy(np.zeros((1, 6, 1, 1), "<f4"))), "no array of"),
    "number without layer": (lambda: changed(steps__0__npy=npy(np.zeros(6, "<i4"))), "no array of a recording"),
    "packed otherwise": (lambda: zipped(members(), zipfile.ZIP_BZIP2), "compressed in a way that is not read"),
    "an office document": (lambda: zipped({"[Content_Types].xml": b"<x/>"}), "no array of a recording"),
    "too large": (lambda: good() + bytes(MAX_BYTES), "accepted are up to 5 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_are_refused_with_the_reason(name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(RecordingError, match=words):
        read_archive(make())


def bounded(data: bytes, words: str, most: float) -> None:
    """Assert that an archive is refused at once, with at most so many bytes of memory."""
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(RecordingError, match=words):
        read_archive(data)
    taken = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < most, f"{peak / 1e6:.1f} MB"
    assert taken < 5.0


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({**members(), "boundary.npy": bytes(MAX_UNPACKED)})
    assert len(bomb) < MAX_BYTES
    bounded(bomb, "unpacked it would have 4. MB, accepted are up to 48 MB", 4e6)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    large = 2 * MAX_UNPACKED + 0x0A0B0D
    bomb = zipped({**members(), "boundary.npy": bytes(large)})
    size = large.to_bytes(4, "little")
    assert bomb.count(size) == 2  # before the member, and in the directory
    bounded(bomb.replace(size, (1000).to_bytes(4, "little")), "truncated or damaged", 4e6)


def test_a_directory_of_very_many_members_is_not_read() -> None:
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number:050d}", b"")
    bounded(many.getvalue(), "directory is too large", 4e6)


def test_members_of_the_same_name_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("steps.npy", "train_loss.npy", "steps.npz"):
            archive.writestr(name, b"")
    twice = data.getvalue().replace(b"steps.npz", b"steps.npy")
    with pytest.raises(RecordingError, match=r"'steps.npy' is in the archive twice"):
        read_archive(twice)


def test_encrypted_members_are_refused() -> None:
    data = bytearray(zipped({"header.json": b"{}"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RecordingError, match="encrypted"):
        read_archive(bytes(data))


@given(st.floats(0, 1, exclude_max=True))
def test_truncated(share: float) -> None:
    with pytest.raises(RecordingError):
        read_archive(good()[: int(share * len(good()))])


@given(st.integers(0, 2**31), st.integers(1, 255))
def test_a_changed_byte_changes_nothing_or_is_found(place: int, flip: int) -> None:
    data = bytearray(good())
    data[place % len(data)] ^= flip
    try:
        restored = read_archive(bytes(data))
    except RecordingError:
        return
    assert isinstance(restored, Recording)  # times and attributes of members say nothing
    assert json.dumps(restored.header["query"]) == json.dumps(SHORT.to_query())
    np.testing.assert_array_equal(restored.train_loss, read_archive(good()).train_loss)


@settings(max_examples=25)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused(data: bytes) -> None:
    for each in (data, b"PK\x03\x04" + data, changed(steps__npy=data), changed(steps__npy=b"\x93NUMPY\x01\x00" + data)):
        with pytest.raises(RecordingError):
            read_archive(each)
