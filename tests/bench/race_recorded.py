"""A race over many seeds: four lanes that differ in activation, each trained as a population and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.timing import Row, interleaved
from tests.bench.training_step import in_jax
from viz.engine import record
from viz.engine.workers import Workers
from viz.labs.race import PROBES, race
from viz.spec import ExperimentSpec
from viz.spec.race import FRAMES, RaceSpec

ACTIVATIONS = ("relu", "leaky_relu", "tanh", "silu")
SEEDS, STEPS = 25, 2000

LANES = tuple(ExperimentSpec(activation=name, hidden=(8, 8), steps=STEPS, frames=FRAMES) for name in ACTIVATIONS)
POPULATIONS = [[replace(lane, seed=seed) for seed in range(SEEDS)] for lane in LANES]


def rows() -> Iterator[Row]:
    """Yield the time of the lanes one after another, and as the page has them trained."""
    jax = "jax, ReLU, training alone (scaled from one lane)"
    with Workers() as workers:
        contenders = {
            "ReLU Lab": one_after_another,
            "on the page": lambda: list(race(RaceSpec(LANES, SEEDS), workers)),
            jax: in_jax(POPULATIONS[0], STEPS),
        }
        values = interleaved(contenders, 1e6, rounds=7)
        values[jax] *= len(LANES)
        page = {"ReLU Lab": values.pop("on the page")}
        what = f"Race: {len(LANES)} lanes × {SEEDS} seeds × {STEPS:,} steps of 2-8-8-1, {FRAMES} frames, one process"
        yield Row(what, "s", "≤ 1.5", values, values["ReLU Lab"] <= 1.5)
        yield Row(f"The same as on the page, {workers.count} workers", "s", "≤ 1.5", page, page["ReLU Lab"] <= 1.5)


def one_after_another() -> None:
    """Train every lane as one population and record what the page draws of it."""
    for specs in POPULATIONS:
        record(*specs, probes=PROBES)
