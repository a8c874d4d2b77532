"""Shows a run in the player while it trains: complete prefixes of its recording, sent as they grow."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import streamlit as st

from viz.player import player
from viz.spec import ExperimentSpec, PlayerView
from viz.ui import background
from viz.ui.again import draw_again
from viz.ui.cache import look
from viz.ui.job import Job
from viz.ui.share import plain
from viz.ui.turns import PAGES

FIRST = 0.05  # seconds that a run gets before its first frames are sent: enough for a second of playing
PATIENCE = 2.0  # seconds that the page waits at most for anything at all to show
BRIEF = 0.2  # seconds that it waits for a run in line
EVERY = 0.4  # seconds between two looks at a run in training: most are done by then
LATEST = 0.5 * background.PATIENCE  # seconds within which it is looked at, or it would rest

# Sent along, so that no server sends what another sent. For bytes that a browser has, Streamlit sends their hash; of
# those that it has from a server that died, it may forget them while the next one trains, and then gives up.
SERVER = secrets.token_hex(4)


class State(NamedTuple):
    """What a page draws of a job: whether it is done, its recording so far, and its place in line, 0 for none."""

    done: bool
    recording: bytes
    place: int


def stream(
    spec: ExperimentSpec, view: PlayerView, *, restart: int, key: str, wished: Callable[[str], None], **more: Any
) -> None:
    """Draw the player of a run, and have the page drawn again with more of it until all of the run has been trained.

    restart: a number that changes when the run is to be played from its start although it may be the one on screen.
    wished: what to do when the reader asks the player for something; see `viz.player.player`.
    more: of the player's view.
    """
    (job,) = begun([spec], key)
    drawn = state_of(job)
    if job.error is not None:
        st.error(f"This run could not be trained ({plain(job.error)}). Train tries again; other settings may help.")
    elif drawn.recording:
        player(drawn.recording, view={**settings(view, restart), **more}, key=key, wished=wished)
        say_place([drawn])
    else:
        say_waiting([drawn])

    # The player itself is in no fragment: when a fragment and the page are drawn at the same time, Streamlit can take
    # what is in the fragment off the page for a moment.
    if not drawn.done:
        draw_again_as_they_grow([spec], [drawn], key)


def begun(specs: Sequence[ExperimentSpec], key: str) -> list[Job]:
    """Return the jobs of runs of which there is something to show, if there can be in a moment.

    key: names the place on the page; a session looks at as many runs there at a time.
    """
    jobs = [look(spec, place_of(key, number)) for number, spec in enumerate(specs)]
    for spec, job in zip(specs, jobs, strict=True):
        if not job.prefix():
            if not spec.earlier:  # a fork begins with all that it shares with the run on screen
                job.wait(FIRST, done=True)
            job.wait(BRIEF if job.place else PATIENCE)
    return jobs


def place_of(key: str, number: int = 0) -> str:
    """Return the name under which a session looks at the run of that number in a place on the page."""
    return f"{key} {number}"


def state_of(job: Job) -> State:
    """Return what there is to draw of a job."""
    return State(job.done, job.prefix(), job.place)  # in this order: what is done has all of its recording


def say_waiting(states: Sequence[State]) -> None:
    """Say, while there is nothing to show of any run, what is waited for."""
    place = next_place(states)
    if place and all(state.place for state in states):
        st.info(
            f"**{in_line(place)}.** The server is busy with other runs; training begins here by itself when its turn "
            "comes. Changed settings are a new run, at the end of the line."
        )
    else:
        st.caption("Training: the first frames are on their way.")


def say_place(states: Sequence[State]) -> None:
    """Say below what there is of runs where the next of those in line stands, if any is."""
    place = next_place(states)
    if place:
        st.caption(f"{in_line(place)}: training goes on by itself when its turn comes.")


def next_place(states: Sequence[State]) -> int:
    """Return the place of the run that is let in next; 0 if none is in line."""
    return min((state.place for state in states if state.place), default=0)


def in_line(place: int) -> str:
    """Return "1st in line" …"""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending} in line"


def draw_again_as_they_grow(specs: Sequence[ExperimentSpec], drawn: Sequence[State], key: str) -> None:
    """Have the page drawn again when there is more of any run than what was drawn of it."""

    def grown() -> bool:
        jobs = [look(spec, place_of(key, number)) for number, spec in enumerate(specs)]
        return any(state_of(job) != seen for job, seen in zip(jobs, drawn, strict=True))

    busy = PAGES.waiting if all(state.recording for state in drawn) else 0  # who sees nothing yet is not kept waiting
    draw_again(grown, min(EVERY * (1 + busy), LATEST))


def settings(view: PlayerView, restart: int) -> Mapping[str, Any]:
    """Return the view as the player takes it."""
    return {**asdict(view), "speed": float(view.speed), "restart": restart, "server": SERVER}
