"""Layer-sequential unit variance: scale each layer's weights until what it puts out on the training set has variance 1.

Mishkin and Matas 2016, All you need is a good init.  Layers are scaled from the first to the output, each over those
below as they then are, with the network's own activations, normalisation and skips.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viz.engine.block import Block
from viz.engine.network import Network

Array = NDArray[np.float64]

TOLERANCE = 1e-3  # of the variance; the paper's code takes 0.1
TRIES = 20  # without biases one is enough


@np.errstate(all="ignore")
def scale_to_unit_variance(network: Network, columns: Array, deviation: Array) -> None:
    """Scale the weights of each layer until W x + b (under a normalisation W x) has the given standard deviation.

    The variance is over all units and samples of a layer.  A layer stays as it was drawn where its variance is 0 or not
    finite, and where the tries do not reach the target because the biases alone vary about as much.

    Parameters
    ----------
    network : changed in place.
    columns : the training set, (P, D+1, N).
    deviation : (P,), NaN for members to be left alone.
    """
    gradient = np.empty_like(network.parameters)  # which a block asks for, and nobody fills
    target = np.square(deviation)
    for number, layer in enumerate(network.layers):
        hidden = number < len(network.layers) - 1
        block = Block(network, number, columns.shape[2], gradient, None) if hidden else None
        drawn = layer.copy()
        for attempt in range(TRIES + 2):
            linear = block.connect(columns) if block else np.matmul(layer, columns)
            variance = linear.reshape(len(linear), -1).var(axis=1)
            off = np.abs(variance - target) > TOLERANCE * target  # never for NaN
            factor = deviation / np.sqrt(variance)
            usable = off & np.isfinite(factor) & (factor > 0.0)
            if not usable.any() or attempt > TRIES:
                break
            if attempt == TRIES:
                layer[usable] = drawn[usable]
            else:
                layer[:, :, :-1] *= np.where(usable, factor, 1.0)[:, np.newaxis, np.newaxis]
        if block:
            columns = block.activate(columns)
