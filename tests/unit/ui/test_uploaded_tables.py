"""What a session uploads is gone from the server when the session is."""

from __future__ import annotations

import gc
import threading
from collections.abc import Collection, Iterator
from contextvars import copy_context
from functools import partial

import numpy as np
import pytest

from tests.unit.ui.job_cases import wide
from viz.engine.table import Table
from viz.engine.uploads import UPLOADS, show_only
from viz.engine.workers import Workers
from viz.spec import ExperimentSpec
from viz.ui import uploaded_tables
from viz.ui.cache import begin_job
from viz.ui.job import Job
from viz.ui.lab_run import Experiment
from viz.ui.shelf import Shelf
from viz.ui.uploaded_tables import forget, shared

DIGEST = "0123456789abcdef"
SECONDS = 60.0


def table() -> Table:
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((40, 2)), np.arange(40) % 2
    return Table(DIGEST, "mine", "binary", x, y, ("a", "b"), "c", ("no", "yes"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as made:
        yield made


@pytest.fixture
def shelf(workers: Workers) -> Shelf[ExperimentSpec, Job]:
    return Shelf(partial(begin_job, workers, wide()), entries=9, limit=1e9)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded_tables, "_forget_soon", forget)


def uploaded() -> ExperimentSpec:
    return ExperimentSpec(dataset="upload", upload=DIGEST, steps=20, frames=2)


def trained(shelf: Shelf[ExperimentSpec, Job], spec: ExperimentSpec) -> None:
    job = shelf.look(spec, "me")
    assert job.wait(SECONDS, done=True)
    assert job.error is None


def test_the_runs_of_a_table_go_with_it_and_no_others(shelf: Shelf[ExperimentSpec, Job], at_once: None) -> None:
    held = shared(table(), [shelf])
    mine, other = uploaded(), ExperimentSpec(steps=20, frames=2)
    trained(shelf, mine)
    trained(shelf, other)
    gc.collect()
    assert DIGEST in UPLOADS
    assert mine in shelf
    del held
    gc.collect()
    assert DIGEST not in UPLOADS
    assert mine not in shelf
    assert other in shelf
    with pytest.raises(ValueError, match="uploaded data, which is not in it"):
        uploaded()


def test_a_run_on_a_table_does_not_keep_it(shelf: Shelf[ExperimentSpec, Job], at_once: None) -> None:
    held = shared(table(), [shelf])
    spec = uploaded()
    assert spec.info.max_samples == 40
    del held
    gc.collect()
    assert DIGEST not in UPLOADS


def test_sessions_with_the_same_file_share_a_table(shelf: Shelf[ExperimentSpec, Job], at_once: None) -> None:
    first = shared(table(), [shelf])
    second = shared(table(), [shelf])
    assert first is second
    trained(shelf, uploaded())
    del first
    gc.collect()
    assert len(shelf) == 1
    del second
    gc.collect()
    assert len(shelf) == 0


def test_what_was_uploaded_again_meanwhile_stays(shelf: Shelf[ExperimentSpec, Job]) -> None:
    held = shared(table(), [shelf])
    trained(shelf, uploaded())
    forget(held.digest, [shelf])
    assert len(shelf) == 1


def test_a_table_may_go_while_the_shelf_is_locked(shelf: Shelf[ExperimentSpec, Job]) -> None:
    held = [shared(table(), [shelf])]
    trained(shelf, uploaded())
    gone = threading.Event()

    class Watched(Shelf[ExperimentSpec, Job]):
        def drop(self, unwanted: object) -> None:
            gone.set()

    held.append(
        shared(
            Table("f" * 16, "", "binary", *_rows(), ("a",), "c", ("0", "1")), [shelf, Watched(lambda *_: None, 1, 1)]
        )
    )
    with shelf._lock:
        held.clear()
        gc.collect()
        assert not gone.is_set()
    assert gone.wait(SECONDS)


def _rows() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(10.0)[:, np.newaxis], np.arange(10) % 2


def test_labs_are_dropped_too(at_once: None) -> None:
    def lab(spec: ExperimentSpec) -> None: ...

    class Work:
        size = 0

        def watch(self, watcher: object) -> None: ...
        def close(self) -> None: ...

    def begin(_: Experiment, others: Collection[Work]) -> Work:
        return Work()

    results: Shelf = Shelf(begin, 9, 1e9)
    held = shared(table(), [results])
    results.look(Experiment(lab, (uploaded(), 3)), "me")
    del held
    gc.collect()
    assert len(results) == 0


def test_only_whoever_uploaded_a_table_sees_it() -> None:
    held = shared(table(), [])
    context = copy_context()
    context.run(show_only, [])
    with pytest.raises(ValueError, match="uploaded data, which is not in it"):
        context.run(uploaded)
    context.run(show_only, [held.digest])
    assert context.run(uploaded).info.label == "mine"
    assert ExperimentSpec.from_query(uploaded().to_query())[0] == uploaded()
    context.run(show_only, [])
    spec, problems = context.run(ExperimentSpec.from_query, uploaded().to_query())
    assert spec.dataset == "circles"
    assert spec.upload == DIGEST  # so that the page can ask for the file
    (problem,) = problems
    assert "upload the file again" in problem
