"""The measurements of claims 1 to 4 against what plain Python, SciPy and JAX make of the same inputs."""

from __future__ import annotations

import jax
import numpy as np
import pytest
from scipy.optimize import curve_fit

from tests.unit.labs.claims.expectation import measured
from viz.activations import get
from viz.labs.claims import CLAIMS
from viz.labs.claims.themes.growth import POINTS, RANGES, best_exponential, best_line
from viz.spec.claims import Conditions

NUMBERS = (1, 2, 3, 4)


def test_the_articles_own_inputs_are_evaluated() -> None:
    values = measured(1)
    assert values.x.tolist() == list(range(-19, 20))
    assert values.given.tolist() == [max(0, x) for x in range(-19, 20)]
    assert (values.at(3.0), values.at(-3.0)) == (3.0, 0.0)


def test_adding_one_is_exact_at_every_input_that_is_tried() -> None:
    """Otherwise x + 1 could be rounded to x, and the claim would be right by accident."""
    x = measured(2).x
    assert ((x + 1.0) - x == 1.0).all()
    assert x.min() < 1e-5
    assert x.max() > 1e5


def test_the_best_exponential_is_the_one_that_scipy_finds() -> None:
    x = RANGES[1] * np.arange(1, POINTS + 1) / POINTS
    (scale, rate), _ = curve_fit(lambda x, scale, rate: scale * np.exp(rate * x), x, x, (1.0, 0.3))
    np.testing.assert_allclose(best_exponential(x, x), scale * np.exp(rate * x), rtol=1e-4)


def test_the_fits_find_a_line_and_an_exponential_again() -> None:
    x = np.linspace(0.01, 19.0, 300)
    np.testing.assert_allclose(best_line(x, 3.0 - 2.0 * x), 3.0 - 2.0 * x, atol=1e-12)
    np.testing.assert_allclose(best_exponential(x, 0.2 * np.exp(0.7 * x)), 0.2 * np.exp(0.7 * x), rtol=1e-3)


def test_what_an_exponential_misses_of_a_line_does_not_depend_on_the_range() -> None:
    """Stretching the inputs stretches the outputs of ReLU, and a·e^(c·x) with them."""
    np.testing.assert_allclose(measured(3).exponential_errors, measured(3).exponential_errors[0], rtol=1e-4)


def test_the_slopes_are_those_of_automatic_differentiation() -> None:
    slopes = measured(4)
    np.testing.assert_array_equal(slopes.values, jax.vmap(jax.grad(jax.nn.relu))(slopes.x))
    np.testing.assert_array_equal(slopes.quotients, np.where(np.arange(-152, 152) < 0, 0.0, 1.0))


def test_what_is_declared_at_zero_is_what_jax_has() -> None:
    slopes = measured(4)
    assert slopes.declared["jax"] == jax.grad(jax.nn.relu)(0.0)
    assert slopes.by_hand["jax"] == jax.grad(lambda x: jax.numpy.maximum(0.0, x))(0.0)


def test_a_smooth_function_has_nothing_declared() -> None:
    assert CLAIMS[4].measure(Conditions(), get("tanh")).declared == {}  # type: ignore[call-arg]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_link_can_be_read_back(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    settings = play(Conditions()).settings
    assert type(settings).from_query(settings.to_query()) == (settings, [])
