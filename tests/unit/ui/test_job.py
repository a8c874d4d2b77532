"""A run trains once however many ask, in memory that is bounded, while anybody looks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pytest

from tests.unit.ui.job_cases import SECONDS, Here, finished, wide
from viz.engine import Recording, Trainer, record
from viz.engine.workers import Lease, Workers
from viz.spec import ExperimentSpec
from viz.spec.fork import forked
from viz.spec.train_on import train_on
from viz.ui import cache
from viz.ui import job as jobs
from viz.ui.background import PATIENCE
from viz.ui.cache import begin_job
from viz.ui.job import Job
from viz.ui.line import Line
from viz.ui.shelf import Shelf

SHORT = ExperimentSpec(steps=300, frames=30)
LONG = ExperimentSpec(steps=30_000, frames=600)
Jobs: TypeAlias = Shelf[ExperimentSpec, Job]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


@pytest.fixture
def shelf(workers: Workers) -> Iterator[Jobs]:
    made: Jobs = Shelf(partial(begin_job, workers, wide()), entries=3, limit=1e9)
    yield made
    finished(made.look(SHORT, "me"))  # who leaves every other run by it


@pytest.fixture
def here() -> Jobs:
    """A shelf whose runs train in this process."""
    return Shelf(partial(begin_job, Here(), wide()), entries=9, limit=1e9)


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Steps that were made in this process, as they are made."""
    steps: list[int] = []
    advance = Trainer.advance

    def counted(trainer: Trainer, count: int) -> None:
        steps.append(count)
        advance(trainer, count)

    monkeypatch.setattr(Trainer, "advance", counted)
    return steps


def test_a_job_ends_with_the_whole_recording(workers: Workers) -> None:
    job = Job(SHORT, workers.lease(), wide())
    job.watch("me")
    assert finished(job) == record(SHORT).to_bytes()
    assert job.done


def test_prefixes_are_complete_and_grow_geometrically(workers: Workers) -> None:
    job = Job(LONG, workers.lease(), wide())
    lengths, seen = [], b""
    whole = threading.Event()
    while not whole.is_set():
        job.watch("me")
        assert job.wait(SECONDS)
        if job.done:
            whole.set()
        if job.prefix() is not seen:
            seen = job.prefix()
            recording = Recording.from_bytes(seen)
            lengths.append(len(recording.steps))
            assert recording.header["planned_frames"] == 601
            assert recording.header["complete"] == (lengths[-1] == 601)
        job.wait(0.01, done=True)
    assert lengths[-1] == 601
    assert all(later >= jobs.GROWTH * earlier for earlier, later in pairwise(lengths[:-1]))
    whole_recording = Recording.from_bytes(seen)
    np.testing.assert_array_equal(whole_recording.train_loss, record(LONG).train_loss)


def test_many_who_ask_at_once_share_one_training(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    submit = Lease.submit

    def noted(lease: Lease, fn: object, *arguments: object) -> object:
        asked.append(arguments)
        return submit(lease, fn, *arguments)

    monkeypatch.setattr(Lease, "submit", noted)
    shelf: Jobs = Shelf(partial(begin_job, workers, wide()), entries=3, limit=1e9)
    start = threading.Barrier(50)
    got = []

    def ask(number: int) -> None:
        start.wait()
        got.append(finished(shelf.look(SHORT, number)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(got) == 50
    assert len({id(data) for data in got}) == 1
    frames = [suspended.frames if suspended else 0 for _, suspended, *_ in asked]
    assert frames[0] == 0
    assert all(later > earlier for earlier, later in pairwise(frames)), "no part of it is trained twice"


def test_what_was_trained_is_not_trained_again(shelf: Jobs) -> None:
    first = finished(shelf.look(SHORT, "me"))
    assert shelf.look(SHORT, "you").prefix() is first


def test_a_job_rests_when_nobody_looks_and_goes_on_when_somebody_does(workers: Workers) -> None:
    line = wide()
    job = Job(LONG, workers.lease(), line, clock=lambda: 0.0)  # in which nobody is gone for long
    job.watch("me")
    assert job.wait(SECONDS)
    job.leave("me")
    resting = job._thread
    if resting is not None:
        resting.join(SECONDS)
    assert not job.done
    assert job._thread is None
    assert line.inside == 0
    begun = job.prefix()
    job.watch("you")
    assert len(finished(job)) > len(begun)
    assert job.prefix() == record(LONG).to_bytes()


def test_those_who_do_not_look_again_have_left() -> None:
    now = [0.0]
    job = Job(SHORT, Here(), wide(), clock=lambda: now[0])
    job.watch("me")
    assert job.watched
    now[0] = PATIENCE + 1
    assert not job.watched


def test_looking_at_another_run_leaves_the_first(shelf: Jobs) -> None:
    first = shelf.look(LONG, "me")
    assert first.watched
    shelf.look(SHORT, "me")
    assert not first.watched


def test_training_on_continues_the_run(here: Jobs, advanced: list[int]) -> None:
    finished(here.look(SHORT, "me"))
    longer = train_on(SHORT)
    advanced.clear()
    data = finished(here.look(longer, "me"))
    assert sum(advanced) == longer.steps - SHORT.steps
    assert data == record(longer).to_bytes()


def test_what_was_there_is_shown_before_the_run_goes_on(workers: Workers) -> None:
    line = Line(limit=1, budget=1)
    first = Job(SHORT, workers.lease(), line)
    first.watch("me")
    finished(first)
    line.enter("somebody", "else")
    longer = train_on(SHORT)
    job = Job(longer, workers.lease(), line, first)
    job.watch("me")
    assert job.wait(SECONDS)
    recording = Recording.from_bytes(job.prefix())
    assert len(recording.steps) == 31
    assert recording.header["planned_frames"] == longer.frames + 1
    assert not recording.header["complete"]
    line.leave("somebody")
    assert finished(job) == record(longer).to_bytes()


def test_a_run_can_be_continued_twice_in_two_ways(shelf: Jobs) -> None:
    finished(shelf.look(SHORT, "me"))
    assert finished(shelf.look(train_on(SHORT), "me")) == record(train_on(SHORT)).to_bytes()
    other = replace(SHORT, steps=900, frames=90)
    assert finished(shelf.look(other, "me")) == record(other).to_bytes()


@pytest.mark.parametrize(
    "spec",
    [
        SHORT,
        replace(SHORT, steps=600),
        replace(SHORT, steps=600, frames=60, seed=1),
        replace(SHORT, steps=100, frames=10),
    ],
    ids=["itself", "another spacing", "another seed", "fewer steps"],
)
def test_only_the_same_run_with_more_steps_continues_it(spec: ExperimentSpec) -> None:
    job = Job(SHORT, Here(), wide())
    job.watch("me")
    finished(job)
    assert job.continues(train_on(SHORT))
    assert not job.continues(spec)


def test_a_fork_is_trained_from_its_fork_on(here: Jobs, advanced: list[int]) -> None:
    parent = ExperimentSpec()
    finished(here.look(parent, "me"))
    fork = forked(forked(parent, 5000, learning_rate=0.02), 5500, l2=0.1)
    advanced.clear()
    finished(here.look(forked(parent, 5000, learning_rate=0.02), "me"))
    assert 1000 <= sum(advanced) <= 1200
    advanced.clear()
    assert finished(here.look(fork, "me")) == record(fork).to_bytes()
    assert sum(advanced) <= 700 + 6000  # of which 6,000 are those of the recording that it is held against


@pytest.mark.parametrize("fork_at", [0, 170, 300])
def test_a_fork_stops_where_its_parent_would(shelf: Jobs, fork_at: int) -> None:
    """Also where the fork begins between two states of the parent, or at the frame at which it stopped."""
    parent = replace(SHORT, plateau=100, learning_rate=1e-4, dropout=0.2, warmup=100)
    parent = replace(parent, learning_rate=1e-5)
    finished(shelf.look(parent, "me"))
    fork = forked(parent, fork_at, l2=0.001)
    recording = Recording.from_bytes(finished(shelf.look(fork, "me")))
    assert recording.to_bytes() == record(fork).to_bytes()
    assert recording.header["stopped"]["kind"] == "plateau"


def test_a_run_that_a_rule_ended_goes_on_when_the_rule_is_loosened(here: Jobs, advanced: list[int]) -> None:
    stopped = replace(SHORT, target_loss=0.5)
    recording = Recording.from_bytes(finished(here.look(stopped, "me")))
    assert recording.header["stopped"]["kind"] == "target_loss"
    end = int(recording.steps[-1])
    assert 0 < end < SHORT.steps
    advanced.clear()
    data = finished(here.look(SHORT, "me"))
    assert sum(advanced) == SHORT.steps - end
    assert data == record(SHORT).to_bytes()


def test_a_run_that_time_ended_is_trained_anew_when_asked_again(shelf: Jobs) -> None:
    timed = replace(SHORT, seconds=1e-6)
    job = shelf.look(timed, "me")
    assert Recording.from_bytes(finished(job)).header["stopped"]["kind"] == "time"
    assert not job.determined
    assert shelf.look(timed, "me") is job
    shelf.retry(timed)
    assert shelf.look(timed, "me") is not job
    finished(shelf.look(timed, "me"))
    settled = shelf.look(SHORT, "me")
    finished(settled)
    assert settled.determined
    shelf.retry(SHORT)
    assert shelf.look(SHORT, "me") is settled


def test_only_runs_that_time_may_end_belong_to_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for session in ("one", "other"):
        monkeypatch.setattr(cache, "_session", lambda session=session: session)
        asked += [cache._asked(SHORT), cache._asked(replace(SHORT, seconds=1.0))]
    assert asked[0] == asked[2]
    assert asked[1] != asked[3]


def test_a_run_goes_on_only_where_no_rule_and_no_schedule_says_otherwise() -> None:
    for settings in ({"target_loss": 0.5}, {"schedule": "cosine"}):
        spec = replace(SHORT, **settings)
        job = Job(spec, Here(), wide())
        job.watch("me")
        finished(job)
        assert not job.continues(replace(spec, steps=2 * spec.steps, frames=2 * spec.frames))
        assert not job.continues(replace(spec, target_loss=0.6))


def test_a_run_that_overflowed_cannot_go_on() -> None:
    spec = ExperimentSpec(dataset="sine", activation="tanh", learning_rate=0.4, steps=400, frames=400, seed=1)
    job = Job(spec, Here(), wide())
    job.watch("me")
    assert Recording.from_bytes(finished(job)).header["stopped"]
    assert not job.continues(train_on(spec))
