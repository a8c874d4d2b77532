"""Selectivity and over-fitting of claims 20 and 21 against formulas, the recording and single runs."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import Trainer, record
from viz.engine.probes import class_activity, losses_and_scores
from viz.labs.claims import Claim
from viz.labs.claims.runs import recorded, seeded
from viz.labs.claims.themes import overfitting, specialisation
from viz.labs.claims.themes.overfitting import BIASES, Setting
from viz.labs.claims.themes.specialisation import look, run, selectivity
from viz.spec.claims import Conditions

LABELS = np.array([0, 0, 1, 1, 1, 2])
SHARES = (LABELS[:, np.newaxis] == np.arange(3)) / np.bincount(LABELS)


def index(*outputs: float) -> float:
    return float(selectivity(np.array([[outputs]]), SHARES[np.newaxis])[0, 0])


def test_selectivity_is_the_index_of_class_means() -> None:
    # Means 0.5, 1/3 and 4: most 4, rest 5/12.  From the highest down they are 3.5, 11/3 and 0: a smaller index.
    assert index(0, 1, 0, 0, 1, 4) == pytest.approx((4 - 5 / 12) / (4 + 5 / 12))


def test_selectivity_is_1_for_one_class_alone_and_0_for_none() -> None:
    assert index(0, 0, 0, 0, 0, 2.5) == 1.0
    assert index(1, 1, 1, 1, 1, -1) == 1.0  # silent for one class: turned around, it answers to it alone
    assert index(1, 3, 2, 1, 3, 2) == 0.0
    assert np.isnan(index(2, 2, 2, 2, 2, 2))


@pytest.mark.parametrize(("scale", "offset"), [(3.0, 0.0), (-1.0, 0.0), (-0.2, 7.0)])
def test_what_the_next_layer_can_undo_is_not_selectivity(scale: float, offset: float) -> None:
    outputs = np.random.default_rng(2).normal(size=(3, 5, 6))
    there = np.broadcast_to(SHARES, (3, *SHARES.shape))
    np.testing.assert_allclose(selectivity(scale * outputs + offset, there), selectivity(outputs, there), atol=1e-12)


def test_silent_classes_are_those_of_the_recording() -> None:
    conditions = Conditions(seeds=10, scale=0.1)
    spec = run("relu", conditions)
    recording = recorded(spec, conditions, probes=(losses_and_scores, class_activity))
    levels = np.concatenate([layer[:, -1] for layer in recording.class_activity], axis=1)  # 0 … 255
    trainer = Trainer(*seeded(spec, conditions))
    trainer.advance(spec.steps)
    active = look(trainer).active
    np.testing.assert_array_equal(active == 0.0, levels == 0)
    np.testing.assert_array_equal(np.isclose(active, 1.0), levels == 255)
    np.testing.assert_allclose(active, levels / 255.0, atol=1 / 255)


def test_only_relu_can_be_silent() -> None:
    found = measured(20)
    assert found.tanh.silent.max() == found.leaky.silent.max() == 0.0
    assert found.relu.active.shape == (10, sum(specialisation.HIDDEN), 10)


def test_the_correlation_is_that_of_ranks() -> None:
    zeros = np.array([[0.7], [0.6], [0.5], [0.4], [0.3]])
    gaps = np.array([[0.1], [0.5], [0.2], [0.9], [0.4]])
    differences = np.array([5 - 1, 4 - 4, 3 - 2, 2 - 5, 1 - 3])
    spearman = 1 - 6 * (differences**2).sum() / (5 * (25 - 1))
    setting = Setting("moons", 8, zeros, gaps, gaps[2], gaps[2] + 1)
    assert setting.correlation[0] == pytest.approx(spearman)
    assert [found.tolist() for found in setting.comparisons] == [[spearman < 0], [True]]


def test_a_gap_is_what_a_run_by_itself_ends_with() -> None:
    found = measured(21).settings[0]
    spec = overfitting.run(found.dataset, found.width, "relu", Conditions())
    for place, seed in ((0, 3), (4, 8)):
        recording = record(
            spec.unchecked({"init_bias": BIASES[place], "seed": seed, "frames": 1}), probes=(losses_and_scores,)
        )
        gap = recording.test_loss[0, -1] - recording.train_loss[0, -1]
        assert found.gaps[place, seed] == pytest.approx(gap, rel=1e-9)


def test_networks_over_fit_and_biases_make_them_sparser() -> None:
    for setting in measured(21).settings:
        assert (np.median(setting.gaps, axis=1) > 0).all()
        assert (np.diff(np.median(setting.zeros, axis=1)) < 0).all()


@pytest.mark.parametrize("claim", [*specialisation.CLAIMS, *overfitting.CLAIMS], ids=lambda claim: str(claim.number))
def test_the_page_that_opens_has_the_experiment(claim: Claim) -> None:
    assert claim.play is not None
    link = claim.play(Conditions(seeds=12, first=40))
    read, problems = type(link.settings).from_query(link.settings.to_query())
    assert (read, problems) == (link.settings, [])
    assert len(read.lanes) == len({lane.label for lane in read.lanes}) >= 2
