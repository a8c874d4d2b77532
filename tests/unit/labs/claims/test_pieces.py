"""Sums of units and linear regions: slopes, exponents and folds against formulas and counts by other means."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from tests.unit.labs.claims.expectation import measured
from viz.labs.claims.themes import interactions, pieces
from viz.labs.claims.themes.interactions import DEEP, NEURONS, PLANE, SETTINGS, WIDE, Regions, Setting
from viz.labs.kinks import count_pieces, rms, total
from viz.labs.kinks.errors import random_units
from viz.spec.claims import Conditions
from viz.spec.one_neuron import OneNeuronSpec
from viz.theory import regions_bound


def test_the_slopes_are_those_of_the_units() -> None:
    starts = [random_units(8, start) for start in pieces.starts(Conditions())]
    counted = measured(12).slopes_before[:, pieces.UNITS.index(8)].ravel()
    assert counted.tolist() == [count_pieces(units).count for units in starts]


def test_no_sum_has_more_slopes_than_units_and_one() -> None:
    assert (measured(12).slopes <= np.array(pieces.UNITS)[:, np.newaxis] + 1).all()


def test_every_seed_has_random_starts_of_its_own() -> None:
    one, other = pieces.starts(Conditions(10, 0)), pieces.starts(Conditions(10, 10))
    assert len(one) == 10 * pieces.STARTS
    assert set(one).isdisjoint(other)


def test_the_shown_fit_has_the_median_error() -> None:
    fits = measured(12)
    np.testing.assert_allclose(rms(fits.examples, pieces.TARGET), fits.median_error[0], rtol=1e-9)


def test_one_unit_fits_no_better_than_the_best_hinge() -> None:
    """A grid search over the kink, with least squares for all else, bounds the error of one unit from below."""
    fits = measured(12)
    best = np.inf
    for kink in np.linspace(-3.0, 3.0, 241):
        for side in (1.0, -1.0):
            columns = np.column_stack([np.maximum(side * (fits.x - kink), 0.0), np.ones_like(fits.x)])
            left = columns @ np.linalg.lstsq(columns, fits.target)[0] - fits.target
            best = min(best, float(np.sqrt(np.mean(left**2))))
    assert fits.error[:, 0].min() >= best - 1e-3


@pytest.mark.parametrize("seed", range(3))
def test_the_rank_correlation_is_spearman_s(seed: int) -> None:
    error = np.random.default_rng(seed).random(len(pieces.UNITS))
    assert pieces.rank_correlation(error) == pytest.approx(spearmanr(pieces.UNITS, error).statistic)


def test_the_exponent_is_that_of_a_power() -> None:
    counts = np.array([[3.0 * np.array(NEURONS) ** power for power in (0.5, 1.0, 2.0)]])
    np.testing.assert_allclose(Regions(counts).exponents, [[0.5, 1.0, 2.0]])


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_folds_multiply(depth: int) -> None:
    network = interactions.folding_network(depth)
    assert interactions.count(network, 1, 0.0, 1.0) == interactions.WIDTH**depth


def test_a_fold_is_a_zigzag_between_0_and_1() -> None:
    (first, last), (kinks, offset) = interactions.folding_network(1)
    x = np.linspace(0.0, 1.0, interactions.WIDTH + 1)[:, np.newaxis]
    folded = np.maximum(x @ first + kinks, 0.0) @ last + offset
    np.testing.assert_allclose(folded[:, 0], np.arange(interactions.WIDTH + 1) % 2, atol=1e-12)


def test_one_layer_stays_within_zaslavsky_s_bound_and_comes_close_to_it() -> None:
    for place, setting in enumerate(SETTINGS):
        if setting.arrangement == WIDE:
            bounds = [regions_bound(neurons, setting.inputs) for neurons in NEURONS]
            counts = measured(13).counts[:, place]
            assert (counts <= bounds).all()
            assert (np.median(counts, axis=0) > 0.95 * np.array(bounds)).all()


def test_the_plane_s_count_is_that_of_patterns_seen_on_a_fine_grid() -> None:
    """Samples can miss small regions but never see one that isn't there."""
    rng = np.random.default_rng(0)
    network = interactions.random_network((2, 6, 1), "lecun_normal", 1.0, 1.0, rng)
    x = np.stack(np.meshgrid(*[np.linspace(-50.0, 50.0, 1500)] * 2), axis=-1).reshape(-1, 2)
    seen = len(np.unique((x @ network[0][0] + network[1][0] > 0.0) @ 2 ** np.arange(6)))
    counted = interactions.count(network, 2, -50.0, 50.0)
    assert 0.6 * counted <= seen <= counted


def test_what_the_verdict_depends_on_is_what_sets_settings_apart() -> None:
    assert interactions.CLAIMS[0].judge(measured(13)).depends_on == "the number of inputs and the weights"
    flat = measured(13).counts.copy()
    flat[:, PLANE] = flat[:, 0]
    assert interactions.CLAIMS[0].judge(Regions(flat)).depends_on == "the number of inputs, the weights and the depth"


def test_settings_hold_as_many_neurons_either_way() -> None:
    for depth, neurons in enumerate(NEURONS, start=1):
        assert {sum(Setting(1, "random", how).widths(depth)) for how in (WIDE, DEEP)} == {neurons}


@pytest.mark.parametrize("claim", [*pieces.CLAIMS, *interactions.CLAIMS], ids=lambda claim: str(claim.number))
def test_the_link_opens_the_experiment(claim: interactions.Claim) -> None:
    assert claim.play is not None
    link = claim.play(Conditions(first=7))
    assert OneNeuronSpec.from_query(link.settings.to_query()) == (link.settings, [])


def test_the_link_has_the_units_that_were_fitted() -> None:
    settings = pieces.play(Conditions()).settings
    assert isinstance(settings, OneNeuronSpec)
    x = measured(12).x
    drawn = total(random_units(pieces.UNITS[-1], 0), x)[1]
    np.testing.assert_allclose(total(settings.built, x)[1], drawn, atol=5e-3)
    assert settings.fitting.steps == pieces.STEPS.standard
