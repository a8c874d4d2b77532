"""The selected lane: how it ended, its run in the player, and the unit that is open."""

from __future__ import annotations

from functools import partial

import streamlit as st

from viz.ui.cache import look
from viz.ui.stream import place_of, stream
from viz.ui.training.ending import ending, last_frame
from viz.ui.training.opened import opened
from viz.ui.training.section import Run
from viz.ui.training.staying import stay
from viz.ui.training.wishes import grant, step_on_screen, view

KEY = "training-player"


def lane_view(controls: Run) -> None:
    """Draw all of it."""
    settings = controls.settings
    run = settings.experiment()
    above = st.container()
    stream(
        run,
        view(controls),
        restart=controls.restarts,
        key=KEY,
        wished=partial(grant, controls, KEY),
        unit=settings.unit,
        stay=stay(controls),
    )
    job = look(run, place_of(KEY))
    with above:
        ending(controls, job.made(last_frame) if job.done else None)
    opened(settings, step_on_screen(controls), controls)
