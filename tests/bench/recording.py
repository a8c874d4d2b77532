"""A whole recording: every probe at every frame."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.timing import Row, interleaved
from viz.engine import record
from viz.spec import ExperimentSpec

STANDARD = ExperimentSpec(steps=6000, frames=300, samples=300)


def rows() -> Iterator[Row]:
    """Yield time and size of the standard recording."""
    seconds = interleaved({"ReLU Lab": lambda: record(STANDARD)}, 1e6, rounds=9)
    yield Row("Recording: 6,000 steps, 300 frames, every probe", "s", "≤ 0.4", seconds, seconds["ReLU Lab"] <= 0.4)
    recording = record(STANDARD)
    kilobytes = len(recording.to_bytes()) / len(recording.steps) / 1000
    yield Row("The same, bytes a frame", "KB", "≤ 10", {"ReLU Lab": kilobytes}, kilobytes <= 10)
