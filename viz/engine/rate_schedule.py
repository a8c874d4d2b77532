"""Learning-rate schedules: which share of the learning rate is in force at a step, a pure function of spec and step.

Linear warm-up over the first w steps (Goyal et al. 2017, Accurate, Large Minibatch SGD), then, s steps after it,

    constant  1
    step      f^⌊s / d⌋, a factor f every d steps
    cosine    (1 + cos(π s / S)) / 2, where S = steps − w: 0 at the end of the run
              (Loshchilov and Hutter 2017, SGDR, equation 5 without restarts)

Update number `step`, counted from 0, has (step + 1) / w of the rate during warm-up: the first one is not 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[np.float64]


def rate_factor(spec: Spec, step: int) -> float:
    """Return what the learning rate of a spec without stages is multiplied by in the update after `step` others."""
    if step < spec.warmup:
        return (step + 1) / spec.warmup
    since = step - spec.warmup
    if spec.schedule == "step":
        return float(spec.drop_factor ** (since // spec.drop_every))
    if spec.schedule == "cosine":
        return 0.5 * (1.0 + math.cos(math.pi * since / (spec.steps - spec.warmup))) if step < spec.steps else 0.0
    return 1.0


def depends_on_length(spec: Spec) -> bool:
    """Return whether the rate at a step depends on how many steps the run has: then a longer run is another one."""
    return any(stage.spec.schedule == "cosine" for stage in spec.stages)


class RateSchedule:
    """The learning rates of P members at every step.

    Parameters
    ----------
    specs : P specs without stages.

    Attributes
    ----------
    rates : (P, 1), those of the step last asked for with :meth:`at`; the array stays the same.
    varies : whether any member's rate changes; if not, `rates` needs no asking.
    """

    def __init__(self, specs: Sequence[Spec]) -> None:
        self._full: Array = np.array([[spec.learning_rate] for spec in specs], dtype=np.float64)
        kinds = [(spec.schedule, spec.warmup, spec.drop_every, spec.drop_factor, spec.steps) for spec in specs]
        members = dict(zip(kinds, specs, strict=True))  # one for each kind
        self._kinds = list(members.values())
        self._kind_of = np.array([[list(members).index(kind)] for kind in kinds])
        self.varies = any(spec.schedule != "constant" or spec.warmup > 0 for spec in specs)
        self.rates: Array = self._full.copy()

    def at(self, step: int) -> Array:
        """Fill and return the rates (P, 1) of the update after `step` others."""
        if self.varies:
            factors = [rate_factor(spec, step) for spec in self._kinds]  # in a population most members share theirs
            np.multiply(self._full, factors[0] if len(factors) == 1 else np.array(factors)[self._kind_of], self.rates)
        return self.rates
