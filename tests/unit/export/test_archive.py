"""The exported recording: NumPy loads it without pickle, and its README says of every array what is true."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import pytest

from viz.engine import Recording, record
from viz.export import recording_npz
from viz.export.recording_fields import FIELDS, HEADER
from viz.spec import ExperimentSpec

SPECS = (
    ExperimentSpec(steps=30, frames=3, hidden=(5, 4), samples=40),
    ExperimentSpec(steps=30, frames=3, hidden=(5, 4), dataset="iris", normalisation="layer"),
    ExperimentSpec(steps=30, frames=3, hidden=(5,), dataset="digits"),
    ExperimentSpec(steps=30, frames=3, hidden=(5,), dataset="sine", earlier=("10;learning_rate=0.01",)),
)


@cache
def recorded(spec: ExperimentSpec) -> Recording:
    return record(spec)


def archive(spec: ExperimentSpec) -> bytes:
    return recording_npz(recorded(spec), "run.npz", "http://lab.test/training?v=1")


def loaded(spec: ExperimentSpec) -> Any:
    return np.load(io.BytesIO(archive(spec)), allow_pickle=False)


def readme(spec: ExperimentSpec) -> str:
    return str(loaded(spec)["README.md"].decode())


def test_every_field_and_every_key_of_the_header_is_explained() -> None:
    assert list(FIELDS) == [entry.name for entry in fields(Recording)[1:]]
    assert sorted(", ".join(HEADER).split(", ")) == sorted(recorded(SPECS[0]).header)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.dataset))
def test_numpy_loads_what_was_recorded(spec: ExperimentSpec) -> None:
    recording = recorded(spec)
    with loaded(spec) as arrays:
        assert json.loads(arrays["header.json"]) == recording.header
        np.testing.assert_array_equal(arrays["train_loss"], recording.train_loss)
        for layer, weights in enumerate(recording.weights):
            np.testing.assert_array_equal(arrays[f"weights.{layer}"], weights)
        assert all(arrays[name].dtype != object for name in arrays.files if "." not in name)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.dataset))
def test_shapes_are_as_the_readme_says(spec: ExperimentSpec) -> None:
    """Every letter has one value in the whole archive, but for those that differ from layer to layer."""
    recording, sizes = recorded(spec), {"P": 1, "T": 4, "S": len(spec.stages)}
    for name, (shape, said) in FIELDS.items():
        value = getattr(recording, name)
        variants = [shape, *re.findall(r"\([A-Z][^()]*, [^()]*\)", said)]
        for array in value if isinstance(value, tuple) else (value,):
            axes = [variant.strip("()").removesuffix(",").split(", ") for variant in variants]
            if "a last axis C" in said:
                axes.append([*axes[0], "C"])
            fitting = [each for each in axes if len(each) == array.ndim]
            assert fitting or not array.size, name
            for letter, length in zip(fitting[0] if fitting else (), array.shape, strict=False):
                if letter.isdigit():
                    assert length == int(letter) or not array.size, name
                elif letter in "PTSMGKC" and array.size and "boundary" not in name:
                    assert sizes.setdefault(letter, length) == length, (name, letter)


def test_the_readme_lists_the_arrays_that_are_there() -> None:
    text = readme(SPECS[1])
    assert "| `weights.0` … `.2` | (P, T, D, H) | <f4 |" in text
    assert "| `gains.0` … `.1` |" in text
    assert "| `gains`, none here |" in readme(SPECS[0])
    assert "http://lab.test/training?v=1" in text
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == len(FIELDS)
    assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {6}  # four cells: a bar within one is escaped


def test_the_readmes_example_runs(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run.npz").write_bytes(archive(SPECS[0]))
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", readme(SPECS[0]), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code[1], names)  # what the project itself has written
    np.testing.assert_array_equal(names["first_layer"], recorded(SPECS[0]).weights[0][0, -1])
    names["run"].close()


def test_the_same_run_gives_the_same_file() -> None:
    assert archive(SPECS[0]) == recording_npz(record(SPECS[0]), "run.npz", "http://lab.test/training?v=1")
    with zipfile.ZipFile(io.BytesIO(archive(SPECS[0]))) as packed:
        assert packed.testzip() is None
