"""Mini-batches: each network's training samples, shuffled anew every epoch by its own generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = tuple[NDArray[np.intp], tuple[Mapping[str, Any], ...], int, int]


class Batches:
    """The training samples of P networks as batches of B columns.

    Every epoch has N // B batches; the N mod B samples that are left over sit that epoch out.

    Parameters
    ----------
    x : (P, N, D).
    y : targets (P, N, C).
    batch_size : B; more than N gives N.
    generators : one for each network.
    """

    def __init__(self, x: Array, y: Array, batch_size: int, generators: Sequence[np.random.Generator]) -> None:
        population, samples, inputs = x.shape
        self._generators = generators
        self._order = np.tile(np.arange(samples), (population, 1))
        self._first_row = np.arange(population)[:, np.newaxis] * samples
        ones = np.ones((population, samples, 1))
        self._table = np.concatenate([x, ones, y], axis=2).reshape(population * samples, -1)
        self._shuffled = np.empty((population, samples, self._table.shape[1]))
        self._inputs = inputs
        self.resize(batch_size, 0)

    def resize(self, batch_size: int, step: int) -> None:
        """Have batches of another size from `step` on, with which a new epoch begins."""
        samples = self._shuffled.shape[1]
        self.size = min(batch_size, samples)
        self.per_epoch = samples // self.size
        self._origin = step
        inputs = self._inputs
        slices = [self._shuffled[:, k * self.size : (k + 1) * self.size] for k in range(self.per_epoch)]
        self._views = [
            (rows[:, :, : inputs + 1].swapaxes(1, 2), rows[:, :, inputs + 1 :].swapaxes(1, 2)) for rows in slices
        ]

    def at(self, step: int) -> tuple[Array, Array]:
        """Return the columns (P, D+1, B) and targets (P, C, B) of a step; steps must be asked for in order."""
        number = (step - self._origin) % self.per_epoch
        if number == 0:
            for generator, order in zip(self._generators, self._order, strict=True):
                generator.shuffle(order)
            self._arrange()
        return self._views[number]

    def rows(self, step: int) -> NDArray[np.intp]:
        """Return which samples (P, B) the batch of a step had, by their rows in x; of a step of the current epoch."""
        first = (step - self._origin) % self.per_epoch * self.size
        return self._order[:, first : first + self.size].copy()

    def _arrange(self) -> None:
        """Lay the samples out in their current order."""
        rows = (self._order + self._first_row).reshape(-1)
        np.take(self._table, rows, axis=0, out=self._shuffled.reshape(self._table.shape), mode="clip")

    @property
    def state(self) -> State:
        """The samples' order, the generators' states, the size and its first step: what it takes to go on from here."""
        states = tuple(generator.bit_generator.state for generator in self._generators)
        return self._order.copy(), states, self.size, self._origin

    @state.setter
    def state(self, state: State) -> None:
        order, generator_states, size, origin = state
        if (size, origin) != (self.size, self._origin):
            self.resize(size, origin)
        self._order[:] = order
        for generator, generator_state in zip(self._generators, generator_states, strict=True):
            generator.bit_generator.state = generator_state
        self._arrange()
