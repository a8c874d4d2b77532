"""One look at a population: every network run over its whole training set, its test set and the grids of the pictures.

Definitions are measured on the whole training set, never on one batch: a unit that fires on 1 % of the samples looks
dead in nine batches of ten.  So are the statistics of batch normalisation, for all that is looked at: the mean and
variance of the whole training set at that moment, which are the population statistics of Ioffe and Szegedy 2015
computed exactly (dividing by N) instead of by a running average over batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from viz.engine.backpropagation import Backpropagation
from viz.engine.datasets import PLANE
from viz.engine.features import inputs_of
from viz.engine.network import Network
from viz.engine.setup import Population

Array = NDArray[np.float64]

BOUNDARY_SIDE = {1: 120, 2: 40}  # G by number of inputs: points along each axis of the decision boundary
RESPONSE_SIDE = {1: 40, 2: 16}  # g: likewise, of a unit's response map
MAX_MAPPED_UNITS = 64  # more hidden units than this have no response maps: tiles would be too small to read


def grid(domain: tuple[tuple[float, float], ...], side: int) -> Array:
    """Return side^D points over the domain, ends included, (side^D, D): the last input changes slowest."""
    axes = [np.linspace(low, high, side) for low, high in domain]
    return np.stack([axis.reshape(-1) for axis in np.meshgrid(*axes, indexing="xy")], axis=1)


def _grids(population: Population, side: int) -> Array:
    """Return what the networks are given of the grid over each member's own domain, (P, side^D, D)."""
    domains = [dataset.info.domain for dataset in population.datasets]
    known = {domain: inputs_of(grid(domain, side), population.features) for domain in set(domains)}
    if len(known) == 1:
        return np.broadcast_to(known[domains[0]], (len(domains), *known[domains[0]].shape))
    return np.stack([known[domain] for domain in domains])


@dataclass(frozen=True)
class Observation:
    """What the probes read, of P networks at one step.

    Attributes
    ----------
    training : the passes over the training set, buffers that the next look overwrites.
    test_output (P, C, N), boundary_output (P, C, G^D) : raw outputs.
    responses : outputs of the hidden layers on the response grid, L − 1 arrays (P, H, g^D); empty without maps.
    previous_parameters (P, n) : one step ago; None at step 0.
    """

    population: Population
    training: Backpropagation
    epsilon: float
    test_output: Array
    boundary_output: Array
    responses: tuple[Array, ...]
    previous_parameters: Array | None

    @property
    def network(self) -> Network:
        """The networks observed."""
        return self.population.network

    @cached_property
    def predictions(self) -> dict[str, Array]:
        """What the outputs stand for on "train" and "test" samples, each (P, C, N); perhaps the buffers themselves."""
        link = self.network.loss.link
        return {"train": link(self.training.pre_activations[-1]), "test": link(self.test_output)}

    @cached_property
    def predicted_classes(self) -> dict[str, NDArray[np.intp]]:
        """The class that is most probable, on "train" and "test" samples, each (P, N)."""
        return {part: _classes(prediction) for part, prediction in self.predictions.items()}


def _classes(prediction: Array) -> NDArray[np.intp]:
    if prediction.shape[1] == 1:
        return (prediction[:, 0] > 0.5).astype(np.intp)
    return prediction.argmax(axis=1)


class Observer:
    """Looks at a population again and again, in buffers allocated once; `training` has those of the training set.

    Without `pictures` the grids have no points: most of a short run's time would go into them. Nor have they for data
    of more than two inputs, whose picture is a projection.
    """

    def __init__(self, population: Population, epsilon: float, *, pictures: bool = True) -> None:
        network, info = population.network, population.datasets[0].info
        self._population = population
        self._epsilon = epsilon
        self._columns = network.columns(population.x_train)
        self._targets = population.y_train.swapaxes(1, 2)
        self.training = network.passes(self._columns.shape[2])
        pictures = pictures and info.inputs <= PLANE
        mapped = pictures and sum(network.sizes[1:-1]) <= MAX_MAPPED_UNITS
        none = population.x_test[:, :0]
        boundary = _grids(population, BOUNDARY_SIDE[info.inputs]) if pictures else none
        maps = _grids(population, RESPONSE_SIDE[info.inputs]) if mapped else none
        self._other_columns = network.columns(np.concatenate([population.x_test, boundary, maps], axis=1))
        self._other = network.passes(self._other_columns.shape[2], like=self.training)
        tests = population.x_test.shape[1]
        self._test = slice(0, tests)
        self._boundary = slice(tests, tests + boundary.shape[1])
        self._maps = slice(tests + boundary.shape[1], None)
        self._mapped = mapped

    @np.errstate(all="ignore")
    def training_loss(self) -> Array:
        """Return the loss (P,) on the whole training set."""
        return self._population.network.loss.value(self.training.forward(self._columns), self._targets)

    def look(self, previous_parameters: Array | None) -> Observation:
        """Run the networks as they are now."""
        self.training.forward(self._columns)
        self.training.backward(self._targets)
        output = self._other.forward(self._other_columns)
        responses = tuple(layer[:, :, self._maps] for layer in self._other.outputs) if self._mapped else ()
        return Observation(
            population=self._population,
            training=self.training,
            epsilon=self._epsilon,
            test_output=output[:, :, self._test],
            boundary_output=output[:, :, self._boundary],
            responses=responses,
            previous_parameters=previous_parameters,
        )
