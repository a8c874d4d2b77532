"""From specs to what is trained: the data, networks and rates of a population, each member from its own seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.datasets import Dataset, make_dataset
from viz.engine.initialisers import INITIALISERS, initialise_layer
from viz.engine.losses import LOSSES
from viz.engine.lsuv import scale_to_unit_variance
from viz.engine.network import Network

if TYPE_CHECKING:  # the engine reads a spec's fields and knows nothing of how it is written or checked
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]

SHARED = (
    "dataset",
    "samples",
    "test_share",
    "hidden",
    "normalisation",
    "residual",
    "resolved_loss",
    "optimiser",
    "batch_size",
    "steps",
    "frames",
    "epsilon",
)


@dataclass(frozen=True)
class Population:
    """P experiments made ready to train.

    Attributes
    ----------
    x_train, x_test : (P, N, D).
    y_train, y_test : targets as the loss takes them, (P, N, C).
    generators : one for each member's batches.
    """

    network: Network
    datasets: tuple[Dataset, ...]
    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    generators: tuple[np.random.Generator, ...]


def populate(specs: Sequence[Spec]) -> Population:
    """Draw data, weights and batch generators of every spec from its own seed.

    Raises
    ------
    ValueError
        If there is no spec, or the specs differ in what a population must share.
    """
    if not specs:
        raise ValueError("nothing to train: give at least one spec")
    _check_shared(specs)
    datasets, layers, generators = [], [], []
    known: dict[tuple[float, ...], Dataset] = {}  # in a sweep many members share a seed
    for spec in specs:
        *children, bias_seed = np.random.SeedSequence(spec.seed).spawn(4)
        data_rng, weight_rng, batch_rng = (np.random.default_rng(child) for child in children)
        drawn = (spec.seed, spec.noise, spec.data_scale)
        if drawn not in known:
            dataset = make_dataset(spec.dataset, spec.samples, spec.noise, spec.test_share, data_rng)
            known[drawn] = dataset.scaled(spec.data_scale)
        dataset = known[drawn]
        datasets.append(dataset)
        layers.append(_initial_layers(spec, _sizes(spec, dataset), weight_rng, bias_seed))
        generators.append(batch_rng)
    weights = [np.stack([member[number][0] for member in layers]) for number in range(len(layers[0]))]
    biases = [np.stack([member[number][1] for member in layers]) for number in range(len(layers[0]))]
    activations = list(zip(*(spec.layers for spec in specs), strict=True))
    network = Network(
        weights,
        biases,
        activations,
        specs[0].resolved_loss,
        normalisation=specs[0].normalisation,
        residual=specs[0].residual,
    )
    x_train = np.stack([dataset.x_train for dataset in datasets])
    deviation = [spec.init_scale if INITIALISERS[spec.initialiser].unit_variance else np.nan for spec in specs]
    if not np.isnan(deviation).all():
        scale_to_unit_variance(network, network.columns(x_train), np.array(deviation))
    outputs = network.sizes[-1]
    return Population(
        network=network,
        datasets=tuple(datasets),
        x_train=x_train,
        y_train=np.stack([as_targets(dataset.y_train, outputs) for dataset in datasets]),
        x_test=np.stack([dataset.x_test for dataset in datasets]),
        y_test=np.stack([as_targets(dataset.y_test, outputs) for dataset in datasets]),
        generators=tuple(generators),
    )


def as_targets(y: NDArray[np.generic], outputs: int) -> Array:
    """Return labels or values (N,) as targets (N, C): one-hot where there is more than one output."""
    if outputs == 1:
        return y.astype(np.float64)[:, np.newaxis]
    return (y[:, np.newaxis] == np.arange(outputs)).astype(np.float64)


def _sizes(spec: Spec, dataset: Dataset) -> tuple[int, ...]:
    one_per_class = LOSSES[spec.resolved_loss].one_output_per_class
    outputs = dataset.info.classes if one_per_class else dataset.info.outputs
    return (dataset.info.inputs, *spec.hidden, outputs)


def _initial_layers(
    spec: Spec, sizes: tuple[int, ...], rng: np.random.Generator, bias_seed: np.random.SeedSequence
) -> list[tuple[Array, Array]]:
    last = len(sizes) - 2
    layers = [
        initialise_layer(spec.initialiser, *shape, rng, spec.init_scale, 0.0 if number == last else spec.init_bias)
        for number, shape in enumerate(pairwise(sizes))
    ]
    if spec.init_bias_deviation > 0.0:  # drawn apart, so that the weights are those that they are without
        bias_rng = np.random.default_rng(bias_seed)
        for _, biases in layers[:-1]:
            biases += spec.init_bias_deviation * bias_rng.standard_normal(len(biases))
    return layers


def _check_shared(specs: Sequence[Spec]) -> None:
    for name in SHARED:
        values = {getattr(spec, name) for spec in specs}
        if len(values) > 1:
            raise ValueError(
                f"one population shares {name}, the specs have {', '.join(map(str, sorted(values, key=str)))}"
            )
    if len({tuple(activation.name for activation in spec.layers) for spec in specs}) > 1:
        raise ValueError("one population shares its activations; members may differ only in their parameters")
