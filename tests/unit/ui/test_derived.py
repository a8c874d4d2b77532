"""What was made of a recording is made once, and anew when there is a longer one."""

from __future__ import annotations

from tests.unit.ui.job_cases import Here, wide
from viz.engine import Recording, record
from viz.spec import ExperimentSpec
from viz.ui.derived import Derived
from viz.ui.job import Job

SHORT = ExperimentSpec(steps=40, frames=4, samples=40)


def test_each_result_is_made_once_for_a_recording() -> None:
    calls: list[tuple[int, str]] = []

    def make(recording: Recording, name: str) -> bytes:
        calls.append((len(recording.steps), name))
        return name.encode()

    derived = Derived()
    whole = record(SHORT)
    first, second = whole.prefix(2).to_bytes(), whole.to_bytes()
    assert derived.of(first, make, "a") == b"a"
    assert derived.of(first, make, "a") is derived.of(first, make, "a")
    assert derived.of(first, make, "bb") == b"bb"
    assert derived.size == 3
    derived.of(second, make, "a")
    assert calls == [(2, "a"), (2, "bb"), (5, "a")]
    assert derived.size == 1


def last_step(recording: Recording) -> int:
    return int(recording.steps[-1])


def test_a_job_makes_things_of_its_recording() -> None:
    job = Job(SHORT, Here(), wide())
    assert job.made(last_step) is None
    job.watch("me")
    assert job.wait(10, done=True)
    assert job.made(last_step) == 40
