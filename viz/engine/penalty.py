"""What is done to a gradient before the optimiser sees it: L1 and L2 penalties, then clipping by the global norm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viz.engine.network import Network

Array = NDArray[np.float64]


class Penalty:
    """Adds the gradient of l1·Σ|w| + ½·l2·Σw² (weights alone), then scales the whole to at most `clip_norm`.

    Parameters
    ----------
    network : whose parameters and layout are read.
    l1, l2, clip_norm : (P, 1) each, not negative; 0 switches that part off.
    """

    def __init__(self, network: Network, l1: Array, l2: Array, clip_norm: Array) -> None:
        self._parameters = network.parameters
        is_weight = np.ones((1, network.parameters.shape[1]))
        for layer in network.layer_views(is_weight):
            layer[:, :, -1] = 0.0
        for vector in [*network.gain_views(is_weight), *network.offset_views(is_weight)]:
            vector[:] = 0.0
        self._l1 = l1 * is_weight if l1.any() else None
        self._l2 = l2 * is_weight if l2.any() else None
        self._clip_norm = np.where(clip_norm > 0.0, clip_norm, np.inf) if clip_norm.any() else None
        self.active = not (self._l1 is self._l2 is self._clip_norm is None)

    def apply(self, gradient: Array) -> None:
        """Change a gradient (P, n) in place."""
        if self._l1 is not None:
            gradient += self._l1 * np.sign(self._parameters)
        if self._l2 is not None:
            gradient += self._l2 * self._parameters
        if self._clip_norm is not None:
            norm = np.sqrt(np.square(gradient).sum(axis=1, keepdims=True))
            np.multiply(gradient, np.where(norm > self._clip_norm, self._clip_norm / norm, 1.0), out=gradient)
