"""Measurements of the claims of themes/sparsity.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.engine import Trainer
from viz.labs.claims import Verdict
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.sparsity import DATA, Zeros, ZeroWeights, before_and_after, run, weight_zeros
from viz.spec.claims import Conditions


def leaky_in_place_of_relu(measured: Zeros) -> Zeros:
    conditions = Conditions()
    leaky = [before_and_after(run(dataset, "leaky_relu", conditions), conditions) for dataset in DATA]
    return replace(measured, relu=np.stack(leaky))


def zeros_that_training_takes_away(measured: Zeros) -> Zeros:
    relu = measured.relu.copy()
    relu[:, 1] *= 0.3
    return replace(measured, relu=relu)


def pruned(measured: ZeroWeights) -> ZeroWeights:
    """The smallest half of all weights is set to 0."""
    conditions = Conditions()
    weights = Trainer(*seeded(run("digits", "relu", conditions), conditions)).network.weights
    for weight in weights:
        weight[np.abs(weight) < np.median(np.abs(weight))] = 0.0
    return replace(measured, weights=weight_zeros(weights))


def pruned_in_some_networks(measured: ZeroWeights) -> ZeroWeights:
    weights = measured.weights.copy()
    weights[::2] = 0.1
    return replace(measured, weights=weights)


EXPECTATIONS: dict[int, Expectation] = {
    18: Expectation(
        Verdict.HOLDS, ((leaky_in_place_of_relu, Verdict.FAILS), (zeros_that_training_takes_away, Verdict.DEPENDS))
    ),
    19: Expectation(Verdict.FAILS, ((pruned, Verdict.HOLDS), (pruned_in_some_networks, Verdict.DEPENDS))),
}
