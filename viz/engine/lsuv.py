"""Layer-sequential unit variance: scale each layer's weights until what it puts out on the training set has variance 1.

Mishkin and Matas 2016, All you need is a good init.  Layers are scaled from the first to the output, each over those
below as they then are, with the network's own activations, normalisation and skips.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viz.engine.block_backpropagation import BlockBackpropagation
from viz.engine.network import Network

Array = NDArray[np.float64]

TOLERANCE = 1e-3  # of the variance; the paper's code takes 0.1
TRIES = 20  # without biases one is enough


@np.errstate(all="ignore")
def scale_to_unit_variance(network: Network, columns: Array, deviation: Array) -> None:
    """Scale the weights of each layer until W x + b (under a normalisation W x) has the given standard deviation.

    The variance is over all units and samples of a layer.  A layer stays as it is where the variance is 0 or not
    finite, and ends off its target where the biases alone vary more than that.

    Parameters
    ----------
    network : changed in place.
    columns : the training set, (P, D+1, N).
    deviation : (P,), NaN for members to be left alone.
    """
    work = BlockBackpropagation(network, columns.shape[2])
    target = np.square(deviation)
    for number, layer in enumerate(network.layers):
        block = work.blocks[number] if number < len(work.blocks) else None
        for _ in range(TRIES):
            linear = block.connect(columns) if block else np.matmul(layer, columns, out=work.pre_activations[-1])
            variance = linear.reshape(len(linear), -1).var(axis=1)
            off = np.abs(variance - target) > TOLERANCE * target  # never for NaN
            if not off.any():
                break
            factor = deviation / np.sqrt(variance)
            usable = off & np.isfinite(factor) & (factor > 0.0)
            layer[:, :, :-1] *= np.where(usable, factor, 1.0)[:, np.newaxis, np.newaxis]
        if block:
            columns = block.forward(columns)
