"""A training that fails, that a worker dies of, or that waits in line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.unit.ui.job_cases import SECONDS, deadly, finished, gated, no_room, wide
from viz.engine import record
from viz.engine.workers import Workers
from viz.spec import ExperimentSpec
from viz.ui import job as jobs
from viz.ui.cache import begin_job
from viz.ui.job import Job
from viz.ui.line import Line
from viz.ui.shelf import Shelf

SHORT = ExperimentSpec(steps=300, frames=30)
Jobs: TypeAlias = Shelf[ExperimentSpec, Job]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


@pytest.fixture
def shelf(workers: Workers) -> Jobs:
    return Shelf(partial(begin_job, workers, wide()), entries=3, limit=1e9)


def test_an_error_of_the_engine_is_told_and_not_raised(
    shelf: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spec = replace(SHORT, seed=99)
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "train_piece", no_room)
        job = shelf.look(spec, "me")
        assert job.wait(SECONDS, done=True)
    assert job.error == "MemoryError: no room"
    assert job.prefix() == b""
    assert "failed" in caplog.text
    shelf.retry(SHORT)
    assert shelf.look(spec, "me") is job
    shelf.retry(spec)
    assert finished(shelf.look(spec, "me"))


def test_a_worker_that_is_killed_in_mid_training_costs_nothing(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "marker"
    monkeypatch.setattr(jobs, "train_piece", partial(deadly, marker, 1, 1))
    job = Job(ExperimentSpec(), workers.lease(), wide())
    job.watch("me")
    assert finished(job) == record(ExperimentSpec()).to_bytes()
    assert marker.read_text(encoding="utf-8") == "x"


def test_a_run_of_which_two_workers_die_is_reported_and_can_be_tried_again(
    shelf: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spec = ExperimentSpec(seed=98)
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "train_piece", partial(deadly, tmp_path / "marker", 2, 1))
        job = shelf.look(spec, "me")
        while not job.wait(1.0, done=True):
            shelf.look(spec, "me")
    assert job.error == "2 worker processes died of it"
    assert "failed" in caplog.text
    shelf.retry(spec)
    assert finished(shelf.look(spec, "me")) == record(spec).to_bytes()


def test_beyond_the_limit_runs_wait_in_line_and_those_who_leave_let_others_pass(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    monkeypatch.setattr(jobs, "train_piece", partial(gated, gate))
    line = Line(limit=1, budget=1)
    runs = [Job(replace(SHORT, seed=seed), workers.lease(), line, clock=lambda: 0.0) for seed in range(4)]
    for number, job in enumerate(runs):
        job.watch(number)
        _until(lambda job=job: job in line)
    assert [job.place for job in runs] == [0, 1, 2, 3]
    runs[1].leave(1)
    assert [job.place for job in runs] == [0, 0, 1, 2]
    gate.touch()
    for number in (0, 2, 3):
        assert finished(runs[number]) == record(replace(SHORT, seed=number)).to_bytes()
    assert runs[1].prefix() == b""
    runs[1].watch("again")
    assert finished(runs[1])
    assert (line.inside, line.waiting) == (0, 0)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
