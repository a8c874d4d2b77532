"""Probes against the same numbers computed another way: one unit, one sample, one weight at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from viz.engine import Trainer, record
from viz.engine.measuring import measure
from viz.engine.observation import BOUNDARY_SIDE, Observer, grid
from viz.engine.probes import GRADIENT_LOG10_EDGES, PRE_ACTIVATION_EDGES, PROBES
from viz.spec import ExperimentSpec

SPECS = [
    ExperimentSpec(samples=60, hidden=(6, 5), seed=1, learning_rate=1.5),
    ExperimentSpec(samples=60, hidden=(6, 5), seed=2, activation="tanh", dataset="sine", init_scale=3.0),
    ExperimentSpec(samples=60, hidden=(5, 4), dataset="iris", activation="silu", initialiser="zeros"),
    ExperimentSpec(samples=60, hidden=(4,), init_bias=-4.0, seed=5),
    ExperimentSpec(samples=60, hidden=(), dataset="plane"),
    ExperimentSpec(samples=60, hidden=(7,), loss="softmax_cross_entropy", test_share=0.0),
    ExperimentSpec(samples=60, hidden=(7,), loss="mse", layer_activations=("gelu",)),
    ExperimentSpec(samples=60, hidden=(6, 6), normalisation="layer", residual=True, dataset="sine"),
    ExperimentSpec(
        samples=60, hidden=(2, 5, 5), normalisation="batch", residual=True, activation="silu", data_scale=0.2
    ),
    ExperimentSpec(samples=60, hidden=(6, 5), normalisation="batch", init_bias=-0.5),
]
EPSILON = ExperimentSpec().epsilon


def looked_at(spec: ExperimentSpec, steps: int = 30) -> tuple[Trainer, dict[str, Any]]:
    trainer = Trainer(spec)
    trainer.advance(steps - 1)
    before = trainer.network.parameters.copy()
    trainer.advance(1)
    return trainer, measure(Observer(trainer.population, EPSILON), before, PROBES)


@dataclass(frozen=True)
class ByHand:
    """z, f(z), h and f′(z) of every layer, each (N, H), by the usual formula; h is f(z) and what a skip adds to it."""

    pre_activations: list[np.ndarray]
    activations: list[np.ndarray]
    outputs: list[np.ndarray]
    slopes: list[np.ndarray]


def by_hand(trainer: Trainer, x: np.ndarray) -> ByHand:
    """Run the network over x (N, D); batch normalisation takes the statistics of the whole training set."""
    spec, network = trainer.specs[0], trainer.network
    found = ByHand([], [], [], [])
    both = np.concatenate([x, trainer.population.x_train[0]])
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        activation = spec.layers[number] if number < len(spec.hidden) else None
        z = both @ weights[0]
        if activation and spec.normalisation != "none":
            if spec.normalisation == "layer":
                z += network.offsets[number][0]
                mean, variance = z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)
            else:
                mean, variance = z[len(x) :].mean(axis=0), z[len(x) :].var(axis=0)
            z = network.gains[number][0] * (z - mean) / np.sqrt(variance + 1e-5)
        z += biases[0]
        a = activation(z) if activation else z
        both = a + both if activation and spec.residual and a.shape == both.shape else a
        found.pre_activations.append(z[: len(x)])
        found.activations.append(a[: len(x)])
        found.outputs.append(both[: len(x)])
        found.slopes.append(activation.derivative(z[: len(x)]) if activation else np.ones_like(z))
    return found


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.dataset}-{spec.activation}-{spec.hidden}")
def test_units_and_layers(spec: ExperimentSpec) -> None:
    trainer, frame = looked_at(spec)
    x = trainer.population.x_train[0]
    expected = by_hand(trainer, x)
    slopes = expected.slopes
    samples = len(x)
    _, weight_gradients, _ = trainer.network.gradients(x, trainer.population.y_train[0])
    for layer in range(len(spec.hidden)):
        mean_output = np.abs(expected.activations[layer]).mean(axis=0)
        for unit in range(spec.hidden[layer]):
            slope = slopes[layer][:, unit]
            active = sum(value != 0.0 for value in slope) / samples
            flat = sum(abs(value) < EPSILON for value in slope) / samples
            assert frame["active_fraction"][layer][0, unit] == active
            assert frame["saturated_fraction"][layer][0, unit] == pytest.approx(flat, abs=1e-15)
            relative = mean_output[unit] / mean_output.mean() if mean_output.any() else 0.0
            assert frame["dormancy"][layer][0, unit] == pytest.approx(relative, rel=1e-9)
    for layer, gradient in enumerate(weight_gradients):
        magnitudes = [abs(value) for value in gradient.reshape(-1)]
        counts = [0] * len(GRADIENT_LOG10_EDGES)
        for magnitude in magnitudes:
            if magnitude == 0.0:
                counts[0] += 1
            else:
                inside = [edge <= math.log10(magnitude) for edge in GRADIENT_LOG10_EDGES]
                counts[min(max(sum(inside), 1), len(counts) - 1)] += 1
        assert frame["gradient_histogram"][layer][0].tolist() == counts
        assert frame["gradient_nonfinite"][layer][0] == 0
        assert frame["gradient_norm"][layer][0] == pytest.approx(math.sqrt(sum(m * m for m in magnitudes)), rel=1e-12)
        z = np.clip(expected.pre_activations[layer], PRE_ACTIVATION_EDGES[0], PRE_ACTIVATION_EDGES[-1])
        np.testing.assert_array_equal(
            frame["preactivation_histogram"][layer][0], np.histogram(z, bins=PRE_ACTIVATION_EDGES)[0]
        )


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.dataset}-{spec.activation}-{spec.hidden}")
def test_losses_scores_and_pictures(spec: ExperimentSpec) -> None:
    trainer, frame = looked_at(spec)
    population, info = trainer.population, trainer.population.datasets[0].info
    link = trainer.network.loss.link

    def prediction(x: np.ndarray) -> np.ndarray:
        return link(by_hand(trainer, x).pre_activations[-1].T[np.newaxis])[0].T

    for part, x, y in (
        ("train", population.x_train[0], population.datasets[0].y_train),
        ("test", population.x_test[0], population.datasets[0].y_test),
    ):
        if len(x) == 0:
            assert np.isnan(frame[f"{part}_loss"][0])
            assert np.isnan(frame[f"{part}_score"][0])
            continue
        predicted = prediction(x)
        if info.task == "regression":
            score = 1 - np.var(y - predicted[:, 0]) / np.var(y) - np.mean(y - predicted[:, 0]) ** 2 / np.var(y)
        else:
            classes = predicted.argmax(axis=1) if predicted.shape[1] > 1 else predicted[:, 0] > 0.5
            score = np.mean(classes == y)
        assert frame[f"{part}_score"][0] == pytest.approx(score, rel=1e-9, abs=1e-12)
    side = BOUNDARY_SIDE[info.inputs]
    picture = frame["boundary"][0]
    rows = range(0, side, 13) if info.inputs == 2 else [None]
    for row in rows:
        for column in range(0, side, 7):
            point = [np.linspace(*info.domain[0], side)[column]]
            if row is not None:
                point.append(np.linspace(*info.domain[1], side)[row])
            expected = prediction(np.array([point]))[0]
            if info.task == "binary" and len(expected) == 2:
                expected = expected[1:]
            found = picture[column] if row is None else picture[row, column]
            np.testing.assert_allclose(np.atleast_1d(found), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("spec", [SPECS[0], SPECS[-2], SPECS[-1]], ids=["plain", "residual", "batch norm"])
def test_response_maps_are_the_units_over_the_plane(spec: ExperimentSpec) -> None:
    trainer, frame = looked_at(spec)
    outputs = by_hand(trainer, grid(trainer.population.datasets[0].info.domain, 16)).outputs
    for layer in range(len(spec.hidden)):
        low, high = frame["response_low"][layer][0], frame["response_high"][layer][0]
        levels = frame["responses"][layer][0].reshape(-1, 256).T
        restored = low + levels / 255.0 * (high - low)
        assert np.abs(restored - outputs[layer]).max() <= (high - low).max() / 255.0 / 2 + 1e-12
        np.testing.assert_allclose(low, outputs[layer].min(axis=0), atol=1e-12)


def test_update_ratio_is_of_the_last_step_alone() -> None:
    trainer, frame = looked_at(SPECS[0], steps=30)
    now = [weights.copy() for weights in trainer.network.weights]
    earlier = Trainer(SPECS[0])
    earlier.advance(29)
    for layer, (after, before) in enumerate(zip(now, earlier.network.weights, strict=True)):
        ratio = np.linalg.norm(after[0] - before[0]) / np.linalg.norm(before[0])
        assert frame["update_ratio"][layer][0] == pytest.approx(ratio, rel=1e-9)
    assert np.isnan(record(ExperimentSpec(samples=40, steps=2)).update_ratio[0][0, 0])


def test_dead_means_no_gradient_reaches_the_weights() -> None:
    recording = record(ExperimentSpec(samples=60, init_bias=-4.0, steps=50, frames=5, seed=5, hidden=(8,)))
    dead = recording.dead[0][0]
    assert 0 < dead[0].sum() < 8, "the experiment must have both"
    incoming = recording.weights[0][0]
    for unit in np.flatnonzero(dead.all(axis=0)):
        assert (incoming[:, :, unit] == incoming[0, :, unit]).all(), "a dead unit's weights never move"
    assert recording.gradient_dead[0][0][dead].all()


def test_a_live_unit_behind_dead_ones_is_gradient_dead_but_not_dead() -> None:
    trainer = Trainer(ExperimentSpec(samples=60, hidden=(4, 3)))
    trainer.network.biases[1][:] = -1e6  # layer 2 is silent, layer 1 lives
    frame = measure(Observer(trainer.population, EPSILON), None, PROBES)
    assert (frame["active_fraction"][1] == 0).all()
    assert (frame["active_fraction"][0] > 0).all()
    assert frame["gradient_dead"][0].all()
    assert (frame["dormancy"][1] == 0).all(), "a silent layer has no mean to divide by"


def test_zeros_and_nonfinite_gradients_are_counted_apart() -> None:
    trainer = Trainer(ExperimentSpec(samples=60, hidden=(4,), initialiser="zeros"))
    frame = measure(Observer(trainer.population, EPSILON), None, PROBES)
    assert frame["gradient_histogram"][0][0, 0] == 8
    assert frame["gradient_histogram"][0][0, 1:].sum() == 0
    trainer.network.weights[1][:] = np.inf
    frame = measure(Observer(trainer.population, EPSILON), None, PROBES)
    assert frame["gradient_nonfinite"][0][0] + frame["gradient_histogram"][0][0].sum() == 8
    assert frame["gradient_nonfinite"][0][0] > 0


def test_half_of_the_relu_units_outputs_are_zero_at_initialisation() -> None:
    """Glorot, Bordes & Bengio 2011; over 40 seeds 0.45 to 0.51 a layer."""
    specs = [ExperimentSpec(samples=100, hidden=(32, 32), steps=1, frames=1, seed=seed) for seed in range(40)]
    recording = record(*specs)
    for layer in range(2):
        assert 0.45 <= recording.active_fraction[layer][:, 0].mean() <= 0.55
