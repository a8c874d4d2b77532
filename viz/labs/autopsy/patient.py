"""The patient: one hidden unit of a network in training, seen on the whole training set."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.engine import Network, Trainer

Array = npt.NDArray[np.float64]


class Patient:
    """One unit of the network that a trainer trains.

    Parameters
    ----------
    trainer : of a single network, P = 1.
    layer, unit : of a hidden unit, counted from 0.
    """

    def __init__(self, trainer: Trainer, layer: int, unit: int) -> None:
        self.trainer = trainer
        self.layer = layer
        self.unit = unit
        self._stage = -1

    @property
    def parameters(self) -> Array:
        """All parameters of the network (n,), a view."""
        view: Array = self.trainer.network.parameters[0]
        return view

    @np.errstate(all="ignore")
    def look(self) -> tuple[Array, bool]:
        """Return the unit's pre-activations (N,) on the training set, a copy, and whether f′ is 0 at all of them."""
        self._follow()
        self._passes.forward(self._columns)
        self._passes.backward(self._targets)
        z = self._passes.pre_activations[self.layer][0, self.unit].copy()
        return z, not self._passes.slopes[self.layer][0, self.unit].any()

    def look_at(self, parameters: Array) -> tuple[Array, bool]:
        """Return the same for other parameters (n,); those of the network stay as they are."""
        kept = self.parameters.copy()
        self.parameters[:] = parameters
        found = self.look()
        self.parameters[:] = kept
        return found

    def own(self) -> npt.NDArray[np.intp]:
        """Return which parameters are the unit's own: its incoming weights, bias, and gain and offset if it has any."""
        return own_parameters(self.trainer.network, self.layer, self.unit)

    def _follow(self) -> None:
        """Make buffers for the stage that the run is in: its activations may be others than before a fork."""
        if self.trainer.stage == self._stage:
            return
        self._stage, network = self.trainer.stage, self.trainer.network
        self._columns = network.columns(self.trainer.population.x_train)
        self._targets = self.trainer.population.y_train.swapaxes(1, 2)
        self._passes = network.passes(self._columns.shape[2])


def own_parameters(network: Network, layer: int, unit: int) -> npt.NDArray[np.intp]:
    """Return the places of a hidden unit's own parameters in the flat buffer, the bias after the weights."""
    places = np.arange(network.parameters.shape[1], dtype=np.float64)[np.newaxis]
    parts = [network.layer_views(places)[layer][0, unit]]
    parts += [
        vectors[layer][0, unit : unit + 1]
        for vectors in (network.gain_views(places), network.offset_views(places))
        if vectors
    ]
    return np.concatenate(parts).astype(np.intp)


def norm(values: Array) -> float:
    """Return the length of a vector; inf where it overflows."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.square(values).sum()))
