"""E[f(u)²] and E[f′(u)²] for u ~ N(0, q), at any number of variances q at once.

One grid of nodes serves every q: panels about the origin whose width grows with the distance from it, so that some of
them fit the bell whatever its width, cut at every kink and jump and halved until they resolve the function. A moment is
then one product of densities and squares.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from viz.activations import Activation

Array = npt.NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(15)
INNER, OUTER = 2.0**-26, 2.0**17  # widths of the bells that fit: from INNER to OUTER / 8
LEAST_VARIANCE = (8 * INNER) ** 2  # below it, f is taken as straight on either side of 0
TOLERANCE = 1e-8  # of the last coefficients; the rule's error is about its square
LAST_COEFFICIENTS = (np.polynomial.legendre.legvander(NODES, 14) * (np.arange(15) + 0.5) * WEIGHTS[:, np.newaxis])[
    :, 12:
]
ROUNDS = 40  # halvings of a panel before it is taken as it is
MAX_PANELS = 400  # exceeded by functions that swing for ever, whose reach is cut instead ...
REACH = 80.0  # ... but not below this
FLOOR = 1e-6
HUGE = 1e300  # stands for squares that overflow
LARGEST = 1e100  # of a moment
CHUNK = 32  # variances at once
SPAN = 13.0  # deviations that count for functions that grow as powers: e^−84 is left ...
LONG_SPAN = 38.0  # ... and for those that grow as exp does, where densities underflow
STEEP = 1e100  # a square that no power reaches within OUTER


class GaussianMoments:
    """The two moments of one activation, to about 1e-11 of their size for q up to `limit`.

    Attributes
    ----------
    limit : the largest q at which the nodes reach eight deviations: 2.7e8, less for functions that swing for ever.
    """

    def __init__(self, activation: Activation) -> None:
        self.activation = activation
        edges = _refined(self._squares, _edges([kink.at for kink in activation.kinks]))
        self.limit = float((min(-edges[0], edges[-1]) / 8) ** 2)
        nodes, weights = _nodes(edges)
        order = np.argsort(np.abs(nodes))  # a bell needs those within some deviations
        self._distances = np.abs(nodes)[order]
        squares = self._squares(nodes[order])
        self._weighted = (squares * (weights[order] / np.sqrt(2 * np.pi))).T
        self._span = SPAN if squares.max() < STEEP else LONG_SPAN

    def __call__(self, q: npt.ArrayLike) -> tuple[Array, Array]:
        """Return E[f(u)²] and E[f′(u)²] for u ~ N(0, q), each in the shape of q; f′ as it is almost everywhere.

        Infinite where they overflow, and for q above `limit`, where they are not known.
        """
        variances = np.asarray(q, dtype=np.float64)
        different, places = np.unique(variances, return_inverse=True)
        moments = np.empty((2, different.size))
        for start in range(0, different.size, CHUNK):
            moments[:, start : start + CHUNK] = self._moments(different[start : start + CHUNK])
        first, second = moments[:, places.reshape(variances.shape)]
        return first, second

    def _moments(self, q: Array) -> Array:
        """Return (2, Q) for variances (Q,)."""
        near = np.searchsorted(self._distances, self._span * np.sqrt(q.max()))
        with np.errstate(all="ignore"):
            densities = np.exp(np.square(self._distances[:near]) / (-2.0 * q[:, np.newaxis]))
            moments = (densities @ self._weighted[:near] / np.sqrt(q)[:, np.newaxis]).T
        moments[moments > LARGEST] = np.inf
        moments[:, q > self.limit] = np.inf
        narrow = q < LEAST_VARIANCE
        moments[:, narrow] = self._straight(q[narrow])
        return moments

    def _straight(self, q: Array) -> Array:
        """Return (2, Q) for a bell so narrow that f is straight on either side of 0."""
        left, right = self._sides
        moments = np.zeros((2, len(q)))
        for value, slope, sign in ((*left, -1.0), (*right, 1.0)):
            moments[0] += 0.5 * (value**2 + 2 * sign * value * slope * np.sqrt(2 * q / np.pi) + slope**2 * q)
            moments[1] += 0.5 * slope**2
        return moments

    @cached_property
    def _sides(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The limits of f and f′ at 0 from the left and from the right."""
        near = np.array([-INNER, INNER])
        values, slopes = self.activation(near), self.activation.derivative(near)
        values = values - slopes * near
        return (float(values[0]), float(slopes[0])), (float(values[1]), float(slopes[1]))

    def _squares(self, u: Array) -> Array:
        """Return f² and f′² at points (M,): (2, M), overflow as HUGE."""
        with np.errstate(all="ignore"):
            squares = np.square(np.stack([self.activation(u), self.activation.derivative(u)]))
        return np.nan_to_num(np.minimum(squares, HUGE), nan=HUGE)


@lru_cache(maxsize=128)
def gaussian_moments(activation: Activation) -> GaussianMoments:
    """Return the moments of `activation`, made once."""
    return GaussianMoments(activation)


def _edges(cuts: list[float]) -> Array:
    """Return panel edges on both sides of 0, with these cuts among them, from −OUTER to OUTER."""
    outwards = np.geomspace(INNER, OUTER, round(np.log2(OUTER / INNER)) + 1)
    inside = [cut for cut in cuts if abs(cut) < OUTER]
    return np.unique(np.concatenate([-outwards, [0.0], outwards, inside]))


def _nodes(edges: Array) -> tuple[Array, Array]:
    """Return the nodes and weights of all panels, each (panels · 15,)."""
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    return (middle[:, np.newaxis] + half[:, np.newaxis] * NODES).ravel(), (half[:, np.newaxis] * WEIGHTS).ravel()


def _refined(squares: Callable[[Array], Array], edges: Array) -> Array:
    """Return the edges with panels halved until a polynomial of degree 14 follows both squares in each.

    Its last coefficients must be below TOLERANCE of the squares' mean over the panel or, where the squares are smaller
    than further in, of the largest integral over a panel further in. Squares that are below FLOOR of those of the
    identity may be all rounding errors.
    """
    low, high = edges[:-1], edges[1:]
    integrals = np.zeros((2, len(low)))
    is_open = np.ones(len(low), bool)
    for _ in range(ROUNDS):
        if not is_open.any():
            break
        half, middle = (high - low)[is_open] / 2, (high + low)[is_open] / 2
        values = squares((middle[:, np.newaxis] + half[:, np.newaxis] * NODES).ravel()).reshape(2, -1, len(NODES))
        integrals[:, is_open] = values @ WEIGHTS * half
        distance = np.maximum(np.abs(low), np.abs(high))
        order = np.argsort(distance)
        scale = np.empty_like(integrals)
        scale[:, order] = np.maximum.accumulate(integrals[:, order], axis=1)
        scale = np.maximum(scale, FLOOR * (high - low) * np.stack([distance**2, np.ones_like(distance)]))
        rest = np.abs(values @ LAST_COEFFICIENTS).max(axis=2) * half
        is_open[is_open] = (rest > TOLERANCE * scale[:, is_open]).any(axis=0)
        if len(low) > MAX_PANELS and distance.max() <= REACH:
            break
        middle = (low + high)[is_open] / 2
        low = np.concatenate([low, middle])
        high = np.concatenate([np.where(is_open, np.append(middle, 0.0)[np.cumsum(is_open) - 1], high), high[is_open]])
        integrals = np.concatenate([integrals, integrals[:, is_open]], axis=1)
        is_open = np.concatenate([is_open, is_open[is_open]])
        if is_open.any() and len(low) > MAX_PANELS:
            distance = np.maximum(np.abs(low), np.abs(high))
            inside = distance <= max(distance[is_open].max() / 2, REACH)  # edges are powers of 2, and halves
            low, high, integrals, is_open = low[inside], high[inside], integrals[:, inside], is_open[inside]
    return np.unique(np.concatenate([low, high]))
