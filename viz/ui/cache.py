"""The runs that this server has trained, shared by all its sessions: one training however many ask for it.

The only place that uses Streamlit's caches.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.spec import ExperimentSpec
from viz.ui.job import Job

ENTRIES = 64
MEGABYTES = 256


class Shelf:
    """Jobs by spec; beyond `entries`, or `limit` bytes, those looked at longest ago are dropped."""

    def __init__(self, entries: int = ENTRIES, limit: int = MEGABYTES * 2**20) -> None:
        self.entries = entries
        self.limit = limit
        self._lock = threading.Lock()
        self._jobs: OrderedDict[ExperimentSpec, Job] = OrderedDict()

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, spec: ExperimentSpec) -> bool:
        return spec in self._jobs

    def look(self, spec: ExperimentSpec, watcher: Hashable) -> Job:
        """Return the job of `spec`, at work or done; `watcher` looks at no other from now on."""
        with self._lock:
            job = self._jobs.get(spec)
            if job is None:
                job = self._jobs[spec] = Job(spec, self._predecessor(spec))
            self._jobs.move_to_end(spec)
            for other in self._jobs.values():
                if other is not job:
                    other.leave(watcher)
            job.watch(watcher)
            self._make_room()
            return job

    def retry(self, spec: ExperimentSpec) -> None:
        """Drop the job of a run that failed, so that the next look tries again."""
        with self._lock:
            if spec in self._jobs and self._jobs[spec].error is not None:
                del self._jobs[spec]

    def _predecessor(self, spec: ExperimentSpec) -> Job | None:
        """Return the longest run that `spec` goes on from."""
        begun = [job for job in self._jobs.values() if job.continues(spec)]
        return max(begun, key=lambda job: job.spec.steps, default=None)

    def _make_room(self) -> None:
        while len(self._jobs) > 1 and (len(self._jobs) > self.entries or self._size() > self.limit):
            self._jobs.popitem(last=False)

    def _size(self) -> int:
        return sum(job.size for job in self._jobs.values())


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """Return the server's one shelf."""
    return Shelf()


def look(spec: ExperimentSpec, place: str) -> Job:
    """Return the job of a run for this session, which looks at one job in each `place` at a time."""
    context = get_script_run_ctx()
    return shelf().look(spec, (context.session_id if context is not None else None, place))
