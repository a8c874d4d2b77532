"""The measurements of claims 5 to 7 against closed forms, SciPy and JAX."""

from __future__ import annotations

from fractions import Fraction
from math import log

import jax
import numpy as np
import pytest
from scipy.special import softmax

from tests.unit.labs.claims.expectation import measured
from viz.labs.claims import CLAIMS
from viz.labs.claims.themes.extremes import tail
from viz.labs.claims.themes.shape import jacobian
from viz.spec.claims import Conditions


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_sigmoid_is_one_once_what_is_added_is_half_a_unit_in_the_last_place(precision: str) -> None:
    """1 + e^−x rounds to 1 once e^−x is 2^−(digits + 1) or less."""
    digits = np.finfo(precision).nmant
    assert measured(5).ones[precision] == pytest.approx(
        (digits + 1) * log(2.0), rel=10 * float(np.finfo(precision).eps)
    )


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_sigmoid_is_zero_once_the_exponential_overflows(precision: str) -> None:
    largest = np.finfo(precision).max
    assert measured(5).zeros[precision] == pytest.approx(
        -np.log(float(largest)), rel=10 * float(np.finfo(precision).eps)
    )


def test_the_end_is_reached_there_and_not_at_the_neighbouring_input() -> None:
    found = measured(5)
    assert 1.0 / (1.0 + np.exp(-found.ones["float64"])) == 1.0
    assert 1.0 / (1.0 + np.exp(-np.nextafter(found.ones["float64"], 0.0))) < 1.0
    assert 1.0 / (1.0 + np.exp(-np.nextafter(found.zeros["float64"], 0.0))) > 0.0


def test_the_tail_is_that_of_exact_fractions() -> None:
    """e² from its series, in fractions."""
    term, e_squared = Fraction(1), Fraction(1)
    for k in range(1, 60):
        term *= Fraction(2, k)
        e_squared += term
    assert tail(2.0) == pytest.approx(float(1 / (1 + e_squared)), rel=1e-15)
    assert tail(709.0) > 0.0


def test_relu_has_no_upper_end() -> None:
    assert measured(5).most == np.finfo(np.float64).max


def test_steps_of_relu_are_counted_on_both_sides_of_zero() -> None:
    """As many steps left of 0, where it stays, as right of it, where it rises; its slope changes in one step."""
    found = measured(6)
    stays, rises = (np.count_nonzero(found.value_signs[0] == sign) for sign in (0, 1))
    assert stays == rises == 48
    assert np.count_nonzero(found.slope_signs[0]) == 1


def test_the_functions_beside_relu_differ_as_they_are_known_to() -> None:
    found = measured(6)
    signs = {label: (found.value_signs[row], found.slope_signs[row]) for row, label in enumerate(found.labels)}
    assert all((sign > 0).all() for sign in signs["Softplus"])  # strictly monotonic, both
    assert (signs["Sigmoid"][0] > 0).all()
    assert (signs["Sigmoid"][1] < 0).any()
    assert (signs["GELU"][0] < 0).any()


def test_jacobians_are_those_of_automatic_differentiation() -> None:
    x = np.random.default_rng(0).standard_normal((3, 5))
    relu = jacobian(lambda x: np.maximum(x, 0.0), x)
    np.testing.assert_allclose(relu, jax.vmap(jax.jacobian(jax.nn.relu))(x), atol=1e-9)
    smooth = jacobian(lambda x: softmax(x, axis=-1), x)
    np.testing.assert_allclose(smooth, jax.vmap(jax.jacobian(jax.nn.softmax))(x), atol=1e-3)


def test_a_jacobian_has_outputs_as_rows() -> None:
    matrix = np.array([[1.0, 2.0], [0.0, -1.0]])
    np.testing.assert_allclose(jacobian(lambda x: x @ matrix.T, np.zeros((1, 2)))[0], matrix)


@pytest.mark.parametrize("number", [5, 6, 7])
def test_the_link_can_be_read_back(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    settings = play(Conditions()).settings
    assert type(settings).from_query(settings.to_query()) == (settings, [])
