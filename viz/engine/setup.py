"""From specs to what is trained: the data, networks and rates of a population, each member from its own seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.datasets import Dataset, make_dataset
from viz.engine.features import inputs_of
from viz.engine.initialisers import INITIALISERS, initialise_layer
from viz.engine.lsuv import scale_to_unit_variance
from viz.engine.network import Network
from viz.engine.unit_activations import LayerFunction, functions_of

if TYPE_CHECKING:  # the engine reads a spec's fields and knows nothing of how it is written or checked
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]

SHARED = (
    "dataset",
    "points",
    "upload",
    "features",
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
    "earlier",
)


@dataclass(frozen=True)
class Population:
    """P experiments made ready to train.

    Attributes
    ----------
    x_train, x_test : what the networks are given, (P, N, D); the data sets have what they were drawn as.
    features : made of the data's coordinates to be their inputs; none: the coordinates as they are.
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
    features: tuple[str, ...] = ()

    @cached_property
    def train_labels(self) -> NDArray[np.int64]:
        """Class numbers (P, N) of the training samples."""
        return np.stack([dataset.y_train for dataset in self.datasets])

    @cached_property
    def test_labels(self) -> NDArray[np.int64]:
        """Class numbers (P, N) of the test samples."""
        return np.stack([dataset.y_test for dataset in self.datasets])

    @cached_property
    def one_hot_labels(self) -> NDArray[np.float32]:
        """(P, N, C) 1 where a training sample is of a class, else 0."""
        return (self.train_labels[:, :, np.newaxis] == np.arange(self.datasets[0].info.classes)).astype(np.float32)

    @cached_property
    def class_sizes(self) -> NDArray[np.float32]:
        """(P, C) training samples of each class."""
        return self.one_hot_labels.sum(axis=1)


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
        data_seed, weight_seed, batch_seed, bias_seed = np.random.SeedSequence(spec.seed).spawn(4)
        if spec.weights_seed:
            weight_seed, bias_seed = (
                np.random.SeedSequence(spec.seed, spawn_key=(number, spec.weights_seed)) for number in (1, 3)
            )
        data_rng, weight_rng, batch_rng = map(np.random.default_rng, (data_seed, weight_seed, batch_seed))
        drawn = (spec.seed, spec.noise, spec.data_scale)
        if drawn not in known:
            dataset = make_dataset(spec.info, spec.samples, spec.noise, spec.test_share, data_rng)
            known[drawn] = dataset.scaled(spec.data_scale)
        dataset = known[drawn]
        datasets.append(dataset)
        layers.append(initial_layers(spec, _sizes(spec), weight_rng, bias_seed))
        generators.append(batch_rng)
    weights = [np.stack([member[number][0] for member in layers]) for number in range(len(layers[0]))]
    biases = [np.stack([member[number][1] for member in layers]) for number in range(len(layers[0]))]
    network = Network(
        weights,
        biases,
        hidden_activations(specs),
        specs[0].resolved_loss,
        normalisation=specs[0].normalisation,
        residual=specs[0].residual,
    )
    features = specs[0].features
    x_train = inputs_of(np.stack([dataset.x_train for dataset in datasets]), features)
    deviation = [spec.init_scale if INITIALISERS[spec.initialiser].unit_variance else np.nan for spec in specs]
    if not np.isnan(deviation).all():
        scale_to_unit_variance(network, network.columns(x_train), np.array(deviation))
    outputs = network.sizes[-1]
    return Population(
        network=network,
        datasets=tuple(datasets),
        x_train=x_train,
        y_train=np.stack([as_targets(dataset.y_train, outputs) for dataset in datasets]),
        x_test=inputs_of(np.stack([dataset.x_test for dataset in datasets]), features),
        y_test=np.stack([as_targets(dataset.y_test, outputs) for dataset in datasets]),
        generators=tuple(generators),
        features=features,
    )


def hidden_activations(specs: Sequence[Spec]) -> list[tuple[LayerFunction, ...]]:
    """Return, for every hidden layer, what each member's computes."""
    return list(zip(*map(functions_of, specs), strict=True))


def as_targets(y: NDArray[np.generic], outputs: int) -> Array:
    """Return labels or values (N,) as targets (N, C): one-hot where there is more than one output."""
    if outputs == 1:
        return y.astype(np.float64)[:, np.newaxis]
    return (y[:, np.newaxis] == np.arange(outputs)).astype(np.float64)


def _sizes(spec: Spec) -> tuple[int, ...]:
    return (spec.inputs, *spec.hidden, spec.outputs)


def initial_layers(
    spec: Spec, sizes: tuple[int, ...], rng: np.random.Generator, bias_seed: np.random.SeedSequence
) -> list[tuple[Array, Array]]:
    """Draw the weights (D, H) and biases (H,) of every layer, without what LSUV does to them afterwards."""
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
    if len({tuple(function.name for function in functions_of(spec)) for spec in specs}) > 1:
        raise ValueError("one population shares its activations; members may differ only in their parameters")
