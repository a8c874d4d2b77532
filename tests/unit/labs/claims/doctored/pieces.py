"""Measurements of the claims of themes/pieces.py and themes/interactions.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.interactions import FOLDED, PLANE, Regions
from viz.labs.claims.themes.pieces import Fits


def units_without_a_kink(fits: Fits) -> Fits:
    """Return what straight units add up to: one slope, and the error of the best straight line, however many."""
    x, y = fits.x, fits.target
    line = np.polynomial.Polynomial.fit(x, y, 1)(x)
    error = np.full_like(fits.error, np.sqrt(np.mean(np.square(y - line))))
    one = np.ones_like(fits.slopes)
    return replace(fits, slopes_before=one, slopes=one, error=error)


def kinks_at_one_place(fits: Fits) -> Fits:
    """Return as good fits as before by units that start with one bias: two slopes."""
    return replace(fits, slopes_before=np.full_like(fits.slopes, 2))


def more_units_fit_worse(fits: Fits) -> Fits:
    """Return the same errors in the opposite order."""
    return replace(fits, error=fits.error[:, ::-1])


def more_units_fit_no_better(fits: Fits) -> Fits:
    """Return errors that still fall with the units, but hardly."""
    return replace(fits, error=1.0 + 0.1 * fits.error)


def only_the_ends_are_in_order(fits: Fits) -> Fits:
    """Return the errors of all numbers of units between the least and the most in the opposite order."""
    return replace(fits, error=np.concatenate([fits.error[:, :1], fits.error[:, -2:0:-1], fits.error[:, -1:]], axis=1))


def half_of_the_seeds_fail(fits: Fits) -> Fits:
    """Return the errors of half of the seeds in the opposite order."""
    half = len(fits.error) // 2
    return replace(fits, error=np.concatenate([fits.error[:half, ::-1], fits.error[half:]]))


def one_input_only(regions: Regions) -> Regions:
    """Return a world in which planes and folded lines are cut no more than a line is."""
    line = regions.counts[:, :1]
    return Regions(np.repeat(line, regions.counts.shape[1], axis=1))


def two_inputs_only(regions: Regions) -> Regions:
    """Return a world in which a line is cut as a plane is."""
    counts = regions.counts.copy()
    counts[:, :PLANE] = counts[:, PLANE : PLANE + 2]
    return Regions(counts)


def everything_folds(regions: Regions) -> Regions:
    """Return a world in which all networks fold their input."""
    return Regions(np.repeat(regions.counts[:, FOLDED:], regions.counts.shape[1], axis=1))


EXPECTATIONS: dict[int, Expectation] = {
    12: Expectation(
        Verdict.HOLDS,
        (
            (units_without_a_kink, Verdict.FAILS),
            (kinks_at_one_place, Verdict.FAILS),
            (more_units_fit_worse, Verdict.FAILS),
            (more_units_fit_no_better, Verdict.FAILS),
            (only_the_ends_are_in_order, Verdict.FAILS),
            (half_of_the_seeds_fail, Verdict.DEPENDS),
        ),
    ),
    13: Expectation(
        Verdict.DEPENDS,
        (
            (one_input_only, Verdict.HOLDS),
            (two_inputs_only, Verdict.FAILS),
            (everything_folds, Verdict.FAILS),
        ),
    ),
}
