"""What hidden units put out on the whole training set, sample by sample, which a recording does not keep."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer

Array = npt.NDArray[np.float64]


@np.errstate(all="ignore")
def hidden_outputs(trainer: Trainer) -> list[Array]:
    """Return f(z) of every hidden layer as the networks are now, (P, H, N) over the N training samples."""
    network, x = trainer.network, trainer.population.x_train
    work = network.passes(x.shape[1])
    work.forward(network.columns(x))
    return work.activations


def zero_shares(trainer: Trainer) -> Array:
    """Return the share (P, L) of the outputs of each hidden layer that are exactly 0, over units and samples."""
    return np.stack([(outputs == 0.0).mean(axis=(1, 2)) for outputs in hidden_outputs(trainer)], axis=1)
