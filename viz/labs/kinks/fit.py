"""Fitting units to a target: the 1-k-1 network that they are, trained by the engine and looked at on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.engine import Network
from viz.engine.optimisers import OPTIMISERS, Rates
from viz.labs.kinks.targets import curve, grid
from viz.spec.kinks import FAR, FitSpec, Target, Units

Array = npt.NDArray[np.float64]

FRAMES = 240  # looks at the units, besides the start
MOMENTUM, DECAY, WEIGHT_DECAY = 0.9, 0.999, 0.01  # as everywhere where they are not set


@dataclass(frozen=True, eq=False)
class FitResult:
    """The units at T moments of their training.

    steps: (T,). slopes, biases, heights: (T, k), so that each unit puts out height·relu(slope·x + bias).
    offsets: (T,). rms: (T,) on the grid. overflow: the step at which a number was no longer finite, or None; the
    moments end before it.
    """

    spec: FitSpec
    steps: npt.NDArray[np.int64]
    slopes: Array
    biases: Array
    heights: Array
    offsets: Array
    rms: Array
    overflow: int | None

    @property
    def final(self) -> Units:
        """The units at the end."""
        return units_of(self.slopes[-1], self.biases[-1], self.heights[-1], float(self.offsets[-1]))


@lru_cache(maxsize=64)
def fit(spec: FitSpec) -> FitResult:
    """Train units on all of a target at every step; same spec, same result."""
    network = network_of([spec.units])
    steps = np.unique(np.linspace(0, spec.steps, min(FRAMES, spec.steps) + 1).round().astype(np.int64))
    frames: list[Array] = []
    errors: list[Array] = []
    overflow: int | None = None
    for seen, error in train(network, spec.target, spec.optimiser, spec.learning_rate, steps.tolist()):
        if not np.isfinite(error).all():
            overflow = int(steps[len(frames)])
            break
        frames.append(seen)
        errors.append(error[0])
    kept = np.stack(frames)[:, 0]  # (T, n)
    hidden, output = network_layers(network, kept)
    return FitResult(
        spec=spec,
        steps=steps[: len(frames)],
        slopes=hidden[:, :, 0],
        biases=hidden[:, :, 1],
        heights=output[:, 0, :-1],
        offsets=output[:, 0, -1],
        rms=np.array(errors),
        overflow=overflow,
    )


def network_of(members: Sequence[Units]) -> Network:
    """Return units, as many in each member, as a population of 1-k-1 networks."""
    slopes, positions, heights = (
        np.array([getattr(units, name) for units in members], dtype=np.float64)
        for name in ("slopes", "positions", "heights")
    )
    offsets = np.array([[units.offset] for units in members], dtype=np.float64)
    weights = [slopes[:, np.newaxis, :], heights[:, :, np.newaxis]]
    return Network(weights, [-slopes * positions, offsets], [get("relu")])


def network_layers(network: Network, flat: Array) -> tuple[Array, Array]:
    """Return flat parameters (T, n) as the hidden layer (T, k, 2) and the output (T, 1, k + 1), biases last."""
    hidden, output = network.layer_views(flat)
    return hidden, output


def units_of(slopes: Array, biases: Array, heights: Array, offset: float) -> Units:
    """Return a network's units (k,) by the positions of their kinks, to four decimals.

    A unit whose kink is out of reach is moved to the nearest place in reach, with the same value at x = 0.
    """
    positions = np.divide(-biases, slopes, out=np.zeros_like(biases), where=slopes != 0.0)
    far = (np.abs(positions) > FAR) | ((slopes == 0.0) & (biases != 0.0))
    side = np.where(positions < 0.0, -FAR, FAR)
    slopes = np.where(far, -biases / side, slopes)
    positions = np.where(far, side, positions)

    def listed(values: Array) -> tuple[float, ...]:
        return tuple(round(float(value), 4) + 0.0 for value in np.clip(values, -FAR, FAR))

    return Units(listed(slopes), listed(positions), listed(heights), round(float(np.clip(offset, -FAR, FAR)), 4))


def train(
    network: Network, target: Target, optimiser: str, learning_rate: float, steps: Sequence[int]
) -> Iterator[tuple[Array, Array]]:
    """Yield the parameters (P, n) and the RMS error (P,) at each of `steps`, training in between."""
    x = grid()
    columns = network.columns(x[:, np.newaxis])
    targets = np.broadcast_to(curve(target, x), (network.population, 1, len(x)))
    work, rule = network.passes(len(x)), OPTIMISERS[optimiser]
    slots = np.zeros((rule.slots, *network.parameters.shape))
    rates = Rates(*(np.array([[value]]) for value in (learning_rate, MOMENTUM, DECAY, WEIGHT_DECAY)))
    done = 0
    with np.errstate(all="ignore"):
        for step in steps:
            for number in range(done + 1, step + 1):
                work.forward(columns)
                work.backward(targets)
                rule.update(network.parameters, work.gradient, slots, number, rates)
            done = step
            output = work.forward(columns)
            yield network.parameters.copy(), np.sqrt(np.square(output - targets).mean(axis=(1, 2)))
