"""The stages of a population's run: from which step on which settings hold, and what is done before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viz.engine.actions import Action

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec


@dataclass(frozen=True)
class PopulationStage:
    """A part of a run of P networks during which all settings stay as they are.

    start : its first step.
    specs : the settings, one spec a member.
    actions : what is done to all members before the update of step `start`.
    """

    start: int
    specs: tuple[Spec, ...]
    actions: tuple[Action, ...]


def population_stages(specs: Sequence[Spec]) -> list[PopulationStage]:
    """Return the stages of a population; ValueError if the members are not forked at the same steps and alike."""
    if not specs:
        raise ValueError("nothing to train: give at least one spec")
    each = [spec.stages for spec in specs]
    if len({tuple((stage.start, stage.actions) for stage in stages) for stages in each}) > 1:
        raise ValueError("one population is forked at the same steps in the same way; the specs are not")
    return [
        PopulationStage(members[0].start, tuple(stage.spec for stage in members), members[0].actions)
        for members in zip(*each, strict=True)
    ]
