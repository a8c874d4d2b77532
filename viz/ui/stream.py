"""Shows a run in the player while it trains: complete prefixes of its recording, sent as they grow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from viz.player import player
from viz.spec import ExperimentSpec, PlayerView
from viz.ui.again import draw_again
from viz.ui.cache import look
from viz.ui.job import Job

FIRST = 0.05  # seconds that a run gets before its first frames are sent: enough for a second of playing
PATIENCE = 2.0  # seconds that the page waits at most for anything at all to show
EVERY = 0.25  # seconds between two looks at a run in training


def stream(
    spec: ExperimentSpec, view: PlayerView, *, restart: int, key: str, wished: Callable[[str], None], **more: Any
) -> None:
    """Draw the player of a run, and have the page drawn again with more of it until all of the run has been trained.

    restart: a number that changes when the run is to be played from its start although it may be the one on screen.
    wished: what to do when the reader asks the player for something; see `viz.player.player`.
    more: of the player's view.
    """
    (job,) = begun([spec], key)
    done, recording = job.done, job.prefix()  # in this order: what is done has all of its recording
    if job.error is not None:
        st.error(f"This run could not be trained ({job.error}). Train tries again; other settings may help.")
    elif recording:
        player(recording, view={**settings(view, restart), **more}, key=key, wished=wished)
    else:
        st.caption("Training: the first frames are on their way.")

    # The player itself is in no fragment: when a fragment and the page are drawn at the same time, Streamlit can take
    # what is in the fragment off the page for a moment.
    if not done:
        draw_again_as_they_grow([spec], [(done, recording)], key)


def begun(specs: Sequence[ExperimentSpec], key: str) -> list[Job]:
    """Return the jobs of runs of which there is something to show, if there can be in a moment.

    key: names the place on the page; a session looks at as many runs there at a time.
    """
    jobs = [look(spec, place_of(key, number)) for number, spec in enumerate(specs)]
    for spec, job in zip(specs, jobs, strict=True):
        if not job.prefix():
            if not spec.earlier:  # a fork begins with all that it shares with the run on screen
                job.wait(FIRST, done=True)
            job.wait(PATIENCE)
    return jobs


def place_of(key: str, number: int = 0) -> str:
    """Return the name under which a session looks at the run of that number in a place on the page."""
    return f"{key} {number}"


def draw_again_as_they_grow(specs: Sequence[ExperimentSpec], drawn: Sequence[tuple[bool, bytes]], key: str) -> None:
    """Have the page drawn again when there is more of any run than what was drawn of it.

    drawn: of every run whether it was done, asked before the rest, and the recording.
    """

    def grown() -> bool:
        jobs = [look(spec, place_of(key, number)) for number, spec in enumerate(specs)]
        return any((job.done, job.prefix()) != seen for job, seen in zip(jobs, drawn, strict=True))

    draw_again(grown, EVERY)


def settings(view: PlayerView, restart: int) -> Mapping[str, Any]:
    """Return the view as the player takes it."""
    return {**asdict(view), "speed": float(view.speed), "restart": restart}
