"""One more lane for a run, however the reader came to it."""

from __future__ import annotations

from viz.spec import ExperimentSpec
from viz.ui.training.section import Run


def add_lane(controls: Run, run: ExperimentSpec) -> None:
    """Have the next run of the page show a run as one more lane, or select the lane that is this run already."""
    settings = controls.settings
    runs = [lane.spec for lane in settings.lanes]
    try:
        controls.offer(settings.select(runs.index(run)) if run in runs else settings.add(run))
    except ValueError as error:
        controls.refuse(f"No new lane: {error}.")
