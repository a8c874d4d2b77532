"""Shows how far a lab's experiment has come, with a way to cancel it, and has the page drawn again as it grows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

import streamlit as st

from viz.ui.again import draw_again
from viz.ui.cache import look_at_lab, results, watcher
from viz.ui.lab_run import Experiment, Growing, Lab, LabRun
from viz.ui.share import plain

R = TypeVar("R", bound=Growing)
S = TypeVar("S", bound=Hashable)

SOON = 0.25  # seconds: what is done by then is shown as if it had been there
FIRST = 0.9  # seconds that the page waits at most for anything at all to show
LONG = 0.5  # seconds after which the page says how far it has come
EVERY = 0.4  # seconds between two looks


def watch(lab: Lab[S, R], spec: S, *, place: str) -> R | None:
    """Return a lab's newest result, None before the first one, and draw what there is to say of its progress.

    The experiment goes on as long as anybody watches it, once for all sessions; the page is drawn again with more of
    it until all is there.

    Parameters
    ----------
    lab : a function of a module, `(spec, executor)` -> results that grow, of which the last has a progress of 1.
    spec : what the lab is to do.
    place : names the spot on the page; a session watches one experiment in each place at a time.
    """
    experiment = Experiment(lab, spec)
    run: LabRun[R] = look_at_lab(experiment, place)
    me = watcher(place)
    if not run.cancelled(me):
        run.wait(SOON - run.age, done=True)
        run.wait(FIRST - run.age)
    done, result = run.done, run.result  # in this order: what is done has all of its result
    with st.container():  # also when it is empty, so that what follows stays in its place on the page
        if run.error is not None:
            _say_error(run.error, experiment, place)
        elif not done and (run.age >= LONG or result is None or run.cancelled(me)):
            _say_progress(run, me, place)
    if not done and not run.cancelled(me):
        draw_again(lambda: (now := look_at_lab(experiment, place)).result is not result or now.done, EVERY)
    return result


def _say_progress(run: LabRun[R], me: Hashable, place: str) -> None:
    percent = f"{run.progress:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if run.cancelled(me):
            st.caption(f"Cancelled at {percent}.", width="content")
            st.button("Resume", key=f"{place}/resume", type="tertiary", on_click=run.resume, args=(me,))
        else:
            st.progress(run.progress, text=f"Computing: {percent}", width=280)
            st.button("Cancel", key=f"{place}/cancel", type="tertiary", on_click=run.cancel, args=(me,))


def _say_error(error: str, experiment: Experiment, place: str) -> None:
    st.error(f"This could not be computed ({plain(error)}). Other settings may help.")
    st.button("Try again", key=f"{place}/again", on_click=results().retry, args=(experiment,))
