"""Small runs in which units die and come back, and the last result of their autopsies."""

from __future__ import annotations

from viz.labs.autopsy import Autopsy, autopsy
from viz.spec import ExperimentSpec
from viz.spec.autopsy import AutopsySpec

SMALL = ExperimentSpec(samples=60, hidden=(4, 3), learning_rate=1.0, steps=300, frames=15, batch_size=5)


def run(seed: int, **more: object) -> ExperimentSpec:
    return SMALL.unchecked({"seed": seed, **more})


def momentum(seed: int, learning_rate: float = 0.3) -> ExperimentSpec:
    return run(seed, optimiser="momentum", learning_rate=learning_rate)


def last(spec: ExperimentSpec, layer: int, unit: int) -> Autopsy:
    *_, result = autopsy(AutopsySpec(spec, layer, unit))
    return result
