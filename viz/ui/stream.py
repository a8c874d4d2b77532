"""Shows a run in the player while it trains: complete prefixes of its recording, sent as they grow."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from viz.player import player
from viz.spec import ExperimentSpec, PlayerView
from viz.ui.again import draw_again
from viz.ui.cache import look

FIRST = 0.05  # seconds that a run gets before its first frames are sent: enough for a second of playing
PATIENCE = 2.0  # seconds that the page waits at most for anything at all to show
EVERY = 0.25  # seconds between two looks at a run in training


def stream(spec: ExperimentSpec, view: PlayerView, *, restart: int, key: str) -> bool:
    """Draw the player of a run, and have the page drawn again with more of it until all of the run has been trained.

    restart: a number that changes when the run is to be played from its start although it may be the one on screen.

    Returns whether the reader asks the player for more steps.
    """
    job = look(spec, key)
    if not job.prefix():
        job.wait(FIRST, done=True)
        job.wait(PATIENCE)
    done, recording = job.done, job.prefix()  # in this order: what is done has all of its recording
    asked = False
    if job.error is not None:
        st.error(f"This run could not be trained ({job.error}). Train tries again; other settings may help.")
    elif recording:
        settings = {**asdict(view), "speed": float(view.speed), "restart": restart}
        asked = bool(player(recording, view=settings, key=key).train_on)
    else:
        st.caption("Training: the first frames are on their way.")

    # The player itself is in no fragment: when a fragment and the page are drawn at the same time, Streamlit can take
    # what is in the fragment off the page for a moment.
    if not done:
        draw_again(lambda: look(spec, key).prefix() is not recording or job.done, EVERY)
    return asked
