"""Learning-rate schedules against optax."""

from __future__ import annotations

from dataclasses import replace

import jax
import optax
import pytest

from viz.engine.rate_schedule import rate_factor
from viz.spec import ExperimentSpec

jax.config.update("jax_enable_x64", True)

STEPS, WARMUP = 400, 30
SPEC = ExperimentSpec(steps=STEPS, frames=10, drop_every=70, drop_factor=0.3)

AFTER = {
    "constant": lambda left: optax.constant_schedule(1.0),
    "step": lambda left: optax.exponential_decay(1.0, 70, 0.3, staircase=True),
    "cosine": lambda left: optax.cosine_decay_schedule(1.0, left),
}


@pytest.mark.parametrize("warmup", [0, 1, WARMUP])
@pytest.mark.parametrize("schedule", AFTER)
def test_every_step_equals_optax(schedule: str, warmup: int) -> None:
    spec = replace(SPEC, schedule=schedule, warmup=warmup)
    parts, boundaries = [AFTER[schedule](STEPS - warmup)], []
    if warmup:
        rise = optax.linear_schedule(1.0 / warmup, 1.0, warmup - 1) if warmup > 1 else optax.constant_schedule(1.0)
        parts, boundaries = [rise, *parts], [warmup]
    expected = optax.join_schedules(parts, boundaries)
    for step in range(STEPS + 1):
        assert rate_factor(spec, step) == pytest.approx(float(expected(step)), rel=1e-12, abs=1e-15), step


def test_warm_up_and_cosine_equal_the_joint_schedule_of_optax() -> None:
    """Which starts its warm-up from a rate and not from the first part of it."""
    spec = replace(SPEC, schedule="cosine", warmup=WARMUP)
    expected = optax.warmup_cosine_decay_schedule(0.0, 1.0, WARMUP, STEPS)
    for step in range(WARMUP, STEPS + 1):
        assert rate_factor(spec, step) == pytest.approx(float(expected(step)), rel=1e-12, abs=1e-15), step
    for step in range(WARMUP):
        assert rate_factor(spec, step) == pytest.approx(float(expected(step + 1)), rel=1e-12), step
