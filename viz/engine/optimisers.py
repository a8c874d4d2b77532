"""Optimisers as update rules on flat arrays; they know nothing of networks.

Parameters and gradients are (P, n), a rate is (P, 1), so each network of a population has rates of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EPSILON = 1e-8  # added to √v in RMSProp, Adam and AdamW, as in the papers


@dataclass(frozen=True)
class Rates:
    """The numbers that an update needs, each (P, 1); the weight decay may be (P, n), for every parameter its own."""

    learning_rate: Array
    momentum: Array
    decay: Array
    weight_decay: Array


Update = Callable[[Array, Array, Array, int, Rates], None]


@dataclass(frozen=True)
class Optimiser:
    """An update rule.

    Attributes
    ----------
    update : (parameters (P, n), gradient (P, n), slots (S, P, n), step, rates) -> None
        Changes parameters and slots in place, and uses the gradient as scratch space; `step` counts from 1.
    slots : S, how many arrays of state it keeps (all zero at first).
    uses : the rates, besides the learning rate, that it reads.
    """

    name: str
    label: str
    slots: int
    uses: frozenset[str]
    formula: str
    reference: str
    update: Update


def _sgd(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    np.multiply(gradient, rates.learning_rate, out=gradient)
    np.subtract(parameters, gradient, out=parameters)


def _momentum(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    velocity = slots[0]
    np.multiply(velocity, rates.momentum, out=velocity)
    np.add(velocity, gradient, out=velocity)
    np.multiply(velocity, rates.learning_rate, out=gradient)
    np.subtract(parameters, gradient, out=parameters)


def _nesterov(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    velocity = slots[0]
    np.multiply(velocity, rates.momentum, out=velocity)
    np.add(velocity, gradient, out=velocity)
    gradient += velocity * rates.momentum
    np.multiply(gradient, rates.learning_rate, out=gradient)
    np.subtract(parameters, gradient, out=parameters)


def _moving_average(average: Array, value: Array, rate: Array) -> None:
    """Average ← rate·average + (1 − rate)·value, in place."""
    np.multiply(average, rate, out=average)
    average += value * (1.0 - rate)


def _rmsprop(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    mean_square = slots[0]
    _moving_average(mean_square, np.square(gradient), rates.decay)
    np.divide(gradient, np.sqrt(mean_square) + EPSILON, out=gradient)
    _sgd(parameters, gradient, slots, step, rates)


def _adam(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    mean, mean_square = slots[0], slots[1]
    _moving_average(mean, gradient, rates.momentum)
    _moving_average(mean_square, np.square(gradient), rates.decay)
    scale = np.sqrt(mean_square / (1.0 - np.power(rates.decay, step))) + EPSILON
    np.divide(mean / (1.0 - np.power(rates.momentum, step)), scale, out=gradient)
    _sgd(parameters, gradient, slots, step, rates)


def _adamw(parameters: Array, gradient: Array, slots: Array, step: int, rates: Rates) -> None:
    np.multiply(parameters, 1.0 - rates.learning_rate * rates.weight_decay, out=parameters)
    _adam(parameters, gradient, slots, step, rates)


_ADAM_FORMULA = r"\theta\leftarrow\theta-\eta\,\hat m/(\sqrt{\hat v}+\epsilon)"

_ALL = (
    Optimiser("sgd", "SGD", 0, frozenset(), r"\theta\leftarrow\theta-\eta g", "Robbins & Monro 1951", _sgd),
    Optimiser(
        "momentum",
        "Momentum",
        1,
        frozenset({"momentum"}),
        r"v\leftarrow\beta v+g,\ \theta\leftarrow\theta-\eta v",
        "Polyak 1964",
        _momentum,
    ),
    Optimiser(
        "nesterov",
        "Nesterov",
        1,
        frozenset({"momentum"}),
        r"v\leftarrow\beta v+g,\ \theta\leftarrow\theta-\eta(g+\beta v)",
        "Nesterov 1983; Sutskever et al. 2013",
        _nesterov,
    ),
    Optimiser(
        "rmsprop",
        "RMSProp",
        1,
        frozenset({"decay"}),
        r"v\leftarrow\rho v+(1-\rho)g^2,\ \theta\leftarrow\theta-\eta g/(\sqrt v+\epsilon)",
        "Tieleman & Hinton 2012",
        _rmsprop,
    ),
    Optimiser("adam", "Adam", 2, frozenset({"momentum", "decay"}), _ADAM_FORMULA, "Kingma & Ba 2015", _adam),
    Optimiser(
        "adamw",
        "AdamW",
        2,
        frozenset({"momentum", "decay", "weight_decay"}),
        r"\theta\leftarrow(1-\eta\lambda)\theta,\ \text{then Adam}",
        "Loshchilov & Hutter 2019",
        _adamw,
    ),
)

OPTIMISERS = {optimiser.name: optimiser for optimiser in _ALL}
