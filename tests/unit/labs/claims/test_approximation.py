"""Collapse, approximation and odd functions: against matrices by hand, interpolation, parabolas and straight lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.activations import get
from viz.engine import Network
from viz.labs.claims import CLAIMS
from viz.labs.claims.themes import approximation, collapse, odd
from viz.spec.claims import Conditions

LABELS = list(approximation.ACTIVATIONS)


def random_layers(sizes: tuple[int, ...], rng: np.random.Generator) -> tuple[list[Any], list[Any]]:
    """Return the weights and biases of two networks."""
    weights = [rng.standard_normal((2, *shape)) for shape in pairwise(sizes)]
    return weights, [rng.standard_normal((2, size)) for size in sizes[1:]]


def test_layers_without_activation_are_the_product_of_homogeneous_matrices() -> None:
    rng = np.random.default_rng(1)
    weights, biases = random_layers((3, 5, 4, 2), rng)
    x = rng.standard_normal((2, 6, 3))
    network = Network(weights, biases, [get("identity")] * 2)
    for member in range(2):
        product = np.eye(4)
        for weight, bias in zip(weights, biases, strict=True):
            step = np.zeros((weight.shape[1] + 1, weight.shape[2] + 1))
            step[:-1, :-1], step[-1, :-1], step[-1, -1] = weight[member], bias[member], 1.0
            product = product @ step
        expected = np.column_stack([x[member], np.ones(6)]) @ product
        np.testing.assert_allclose(network.forward(x)[member], expected[:, :-1], rtol=1e-12)
    assert collapse.distance_from_product(network, x).max() < 1e-14


def test_an_activation_keeps_layers_apart() -> None:
    rng = np.random.default_rng(2)
    network = Network(*random_layers((3, 5, 4, 2), rng), [get("relu")] * 2)
    assert collapse.distance_from_product(network, rng.standard_normal((2, 6, 3))).min() > 0.1


def test_least_squares_is_the_formula_of_the_regression_line() -> None:
    found = measured(14)
    x, y = found.samples, found.targets
    slope = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    line = y.mean() + slope * (x - x.mean())
    assert found.least_squares[0] == pytest.approx(np.mean(np.square(y - line)), rel=1e-12)
    np.testing.assert_allclose(found.line, y.mean() + slope * (found.x - x.mean()), rtol=1e-9, atol=1e-12)


def test_training_reaches_the_line_from_above() -> None:
    excess = measured(14).linear / measured(14).least_squares[:, np.newaxis]
    assert excess.min() >= 1.0 - 1e-12
    assert excess.max() < 1.01
    np.testing.assert_allclose(measured(14).linear_curve, measured(14).line, atol=0.05)


def test_the_target_is_the_sum_of_three_waves() -> None:
    x = np.array([-3.0, 0.0, 1.5, 3.0])
    t = np.pi * (x + 3.0) / 3.0
    expected = np.cos(t) + 0.5 * np.cos(3.0 * t) + 0.25 * np.cos(9.0 * t)
    np.testing.assert_allclose(approximation.target(x), expected, atol=1e-12)


def test_x_squared_does_what_the_best_parabola_does() -> None:
    points, x = approximation.points(), approximation.between()
    parabola = np.polynomial.Polynomial.fit(points, approximation.target(points), 2)
    expected = approximation.error_of(parabola(x))
    errors = measured(15).errors
    np.testing.assert_allclose(errors[LABELS.index("formula(x^2)")], expected, rtol=1e-6)
    line = np.polynomial.Polynomial.fit(points, approximation.target(points), 1)
    np.testing.assert_allclose(errors[LABELS.index("identity")], approximation.error_of(line(x)), rtol=1e-6)


def test_relu_is_no_better_than_free_straight_pieces_and_no_worse_than_interpolation() -> None:
    """Joining the target's values at the kinks is one choice of the weights; least squares is the best of all."""
    width, seed = 64, 3
    places = -3.0 + 6.0 * (np.arange(width) + np.random.default_rng((15, width, seed)).random(width)) / width
    x = approximation.between()
    knots = np.array([-3.0, *places, 3.0])
    joined = approximation.error_of(np.interp(x, knots, approximation.target(knots)))
    free = 0.0
    for low, high in pairwise(knots):
        inside = (x >= low) & (x <= high)
        if inside.sum() > 2:
            y = approximation.target(x[inside])
            free += np.square(np.polynomial.Polynomial.fit(x[inside], y, 1)(x[inside]) - y).sum()
    best = np.sqrt(free / len(x)) / approximation.target(x).std()
    error = approximation.error_of(approximation.fitted(get("relu"), width, seed))
    assert best <= error <= 1.2 * joined


def test_the_activation_that_cannot_is_named() -> None:
    assert CLAIMS[15].judge(measured(15)).depends_on == "the activation: x² can't"


def test_the_targets_are_odd() -> None:
    fits = measured(37)
    np.testing.assert_allclose(fits.targets[:, ::-1], -fits.targets, atol=1e-12)
    np.testing.assert_allclose(fits.targets[0], fits.x, atol=1e-12)
    np.testing.assert_allclose(fits.targets[1], fits.x**3 / 9.0, atol=0.02)  # straight between its points


def test_a_pair_is_x_exactly() -> None:
    assert measured(37).pair == 0.0


def test_errors_are_shares_of_what_is_to_be_learned_on_that_side() -> None:
    fits = measured(37)
    for side in (fits.x < 0.0, fits.x > 0.0):
        silent = odd.OddFits(fits.x, fits.targets, np.zeros_like(fits.outputs), fits.facing_left, 0.0)
        np.testing.assert_allclose(silent.error(side), 1.0)
        exact = odd.OddFits(fits.x, fits.targets, fits.targets[np.newaxis], fits.facing_left, 0.0)
        assert (exact.error(side) == 0.0).all()


@pytest.mark.parametrize("number", [14, 15, 37])
def test_the_link_opens_the_experiment(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    settings = play(Conditions(first=7)).settings
    assert type(settings).from_query(settings.to_query()) == (settings, [])
