"""How many random ReLU networks are born dead, against depth and width (Lu, Shin, Su and Karniadakis 2019).

A network is born dead if some hidden layer puts out 0 throughout the domain: what follows is then constant, and no
gradient reaches the layers up to that one. For weights drawn from a density Lu et al. show that this is, with
probability 1, the same as being constant over the domain.

On a line of inputs every answer is exact. Without biases a network is h(x) = |x|·h(±1), so the two ends of the domain
tell all. With biases (the asymmetric initialiser) each layer is a polygonal chain along the line, and the chain's
corners are followed through the layers. In more dimensions a layer counts as silent if it is silent on all samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count, pairwise, product

import numpy as np
import numpy.typing as npt

from viz.engine.initialisers import initialise_layer
from viz.engine.spread import spread
from viz.spec.born_dead import BornDeadSpec
from viz.theory import born_dead_lower, born_dead_one_input

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Layers = list[tuple[Array, Array]]

HALF_WIDTH = 3.0**0.5  # of the domain: a uniform input has variance 1
PIECE = 1_500_000  # numbers that a piece of networks holds
FIRST_PIECE = 500  # networks, so that the first points show at once
FEW = 8  # points


@dataclass(frozen=True, eq=False)
class BornDeadResult:
    """What has been counted so far; axes are I initialisers, W widths and T depths, in the order of the spec.

    Attributes
    ----------
    dead : (I, W, T) networks that were dead.
    drawn : (I, W) networks looked at.
    """

    spec: BornDeadSpec
    dead: Counts
    drawn: Counts

    @property
    def progress(self) -> float:
        """The share of the networks that have been looked at."""
        return float(self.drawn.sum() / (self.drawn.size * self.spec.networks))

    @cached_property
    def probability(self) -> Array:
        """The share of dead networks (I, W, T), NaN before the first was drawn."""
        return np.divide(self.dead, self.drawn[..., np.newaxis], out=np.full(self.dead.shape, np.nan), where=self._any)

    @cached_property
    def error(self) -> Array:
        """Its binomial standard error √(p(1 − p)/n), (I, W, T); 0 where all or none were dead."""
        p = self.probability
        return np.sqrt(
            np.divide(p * (1 - p), self.drawn[..., np.newaxis], out=np.full(p.shape, np.nan), where=self._any)
        )

    @property
    def _any(self) -> npt.NDArray[np.bool_]:
        return np.broadcast_to(self.drawn[..., np.newaxis] > 0, self.dead.shape)

    @cached_property
    def upper(self) -> Array:
        """1 − (1 − 2^−N)^hidden (W, T): exact at one input, above it on a domain; for the symmetric initialisers."""
        return np.array([[born_dead_one_input([n] * depth) for depth in self.spec.depths] for n in self.spec.widths])

    @cached_property
    def lower(self) -> Array | None:
        """The lower bound (W, T) for the symmetric initialisers; only for a domain of one dimension, else None."""
        if self.spec.where == "point" or self.spec.inputs > 1:
            return None
        return np.array([[born_dead_lower(n, depth) for depth in self.spec.depths] for n in self.spec.widths])


def born_dead(spec: BornDeadSpec, executor: Executor | None = None) -> Iterator[BornDeadResult]:
    """Yield the counts as pieces come in, the last when all networks were drawn.

    The counts depend on the spec alone, not on the executor.
    """
    dead = np.zeros((len(spec.initialisers), len(spec.widths), len(spec.depths)), np.int64)
    drawn = np.zeros(dead.shape[:2], np.int64)

    def added(piece: Piece, counted: Counts) -> BornDeadResult:
        dead[piece.initialiser, piece.width] += counted
        drawn[piece.initialiser, piece.width] += piece.networks
        return BornDeadResult(spec, dead.copy(), drawn.copy())

    for piece, counted in spread(partial(count_dead, spec), list(_pieces(spec)), executor):
        yield added(piece, counted)


@dataclass(frozen=True)
class Piece:
    """A few networks of one width and initialiser (their places in the spec), with a seed of their own."""

    initialiser: int
    width: int
    number: int
    networks: int


def _pieces(spec: BornDeadSpec) -> Iterator[Piece]:
    """Yield all pieces: a small one of every kind first, then the rest in turn."""
    left = dict.fromkeys(product(range(len(spec.initialisers)), range(len(spec.widths))), spec.networks)
    for number in count():
        for (initialiser, width), rest in left.items():
            units = spec.widths[width]
            held = spec.depths[-1] * units * (units + 1) + 2 * units * spec.points
            size = min(rest, max(1, PIECE // held), FIRST_PIECE if number == 0 else rest)
            if size:
                yield Piece(initialiser, width, number, size)
                left[initialiser, width] -= size
        if not any(left.values()):
            return


def count_dead(spec: BornDeadSpec, piece: Piece) -> Counts:
    """Return how many networks of the piece are dead at each of the depths, (T,)."""
    rng = np.random.default_rng((spec.seed, piece.initialiser, piece.width, piece.number))
    sizes = [spec.inputs, *[spec.widths[piece.width]] * spec.depths[-1]]
    layers = _draw(spec.initialisers[piece.initialiser], sizes, piece.networks, rng)
    points = _points(spec)
    biased = any(biases.any() for _, biases in layers)
    on_line = spec.where == "domain" and spec.inputs == 1
    died = silent_layer(layers, points if on_line and not biased else points[:FEW])
    if biased or not on_line:  # most networks that live do so at a few points already: the others need a closer look
        doubtful = np.flatnonzero(died)
        chosen = [(weights[doubtful], biases[doubtful]) for weights, biases in layers]
        died[doubtful] = silent_layer_on_line(chosen, *points) if on_line else silent_layer(chosen, points)
    by_layer = np.bincount(died, minlength=spec.depths[-1] + 1)
    by_layer[0] = 0  # alive
    return np.cumsum(by_layer)[list(spec.depths)]


def _draw(initialiser: str, sizes: list[int], networks: int, rng: np.random.Generator) -> Layers:
    """Return the hidden layers of P networks: W (P, D, H), b (P, H). Units are drawn alike, so all P at once."""
    layers = []
    for fan_in, fan_out in pairwise(sizes):
        weights, biases = initialise_layer(initialiser, fan_in, networks * fan_out, rng)
        layers.append((weights.reshape(fan_in, networks, fan_out).swapaxes(0, 1), biases.reshape(networks, fan_out)))
    return layers


def _points(spec: BornDeadSpec) -> Array:
    """Return the inputs (S, D) that all networks are looked at; of a line its ends."""
    if spec.where == "point":
        return np.ones((1, spec.inputs))
    if spec.inputs == 1:
        return np.array([[-HALF_WIDTH], [HALF_WIDTH]])
    rng = np.random.default_rng((spec.seed, spec.inputs))
    return rng.uniform(-HALF_WIDTH, HALF_WIDTH, (spec.samples, spec.inputs))


def silent_layer(layers: Layers, points: Array) -> Counts:
    """Return the first hidden layer that puts out 0 at all `points` (S, D), counted from 1, or 0; (P,)."""
    died = np.zeros(len(layers[0][1]), np.int64)
    outputs = np.broadcast_to(points, (len(died), *points.shape))
    for number, (weights, biases) in enumerate(layers, start=1):
        outputs = np.matmul(outputs, weights)
        outputs += biases[:, np.newaxis]
        np.maximum(outputs, 0.0, out=outputs)
        died[(died == 0) & ~outputs.any(axis=(1, 2))] = number
    return died


def silent_layer_on_line(layers: Layers, start: Array, stop: Array) -> Counts:
    """Return the same, exactly, for all inputs between two points (D,).

    Along the line a layer's outputs form a polygonal chain. Its corners are rows here, in order, network by network;
    where a pre-activation changes sign between two of them, a corner is added.
    """
    died = np.zeros(len(layers[0][1]), np.int64)
    network = np.repeat(np.arange(len(died)), 2)  # (R,) whose corner a row is
    corners = np.tile(np.stack([start, stop]), (len(died), 1))  # (R, D)
    for number, (weights, biases) in enumerate(layers, start=1):
        z = np.matmul(corners[:, np.newaxis], weights[network])[:, 0] + biases[network]
        here, there = z[:-1], z[1:]
        row, unit = np.nonzero((here * there < 0.0) & (network[:-1] == network[1:])[:, np.newaxis])
        way = here[row, unit] / (here[row, unit] - there[row, unit])
        added = here[row] + way[:, np.newaxis] * (there[row] - here[row])
        added[np.arange(len(row)), unit] = 0.0
        order = np.lexsort((np.concatenate([np.zeros(len(z)), way]), np.concatenate([np.arange(len(z)), row])))
        network = np.concatenate([network, network[row]])[order]
        corners = np.maximum(np.concatenate([z, added])[order], 0.0)
        alive = np.zeros(len(died), bool)
        alive[network[corners.any(axis=1)]] = True
        died[(died == 0) & ~alive] = number
        network, corners = network[alive[network]], corners[alive[network]]
    return died
