"""Regions against neurons: random networks of one, two and four layers with as many neurons in all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import call

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.engine.initialisers import initialise_layer
from viz.engine.spread import spread
from viz.labs.regions.line import line_pieces
from viz.labs.regions.neighbours import linear_regions
from viz.labs.regions.plane import plane_regions
from viz.spec.activation_text import read_activation
from viz.spec.regions import DEPTHS, GrowthSpec

Array = npt.NDArray[np.float64]
Network = tuple[list[Array], list[Array]]  # weights (D, H) and biases (H,), from the first layer to the output

PLANE_NEURONS = (8, 16, 24, 32, 48, 64)
LINE_NEURONS = (8, 16, 32, 64, 96, 128)
LINE_NETWORKS = 200
LINE_REACH = 50.0
AT_ONCE = 4  # networks in the plane that a worker counts in one go: 0.15 s of the largest
PUBLISHED = {1: 64.2, 2: 66.2, 4: 59.8}  # layers -> pieces of 64 neurons along a line
PUBLISHED_NEURONS = 64


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of random networks: (depths, neurons, networks), NaN where they are not known yet."""

    neurons: tuple[int, ...]
    linear: Array

    @property
    def mean(self) -> Array:
        """(depths, neurons)."""
        return self.linear.mean(axis=2)

    @property
    def error(self) -> Array:
        """(depths, neurons): standard error of the mean."""
        return self.linear.std(axis=2, ddof=1) / np.sqrt(self.linear.shape[2])


@dataclass(frozen=True, eq=False)
class GrowthResult:
    """Linear pieces along a line, where a published count exists, and linear regions in the square of the page."""

    spec: GrowthSpec
    line: Counts
    plane: Counts
    progress: float


def growth(spec: GrowthSpec, executor: Executor | None = None) -> Iterator[GrowthResult]:
    """Count the regions of random networks and yield what is known so far.

    The line is that of the published counts: one input from −50 to 50, weights N(0, 1/fan-in), biases N(0, 1), ReLU.
    The square is the spec's.
    """
    line = np.full((len(DEPTHS), len(LINE_NEURONS), LINE_NETWORKS), np.nan)
    plane = np.full((len(DEPTHS), len(PLANE_NEURONS), spec.networks), np.nan)
    tasks = [partial(count_line, depth, neurons) for neurons in reversed(LINE_NEURONS) for depth in DEPTHS]
    tasks += [
        partial(count_plane, spec, depth, neurons, range(first, min(first + AT_ONCE, spec.networks)))
        for neurons in PLANE_NEURONS
        for depth in DEPTHS
        for first in range(0, spec.networks, AT_ONCE)
    ]
    for done, (task, counts) in enumerate(spread(call, tasks, executor), start=1):
        if task.func is count_line:
            depth, neurons = task.args
            line[DEPTHS.index(depth), LINE_NEURONS.index(neurons)] = counts
        else:
            _, depth, neurons, seeds = task.args
            plane[DEPTHS.index(depth), PLANE_NEURONS.index(neurons), seeds] = counts
        results = Counts(LINE_NEURONS, line.copy()), Counts(PLANE_NEURONS, plane.copy())
        yield GrowthResult(spec, *results, done / len(tasks))


def count_line(depth: int, neurons: int) -> Array:
    """Return the linear pieces (LINE_NETWORKS,) of networks with one input along the line of the published counts."""
    widths = (neurons // depth,) * depth
    layers = [get("relu")] * depth
    found = []
    for seed in range(LINE_NETWORKS):
        rng = np.random.default_rng((depth, neurons, seed))
        weights, biases = random_network((1, *widths, 1), "lecun_normal", 1.0, 1.0, rng)
        found.append(line_pieces(weights, biases, layers, [-LINE_REACH], [LINE_REACH]).linear)
    return np.array(found, dtype=np.float64)


def count_plane(spec: GrowthSpec, depth: int, neurons: int, seeds: range) -> Array:
    """Return the linear regions (seeds,) of networks with two inputs in the square of the spec."""
    widths = (neurons // depth,) * depth
    layers = [read_activation(spec.activation)] * depth
    found = []
    for seed in seeds:
        rng = np.random.default_rng((depth, neurons, seed))
        network = random_network((2, *widths, 1), spec.initialiser, spec.init_scale, spec.bias_spread, rng)
        found.append(int(linear_regions(plane_regions(*network, layers, spec.half)).max()) + 1)
    return np.array(found, dtype=np.float64)


def random_network(
    sizes: tuple[int, ...], initialiser: str, scale: float, bias_spread: float, rng: np.random.Generator
) -> Network:
    """Draw a network whose biases are normal with that standard deviation."""
    weights, biases = [], []
    for shape in pairwise(sizes):
        weight, bias = initialise_layer(initialiser, *shape, rng, scale)
        weights.append(weight)
        biases.append(bias + bias_spread * rng.standard_normal(shape[1]))
    return weights, biases
