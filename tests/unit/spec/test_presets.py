"""Every preset's run shows what its sentence claims."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from viz.engine import Recording, record
from viz.spec import PRESETS, ExperimentSpec


@cache
def run(name: str) -> Recording:
    return record(PRESETS[name].spec)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_says_what_to_look_for_and_travels_in_a_link(preset) -> None:
    assert preset.label
    assert preset.look_for.endswith(".")
    assert ExperimentSpec.from_query(preset.spec.to_query()) == (preset.spec, [])


def test_names_labels_and_runs_are_unique() -> None:
    assert len({preset.spec for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)


def test_the_page_opens_with_a_preset() -> None:
    assert PRESETS["healthy"].spec == ExperimentSpec()


def test_healthy_ends_alive_and_right() -> None:
    recording = run("healthy")
    first, second = (dead[0] for dead in recording.dead)
    assert not first.any()
    assert second[0].sum() == second.any(axis=0).sum() == 1
    assert not second[-1].any()
    assert recording.steps[np.flatnonzero(second.any(axis=1))[-1]] < 500
    reached = recording.steps[np.flatnonzero(recording.test_score[0] >= 0.97)[0]]
    assert reached <= 500
    assert recording.test_score[0, -1] >= 0.97


def test_dying_loses_six_of_eight_for_good() -> None:
    recording = run("dying")
    dead = recording.dead[0][0]
    assert not dead[0].any()
    died = dead[-1]
    assert died.sum() == 6
    first = dead[:, died].argmax(axis=0)
    assert recording.steps[first].max() <= 700
    assert all(dead[start:, unit].all() for start, unit in zip(first, np.flatnonzero(died), strict=True))
    assert recording.train_score[0].max() == 1.0
    assert recording.train_score[0, -1] < 0.8
    assert recording.test_score[0, -1] < 0.8


def test_leaky_is_the_same_run_without_a_death() -> None:
    dying, leaky = PRESETS["dying"].spec, PRESETS["leaky"].spec
    differences = {name for name in vars(dying) if getattr(dying, name) != getattr(leaky, name)}
    assert differences == {"activation"}
    recording = run("leaky")
    assert not any(dead.any() for dead in recording.dead)
    late = recording.steps >= 1000
    assert recording.train_score[0, late].min() == 1.0
    assert recording.test_score[0, -1] == 1.0


def test_born_dead_moves_no_weight() -> None:
    recording = run("born-dead")
    assert recording.dead[1].all()
    for weights, norms in zip(recording.weights, recording.gradient_norm, strict=True):
        assert not norms.any()
        assert (weights == weights[:, :1]).all()
    for histogram in recording.gradient_histogram:
        assert not histogram[..., 1:].any()
    assert np.ptp(recording.biases[-1]) > 0
    assert not any(np.ptp(bias, axis=1).any() for bias in recording.biases[:-1])


def test_vanishing_gradient_of_the_first_layer() -> None:
    recording = run("vanishing")
    ratio = recording.gradient_norm[0][0] / recording.gradient_norm[-1][0]
    assert len(recording.active_fraction) == 8
    assert 60_000 < 1 / ratio[0] < 80_000
    assert np.median(ratio) < 1e-3
    assert recording.train_loss[0].min() > 0.69


def test_zeros_stay_at_the_loss_of_a_coin() -> None:
    recording = run("zeros")
    assert np.abs(recording.train_loss - np.log(2)).max() < 2e-3
    assert not any(weights.any() for weights in recording.weights)
    assert all(dead.all() for dead in recording.dead)


def test_no_activation_draws_a_straight_line() -> None:
    recording = run("line")
    probability = recording.boundary[0, -1].astype(float)
    axis = np.linspace(-4, 4, probability.shape[0])
    inner = (probability > 0.02) & (probability < 0.98)  # half precision says little nearer to 0 and 1
    logit = np.log(probability[inner] / (1 - probability[inner]))
    x2, x1 = np.meshgrid(axis, axis, indexing="ij")
    design = np.stack([x1[inner], x2[inner], np.ones(inner.sum())], axis=1)
    coefficients, *_ = np.linalg.lstsq(design, logit, rcond=None)
    assert np.abs(design @ coefficients - logit).max() < 0.05
    wrong = 1 - recording.train_score[0, -1]
    assert 0.08 < wrong < 0.15


def test_overflow_stops_and_says_where() -> None:
    recording = run("overflow")
    stopped = recording.header["stopped"]
    assert stopped["step"] == 352
    assert stopped["layer"] == 2
    assert "352" in stopped["message"]
    assert recording.steps[-1] == 351
    assert np.isfinite(recording.train_loss).all()
    assert recording.train_loss[0, -1] > 1e250
    assert recording.saturated_fraction[-1][0, -1].min() == 1.0


def test_folds_follow_the_sine() -> None:
    recording = run("folds")
    assert recording.test_score[0, -1] > 0.97
    assert not any(dead.any() for dead in recording.dead)


def test_iris_parts_setosa_first() -> None:
    recording = run("iris")
    assert recording.header["class_names"][0] == "setosa"
    assert recording.test_score[0, -1] > 0.93


def test_digits_are_told_right_after_two_epochs_and_better_after_ten() -> None:
    recording = run("digits")
    assert recording.x_train.shape[1:] == (1204, 2)  # the picture: PCA
    epochs = recording.steps / recording.header["batches_per_epoch"]
    assert epochs[-1] == 10
    assert recording.weights[0].shape[2:] == (64, 32)
    assert recording.test_score[0, epochs >= 2][0] > 0.9
    assert recording.test_score[0, epochs < 0.5].max() < 0.8
    assert 0.955 < recording.test_score[0, -1] < 0.965
    matrix = recording.confusion[0, -1, 1]
    assert 0 < matrix.sum() - np.trace(matrix) < 30
