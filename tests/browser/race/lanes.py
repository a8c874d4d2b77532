"""Small races that between them show everything a race can show."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from viz.engine import Recording, record
from viz.player.race import ARRAYS, RaceLane
from viz.spec import ExperimentSpec
from viz.spec.fork import forked

A = ExperimentSpec(learning_rate=1.15, steps=600, frames=120, seed=683)
B = ExperimentSpec(activation="leaky_relu", learning_rate=1.15, steps=600, frames=75, seed=683)
SHORT = ExperimentSpec(activation="tanh", learning_rate=0.3, steps=350, frames=50, seed=683)
FORKED = forked(A, 300, learning_rate=0.2)


@cache
def recorded(spec: ExperimentSpec) -> Recording:
    """Return what a race is sent of a run."""
    return record(spec).reduced(ARRAYS)


def lane(name: str, spec: ExperimentSpec, frames: int | None = None, **rest: object) -> RaceLane:
    """Return a lane with a run's first frames, or all."""
    recording = recorded(spec)
    data = b"" if frames == 0 else (recording if frames is None else recording.prefix(frames)).to_bytes()
    return RaceLane(name, data, **rest)  # type: ignore[arg-type]


def two() -> list[RaceLane]:
    return [lane("ReLU, rate 1.15", A), lane("Leaky ReLU, rate 1.15", B)]


def four() -> list[RaceLane]:
    return [
        *two(),
        lane("Tanh, rate 0.3", SHORT),
        lane("lower rate", FORKED, parent=0, fork=300, changed="learning rate 1.15 → 0.2"),
    ]


def overflowing() -> list[RaceLane]:
    """Return fitted surfaces, one of which overflows on the way."""
    fits = ExperimentSpec(dataset="plane", learning_rate=0.01, steps=600, frames=100)
    return [lane("rate 0.01", fits), lane("rate 50", replace(fits, learning_rate=50.0, steps=900))]


def curves() -> list[RaceLane]:
    """Return fitted curves of one input, the second without hidden layers."""
    sine = ExperimentSpec(dataset="sine", hidden=(16,), learning_rate=0.01, steps=60, frames=30)
    return [lane("one layer", sine), lane("linear", replace(sine, hidden=()))]


def wines() -> list[RaceLane]:
    """Return runs on data of 13 inputs."""
    wine = ExperimentSpec(dataset="wine", steps=200, frames=50)
    return [lane(f"rate {rate}", replace(wine, learning_rate=rate)) for rate in (0.1, 0.01, 0.001)]


def in_training() -> list[RaceLane]:
    return [lane("ReLU", A), lane("Leaky ReLU", B, 20), lane("Tanh", SHORT, 0)]
