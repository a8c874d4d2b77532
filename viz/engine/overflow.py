"""Where a run overflowed: the first quantity of a step that is not finite."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        where = "at" if self.quantity == "the loss" else "of"
        return f"Stopped at step {self.step:,}: {self.quantity} {where} {self.layer_label} overflowed."

    def to_json(self) -> dict[str, Any]:
        """Return what the recording's header holds."""
        return {"kind": "overflow", **asdict(self), "message": self.message}


def first_overflow(
    network: Network, work: Backpropagation, loss: NDArray[np.float64], member: int, step: int
) -> Overflow | None:
    """Return what was not finite first in a network's last step: forward, backward, update, then the training loss.

    Parameters
    ----------
    work : the passes of that step.
    loss : (P,) on the whole training set after it.
    """
    last = len(network.layers) - 1
    forward = [(layer, "a pre-activation", work.pre_activations[layer]) for layer in range(last + 1)]
    backward = [(layer, "the gradient", work.deltas[layer]) for layer in range(last, -1, -1)]
    update = [(layer, "a weight", network.layers[layer]) for layer in range(last + 1)]
    update += [(layer, "a gain", gains) for layer, gains in enumerate(network.gains)]
    update += [(layer, "an offset", offsets) for layer, offsets in enumerate(network.offsets)]
    for layer, quantity, array in [*forward, *backward, *update, (last, "the loss", loss)]:
        if not np.isfinite(array[member]).all():
            return Overflow(step, layer, layer_label(network, layer), quantity)
    return None


def layer_label(network: Network, layer: int) -> str:
    """Return "layer 1" … "the output layer"."""
    return "the output layer" if layer == len(network.layers) - 1 else f"layer {layer + 1}"
