"""The rates of a population: one row for each member, from its spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viz.engine.network import Network
from viz.engine.optimisers import Rates

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]


def rates(specs: Sequence[Spec], network: Network, learning_rate: Array) -> Rates:
    """Return the numbers that an update of the network's parameters needs; learning_rate is (P, 1)."""
    momentum, decay, weight_decay = (column(specs, name) for name in ("momentum", "decay", "weight_decay"))
    return Rates(learning_rate, momentum, decay, _decayed(network, weight_decay))


def column(specs: Sequence[Spec], name: str) -> Array:
    """Return a setting of every member, (P, 1)."""
    return np.array([[getattr(spec, name)] for spec in specs], dtype=np.float64)


def _decayed(network: Network, weight_decay: Array) -> Array:
    """Return the decay (P, 1) of all parameters, or (P, n) where gains and offsets are spared."""
    if not network.gains:
        return weight_decay
    each = np.repeat(weight_decay, network.parameters.shape[1], axis=1)
    for vector in [*network.gain_views(each), *network.offset_views(each)]:
        vector[:] = 0.0
    return each
