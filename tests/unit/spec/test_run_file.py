"""Files of exported runs: they give back the settings; anything else is refused in a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.spec.strategies import settings_of
from viz.engine import Recording, record
from viz.export import recording_npz, settings_json
from viz.spec import ExperimentSpec
from viz.spec.run_file import RunFileError, read_run_file
from viz.spec.training import TrainingSpec

SHORT = ExperimentSpec(samples=40, steps=30, frames=5, hidden=(4, 3), seed=7)


@cache
def recorded() -> Recording:
    return record(SHORT)


def archive(recording: Recording) -> bytes:
    return recording_npz(recording, "run.npz", "http://lab.test")


def file(**content: Any) -> bytes:
    return json.dumps({"format": "relu-lab run", "version": 1, "query": SHORT.to_query(), **content}).encode()


@settings(max_examples=20)
@given(settings_of(TrainingSpec))
def test_any_page_comes_back_from_its_json(page: TrainingSpec) -> None:
    data = settings_json(page.to_query(), "http://lab.test", [("A", "ReLU", recorded())])
    expected, problems = TrainingSpec.from_query(page.to_query())
    run = read_run_file(data)
    assert (run.settings, run.problems, run.recorded) == (expected, tuple(problems), None)


def test_a_recording_gives_its_settings_and_agrees_with_them() -> None:
    run = read_run_file(archive(recorded()))
    assert run.settings == TrainingSpec.of(SHORT)
    assert run.recorded is not None
    assert run.recorded.spec == SHORT
    assert run.recorded.agrees(record(SHORT))
    assert not run.recorded.agrees(record(replace(SHORT, seed=8)))


def test_a_changed_recording_does_not_agree() -> None:
    loss = recorded().train_loss.copy()
    loss[0, 3] = np.nextafter(loss[0, 3], 1.0)
    run = read_run_file(archive(replace(recorded(), train_loss=loss)))
    assert run.recorded is not None
    assert not run.recorded.agrees(recorded())


def test_a_run_that_overflowed_comes_back() -> None:
    spec = ExperimentSpec(dataset="plane", learning_rate=50.0, steps=600, frames=300)
    run = read_run_file(archive(record(spec)))
    assert run.recorded is not None
    assert run.recorded.agrees(record(spec))


def test_what_a_newer_file_says_beside_is_named() -> None:
    run = read_run_file(file(query={**SHORT.to_query(), "colour": "red", "steps": "no"}))
    assert len(run.problems) == 2
    assert "'colour' is no setting" in run.problems[1]
    assert run.settings.seed == SHORT.seed


def test_an_uploaded_table_is_asked_for_as_by_its_link() -> None:
    query = {"v": "1", "dataset": "upload", "upload": "0123456789abcdef"}
    run = read_run_file(file(query=query))
    assert run.settings.upload == "0123456789abcdef"
    assert "upload the file again" in run.problems[0]


def mixed(**changes: Any) -> bytes:
    """Return the recording with another header."""
    return archive(replace(recorded(), header={**recorded().header, **changes}))


REFUSED = {
    "empty": (lambda: b"", "the file is empty"),
    "blank": (lambda: b" \n ", "the file is empty"),
    "a table": (lambda: b"a,b\n1,2\n", "neither JSON nor .npz"),
    "a pickle": (lambda: b"\x80\x04\x95.", "a pickle, which can run code and so is never read"),
    "an array": (lambda: b"\x93NUMPY\x01\x00", "a single array"),
    "a saved page": (lambda: b"<!doctype html>", "a web page: open it in a browser"),
    "the player's bytes": (lambda: recorded().to_bytes(), "a recording as the browser gets it"),
    "a list": (lambda: b"[1]", "neither JSON nor .npz"),
    "JSON cut": (lambda: file()[:-9], "no whole JSON: .* in line 1, column"),
    "JSON of something else": (lambda: b'{"nbformat": 4}', "JSON of something else"),
    "JSON nested": (lambda: b'{"a":' * 50_000, "more lists and texts|nested too deeply"),
    "JSON of very many lists": (lambda: b'{"a":[' + b"[]," * 200_000 + b"[]]}", "more lists and texts"),
    "JSON with a long number": (lambda: b'{"a":' + b"9" * 5000 + b"}", "the JSON can't be read"),
    "no UTF-8": (lambda: b'{"a": "\xff"}', "the JSON can't be read"),
    "another version": (lambda: file(version=2), "has version 2, this app reads 1"),
    "no version": (lambda: file(version=None), "has version None"),
    "no query": (lambda: file(query=None), "there are no settings in it"),
    "query no texts": (lambda: file(query={"steps": 300}), "everything in \"query\" has to be a text"),
    "large query": (lambda: file(query={str(n): "" for n in range(101)}), "up to 100 texts"),
    "too large": (lambda: b"{" + b" " * (5 * 2**20), "has 5.0 MB, accepted are up to 5 MB"),
    "archive cut": (lambda: archive(recorded())[:-100], "truncated or damaged"),
    "other frames": (lambda: mixed(query=replace(SHORT, frames=2).to_query()), "made at other steps"),
    "fewer steps": (lambda: mixed(query=replace(SHORT, steps=20).to_query()), "made at other steps"),
    "another network": (lambda: mixed(query=replace(SHORT, hidden=(4, 4)).to_query()), "a network of 2-4-4-1 units"),
    "archive without settings": (lambda: mixed(query=[]), "there are no settings in it"),
    "two networks": (lambda: archive(record(SHORT, replace(SHORT, seed=8))), "of 2 networks, accepted is one"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_with_the_reason(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(RunFileError, match=words):
        read_run_file(make())


KEYS = st.sampled_from(("format", "version", "query", "v", "steps", "")) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)
)


@settings(max_examples=40)
@given(JSON)
def test_json_of_any_kind_is_read_or_refused(content: Any) -> None:
    for data in (json.dumps(content).encode(), file(query=content), json.dumps({"query": content}).encode()):
        with suppress(RunFileError):
            assert isinstance(read_run_file(data).settings, TrainingSpec)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused(data: bytes) -> None:
    for each in (data, b"{" + data, b"PK" + data):
        with pytest.raises(RunFileError):
            read_run_file(each)


def test_an_archive_that_is_none_of_ours_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as other:
        other.writestr("word/document.xml", "<x/>")
    with pytest.raises(RunFileError, match="no array of a recording"):
        read_run_file(data.getvalue())
