"""Shows a run in the player while it trains: complete prefixes of its recording, sent as they grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from viz.player import player
from viz.spec import ExperimentSpec, PlayerView
from viz.ui.cache import look

FIRST = 0.05  # seconds that a run gets before its first frames are sent: enough for a second of playing
PATIENCE = 1.0  # seconds that the page waits at most for anything at all to show
EVERY = 0.3  # seconds between two looks at a run in training


def stream(spec: ExperimentSpec, view: PlayerView, *, restart: int, key: str, train_on: Callable[[], None]) -> None:
    """Draw the player of a run, and go on feeding it until all of the run has been trained.

    restart: a number that changes when the run is to be played from its start although it may be the one on screen.
    train_on: called when the reader asks the player for more steps, before the page is drawn anew.
    """
    job = look(spec, key)
    job.wait(FIRST, done=True)
    job.wait(PATIENCE)

    def show() -> None:
        job = look(spec, key)
        if job.error is not None:
            st.error(f"This run could not be trained. {job.error}")
            return
        if not job.prefix():
            st.caption("Training: the first frames are on their way.")
            return
        settings = {**asdict(view), "speed": float(view.speed), "restart": restart}
        result = player(job.prefix(), view=settings, key=key)
        if result.train_on:
            train_on()
            st.rerun()

    # The timer of a fragment can't be stopped from within: the page is drawn once more when the run is complete.
    running = not job.done

    def tick() -> None:
        show()
        if running and look(spec, key).done:
            st.rerun()

    st.fragment(tick, run_every=EVERY if running else None)()
