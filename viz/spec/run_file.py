"""Reads a file that was exported from the page "Training", a JSON or a `.npz`, back into the settings of that page.

Only the settings count: whoever opens the file sees the run that they give, trained anew.  A recording that comes with
them is held against them, never shown in its stead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.archive import MAX_BYTES, read_archive
from viz.engine.recording import Recording
from viz.engine.recording_format import RecordingError
from viz.spec.codec import unknown_keys
from viz.spec.experiment import ExperimentSpec
from viz.spec.training import TrainingSpec

FORMAT, VERSION = "relu-lab run", 1
MAX_PARTS = 100_000  # lists, objects and texts in a JSON file
MAX_SETTINGS = 100
_FOREIGN = (
    (b"\x80", "a pickle, which can run code and so is never read"),
    (b"\x93NUMPY", "a single array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"RELU", "a recording as the browser gets it"),
    (b"<", "a web page: open it in a browser"),
)


class RunFileError(ValueError):
    """Says why a file can't be opened."""


@dataclass(frozen=True, eq=False)
class Recorded:
    """What a file said of a run: the training loss (T,) at its steps (T,)."""

    spec: ExperimentSpec
    steps: NDArray[np.int32]
    train_loss: NDArray[np.float64]

    def agrees(self, recording: Recording) -> bool:
        """Return whether the run, trained here, has the same losses at the same steps, bit for bit."""
        loss = recording.train_loss[0]
        return np.array_equal(self.steps, recording.steps) and np.array_equal(self.train_loss, loss, equal_nan=True)


@dataclass(frozen=True, eq=False)
class RunFile:
    """What a file holds.

    problems : one sentence for everything in its settings that could not be read and has its default.
    recorded : None without a recording, or where its settings have problems.
    """

    settings: TrainingSpec
    problems: tuple[str, ...]
    recorded: Recorded | None = None


def read_run_file(data: bytes) -> RunFile:
    """Read a file by what is in it, whatever its name; RunFileError says why it can't be."""
    if len(data) > MAX_BYTES:
        raise RunFileError(
            f"the file has {len(data) / 2**20:.1f} MB, accepted are up to {MAX_BYTES // 2**20} MB; the JSON of a run, "
            "which restores it too, is smaller than its recording"
        )
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise RunFileError("the file is empty")
    if start.startswith(b"PK"):
        return _from_archive(data)
    if start.startswith(b"{"):
        return _from_json(data)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise RunFileError(f"this is {what}; accepted are the JSON and the .npz that Export saves")
    raise RunFileError("this is neither JSON nor .npz; accepted are those that Export saves")


def _from_archive(data: bytes) -> RunFile:
    try:
        recording = read_archive(data)
    except RecordingError as error:
        raise RunFileError(str(error)) from None
    settings, problems = _settings(recording.header.get("query"))
    if problems:
        return RunFile(settings, problems)
    spec = settings.experiment()
    _check_belongs(recording, spec)
    recorded = Recorded(spec, recording.steps.copy(), recording.train_loss[0].copy())
    return RunFile(settings, problems, recorded)


def _check_belongs(recording: Recording, spec: ExperimentSpec) -> None:
    """Raise RunFileError unless the recording can be one of these settings."""
    if len(recording.train_loss) != 1:
        raise RunFileError(f"the recording is of {len(recording.train_loss)} networks, accepted is one")
    if recording.train_loss.ndim != 2:
        raise RunFileError(f"its training losses have the shape {recording.train_loss.shape}, not one for each step")
    steps, planned = recording.steps.tolist(), min(spec.steps, spec.frames) + 1
    rising = all(before < after for before, after in pairwise(steps))
    if not 0 < len(steps) <= planned or steps[0] != 0 or steps[-1] > spec.steps or not rising:
        raise RunFileError("the recording does not belong to its settings: it was made at other steps")
    sizes = (spec.inputs, *spec.hidden, spec.outputs)
    expected = list(pairwise(sizes))
    if [layer.shape[2:] for layer in recording.weights] != expected:
        given = "-".join(map(str, sizes))
        raise RunFileError(f"the recording does not belong to its settings: they give a network of {given} units")


def _from_json(data: bytes) -> RunFile:
    # Containers and texts take far more memory than the characters that they are written with.
    if sum(data.count(mark) for mark in b'[{"') > MAX_PARTS:
        raise RunFileError("the JSON has more lists and texts than any that was exported here")
    try:
        content = json.loads(data)
    except RecursionError:
        raise RunFileError("the JSON is nested too deeply: it is none that was exported here") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RunFileError(f"this is no whole JSON: {error.msg[:1].lower()}{error.msg[1:]} in {where}") from None
    except ValueError as error:  # no UTF-8, or a number of thousands of digits
        raise RunFileError(f"the JSON can't be read: {error}") from None
    if content.get("format") != FORMAT:
        raise RunFileError(f'this is JSON of something else: one that was exported here says "format": "{FORMAT}"')
    if content.get("version") != VERSION:
        raise RunFileError(f"the file has version {str(content.get('version'))[:20]}, this app reads {VERSION}")
    return RunFile(*_settings(content.get("query")))


def _settings(query: Any) -> tuple[TrainingSpec, tuple[str, ...]]:
    """Read settings as a link's are read."""
    if not isinstance(query, Mapping) or len(query) > MAX_SETTINGS:
        raise RunFileError('there are no settings in it: "query" has to be an object of up to 100 texts')
    if not all(isinstance(value, str) for value in query.values()):
        raise RunFileError('its settings can\'t be read: everything in "query" has to be a text')
    settings, problems = TrainingSpec.from_query(query)
    return settings, (*problems, *unknown_keys(query, TrainingSpec))
