"""Interventions: what is done to a population's networks between two steps, besides training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.actions import Action, RaiseBias, ReDo, SetBias, SetWeight
from viz.engine.setup import Population, initial_layers

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]

REDO = 5  # child of the seed that draws new weights; the first ones draw data, weights, batches, biases, dropout


@np.errstate(all="ignore")
def intervene(
    actions: Sequence[Action], population: Population, slots: Array, specs: Sequence[Spec], step: int
) -> None:
    """Do `actions`, in order, to parameters and to the optimiser's slots (S, P, n) before the update of `step`.

    A unit is dead if f′ is 0 on every training sample; re-initialising is ReDo of Sokar et al. 2023 with τ = 0.
    """
    network = population.network
    for action in actions:
        match action:
            case ReDo():
                _redo(population, slots, specs, step)
            case RaiseBias(by):
                for layer, dead in zip(network.layers, dead_units(population), strict=False):
                    layer[:, :, -1] += by * dead
            case SetBias(layer=place, unit=unit, value=value):
                network.biases[place - 1][:, unit - 1] = value
            case SetWeight(layer=place, unit=unit, input=source, value=value):
                network.weights[place - 1][:, source - 1, unit - 1] = value


def dead_units(population: Population) -> list[NDArray[np.bool_]]:
    """Return for every hidden layer which units (P, H) have f′ = 0 on every training sample."""
    network = population.network
    columns = network.columns(population.x_train)
    work = network.passes(columns.shape[2])
    work.forward(columns)
    work.backward(population.y_train.swapaxes(1, 2))
    return [np.logical_not(slopes.any(axis=2)) for slopes in work.slopes]


def _redo(population: Population, slots: Array, specs: Sequence[Spec], step: int) -> None:
    """Re-initialise dead units; each member draws from its own seed and the step, as if the run began here."""
    network = population.network
    dead = dead_units(population)
    flats = [network.parameters, *slots]
    for member, spec in enumerate(specs):
        seed, bias_seed = (np.random.SeedSequence(spec.seed, spawn_key=(REDO, step, number)) for number in range(2))
        fresh = initial_layers(spec, tuple(network.sizes), np.random.default_rng(seed), bias_seed)
        for number, (weights, biases) in enumerate(fresh[:-1]):
            units = dead[number][member]
            for flat in flats:
                network.layer_views(flat)[number][member, units] = 0.0
            network.layers[number][member, units, :-1] = weights.T[units]
            network.layers[number][member, units, -1] = biases[units]
            for value, views in ((1.0, network.gain_views), (0.0, network.offset_views)):
                for flat in flats:
                    for vector in views(flat)[number : number + 1]:
                        vector[member, units] = value if flat is network.parameters else 0.0
        for number in range(len(fresh) - 1):  # what a new unit puts out changes nothing at first
            for flat in flats:
                network.layer_views(flat)[number + 1][member, :, :-1][:, dead[number][member]] = 0.0
