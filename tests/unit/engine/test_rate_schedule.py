"""Learning-rate schedules: bounds, shapes, and that nothing is done where nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine.rate_schedule import RateSchedule, depends_on_length, rate_factor
from viz.spec import ExperimentSpec
from viz.spec.adjustable import SCHEDULES

SPEC = ExperimentSpec(steps=1000, frames=10)


@given(
    st.sampled_from(sorted(SCHEDULES)),
    st.integers(0, 1500),
    st.integers(1, 300),
    st.floats(0.01, 1),
    st.integers(0, 1000),
)
def test_a_factor_is_a_share(schedule: str, warmup: int, every: int, factor: float, step: int) -> None:
    spec = replace(SPEC, schedule=schedule, warmup=warmup, drop_every=every, drop_factor=factor)
    found = rate_factor(spec, step)
    assert 0.0 <= found <= 1.0
    assert found > 0.0 or step == spec.steps or schedule == "step"  # which may underflow
    if step >= warmup:
        assert rate_factor(spec, step + 1) <= found


def test_warm_up_rises_to_the_full_rate_in_equal_parts() -> None:
    spec = replace(SPEC, warmup=4)
    assert [rate_factor(spec, step) for step in range(6)] == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]


def test_drops_are_counted_from_the_end_of_the_warm_up() -> None:
    spec = replace(SPEC, schedule="step", drop_every=3, drop_factor=0.5, warmup=2)
    assert [rate_factor(spec, step) for step in range(10)] == [0.5, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


def test_cosine_is_half_in_the_middle_and_nothing_at_the_end() -> None:
    spec = replace(SPEC, schedule="cosine")
    assert rate_factor(spec, 0) == 1.0
    assert rate_factor(spec, 500) == pytest.approx(0.5, abs=1e-15)
    assert rate_factor(spec, 1000) == 0.0
    assert rate_factor(replace(spec, warmup=2000), 999) == 0.5  # the run ends while it warms up


def test_members_have_rates_and_schedules_of_their_own() -> None:
    specs = [
        replace(SPEC, learning_rate=0.5),
        replace(SPEC, learning_rate=0.1, schedule="cosine"),
        replace(SPEC, learning_rate=0.3, warmup=10),
        replace(SPEC, learning_rate=0.2, schedule="cosine"),
    ]
    together = RateSchedule(specs)
    for step in (0, 5, 250, 1000):
        expected = [[spec.learning_rate * rate_factor(spec, step)] for spec in specs]
        assert together.at(step).tolist() == expected
        assert [RateSchedule([spec]).at(step).tolist() for spec in specs] == [[row] for row in expected]


def test_constant_rates_do_not_vary() -> None:
    schedule = RateSchedule([SPEC, replace(SPEC, learning_rate=3.0)])
    assert not schedule.varies
    assert schedule.at(77) is schedule.rates
    np.testing.assert_array_equal(schedule.rates, [[SPEC.learning_rate], [3.0]])
    assert RateSchedule([SPEC, replace(SPEC, warmup=1)]).varies


def test_only_cosine_depends_on_how_long_the_run_is() -> None:
    assert depends_on_length(replace(SPEC, schedule="cosine"))
    assert depends_on_length(replace(SPEC, earlier=("10;schedule=cosine",)))
    assert not depends_on_length(replace(SPEC, schedule="step", warmup=20))
