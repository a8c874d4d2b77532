"""Where a run overflowed: the first quantity of a step that is not finite."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from viz.engine.backpropagation import Backpropagation
from viz.engine.network import Network


@dataclass(frozen=True)
class Overflow:
    """The first non-finite quantity; `layer` counts from 0, the last one is the output."""

    step: int
    layer: int
    layer_label: str
    quantity: str

    @property
    def message(self) -> str:
        """One sentence for people."""
        return f"Stopped at step {self.step:,}: {self.quantity} of {self.layer_label} overflowed."

    def to_json(self) -> dict[str, Any]:
        """Return what the recording's header holds."""
        return {**asdict(self), "message": self.message}


def first_overflow(network: Network, work: Backpropagation, member: int, step: int) -> Overflow | None:
    """Return what of a network's last step was not finite first: forward, then backward, then the update."""
    last = len(network.layers) - 1
    forward = [(layer, "a pre-activation", work.pre_activations[layer]) for layer in range(last + 1)]
    backward = [(layer, "the gradient", work.deltas[layer]) for layer in range(last, -1, -1)]
    update = [(layer, "a weight", network.layers[layer]) for layer in range(last + 1)]
    for layer, quantity, array in forward + backward + update:
        if not np.isfinite(array[member]).all():
            return Overflow(step, layer, layer_label(network, layer), quantity)
    return None


def overflowed_loss(network: Network, step: int) -> Overflow:
    """Return the overflow of a loss whose step was finite: it shows on the whole training set only."""
    last = len(network.layers) - 1
    return Overflow(step, last, layer_label(network, last), "the loss")


def layer_label(network: Network, layer: int) -> str:
    """Return "layer 1" … "the output layer"."""
    return "the output layer" if layer == len(network.layers) - 1 else f"layer {layer + 1}"
