"""Pages as the export menu is given them, of runs that are trained already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, cast

from viz.engine import Recording, record
from viz.labs.curves import examine
from viz.spec import CurvesSpec, ExperimentSpec, PlayerView
from viz.spec.training import TrainingSpec
from viz.ui.export.entry import ActivationsPage, Run, TrainingPage
from viz.ui.job import Job

ORIGIN = "https://lab.example"


@cache
def recorded(spec: ExperimentSpec) -> bytes:
    return record(spec).to_bytes()


class Done:
    """Stands for the job of a run: all of its recording is there, or none."""

    error = None

    def __init__(self, spec: ExperimentSpec, done: bool) -> None:
        self.done = done
        self.data = recorded(spec) if done else b""

    def prefix(self) -> bytes:
        return self.data

    def made(self, make: Callable[..., Any], *arguments: Any) -> Any:
        return make(Recording.from_bytes(self.data), *arguments) if self.data else None


def training_page(
    *specs: ExperimentSpec, name: str = "", done: bool = True, view: PlayerView | None = None
) -> TrainingPage:
    """Return the page of a run, or of a race of several."""
    settings = TrainingSpec.of(specs[0]).rename(name)
    for spec in specs[1:]:
        settings = settings.add(spec)
    settings = replace(settings.select(0), together=len(specs) > 1)
    runs = tuple(
        Run(lane.spec, letter, lane.label, cast("Job", Done(lane.spec, done)))
        for letter, lane in zip("ABCD", settings.lanes, strict=False)
    )
    link = f"{ORIGIN}/training?" + "&".join(f"{key}={value}" for key, value in settings.to_query().items())
    return TrainingPage(settings, link, runs, view or PlayerView())


def activations_page(**settings: Any) -> ActivationsPage:
    spec = CurvesSpec(**settings)
    return ActivationsPage(spec, f"{ORIGIN}/activations?v=1", examine(spec))
