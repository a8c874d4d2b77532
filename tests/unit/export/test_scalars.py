"""The CSV of scalars holds the recording's numbers, in RFC 4180's form."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from viz.engine import Recording, record
from viz.export import scalars_csv
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(steps=40, frames=8, hidden=(5, 3), samples=40, learning_rate=1.5)


def read(*runs: tuple[str, str, Recording]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(scalars_csv(runs).decode(), newline="")))


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name] or "nan") for row in rows]


def test_every_number_comes_back_as_it_was_recorded() -> None:
    recording = record(SPEC)
    rows = read(("A", "ReLU", recording))
    assert column(rows, "step") == recording.steps.tolist()
    np.testing.assert_array_equal(column(rows, "train_loss"), recording.train_loss[0])
    np.testing.assert_array_equal(column(rows, "test_loss"), recording.test_loss[0])
    np.testing.assert_array_equal(np.float32(column(rows, "test_accuracy")), recording.test_score[0])
    np.testing.assert_array_equal(np.float32(column(rows, "learning_rate")), recording.learning_rate[0])
    for layer, name in enumerate(("layer_1", "layer_2", "output")):
        for kind in ("gradient_norm", "update_ratio"):
            written = np.float32(column(rows, f"{kind}_{name}"))
            np.testing.assert_array_equal(written, getattr(recording, kind)[layer][0])
    for layer in (0, 1):
        silent = [sum(share == 0 for share in units) for units in recording.active_fraction[layer][0].tolist()]
        assert column(rows, f"dead_units_layer_{layer + 1}") == silent


def test_the_form_is_that_of_rfc_4180() -> None:
    data = scalars_csv([("A", 'with "marks", and commas', record(SPEC)), ("B", "two\nlines", record(SPEC))])
    header, *lines = data.split(b"\r\n")
    assert header.startswith(b"lane,name,step,train_loss,test_loss,train_accuracy,test_accuracy,learning_rate,")
    assert b"#" not in header
    assert lines[0].startswith(b'A,"with ""marks"", and commas",0,')
    assert lines[-1] == b""
    assert len({len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))}) == 1


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)"])
def test_a_name_is_no_formula_of_a_spreadsheet(name: str) -> None:
    rows = read(("A", name, record(SPEC)), ("B", f"a{name}", record(SPEC)))
    assert {row["name"] for row in rows} == {f"'{name}", f"a{name}"}


def test_a_single_run_has_no_column_of_lanes() -> None:
    first, *_ = read(("A", "ReLU", record(SPEC)))
    assert next(iter(first)) == "step"


def test_lanes_of_other_kinds_leave_cells_empty() -> None:
    other = record(ExperimentSpec(dataset="sine", steps=20, frames=4, hidden=(4,), test_share=0.0, learning_rate=0.01))
    rows = read(("A", "classes", record(SPEC)), ("B", "curve", other))
    first, second = rows[0], rows[-1]
    assert (first["train_r2"], second["train_accuracy"], second["test_loss"]) == ("", "", "")
    assert (first["dead_units_layer_2"] != "", second["dead_units_layer_2"]) == (True, "")
    assert float(second["train_r2"]) == np.float32(other.train_score[0, -1])
    assert first["update_ratio_output"] == ""  # nothing has been updated yet


def test_only_what_there_is_no_number_of_is_empty() -> None:
    """An overflow ends the frames before it; a lane without frames would have no rows at all."""
    run = record(ExperimentSpec(dataset="plane", learning_rate=50.0, steps=600, frames=300))
    rows = read(("A", "overflow", run))
    assert len(rows) == len(run.steps) > 0
    assert all(row["train_loss"] for row in rows)
