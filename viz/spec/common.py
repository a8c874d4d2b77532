"""How far two runs are one and the same."""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby

from viz.spec.adjustable import Adjustable
from viz.spec.experiment import ExperimentSpec

_ADJUSTABLE = {entry.name for entry in fields(Adjustable)}
_WHOLE = [entry.name for entry in fields(ExperimentSpec) if entry.name not in {*_ADJUSTABLE, "earlier"}]


def common_steps(one: ExperimentSpec, other: ExperimentSpec) -> int | None:
    """Return up to which step two runs have the same states and the same frames, that step included.

    None: they differ from the start.  A difference in what never changes during a run (data, first weights, steps,
    frames, stops) counts as one from the start, and so does one that only time decides.
    """
    if one.seconds or any(getattr(one, name) != getattr(other, name) for name in _WHOLE):
        return None
    for start in sorted({stage.start for spec in (one, other) for stage in spec.stages}):
        if _entered(one, start) != _entered(other, start):
            return start or None
    return one.steps


def _entered(spec: ExperimentSpec, start: int) -> tuple[object, ...]:
    """Return what comes into force at a step, one after the other, and all that is done there."""
    before = [stage.spec for stage in spec.stages if stage.start < start]
    here = [stage for stage in spec.stages if stage.start == start]
    settings = [entered for entered, _ in groupby([*before[-1:], *(stage.spec for stage in here)])]
    return settings, [stage.actions for stage in here if stage.actions]
