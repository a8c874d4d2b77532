"""Losses on raw outputs (logits): value, gradient and the link from output to prediction, in stable form.

Inside the engine samples are columns: outputs and targets are (P, C, B).  Every loss is the mean over the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Loss:
    """A loss as a record.

    Attributes
    ----------
    value : (z (P, C, B), y (P, C, B)) -> (P,)
        Mean over the batch.
    gradient : (z (P, C, B), y (P, C, B), out (P, C, B)) -> None
        Writes the derivative of that mean with respect to z into `out`.
    link : z (P, C, B) -> (P, C, B)
        What the output stands for: a value or probabilities.
    tasks : the kinds of data it fits.
    one_output_per_class : whether a binary task too has two outputs.
    """

    name: str
    label: str
    formula: str
    tasks: tuple[str, ...]
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array, Array], None]
    link: Callable[[Array], Array]
    one_output_per_class: bool = False


def _batch_mean(per_sample: Array) -> Array:
    return per_sample.reshape(len(per_sample), -1).mean(axis=1)


def _squared_value(z: Array, y: Array) -> Array:
    return _batch_mean(np.square(z - y))


def _squared_gradient(z: Array, y: Array, out: Array) -> None:
    np.subtract(z, y, out=out)
    np.multiply(out, 2.0 / (z.shape[1] * z.shape[2]), out=out)


def _logistic_value(z: Array, y: Array) -> Array:
    return _batch_mean(y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z))  # nothing cancels


def _logistic_gradient(z: Array, y: Array, out: Array) -> None:
    expit(z, out=out)
    np.subtract(out, y, out=out)
    np.multiply(out, 1.0 / (z.shape[1] * z.shape[2]), out=out)


def _softmax(z: Array, out: Array | None = None) -> Array:
    out = np.subtract(z, z.max(axis=1, keepdims=True), out=out)
    np.exp(out, out=out)
    return np.divide(out, out.sum(axis=1, keepdims=True), out=out)


def _softmax_value(z: Array, y: Array) -> Array:
    below = z - z.max(axis=1, keepdims=True)
    others = np.exp(below)
    np.put_along_axis(others, below.argmax(axis=1)[:, np.newaxis], 0.0, axis=1)
    log_normaliser = np.log1p(others.sum(axis=1, keepdims=True))  # log1p: a loss of 1e-18 is not 0
    return _batch_mean((y * (log_normaliser - below)).sum(axis=1))


def _softmax_gradient(z: Array, y: Array, out: Array) -> None:
    _softmax(z, out)
    np.subtract(out, y, out=out)
    np.multiply(out, 1.0 / z.shape[2], out=out)


_ALL = (
    Loss(
        "mse",
        "Mean squared error",
        r"\frac{1}{BC}\sum (z-y)^2",
        ("regression", "binary", "multiclass"),
        _squared_value,
        _squared_gradient,
        lambda z: z,
    ),
    Loss(
        "binary_cross_entropy",
        "Cross-entropy",
        r"\frac{1}{BC}\sum \log(1+e^{z})-yz",
        ("binary",),
        _logistic_value,
        _logistic_gradient,
        expit,
    ),
    Loss(
        "softmax_cross_entropy",
        "Softmax cross-entropy",
        r"\frac{1}{B}\sum \log\!\sum_c e^{z_c}-z_y",
        ("binary", "multiclass"),
        _softmax_value,
        _softmax_gradient,
        _softmax,
        one_output_per_class=True,
    ),
)

LOSSES = {loss.name: loss for loss in _ALL}


def default_loss(task: str) -> str:
    """Return the name of the usual loss for "binary", "multiclass" or "regression" data."""
    return {"binary": "binary_cross_entropy", "multiclass": "softmax_cross_entropy", "regression": "mse"}[task]
