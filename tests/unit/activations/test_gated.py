"""Gated units as functions of two inputs: value, gradient, broadcasting and code."""

from __future__ import annotations

import numpy as np
import pytest

from viz.activations import GATED, get
from viz.activations.gated import Gated

every_unit = pytest.mark.parametrize("unit", GATED.values(), ids=list(GATED))
A, B = np.meshgrid(np.linspace(-4.0, 4.0, 33) + 0.01, np.linspace(-2.0, 2.0, 9))


@every_unit
def test_value_is_the_gate_times_the_other_input(unit: Gated) -> None:
    gates = {"glu": "sigmoid", "bilinear": "identity", "reglu": "relu", "geglu": "gelu", "swiglu": "silu"}
    assert np.array_equal(unit(A, B), get(gates[unit.name])(A) * B)


@every_unit
def test_gradient_agrees_with_finite_differences(unit: Gated) -> None:
    h = 1e-5
    by_a, by_b = unit.gradient(A, B)
    assert np.allclose(by_a, (unit(A + h, B) - unit(A - h, B)) / (2 * h), rtol=1e-7, atol=1e-9)
    assert np.allclose(by_b, (unit(A, B + h) - unit(A, B - h)) / (2 * h), rtol=1e-7, atol=1e-9)


@every_unit
def test_shapes_and_types(unit: Gated) -> None:
    row, column = np.float32([[0.5, -1.0, 2.0]]), np.float32([[1.0], [3.0]])
    for result in (unit(row, column), *unit.gradient(row, column)):
        assert (result.shape, result.dtype) == ((2, 3), np.float32)
    assert unit(1, 2).dtype == np.float64
    assert np.isnan(unit(np.nan, 1.0))
    assert np.isnan(unit(1.0, np.nan))
    assert np.isfinite(unit(1e300, 1.0))
    with pytest.raises(TypeError):
        unit(1.0, 1j)


@every_unit
def test_numpy_code_computes_the_function(unit: Gated) -> None:
    names = {"gate_input": A, "b": B}
    exec(unit.code("numpy", a="gate_input") or "", names)
    assert np.allclose(names["h"], unit(A, B), rtol=1e-12, atol=1e-15)


@every_unit
def test_a_record_is_whole(unit: Gated) -> None:
    assert unit.label
    assert unit.summary.endswith(".")
    assert any(char.isdigit() for char in unit.reference)
    assert "b" in unit.formula
    assert len(unit.gradient_formula) == 2
    for framework in ("numpy", "torch", "jax", "keras"):
        compile(unit.code(framework) or "", framework, "exec")
