"""Training on gives a longer run whose recording begins with the one it goes on from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine.train import schedule
from viz.spec import ExperimentSpec
from viz.spec.train_on import MORE_FRAMES, train_on


@given(steps=st.integers(1, 60_000), frames=st.integers(1, 1_000))
def test_the_longer_schedule_begins_with_the_shorter(steps: int, frames: int) -> None:
    spec = ExperimentSpec(steps=steps, frames=frames)
    longer = train_on(spec)
    begun = schedule(spec.steps, spec.frames)
    assert longer.steps > spec.steps
    np.testing.assert_array_equal(schedule(longer.steps, longer.frames)[: len(begun)], begun)
    assert len(schedule(longer.steps, longer.frames)) - len(begun) <= max(MORE_FRAMES, frames)


def test_a_default_run_grows_by_itself_each_time() -> None:
    spec = ExperimentSpec()
    once = train_on(spec)
    assert (once.steps, once.frames) == (2 * spec.steps, 2 * spec.frames)
    twice = train_on(once)
    assert (twice.steps, twice.frames) == (3 * spec.steps, 3 * spec.frames)


def test_nothing_else_changes() -> None:
    spec = ExperimentSpec(seed=5, optimiser="adam", steps=900)
    longer = train_on(spec)
    assert {name for name in vars(spec) if getattr(spec, name) != getattr(longer, name)} == {"steps", "frames"}


@pytest.mark.parametrize("changes", [{"schedule": "cosine"}, {"earlier": ("100;schedule=cosine",)}])
def test_a_cosine_run_is_no_beginning_of_a_longer_one(changes: dict) -> None:
    with pytest.raises(ValueError, match="brings the learning rate down to 0 over the whole run"):
        train_on(ExperimentSpec(**changes))


def test_the_end_is_named() -> None:
    with pytest.raises(ValueError, match=r"frames: 2200 is not a whole number from 1 to 2000"):
        train_on(ExperimentSpec(frames=1900, steps=19_000))
