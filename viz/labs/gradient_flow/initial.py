"""Deep networks at initialisation: what every layer lets through, for several seeds, beside the mean-field line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from viz.engine.setup import populate
from viz.labs.gradient_flow.prediction import Prediction, inputs_for_theory, predict
from viz.labs.gradient_flow.profile import Profile, measured
from viz.spec.flow_runs import LayersSpec

TOGETHER = 2  # networks at a time: more leave the cache


@dataclass(frozen=True, eq=False)
class InitialResult:
    """Networks at initialisation: `profile` of all seeds, `prediction` None where the theory has none (see `why`)."""

    spec: LayersSpec
    profile: Profile
    prediction: Prediction | None
    why: str


@lru_cache(maxsize=32)
def at_initialisation(spec: LayersSpec) -> InitialResult:
    """Return the profiles of all networks before the first step, and what theory expects of them."""
    runs = list(spec.runs())
    parts, inputs = [], []
    for start in range(0, len(runs), TOGETHER):
        population = populate(runs[start : start + TOGETHER])
        columns = population.network.columns(population.x_train)
        work = population.network.passes(columns.shape[2])
        with np.errstate(all="ignore"):
            work.forward(columns)
            work.backward(population.y_train.swapaxes(1, 2))
        parts.append(measured(work))
        inputs.append(np.square(population.x_train).mean(axis=2).ravel())
    prediction, why = predict(spec.spec, inputs_for_theory(np.concatenate(inputs)), population.network.sizes)
    return InitialResult(spec, Profile.joined(parts), prediction, why)
