"""One network of the page: its weights from the engine, its cells and linear regions in a square, and along a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.activations.piecewise import pieces
from viz.engine import Network, Trainer
from viz.engine.setup import populate
from viz.labs.regions.line import LinePieces, line_pieces
from viz.labs.regions.neighbours import contrasting, linear_regions, neighbours
from viz.labs.regions.plane import PlaneRegions, plane_regions
from viz.spec.regions import RegionsSpec
from viz.theory import regions_bound

Indices = npt.NDArray[np.integer]

COLOURS = 7  # enough for cells that share an edge to differ, in all but rare pictures


@dataclass(frozen=True, eq=False)
class RegionsResult:
    """The regions of one network over its square.

    linear: (C,) the linear region of each cell. colour: (C,) from 0 to COLOURS − 1, another one across every edge.
    active: (C,) units with a slope other than 0. line: along the square's horizontal middle, x₂ = 0.
    """

    spec: RegionsSpec
    cells: PlaneRegions
    linear: Indices
    colour: Indices
    active: Indices
    line: LinePieces

    @property
    def units(self) -> int:
        """Hidden units."""
        return sum(self.spec.training.hidden)

    @property
    def bound(self) -> int:
        """The most cells that one layer with as many units could cut the plane into."""
        return one_layer_bound(self.units, len(pieces(self.spec.training.layers[0]).kinks))


@lru_cache(maxsize=16)
def examine_regions(spec: RegionsSpec) -> RegionsResult:
    """Cut the square into the cells and linear regions of the spec's network.

    Raises TooManyRegions where there are more cells than are cut out, and ValueError where the weights overflowed or
    units of one layer have different activations.
    """
    if spec.training.unit_activations:
        raise ValueError("regions are cut out for layers whose units are all alike; in this network some differ")
    network = network_after(spec)
    weights, biases = [weight[0] for weight in network.weights], [bias[0] for bias in network.biases]
    layers = spec.training.layers
    if not all(np.isfinite(array).all() for array in (*weights, *biases)):
        raise ValueError(f"within {spec.trained:,} steps of training the weights grew too large for a number")
    cells = plane_regions(weights, biases, layers, spec.half)
    return RegionsResult(
        spec=spec,
        cells=cells,
        linear=linear_regions(cells),
        colour=contrasting(len(cells), neighbours(cells.cells, cells.side), COLOURS),
        active=active_units(cells.patterns, layers, spec.training.hidden),
        line=line_pieces(weights, biases, layers, [-spec.half, 0.0], [spec.half, 0.0]),
    )


def one_layer_bound(units: int, kinks: int) -> int:
    """Return the most regions of the plane that `units` units with `kinks` kinks each leave.

    With one kink a unit draws one line, and the most is Σ_{j ≤ 2} C(units, j).  With more it draws parallel lines,
    which don't cross one another: kinks · units lines, and kinks² crossings for every pair of units.
    """
    crossings = regions_bound(units, 2) - units - 1
    return 1 + kinks * units + kinks**2 * crossings


def network_after(spec: RegionsSpec) -> Network:
    """Return the network as it starts, or after some steps of its training."""
    if spec.trained == 0:
        return populate([spec.training]).network
    trainer = Trainer(spec.training)
    trainer.advance(spec.trained)
    return trainer.network


def active_units(patterns: Indices, layers: tuple[Activation, ...], widths: tuple[int, ...]) -> Indices:
    """Return how many units (C,) have a slope other than 0 in patterns (C, U)."""
    active = np.zeros(len(patterns), dtype=np.int64)
    for layer, part in zip(layers, np.split(patterns, np.cumsum(widths)[:-1], axis=1), strict=True):
        active += (pieces(layer).slopes[part] != 0.0).sum(axis=1)
    return active
