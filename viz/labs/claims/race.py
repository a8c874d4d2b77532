"""Links to the page "Training" with runs of an experiment side by side."""

from __future__ import annotations

from viz.labs.claims.claim import Link
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.training import TrainingSpec


def training_link(conditions: Conditions, *runs: tuple[str, ExperimentSpec]) -> Link:
    """Return the page "Training" with named runs, a lane each, from as many seeds as the claim is tested with."""
    (name, first), *others = [(name, spec.unchecked({"seed": conditions.first})) for name, spec in runs]
    page = TrainingSpec.of(first).rename(name)
    for other, spec in others:
        page = page.add(spec, other)
    page = page.select(0)
    changes = {"seeds": conditions.seeds, "together": bool(others)}
    return Link("training", page.unchecked(changes), "Open on Training")
