"""What the phase diagram shows: χ₁ over σ_w and σ_b, and networks of several depths trained along σ_w."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from viz.spec.deep import DeepSpec

CURVE_FRAMES = 20  # recorded moments of the loss of a run on the map, besides the start


@dataclass(frozen=True)
class PhaseSpec:
    """χ₁ of an activation for σ_w and σ_b over two spans."""

    activation: str
    weight_span: tuple[float, float]
    bias_span: tuple[float, float]


@dataclass(frozen=True)
class TrainabilitySpec:
    """Networks of each depth with weights N(0, σ_w²/fan-in) for each σ_w, each with the same seeds.

    base: the run with the first seed, with hidden layers of the width that all have.
    """

    base: DeepSpec
    depths: tuple[int, ...]
    deviations: tuple[float, ...]
    seeds: int

    def cell(self, row: int, column: int) -> DeepSpec:
        """Return the run of a cell with the first seed."""
        hidden = (self.base.hidden[0],) * self.depths[row]
        return replace(self.base, hidden=hidden, initialiser="lecun_normal", init_scale=self.deviations[column])

    def runs(self) -> Iterator[tuple[tuple[int, int, int], DeepSpec]]:
        """Yield (row, column, seed's place) and the run, shallow networks first: they are done sooner."""
        for row in range(len(self.depths)):
            for column in range(len(self.deviations)):
                spec = self.cell(row, column)
                for place in range(self.seeds):
                    yield (row, column, place), spec.unchecked({"seed": spec.seed + place})


def depths_between(span: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Return up to `count` depths over a span, its ends included, further and further apart."""
    low, high = span
    return tuple(sorted({round(depth) for depth in np.geomspace(low, high, count).tolist()} | {low, high}))


def deviations_between(span: tuple[float, ...], count: int) -> tuple[float, ...]:
    """Return `count` evenly spaced σ_w over a span, with as few digits as tell them apart."""
    low, high = span
    exact = np.linspace(low, high, count).tolist()
    for digits in (2, 3, 4, 5):
        rounded = tuple(round(value, digits) for value in exact)
        if len(set(rounded)) == len(exact):
            return rounded
    return tuple(exact)
