"""The numbers of a run over its steps as one CSV: a row for each recorded step, of each lane."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.recording import Recording


def scalars_csv(runs: Sequence[tuple[str, str, Recording]]) -> bytes:
    """Return CSV as of RFC 4180, in UTF-8: one header, then rows ended by CR LF.

    Columns are ``lane`` and ``name`` (of a race only), ``step``, ``train_loss``, ``test_loss``, ``train_accuracy`` and
    ``test_accuracy`` (or ``…_r2``), ``learning_rate``, then for each hidden layer ``dead_units_layer_1``, … and for
    each layer ``gradient_norm_layer_1``, …, ``gradient_norm_output`` and ``update_ratio_layer_1``, ….  What there is
    not (a test loss without test samples, a layer that only another lane has) is an empty cell.  Single precision is
    written with the digits that tell it from its neighbours.  A name that a spreadsheet would take for a formula, which
    can run programs, has an apostrophe in front.

    Parameters
    ----------
    runs
        Letter, name and recording (its first network is written) of each lane.
    """
    tables = [(letter, name, _columns(recording)) for letter, name, recording in runs]
    names = list(dict.fromkeys(name for _, _, table in tables for name in table))
    together = len(tables) > 1
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(("lane", "name") if together else ()), *names])
    for letter, name, table in tables:
        cells = [_cells(table[column]) if column in table else [""] * len(table["step"]) for column in names]
        before = (letter, _text(name)) if together else ()
        writer.writerows([*before, *row] for row in zip(*cells, strict=True))
    return text.getvalue().encode()


def _columns(recording: Recording) -> dict[str, NDArray[Any]]:
    """Return the columns (T,) of one run."""
    score = "r2" if recording.header["score"] == "r2" else "accuracy"
    hidden = [f"layer_{number}" for number in range(1, len(recording.active_fraction) + 1)]
    layers = [*hidden, "output"]
    columns = {
        "step": recording.steps,
        "train_loss": recording.train_loss[0],
        "test_loss": recording.test_loss[0],
        f"train_{score}": recording.train_score[0],
        f"test_{score}": recording.test_score[0],
        "learning_rate": recording.learning_rate[0],
    }
    dead = zip(hidden, recording.dead, strict=True)
    columns |= {f"dead_units_{layer}": units[0].sum(axis=1) for layer, units in dead}
    for name in ("gradient_norm", "update_ratio"):
        values = zip(layers, getattr(recording, name), strict=True)
        columns |= {f"{name}_{layer}": value[0] for layer, value in values}
    return columns


def _cells(column: NDArray[Any]) -> list[str]:
    return ["" if np.isnan(value) else str(value) for value in column]


def _text(name: str) -> str:
    """Return a name that no spreadsheet computes."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
