"""Probes: the numbers that are measured of an observed population, each a function of one look.

A probe returns arrays by name with a leading axis P; a list has one array for each (hidden) layer.  The gradient is
that of the data loss on the whole training set, without penalties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.datasets import PLANE
from viz.engine.observation import Observation

Array = NDArray[Any]
Measured = Mapping[str, Array | list[Array]]
Probe = Callable[[Observation], Measured]

GRADIENT_LOG10_EDGES = np.linspace(-12.0, 2.0, 57)  # K = 56 bins, four a decade; fixed, so that frames compare
PRE_ACTIVATION_EDGES = np.linspace(-8.0, 8.0, 33)


def losses_and_scores(look: Observation) -> Measured:
    """Loss, and accuracy (classification) or R² (regression), on training and on test samples; NaN without any."""
    population, loss = look.population, look.network.loss
    outputs = {"train": look.training.pre_activations[-1], "test": look.test_output}
    predictions = look.predictions
    targets = {"train": population.y_train.swapaxes(1, 2), "test": population.y_test.swapaxes(1, 2)}
    score = r_squared if population.datasets[0].task == "regression" else accuracy
    measured: dict[str, Array] = {}
    for part, output in outputs.items():
        empty = output.shape[2] == 0
        nothing = np.full(len(output), np.nan)
        measured[f"{part}_loss"] = nothing if empty else loss.value(output, targets[part])
        measured[f"{part}_score"] = nothing if empty else score(predictions[part], targets[part])
    return measured


def accuracy(prediction: Array, target: Array) -> Array:
    """Return the share (P,) of samples whose most probable class is theirs, for probabilities and targets (P, C, N)."""
    if prediction.shape[1] == 1:
        right = (prediction > 0.5) == (target > 0.5)
        return right.mean(axis=(1, 2))
    return (prediction.argmax(axis=1) == target.argmax(axis=1)).mean(axis=1)


def r_squared(prediction: Array, target: Array) -> Array:
    """Return 1 − residual / total sum of squares (P,), for values and targets (P, 1, N)."""
    residual = np.square(target - prediction).sum(axis=(1, 2))
    total = np.square(target - target.mean(axis=2, keepdims=True)).sum(axis=(1, 2))
    return 1.0 - residual / total


def unit_states(look: Observation) -> Measured:
    """For every hidden unit, on the training samples.

    active_fraction: share with f′ ≠ 0 (0: dead).  saturated_fraction: share with |f′| < ε.  dormancy: mean |h| over the
    layer's mean |h| (Sokar et al. 2023; 0 where the whole layer is silent), h = f(z) without what a skip adds to it.
    gradient_dead: ∂L/∂z = 0 on every sample.
    """
    work = look.training
    samples = work.pre_activations[-1].shape[2]
    mean_outputs = [np.abs(output).mean(axis=2) for output in work.activations]
    layer_means = [mean.mean(axis=1, keepdims=True) for mean in mean_outputs]
    return {
        "active_fraction": [np.count_nonzero(slope, axis=2) / samples for slope in work.slopes],
        "saturated_fraction": [(np.abs(slope) < look.epsilon).mean(axis=2) for slope in work.slopes],
        "dormancy": [
            np.divide(mean, layer, out=np.zeros_like(mean), where=layer != 0.0)
            for mean, layer in zip(mean_outputs, layer_means, strict=True)
        ],
        "gradient_dead": [~delta.any(axis=2) for delta in work.deltas[:-1]],
    }


def gradient_magnitudes(look: Observation) -> Measured:
    """For every layer: the histogram of log10 |∂L/∂w| over its weights, its first bin exact zeros, and the L2 norm."""
    network, gradient = look.network, look.training.gradient
    bins = len(GRADIENT_LOG10_EDGES) - 1
    per_decade = bins / (GRADIENT_LOG10_EDGES[-1] - GRADIENT_LOG10_EDGES[0])
    position = np.floor((np.log10(np.abs(gradient)) - GRADIENT_LOG10_EDGES[0]) * per_decade)
    number = np.clip(position, 0, bins - 1) + 1
    number[gradient == 0.0] = 0
    number[~np.isfinite(gradient)] = bins + 1
    layers = [layer[:, :, :-1].reshape(network.population, -1) for layer in network.layer_views(number)]
    counts = [_counts(layer.astype(np.intp), bins + 2) for layer in layers]
    gradients = [layer[:, :, :-1] for layer in network.layer_views(gradient)]
    return {
        "gradient_histogram": [count[:, :-1] for count in counts],
        "gradient_nonfinite": [count[:, -1] for count in counts],
        "gradient_norm": [_norm(layer) for layer in gradients],
    }


def update_ratio(look: Observation) -> Measured:
    """For every layer, ‖ΔW‖ / ‖W‖ of the last step, W before it (about 1e-3 is healthy: cs231n); NaN at step 0."""
    network = look.network
    if look.previous_parameters is None:
        return {"update_ratio": [np.full(network.population, np.nan) for _ in network.layers]}
    previous = network.layer_views(look.previous_parameters)
    ratios = []
    for now, before in zip(network.layers, previous, strict=True):
        size = _norm(before[:, :, :-1])
        change = _norm(now[:, :, :-1] - before[:, :, :-1])
        ratios.append(np.divide(change, size, out=np.full_like(size, np.nan), where=size > 0.0))
    return {"update_ratio": ratios}


def pre_activations(look: Observation) -> Measured:
    """For every layer, the histogram of z over its units and the training samples; the end bins hold all beyond."""
    first, last, bins = PRE_ACTIVATION_EDGES[0], PRE_ACTIVATION_EDGES[-1], len(PRE_ACTIVATION_EDGES) - 1
    histograms = []
    for z in look.training.pre_activations:
        position = np.floor((z - first) * (bins / (last - first)))
        number = np.nan_to_num(np.clip(position, 0, bins - 1)).astype(np.intp)
        histograms.append(_counts(number.reshape(len(number), -1), bins))
    return {"preactivation_histogram": histograms}


def parameters(look: Observation) -> Measured:
    """Weights (P, D, H) and biases (P, H) of every layer, and gains and offsets (P, H) of normalised ones."""
    return {
        "weights": [weight.copy() for weight in look.network.weights],
        "biases": [bias.copy() for bias in look.network.biases],
        "gains": [gain.copy() for gain in look.network.gains],
        "offsets": [offset.copy() for offset in look.network.offsets],
    }


def boundary(look: Observation) -> Measured:
    """The prediction on a grid: (P, G, G) or (P, G), with a last axis C where there are several classes.

    With two outputs for two classes it is the probability of the second class, as with one.  Data of more than two
    inputs have no such grid.
    """
    info = look.population.datasets[0].info
    if info.inputs > PLANE:
        return {}
    prediction = look.network.loss.link(look.boundary_output)
    if info.task == "binary" and prediction.shape[1] == 2:
        prediction = prediction[:, 1:]
    side = round(prediction.shape[2] ** (1.0 / info.inputs))
    picture = prediction.reshape(*prediction.shape[:2], *(side,) * info.inputs)
    picture = picture[:, 0] if len(picture[0]) == 1 else np.moveaxis(picture, 1, -1)
    return {"boundary": picture.copy()}  # of regression it is still the buffer that the next look overwrites


def response_maps(look: Observation) -> Measured:
    """What every hidden unit puts out over the plane, as 0 … 255 between its lowest and highest value there."""
    inputs = look.population.datasets[0].info.inputs
    maps, lows, highs = [], [], []
    for response in look.responses:
        low, high = response.min(axis=2), response.max(axis=2)
        scale = np.divide(255.0, high - low, out=np.zeros_like(low), where=high > low)
        levels = np.rint((response - low[:, :, np.newaxis]) * scale[:, :, np.newaxis])
        side = round(response.shape[2] ** (1.0 / inputs))
        maps.append(np.nan_to_num(levels).reshape(*response.shape[:2], *(side,) * inputs))
        lows.append(low)
        highs.append(high)
    return {"responses": maps, "response_low": lows, "response_high": highs}


def outcomes(look: Observation) -> Measured:
    """Return the confusion matrices of a classification, and every prediction where there is no grid of them.

    confusion: (P, 2, C, C) counts of training and test samples by true and predicted class.  predictions: (P, N) class
    numbers or values of the training samples and then the test samples, for data of more than two inputs.
    """
    population = look.population
    info = population.datasets[0].info
    measured: dict[str, Array] = {}
    regression = info.task == "regression"
    if not regression:
        labels = {"train": population.train_labels, "test": population.test_labels}
        cells = [
            _counts(labels[part] * info.classes + look.predicted_classes[part], info.classes**2) for part in labels
        ]
        measured["confusion"] = np.stack(cells, axis=1).reshape(len(cells[0]), 2, info.classes, info.classes)
    if info.inputs > PLANE:
        parts = [
            look.predictions[part][:, 0] if regression else look.predicted_classes[part] for part in ("train", "test")
        ]
        measured["predictions"] = np.concatenate(parts, axis=1).astype(np.float64)
    return measured


def class_activity(look: Observation) -> Measured:
    """For every hidden unit, the share of the training samples of each class with f′ ≠ 0, as 0 … 255.

    Only where there are several classes, or more than two inputs.  Whatever is rounded, 0 says none and 255 says all.
    """
    population = look.population
    info = population.datasets[0].info
    if info.task == "regression" or (info.task == "binary" and info.inputs <= PLANE):
        return {}
    members, sizes = population.one_hot_labels, population.class_sizes[:, np.newaxis]
    levels = []
    for slope in look.training.slopes:
        active = (slope != 0.0).astype(np.float32) @ members
        level = np.rint(np.divide(255.0 * active, sizes, out=np.zeros_like(active), where=sizes > 0.0))
        level[(level == 0.0) & (active > 0.0)] = 1.0
        level[(level == 255.0) & (active < sizes)] = 254.0
        levels.append(level.astype(np.uint8))
    return {"class_activity": levels}


PROBES: tuple[Probe, ...] = (
    losses_and_scores,
    unit_states,
    gradient_magnitudes,
    update_ratio,
    pre_activations,
    outcomes,
    class_activity,
    parameters,
    boundary,
    response_maps,
)
PICTURES: frozenset[Probe] = frozenset({boundary, response_maps})  # those that read the grids; they cost most


def _norm(layer: Array) -> Array:
    """L2 norm (P,) over the last two axes."""
    return np.sqrt(np.square(layer).sum(axis=(1, 2)))


def _counts(numbers: NDArray[np.intp], bins: int) -> Array:
    """Count bin numbers (P, n) into (P, bins)."""
    population = len(numbers)
    flat = (numbers + np.arange(population)[:, np.newaxis] * bins).reshape(-1)
    return np.bincount(flat, minlength=population * bins).reshape(population, bins)
