"""Initialisers: draw the weights and biases that a dense layer starts from."""

from __future__ import annotations

import math

import numpy as np

from viz.activations.suggestion import suggestion
from viz.engine.initialiser_registry import INITIALISERS, InitialiserInfo, Layer

__all__ = ["INITIALISERS", "InitialiserInfo", "initialise_layer"]


def initialise_layer(
    name: str, fan_in: int, fan_out: int, rng: np.random.Generator, scale: float = 1.0, bias: float = 0.0
) -> Layer:
    """Draw the weights and biases of one dense layer, whose pre-activation is x W + b.

    Parameters
    ----------
    name
        A key of INITIALISERS.
    fan_in, fan_out
        D and H, the numbers of inputs and units, at least 1.
    rng
        The generator to draw from; how much is drawn does not depend on `scale` or `bias`.
    scale
        The value for ``constant``, the half-width for ``uniform``, the standard deviation for ``normal``, and a factor
        on the published distribution for all others (1 = as published). Not negative, except for ``constant``.
    bias
        What every bias starts at; ``asymmetric`` draws biases of its own, to which it is added.

    Returns
    -------
    W : (D, H) float64
    b : (H,) float64

    Raises
    ------
    ValueError
        If the name is unknown or a number is out of these bounds.
    """
    if name not in INITIALISERS:
        raise ValueError(f"unknown initialiser {name!r}: {suggestion(name, INITIALISERS)}")
    if min(fan_in, fan_out) < 1:
        raise ValueError(f"initialiser {name!r}: fan_in and fan_out must be at least 1, got {fan_in} and {fan_out}")
    if not math.isfinite(scale) or (scale < 0.0 and name != "constant"):
        accepted = "finite" if name == "constant" else "finite and not negative"
        raise ValueError(f"initialiser {name!r}: scale must be {accepted}, got {scale}")
    if not math.isfinite(bias):
        raise ValueError(f"initialiser {name!r}: bias must be finite, got {bias}")
    weights, biases = INITIALISERS[name].draw(fan_in, fan_out, rng)
    return scale * weights, scale * biases + bias
