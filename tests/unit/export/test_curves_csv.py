"""The CSV holds what the page plots."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from viz.export import curves_csv
from viz.labs.curves import examine
from viz.spec import CurvesSpec


def rows(spec: CurvesSpec) -> list[dict[str, str]]:
    data = curves_csv(examine(spec), np.linspace(-2.0, 3.0, 11))
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_curves_come_back_as_they_were() -> None:
    spec = CurvesSpec(functions=("tanh", "heaviside"))
    curve = examine(spec).functions[1].curve
    f = [row for row in rows(spec) if row["panel"] == "f" and row["function"] == "Heaviside step"]
    np.testing.assert_array_equal([float(row["x"]) for row in f], curve.z)
    np.testing.assert_array_equal([float(row["y"] or "nan") for row in f], curve.value)


def test_the_second_derivative_is_there_when_it_is_shown() -> None:
    shown = {second: {row["panel"] for row in rows(CurvesSpec(second_derivative=second))} for second in (False, True)}
    assert shown[True] - shown[False] == {"f''"}


def test_numbers_beside_the_curves() -> None:
    found = {row["panel"]: row for row in rows(CurvesSpec(functions=("relu",)))}
    assert float(found["flat mass"]["y"]) == pytest.approx(0.69146246)
    assert (float(found["output atom"]["x"]), float(found["output atom"]["y"])) == pytest.approx((0.0, 0.69146246))
    assert float(found["output mean"]["y"]) == pytest.approx(0.19779656)
    assert (found["flat zone"]["x"], found["flat zone"]["y"]) == ("-5.0", "0.0")
    assert found["input density"]["function"] == "N(−0.5, 1)"


def test_output_shares_and_atoms_hold_all_that_is_in_the_window() -> None:
    found = rows(CurvesSpec(functions=("tanh",)))
    assert sum(float(row["y"]) for row in found if row["panel"] == "output share") == pytest.approx(1.0, abs=1e-9)
