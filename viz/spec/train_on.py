"""Training on: the longer run that begins with all of a given one."""

from __future__ import annotations

from dataclasses import replace
from math import gcd

from viz.engine.rate_schedule import depends_on_length
from viz.spec.experiment import ExperimentSpec

MORE_FRAMES = 300  # as many again as the run has, but not more than these


def train_on(spec: ExperimentSpec) -> ExperimentSpec:
    """Return the run that goes on for as many frames again (300 at most), recorded at the same spacing.

    Its first frames are those of `spec`, bit for bit, so it can go on from where `spec` ended.
    Raises ValueError where the longer run would be out of bounds, or another one from its first step on.
    """
    if depends_on_length(spec):
        raise ValueError(
            "its cosine schedule brings the learning rate down to 0 over the whole run; with more steps, or another "
            "schedule, it is trained from the start."
        )
    if spec.frames >= spec.steps:  # every step is recorded
        more = min(spec.steps, MORE_FRAMES)
        return replace(spec, steps=spec.steps + more, frames=max(spec.frames, spec.steps + more))
    # Frames stay at the same steps if the new ones cover a whole number of steps.
    block = spec.frames // gcd(spec.steps, spec.frames)
    more = max(block, min(spec.frames, MORE_FRAMES) // block * block)
    return replace(spec, steps=spec.steps + spec.steps * more // spec.frames, frames=spec.frames + more)
