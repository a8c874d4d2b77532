"""What this server has computed, shared by all its sessions, and the worker processes that compute it.

The only place that uses Streamlit's caches.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import partial
from types import FunctionType
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.engine.table import Table
from viz.engine.workers import Workers, cores
from viz.spec import ExperimentSpec
from viz.ui.job import Job
from viz.ui.lab_run import Experiment, Lab, LabRun
from viz.ui.line import Line
from viz.ui.shelf import Shelf
from viz.ui.uploaded_tables import shared

RUNS, RUN_BYTES = 64, 256 * 2**20
RESULTS, RESULT_BYTES = 64, 128 * 2**20
MOST_WORKERS = 8  # on a large machine that a few visitors share
TRAINED_AT_ONCE = 32  # runs that take turns on a worker; others wait in line
BUDGET = 4  # runs that one session may have trained at the same time: the lanes of a race


@dataclass(frozen=True)
class Asked:
    """What names a run on the shelf: its settings, and the session that may have it where time may end the run.

    Such a run is not determined by its settings, so no session is shown another one's.
    """

    spec: ExperimentSpec
    session: str | None = None


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf[Asked, Job]:
    """Return the server's one shelf of training runs."""
    begin = partial(begin_job, workers(), line())
    return Shelf(lambda asked, others: begin(asked.spec, others), RUNS, RUN_BYTES)


@st.cache_resource(show_spinner=False)
def line() -> Line:
    """Return the server's one line of runs that wait to be trained."""
    return Line(TRAINED_AT_ONCE * workers().count, BUDGET)


def begin_job(pool: Workers, queue: Line, spec: ExperimentSpec, others: Collection[Job]) -> Job:
    """Return a job that goes on from the run of which `spec` repeats the longest beginning."""
    longest = max(others, key=lambda job: job.begins(spec), default=None)
    predecessor = longest if longest is not None and longest.begins(spec) else None
    return Job(spec, pool.lease(), queue, predecessor, session_of)


def look(spec: ExperimentSpec, place: str) -> Job:
    """Return the job of a run for this session, which looks at one job in each `place` at a time."""
    return shelf().look(_asked(spec), watcher(place))


def retry(spec: ExperimentSpec) -> None:
    """Have a run that failed, or that time has ended, trained anew by the next look."""
    shelf().retry(_asked(spec))


def _asked(spec: ExperimentSpec) -> Asked:
    return Asked(spec, _session() if spec.seconds else None)


@st.cache_resource(show_spinner=False)
def workers() -> Workers:
    """Return the server's worker processes; the first call starts them."""
    return Workers(min(cores(), MOST_WORKERS), modules=["viz.engine.pieces", "viz.spec"])


@st.cache_resource(show_spinner=False)
def results() -> Shelf[Experiment, LabRun[Any]]:
    """Return the server's one shelf of labs' results."""
    return Shelf(partial(begin_lab, workers()), RESULTS, RESULT_BYTES)


def begin_lab(pool: Workers, experiment: Experiment, _others: Collection[LabRun[Any]]) -> LabRun[Any]:
    """Return the run of an experiment on the workers of `pool`."""
    return LabRun(experiment, pool.lease())


def look_at_lab(experiment: Experiment, place: str) -> LabRun[Any]:
    """Return the run of an experiment for this session, which looks at one in each `place` at a time."""
    return results().look(experiment, watcher(place))


def peek_at_lab(experiment: Experiment) -> Any:
    """Return what there is of an experiment's result by now, None if there is nothing; it isn't begun for that."""
    run = results().peek(experiment)
    return None if run is None else run.result


@st.cache_resource(show_spinner=False, hash_funcs={FunctionType: lambda lab: f"{lab.__module__}.{lab.__qualname__}"})
def prepare(lab: Lab[Any, Any]) -> None:
    """Have every worker load a lab, so that the first experiment needn't wait for that."""
    for _ in range(workers().count):
        workers().submit(callable, lab)  # which asks nothing, but names what has to be loaded


def share_table(table: Table) -> Table:
    """Return the server's one such table; what was computed from it is dropped when no session holds it any more."""
    return shared(table, (shelf(), results()))


def watcher(place: str) -> tuple[Hashable, str]:
    """Return what tells this session's `place` on a page from all others on this server."""
    return _session(), place


def session_of(watcher: Hashable) -> Hashable:
    """Return the session of a :func:`watcher`."""
    return watcher[0] if isinstance(watcher, tuple) else watcher


def _session() -> str | None:
    context = get_script_run_ctx()
    return context.session_id if context is not None else None
