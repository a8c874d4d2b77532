"""Where groups of runs stand against one of them: the difference on the same seeds, with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from viz.labs.dead_neurons.census import DEFINITIONS
from viz.labs.dead_neurons.cohorts import Cohorts

TELLING = 2.0  # standard errors beyond which a difference counts as one
LEAST_PAIRS = 3


@dataclass(frozen=True)
class Standing:
    """One group against another, seed by seed, over the seeds with which both are finite at the end.

    gain: the mean difference of the share of surviving units. error: its standard error. pairs: how many seeds.
    verdict: whether the gain is beyond `TELLING` standard errors; None with fewer than `LEAST_PAIRS` pairs.
    """

    group: int
    gain: float
    error: float
    pairs: int
    verdict: Literal["better", "level", "worse"] | None


def standings(result: Cohorts, definition: str, reference: int = 0) -> tuple[Standing, ...]:
    """Return where every group but the reference stands against it."""
    share = result.share[:, :, DEFINITIONS.index(definition), -1]
    found = []
    for group in range(len(share)):
        if group == reference:
            continue
        gains = share[reference] - share[group]
        gains = gains[np.isfinite(gains)]
        if len(gains) < LEAST_PAIRS:
            found.append(Standing(group, float("nan"), float("nan"), len(gains), None))
            continue
        gain, error = float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(len(gains)))
        telling = abs(gain) > TELLING * error
        verdict: Literal["better", "level", "worse"] = "level" if not telling else "better" if gain > 0 else "worse"
        found.append(Standing(group, gain, error, len(gains), verdict))
    return tuple(found)
