"""A shelf is bounded in number and memory, and keeps what goes on before somebody's eyes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TypeAlias

import pytest

from tests.unit.ui.job_cases import Here, finished, wide
from viz.engine import record
from viz.spec import ExperimentSpec
from viz.ui.cache import begin_job
from viz.ui.job import Job
from viz.ui.line import Line
from viz.ui.shelf import Shelf

SHORT = ExperimentSpec(steps=300, frames=30)
Jobs: TypeAlias = Shelf[ExperimentSpec, Job]


@pytest.fixture
def shelf() -> Jobs:
    return Shelf(partial(begin_job, Here(), wide()), entries=3, limit=1e9)


def test_the_longest_unseen_go_when_there_are_too_many(shelf: Jobs) -> None:
    specs = [replace(SHORT, seed=seed) for seed in range(4)]
    for spec in specs[:3]:
        finished(shelf.look(spec, "me"))
    shelf.look(specs[0], "me")
    finished(shelf.look(specs[3], "me"))
    assert [spec in shelf for spec in specs] == [True, False, True, True]


def test_memory_is_bounded() -> None:
    size = len(record(SHORT).to_bytes())
    shelf = Shelf(partial(begin_job, Here(), wide()), entries=9, limit=2.5 * size)
    for seed in range(5):
        finished(shelf.look(replace(SHORT, seed=seed), "me"))
    shelf.look(replace(SHORT, seed=4), "me")
    assert len(shelf) == 2


def test_one_run_larger_than_the_limit_is_still_shown() -> None:
    shelf = Shelf(partial(begin_job, Here(), wide()), entries=9, limit=1)
    assert finished(shelf.look(SHORT, "me"))
    assert SHORT in shelf


def test_runs_before_the_eyes_of_many_stay_however_many_they_are() -> None:
    line = Line(limit=0, budget=0)
    shelf: Jobs = Shelf(partial(begin_job, Here(), line), entries=2, limit=1e9)
    jobs_of = [shelf.look(replace(SHORT, seed=seed), f"visitor {seed}") for seed in range(5)]
    assert [shelf.look(replace(SHORT, seed=seed), f"visitor {seed}") for seed in range(5)] == jobs_of
    for seed in range(4):
        shelf.look(replace(SHORT, seed=4), f"visitor {seed}")  # they all look at the last one now
    assert len(shelf) == 2
