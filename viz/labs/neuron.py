"""One neuron with two inputs: what it puts out, how steeply, and how one input decides what the other one does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viz.activations import Activation
from viz.spec.one_neuron import NeuronSpec

Array = npt.NDArray[np.float64]

GRID, FINE = 81, 241  # points a side of the map, odd, so that 0 is one of them; FINE for functions that jump
SECTION, NEAR = 601, 121  # points of a piece of a section to begin with, and of what lies around z = 0
ROUNDS, MOST = 6, 4000  # of putting more points where a curve bends; points beyond which none are added
FAR_B = -100.0  # where the articles look
REACH = 120.0  # B goes at least that far in the curve of ∂out/∂A


@dataclass(frozen=True)
class Point:
    """The neuron at one point: its pre-activation, output, slope f′(z), and derivatives with respect to A and B.

    flat: f is constant around z in exact arithmetic, so a slope of 0 is no rounding.
    """

    a: float
    b: float
    z: float
    out: float
    slope: float
    along_a: float
    along_b: float
    flat: bool


@dataclass(frozen=True, eq=False)
class Section:
    """The neuron along one input while the other stays: inputs, output and both derivatives, each (N,).

    At a kink every curve has two points, the limits from its left and from its right.
    """

    at: Array
    out: Array
    along_a: Array


@dataclass(frozen=True, eq=False)
class NeuronResult:
    """One neuron.

    axis: (G,) values of A and of B. out: (G, G), rows along B, columns along A.
    section_a, section_b: through the point, over the axis. interaction: along B, far enough to hold B = −100.
    lines: for each kink of f, the offset c of the line weight_a·A + weight_b·B = c on which z is at the kink; of a
    function without kinks, the line z = 0.
    """

    spec: NeuronSpec
    point: Point
    far: Point
    axis: Array
    out: Array
    section_a: Section
    section_b: Section
    interaction: Section
    lines: tuple[float, ...]


@lru_cache(maxsize=128)
def examine_neuron(spec: NeuronSpec) -> NeuronResult:
    """Return the neuron at its point, at the same A with B = −100, over the square and along both inputs."""
    jumps = any(kink.jump for kink in spec.activation.kinks)
    axis: Array = np.linspace(-spec.extent, spec.extent, FINE if jumps else GRID)
    a, b = np.meshgrid(axis, axis)
    kinks = tuple(kink.at for kink in spec.activation.kinks) or (0.0,)
    reach = max(REACH, 1.2 * abs(spec.b))
    return NeuronResult(
        spec=spec,
        point=point(spec, spec.a, spec.b),
        far=point(spec, spec.a, FAR_B),
        axis=axis,
        out=spec.activation(pre_activation(spec, a, b)).astype(np.float64),
        section_a=_section(spec, spec.weight_a, spec.weight_b * spec.b + spec.bias, -spec.extent, spec.extent),
        section_b=_section(spec, spec.weight_b, spec.weight_a * spec.a + spec.bias, -spec.extent, spec.extent),
        interaction=_section(spec, spec.weight_b, spec.weight_a * spec.a + spec.bias, -reach, reach),
        lines=tuple(kink - spec.bias for kink in kinks),
    )


def pre_activation(spec: NeuronSpec, a: npt.ArrayLike, b: npt.ArrayLike) -> Array:
    """Return z for inputs of any one shape."""
    return spec.weight_a * np.asarray(a, dtype=np.float64) + spec.weight_b * np.asarray(b) + spec.bias


def point(spec: NeuronSpec, a: float, b: float) -> Point:
    """Return the neuron at one point; at a kink the slope is the declared one."""
    z = float(pre_activation(spec, a, b))
    slope = float(spec.activation.derivative(z))
    # + 0.0 turns −0 into 0
    return Point(
        a=a,
        b=b,
        z=z,
        out=float(spec.activation(z)) + 0.0,
        slope=slope + 0.0,
        along_a=spec.weight_a * slope + 0.0,
        along_b=spec.weight_b * slope + 0.0,
        flat=slope == 0.0 and constant_around(spec.activation, z),
    )


def constant_around(activation: Activation, z: float) -> bool:
    """Return whether f is constant on an interval around z, or on one side of it at a kink, in exact arithmetic.

    Where f only tends to a constant, as tanh does, its slope is never 0, although far out the nearest double is.
    """
    kinks = activation.kinks
    left = max((kink for kink in kinks if kink.at < z), key=lambda kink: kink.at, default=None)
    right = min((kink for kink in kinks if kink.at > z), key=lambda kink: kink.at, default=None)
    if any(kink.at == z and 0.0 in (kink.left, kink.right) for kink in kinks):
        return True
    if (left is not None and left.right == 0.0) or (right is not None and right.left == 0.0):
        return True
    value, extremes = float(activation(z)), activation.range
    reached = (extremes.low_closed and value == extremes.low) or (extremes.high_closed and value == extremes.high)
    return reached and float(activation.derivative(z - 1e-3)) == 0.0 == float(activation.derivative(z + 1e-3))


def _section(spec: NeuronSpec, weight: float, rest: float, low: float, high: float) -> Section:
    """Return the neuron along one input with that weight, while everything else adds up to `rest`."""
    cuts = sorted((kink.at - rest) / weight for kink in spec.activation.kinks) if weight else []
    ends = [low, *(cut for cut in cuts if low < cut < high), high]
    hair = 1e-9 * (high - low)  # the limit at a kink is looked up a hair inside of the piece
    parts = []
    for start, stop in pairwise(ends):
        at = np.linspace(start, stop, SECTION)
        if weight:  # curved functions bend around z = 0, however far the section goes
            near = (np.linspace(-12.0, 12.0, NEAR) - rest) / weight
            at = np.unique(np.concatenate([at, near[(near > start) & (near < stop)]]))
        at = _refined(spec, weight, rest, at)
        inside = at.copy()
        inside[0], inside[-1] = start + hair, stop - hair
        parts.append((at, *_curves(spec, weight * inside + rest)))
    return Section(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _refined(spec: NeuronSpec, weight: float, rest: float, at: Array) -> Array:
    """Return the points with more of them between where a curve bends: an error of about 0.5 % of its height."""
    for _ in range(ROUNDS):
        middles = 0.5 * (at[1:] + at[:-1])
        bent = np.zeros(len(middles), dtype=np.bool_)
        for known, there in zip(_curves(spec, weight * at + rest), _curves(spec, weight * middles + rest), strict=True):
            with np.errstate(invalid="ignore", over="ignore"):  # a formula of one's own may overflow
                bent[1:-1] |= (np.abs(there - 0.5 * (known[1:] + known[:-1])) > 0.005 * np.ptp(known))[1:-1]
        if not bent.any() or len(at) > MOST:
            break
        at = np.sort(np.concatenate([at, middles[bent]]))
    return at


def _curves(spec: NeuronSpec, z: Array) -> tuple[Array, Array]:
    """Return the output and ∂out/∂A at pre-activations (N,)."""
    slope: Array = spec.activation.derivative(z).astype(np.float64)
    return spec.activation(z).astype(np.float64), spec.weight_a * slope + 0.0
