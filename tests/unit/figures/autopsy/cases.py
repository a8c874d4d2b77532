"""An autopsy as a lab would return it, with numbers that can be checked by eye."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from viz.labs.autopsy import Autopsy, Change, Samples
from viz.spec import ExperimentSpec
from viz.spec.autopsy import AutopsySpec

RUN = ExperimentSpec(steps=100, frames=10, batch_size=3, samples=20, learning_rate=1.0)
SAMPLES = Samples(
    rows=np.array([4, 0, 9]),
    inputs=np.array([[1.5, -2.0], [0.25, 0.5], [3.0, 3.0]]),
    targets=np.array([[1.0], [0.0], [1.0]]),
    gradients=np.array([0.2, -0.1, 0.0]),
)
DIED = Change(
    kind="died",
    step=42,
    fork=0,
    size=0.31,
    length=1.0,
    before=(-2.0, 0.83),
    after=(-3.0, -0.12),
    cause="own",
    moved_by=("gradient",),
    samples=SAMPLES,
)
BACK = replace(DIED, kind="revived", step=77, size=0.0, before=(-3.0, -0.12), after=(-2.5, 0.4), cause="inputs")
BACK = replace(BACK, moved_by=(), samples=replace(SAMPLES, gradients=np.zeros(3)))


def result(*changes: Change, born_dead: bool = False, **more: Any) -> Autopsy:
    """Return unit 5 of layer 1 over the steps 0, 10, … 100, active on half of 8 samples unless dead."""
    steps = np.arange(0, 101, 10, dtype=np.int32)
    dead = np.full(len(steps), born_dead)
    for change in changes:
        dead[steps >= change.step + bool(change.fork)] = change.kind == "died"
    z = np.linspace(-2.0, 1.5, 8)
    update = np.where(dead, 0.0, 0.01)
    update[0] = np.nan
    return Autopsy(
        AutopsySpec(RUN, 0, 4),
        steps=steps,
        active=np.where(dead, 0.0, 0.5),
        weights=np.tile(np.float32([3.0, 4.0]), (len(steps), 1)),
        bias=np.linspace(0.0, -1.0, len(steps)),
        gradient=np.where(dead, 0.0, 0.3),
        update=update,
        z=np.where(dead[:, np.newaxis], z - 2.0, z).astype(np.float32),
        changes=changes,
        told_first=more.pop("told_first", len(changes)),
        untold=more.pop("untold", 0),
        stopped=more.pop("stopped", None),
        progress=more.pop("progress", 1.0),
    )
