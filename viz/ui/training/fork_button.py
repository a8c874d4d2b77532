"""A button that adds a fork of the run as a lane, or says why that can't be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from viz.spec.experiment import ExperimentSpec
from viz.spec.training import TrainingSpec
from viz.ui.training.section import Run


def fork_button(controls: Run, name: str, label: str, said: str, fork: Callable[[], ExperimentSpec]) -> None:
    """Draw it.  name : of its key.  said : what the fork does.  fork : gives it, or raises ValueError in words."""
    settings = controls.settings
    try:
        page = with_lane(settings, fork())
    except ValueError as error:
        st.button(label, key=controls.key(name), help=f"{error}.", disabled=True)
        return
    st.button(label, key=controls.key(name), help=said, on_click=lambda: controls.offer(page))


def with_lane(settings: TrainingSpec, run: ExperimentSpec) -> TrainingSpec:
    """Return the page with a run as one more lane, or its lane selected if there is one; the unit stays open."""
    runs = [lane.spec for lane in settings.lanes]
    page = settings.select(runs.index(run)) if run in runs else settings.add(run)
    return replace(page, unit=settings.unit, together=False)
