"""Any file is opened as a run or refused in words: nothing is unpickled, and no small file unpacks to a large one."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bounds import bounded, fuzzed, in_words
from tests.fuzz.hostile import json_values, texts
from tests.fuzz.test_recordings import Bomb
from viz.engine import record
from viz.engine.archive import MAX_UNPACKED
from viz.export.archive import recording_npz
from viz.spec.run_file import FORMAT, RunFileError, read_run_file
from viz.spec.training import TrainingSpec

SECONDS, MEGABYTES = 2.0, 200.0  # of a file that unpacks to as much as it may, four times that
SETTINGS = TrainingSpec(samples=20, steps=4, frames=2, hidden=(3,), seed=7)
ARCHIVE = recording_npz(record(SETTINGS.experiment()), "run.npz", "link")
with zipfile.ZipFile(io.BytesIO(ARCHIVE)) as whole:
    MEMBERS = {name: whole.read(name) for name in whole.namelist()}


def check(data: bytes) -> None:
    """Fail unless a file is opened or refused."""
    with bounded(SECONDS, MEGABYTES):
        try:
            run = read_run_file(data)
        except RunFileError as error:
            in_words(error)
            return
        if run.recorded is not None:
            assert run.recorded.steps.ndim == run.recorded.train_loss.ndim == 1
    run.settings.__post_init__()


def packed(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def array(values: Any, **more: Any) -> bytes:
    data = io.BytesIO()
    np.lib.format.write_array(data, np.asarray(values), **more)
    return data.getvalue()


@given(place=st.integers(0, len(ARCHIVE) - 1), new=st.binary(max_size=8), cut=st.integers(0, 20))
@fuzzed(0.01)
def test_any_damaged_archive_is_opened_or_refused(place: int, new: bytes, cut: int) -> None:
    check(ARCHIVE[:place] + new + ARCHIVE[place + cut :])


@given(
    name=st.sampled_from(sorted(MEMBERS)),
    place=st.integers(0, 200),
    new=st.binary(max_size=8) | st.sampled_from((b"(1, 3, 2)", b"|O", b"'<f8'", b"(9999999999,)", b"True", b"()")),
)
@fuzzed(0.01)
def test_any_damaged_member_is_opened_or_refused(name: str, place: int, new: bytes) -> None:
    content = MEMBERS[name]
    check(packed({**MEMBERS, name: content[:place] + new + content[place + len(new) :]}))


@given(query=json_values | st.dictionaries(st.sampled_from(("steps", "hidden", "others", "v")) | texts, json_values))
@fuzzed(0.01)
def test_any_json_is_opened_or_refused(query: Any) -> None:
    check(json.dumps({"format": FORMAT, "version": 1, "query": query}).encode("utf-8", "ignore"))


@given(start=st.sampled_from((b"", b"{", b'{"format":', b"PK\x03\x04", b"\x80", b"\xef\xbb\xbf{")), rest=st.binary())
@fuzzed(0.01)
def test_any_bytes_are_opened_or_refused(start: bytes, rest: bytes) -> None:
    check(start + rest)


STEPS = len(np.frombuffer(MEMBERS["steps.npy"][-12:], "<i4"))
CORPUS = {
    "a pickle": pickle.dumps(Bomb()),
    "pickled steps": packed({**MEMBERS, "steps.npy": array([Bomb()], allow_pickle=True)}),
    "losses with one more axis": packed({**MEMBERS, "train_loss.npy": array(np.zeros((1, STEPS, 2), "<f8"))}),
    "no losses": packed({**MEMBERS, "train_loss.npy": array(np.zeros((1, 0), "<f8"))}),
    "a file from a path": packed({**MEMBERS, "../../evil.npy": b""}),
    "a bomb": packed({**MEMBERS, "images.npy": bytes(80 * 2**20)}),
    "a bomb that is just small enough": packed(
        {**MEMBERS, "images.npy": array(np.zeros((1, MAX_UNPACKED - 2**17), "u1"))}
    ),
    "a header that is a bomb": packed({**MEMBERS, "header.json": b"[" * 2**21}),
    "a header that is a list": packed({**MEMBERS, "header.json": b"[]"}),
    "a header of one number": packed({**MEMBERS, "header.json": b"9" * 10_000}),
    "nested JSON": b'{"format":' + b"[" * 10_000,
    "JSON of one number": b'{"format":' + b"9" * 10_000 + b"}",
    "JSON of many lists": b'{"format":[' + b"[]," * 10**6 + b"0]}",
    "JSON in UTF-16": json.dumps({"format": FORMAT, "version": 1, "query": {}}).encode("utf-16-le"),
    "settings that are no texts": json.dumps({"format": FORMAT, "version": 1, "query": {"steps": 5}}).encode(),
    "LZMA": packed(MEMBERS, zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("data", CORPUS.values(), ids=CORPUS)
def test_corpus(data: bytes) -> None:
    check(data)


def test_a_good_file_is_opened() -> None:
    run = read_run_file(ARCHIVE)
    assert (run.settings, run.problems) == (SETTINGS, ())
    assert run.recorded is not None
