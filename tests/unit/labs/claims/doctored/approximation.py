"""Measurements of the claims of themes/collapse.py, approximation.py and odd.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes import collapse
from viz.labs.claims.themes.approximation import ACTIVATIONS, Approximations
from viz.labs.claims.themes.collapse import Collapse
from viz.labs.claims.themes.odd import OddFits
from viz.spec.claims import Conditions

PLACES = list(ACTIVATIONS)


def an_activation_in_between(_: Collapse) -> Collapse:
    """Return the measurement with ReLU in the networks that should have no activation."""
    return collapse.measure(Conditions(), without="relu")


def better_than_least_squares(found: Collapse) -> Collapse:
    """Return networks that are single layers, and yet a little better than the best of those."""
    return replace(found, linear=0.999 * found.linear)


def better_at_one_depth(found: Collapse) -> Collapse:
    """Return losses below least squares in the deepest networks only."""
    linear = found.linear.copy()
    linear[:, -1] *= 0.5
    return replace(found, linear=linear)


def no_single_layer(found: Collapse) -> Collapse:
    """Return networks as good as before which their matrices don't explain."""
    return replace(found, apart=found.apart + 1e-6)


def half_of_the_seeds_better(found: Collapse) -> Collapse:
    """Return half of the seeds below least squares."""
    linear = found.linear.copy()
    linear[::2] *= 0.5
    return replace(found, linear=linear)


def every_activation_as_relu(found: Approximations) -> Approximations:
    """Return a world in which polynomials, too, come near."""
    return replace(found, errors=np.repeat(found.errors[:1], len(PLACES), axis=0))


def every_activation_as_a_polynomial(found: Approximations) -> Approximations:
    """Return a world in which no layer comes near, as with x² in this one."""
    square = found.errors[PLACES.index("formula(x^2)")]
    return replace(found, errors=np.repeat(square[np.newaxis], len(PLACES), axis=0))


def none_gets_nearer(found: Approximations) -> Approximations:
    """Return errors that are small from the start and stay as they are."""
    return replace(found, errors=np.full_like(found.errors, 0.04))


def far_from_near(found: Approximations) -> Approximations:
    """Return errors that fall as they do, and are still large at the widest."""
    return replace(found, errors=20.0 * found.errors)


def blind_to_negative_inputs(fits: OddFits) -> OddFits:
    """Return networks that take all negative inputs for 0."""
    outputs = fits.outputs.copy()
    outputs[:, :, fits.x < 0.0] = outputs[:, :, fits.x == 0.0]
    return replace(fits, outputs=outputs)


def blind_in_half_of_the_seeds(fits: OddFits) -> OddFits:
    """Return such networks for every other seed."""
    outputs = fits.outputs.copy()
    outputs[::2] = blind_to_negative_inputs(fits).outputs[::2]
    return replace(fits, outputs=outputs)


EXPECTATIONS: dict[int, Expectation] = {
    14: Expectation(
        Verdict.HOLDS,
        (
            (an_activation_in_between, Verdict.FAILS),
            (better_than_least_squares, Verdict.FAILS),
            (better_at_one_depth, Verdict.FAILS),
            (no_single_layer, Verdict.FAILS),
            (half_of_the_seeds_better, Verdict.DEPENDS),
        ),
    ),
    15: Expectation(
        Verdict.DEPENDS,
        (
            (every_activation_as_relu, Verdict.HOLDS),
            (every_activation_as_a_polynomial, Verdict.FAILS),
            (none_gets_nearer, Verdict.FAILS),
            (far_from_near, Verdict.FAILS),
        ),
    ),
    37: Expectation(
        Verdict.FAILS,
        ((blind_to_negative_inputs, Verdict.HOLDS), (blind_in_half_of_the_seeds, Verdict.DEPENDS)),
    ),
}
