"""What comes out of an activation when a distribution goes in: exact atoms, moments by quadrature, a histogram."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.labs.curves.inputs import Input
from viz.theory.quadrature import integrate

Array = npt.NDArray[np.float64]

HORIZON = 400.0  # a function that is constant out to here is taken to be so for ever; wider than any input
VANISHING = 1e-300  # a derivative below this is zero or has underflowed
CELLS_PER_WIDTH = 100  # of the histogram, per deviation of the input
FINEST = 0.02  # and no cell wider than this in z, for functions that swing
MAX_REACH = 60.0  # deviations that quadrature looks out to for functions that grow as exp does


@dataclass(frozen=True)
class Atom:
    """A value that comes out with positive probability, because f is constant on an interval."""

    value: float
    mass: float


@dataclass(frozen=True)
class Output:
    """The distribution of f(z): moments to about 1e-10 of their size, inf where float64 overflows; shares exact.

    A mean is NaN if f is not a number for some inputs.
    `low` and `high` hold f of the central 99 % of the inputs.
    """

    mean: float
    variance: float
    atoms: tuple[Atom, ...]
    low: float
    high: float

    @property
    def zeros(self) -> float:
        """The share of outputs that are exactly 0."""
        return sum(atom.mass for atom in self.atoms if atom.value == 0)


@dataclass(frozen=True, eq=False)
class Histogram:
    """The share of the outputs in every bin, atoms left out: edges (K+1,), masses (K,), and what lies outside."""

    edges: Array
    masses: Array
    below: float
    above: float


def flat_mass(activation: Activation, inputs: Input, epsilon: float) -> float:
    """Return P(|f′(z)| < epsilon), from the exact ends of the flat zones."""
    low, high = np.array(activation.flat_zones(epsilon, *inputs.bounds)).reshape(-1, 2).T
    return float(np.minimum(inputs.mass(low, high).sum(), 1.0))


def pass_through(activation: Activation, inputs: Input) -> Output:
    """Return the distribution of f(z) for z from `inputs`."""
    masses: dict[float, float] = {}
    for low, high, value in _constant_pieces(activation):
        mass = float(inputs.mass(np.asarray(low), np.asarray(high)))
        if mass > 0:
            masses[value] = masses.get(value, 0.0) + mass
    mean, variance = _moments(activation, inputs)
    central = activation(inputs.quantile(np.linspace(0.005, 0.995, 199)))
    central = central[~np.isnan(central)] if not np.isnan(central).all() else np.zeros(1)
    atoms = tuple(Atom(value, mass) for value, mass in sorted(masses.items()))
    return Output(mean, variance, atoms, float(central.min()), float(central.max()))


def histogram(activation: Activation, inputs: Input, edges: Array) -> Histogram:
    """Return the share of the outputs in the bins between `edges` (K+1,), ascending, atoms left out.

    The inputs' axis is cut into cells, at every kink besides, over each of which f is taken as straight and the density
    as even; their masses are exact, so that a bin is off by less than 1e-4.
    """
    low, high = inputs.bounds
    step = min(inputs.width / CELLS_PER_WIDTH, FINEST) if inputs.width > FINEST else inputs.width / 20
    pieces = _constant_pieces(activation)
    cuts = [kink.at for kink in activation.kinks] + [end for a, b, _ in pieces for end in (a, b)]
    cells = np.union1d(np.linspace(low, high, round((high - low) / step) + 1), [c for c in cuts if low < c < high])
    a, b = cells[:-1], cells[1:]
    middle = (a + b) / 2
    varies = np.ones(len(a), bool)
    for start, stop, _ in pieces:
        varies &= (middle < start) | (middle > stop)
    a, b = a[varies], b[varies]
    inset = (b - a) * 1e-9  # the ends as seen from inside: f may jump there
    ends = np.stack([activation(a + inset), activation(b - inset)])
    there = ~np.isnan(ends).any(axis=0)  # f may not be a number everywhere
    a, b, ends = a[there], b[there], ends[:, there]
    y0, y1 = ends.min(axis=0), ends.max(axis=0)
    mass = inputs.mass(a, b)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = np.clip((edges[:, None] - y0) / (y1 - y0), 0.0, 1.0)
    shares = np.where(y1 > y0, shares, edges[:, None] > y0)
    cumulated = shares @ mass
    return Histogram(edges, np.diff(cumulated), float(cumulated[0]), float(mass.sum() - cumulated[-1]))


def _moments(activation: Activation, inputs: Input) -> tuple[float, float]:
    """Return mean and variance of f(z), both about f of the median, where little cancels."""
    centre = float(activation(inputs.quantile(np.asarray(0.5))))
    edges = _edges(activation, inputs)

    def weighted(z: Array) -> Array:
        """(f − c)·p and (f − c)²·p, by way of logarithms: the square may overflow where the product does not."""
        difference = activation(z) - centre
        with np.errstate(divide="ignore", over="ignore"):
            size, weight = np.log(np.abs(difference)), inputs.log_density(z)
            return np.stack([np.sign(difference) * np.exp(size + weight), np.exp(2 * size + weight)])

    with np.errstate(over="ignore", invalid="ignore"):
        first, second = integrate(weighted, edges)
        variance = second - first**2 if np.isfinite(first) else np.abs(first)
    return centre + float(first), float(np.maximum(variance, 0.0))


def _edges(activation: Activation, inputs: Input) -> Array:
    """Return where quadrature is cut: one deviation apart, at the kinks, and at the ends of constant pieces."""
    low, high = inputs.bounds
    if inputs.endless:
        low, high = _reach(activation, inputs, low, -1.0), _reach(activation, inputs, high, 1.0)
    grid = np.linspace(low, high, max(2, round((high - low) / inputs.width)) + 1)
    cuts = [kink.at for kink in activation.kinks]
    cuts += [end for a, b, _ in _constant_pieces(activation) for end in (a, b)]
    return np.union1d(grid, [cut for cut in cuts if low < cut < high])


def _reach(activation: Activation, inputs: Input, end: float, direction: float) -> float:
    """Return how far out f²·p still counts: `end`, or further for a function that grows as exp does."""
    start = (inputs.bounds[0] + inputs.bounds[1]) / 2
    outer = start + direction * MAX_REACH * inputs.width
    z = np.linspace(end, outer, 2 * int(MAX_REACH))
    with np.errstate(divide="ignore"):
        size = 2 * np.log(np.abs(activation(z))) + inputs.log_density(z)
    counts = np.flatnonzero(size > -70.0)  # e^−70 = 4e-31
    return float(z[min(counts[-1] + 1, len(z) - 1)]) if len(counts) else end


@lru_cache(maxsize=512)
def _constant_pieces(activation: Activation) -> tuple[tuple[float, float, float], ...]:
    """Return (from, to, value) of every interval on which f is constant, ±inf where it goes on for ever.

    They are where f′ = 0. A derivative that merely underflows, as tanh's does far out, is told apart by what it does
    next to the interval: it is still tiny there, while that of a function in pieces has jumped or grown.
    """
    pieces: list[tuple[float, float, float]] = []
    kinks = [kink.at for kink in activation.kinks]
    for start, stop in activation.flat_zones(VANISHING, -HORIZON, HORIZON):
        cuts = [start, *(kink for kink in kinks if start < kink < stop), stop]
        for a, b in pairwise(cuts):
            inner = [end for end in (a, b) if abs(end) < HORIZON]
            if inner and all(end in kinks or _grows(activation, end, end - (a + b) / 2) for end in inner):
                value = float(activation((a + b) / 2)) + 0.0
                pieces.append((a if a > -HORIZON else -np.inf, b if b < HORIZON else np.inf, value))
    return tuple(pieces)


def _grows(activation: Activation, end: float, outwards: float) -> bool:
    return abs(float(activation.derivative(end + np.copysign(1e-3, outwards)))) > 1e-9
