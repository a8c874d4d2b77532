"""What this server has computed, shared by all its sessions, and the worker processes that compute it.

The only place that uses Streamlit's caches.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.engine.workers import Workers, cores
from viz.spec import ExperimentSpec
from viz.ui.job import Job
from viz.ui.lab_run import Experiment, LabRun
from viz.ui.shelf import Shelf

RUNS, RUN_BYTES = 64, 256 * 2**20
RESULTS, RESULT_BYTES = 64, 128 * 2**20
MOST_WORKERS = 8  # on a large machine that a few visitors share


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf[ExperimentSpec, Job]:
    """Return the server's one shelf of training runs."""
    return Shelf(begin_job, RUNS, RUN_BYTES)


def begin_job(spec: ExperimentSpec, others: Collection[Job]) -> Job:
    """Return a job that goes on from the longest run that `spec` continues."""
    begun = [job for job in others if job.continues(spec)]
    return Job(spec, max(begun, key=lambda job: job.spec.steps, default=None))


def look(spec: ExperimentSpec, place: str) -> Job:
    """Return the job of a run for this session, which looks at one job in each `place` at a time."""
    return shelf().look(spec, watcher(place))


@st.cache_resource(show_spinner=False)
def workers() -> Workers:
    """Return the server's worker processes; the first call starts them."""
    return Workers(min(cores(), MOST_WORKERS))


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


def watcher(place: str) -> Hashable:
    """Return what tells this session's `place` on a page from all others on this server."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else None, place
