"""Networks for the claims' experiments: one experiment trained from every seed, as one population."""

from __future__ import annotations

from collections.abc import Sequence

from viz.engine import Recording, record
from viz.engine.probes import Probe, losses_and_scores, unit_states
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec

PROBES: tuple[Probe, ...] = (losses_and_scores, unit_states)


def seeded(spec: ExperimentSpec, conditions: Conditions) -> list[ExperimentSpec]:
    """Return the experiment with every seed."""
    return [spec.unchecked({"seed": seed}) for seed in conditions.numbers]


def recorded(spec: ExperimentSpec, conditions: Conditions, probes: Sequence[Probe] = PROBES) -> Recording:
    """Return the recording of the experiment trained from every seed; member s is that of seed s.

    The frames of a member that overflowed are NaN, and 0 for counts; see `header["overflows"]`.
    """
    return record(*seeded(spec, conditions), probes=probes)
