"""Worker processes answer calls, are replaced when they die, rest when told, and never run the main script."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from pathlib import Path

import pytest

from tests.unit.engine.sweep_cases import chatter, fail, kill, note_and_wait, unfit_answer
from viz.engine.workers import WorkerDied, Workers

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 30.0  # at most, on a slow machine


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


def wait_for_lines(path: Path, count: int) -> list[str]:
    while not path.exists() or len(lines := path.read_text(encoding="utf-8").splitlines()) < count:
        pass
    return lines


def test_calls_are_answered(workers: Workers) -> None:
    assert list(workers.map(pow, range(20), [2] * 20)) == [number**2 for number in range(20)]
    assert workers.submit(os.getpid).result(SECONDS) != os.getpid()


def test_an_exception_comes_back_with_where_it_was_raised(workers: Workers) -> None:
    with pytest.raises(LookupError, match="no such thing") as caught:
        workers.submit(fail, "no such thing").result(SECONDS)
    assert "in fail" in caught.value.__notes__[0]


def test_what_cannot_be_sent_is_said(workers: Workers) -> None:
    with pytest.raises(Exception, match="lambda"):
        workers.submit(lambda: 0).result(SECONDS)
    with pytest.raises(Exception, match="unfit_answer"):
        workers.submit(unfit_answer).result(SECONDS)
    assert workers.submit(pow, 2, 3).result(SECONDS) == 8


def test_what_a_call_prints_is_no_answer(workers: Workers) -> None:
    assert workers.submit(chatter, 5).result(SECONDS) == 5


def test_a_worker_that_dies_is_replaced_and_its_call_tried_again(workers: Workers, tmp_path: Path) -> None:
    others = [workers.submit(pow, 2, number) for number in range(10)]
    assert workers.submit(kill, tmp_path / "marker", 1, 42).result(SECONDS) == 42
    assert [other.result(SECONDS) for other in others] == [2**number for number in range(10)]


def test_a_call_that_kills_again_is_reported_and_costs_nobody_else(workers: Workers, tmp_path: Path) -> None:
    deadly = workers.submit(kill, tmp_path / "marker", 9, 42)
    others = [workers.submit(pow, 2, number) for number in range(10)]
    with pytest.raises(WorkerDied, match="2 worker processes died"):
        deadly.result(SECONDS)
    assert [other.result(SECONDS) for other in others] == [2**number for number in range(10)]
    assert len((tmp_path / "marker").read_text(encoding="utf-8")) == 2


def test_what_is_held_is_broken_off_and_made_anew(workers: Workers, tmp_path: Path) -> None:
    lease, marker, gate = workers.lease(), tmp_path / "marker", tmp_path / "gate"
    running = lease.submit(note_and_wait, marker, gate)
    (first,) = wait_for_lines(marker, 1)
    lease.hold()
    waiting = lease.submit(pow, 2, 3)
    assert list(workers.map(pow, range(8), [2] * 8)) == [number**2 for number in range(8)]  # both workers are free
    assert not running.done()
    assert not waiting.done()
    gate.touch()
    lease.release()
    assert running.result(SECONDS) == 2
    assert waiting.result(SECONDS) == 8
    assert marker.read_text(encoding="utf-8").splitlines()[1] != first


def test_a_grace_lets_short_calls_end(workers: Workers, tmp_path: Path) -> None:
    lease, marker, gate = workers.lease(), tmp_path / "marker", tmp_path / "gate"
    running = lease.submit(note_and_wait, marker, gate)
    wait_for_lines(marker, 1)
    threads = threading.active_count()
    for _ in range(5):
        lease.hold(SECONDS)
    assert threading.active_count() == threads + 1  # which waits for the end of the grace
    gate.touch()
    assert running.result(SECONDS) == 1
    lease.release()


def test_a_lease_that_is_shut_down_gives_up_its_own_calls_only(workers: Workers, tmp_path: Path) -> None:
    lease = workers.lease()
    running = [lease.submit(note_and_wait, tmp_path / name, tmp_path / "gate") for name in "abc"]
    wait_for_lines(tmp_path / "a", 1)
    other = workers.submit(pow, 2, 3)
    lease.shutdown(cancel_futures=True)
    assert wait(running, SECONDS).not_done == set()
    for future in running:
        with pytest.raises(CancelledError):
            future.result(SECONDS)
    assert other.result(SECONDS) == 8
    with pytest.raises(RuntimeError, match="shutdown"):
        lease.submit(pow, 2, 3)


def test_a_call_can_be_cancelled_before_it_begins(workers: Workers) -> None:
    lease = workers.lease()
    lease.hold()
    waiting = lease.submit(pow, 2, 3)
    assert waiting.cancel()
    lease.release()
    assert workers.submit(pow, 2, 4).result(SECONDS) == 16
    assert waiting.cancelled()


def test_shutting_down_makes_what_waits_and_ends_the_processes() -> None:
    workers = Workers(1)
    pid = workers.submit(os.getpid).result(SECONDS)
    futures = [workers.submit(pow, 2, number) for number in range(5)]
    workers.shutdown()
    assert [future.result(0) for future in futures] == [1, 2, 4, 8, 16]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_owners_take_turns_whatever_each_has_waiting(tmp_path: Path) -> None:
    with Workers(1) as workers:
        one, other = workers.lease(), workers.lease()
        one.owner, other.owner = "one", "other"
        gate, order = tmp_path / "gate", []
        first = one.submit(note_and_wait, tmp_path / "marker", gate)
        wait_for_lines(tmp_path / "marker", 1)
        calls = [(lease, lease.submit(pow, 2, 3)) for lease in (one, one, one, one, other, other)]
        for lease, call in calls:
            call.add_done_callback(lambda _, lease=lease: order.append(lease.owner))
        gate.touch()
        assert first.result(SECONDS) == 1
        assert wait([call for _, call in calls], SECONDS).not_done == set()
    assert order == ["other", "one", "other", "one", "one", "one"]


def test_who_has_nothing_yet_goes_before_those_who_go_on(tmp_path: Path) -> None:
    """An owner whose turn was just now begins something new; others have waited for longer, to go on."""
    marker, gate = tmp_path / "marker", tmp_path / "gate"
    with Workers(1) as workers:
        others, one, new = [workers.lease() for _ in range(3)], workers.lease(), workers.lease()
        one.owner = new.owner = "one"
        for lease in (*others, one):
            lease.submit(pow, 2, 3).result(SECONDS)
        running = workers.submit(note_and_wait, marker, gate)
        wait_for_lines(marker, 1)
        order: list[str] = []
        calls = [lease.submit(pow, 2, 3) for lease in (*others, one, new)]
        for call, name in zip(calls, ("other", "other", "other", "one", "new"), strict=True):
            call.add_done_callback(lambda _, name=name: order.append(name))  # type: ignore[misc]
        gate.touch()
        wait([running, *calls], SECONDS)
    assert order == ["new", "other", "other", "other", "one"]


def test_workers_that_are_killed_while_they_rest_cost_nothing() -> None:
    with Workers(1) as workers:
        for _ in range(4):
            os.kill(workers.submit(os.getpid).result(SECONDS), signal.SIGKILL)
        assert workers.submit(pow, 2, 3).result(SECONDS) == 8


SCRIPT = """
import os, sys
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
from viz.engine.workers import Workers
workers = Workers(2)  # with no `if __name__ == "__main__"`, as in a page
print(workers.submit(os.getpid).result(), flush=True)
sys.stdin.read()
"""


def test_the_main_script_is_not_run_again_and_workers_end_with_it(tmp_path: Path) -> None:
    script, runs = tmp_path / "script.py", tmp_path / "runs"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script, runs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.read()  # which ends when no worker holds it open any more
    assert runs.read_text(encoding="utf-8").split() == [str(process.pid)]
    assert worker != process.pid
