"""What the experiments on dying units can run, and the nearest that can where a wish is too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viz.spec.causes import varied
from viz.spec.experiment import ExperimentSpec

if TYPE_CHECKING:
    from viz.spec.dead_neurons import DeadNeuronsSpec

STEP_SECONDS = 2.5e-6  # one core takes about this long for a step of a small network in a population
FLOP_SECONDS = 6e-10  # and this long for every floating-point operation beyond
MAX_SECONDS = 240.0  # of one core, for one experiment
MAX_RUNS = 20_000  # of one experiment
SHAPES = ("depth", "width", "batch_size")  # causes that change how long a run takes


def too_much(settings: DeadNeuronsSpec) -> dict[str, str]:
    """Return field name -> what can't run because it is too large, with the nearest that can."""
    if settings.experiment == "born":
        return _too_many_born(settings)
    try:
        runs, seconds = _size(settings)
    except ValueError as error:  # a single run is out of its own bounds
        message = str(error).partition(": ")[2]
        return {settings.changed("steps", *SHAPES, *(f"{name}_span" for name in SHAPES), "x", "y", "cause"): message}
    if _fits(runs, seconds):
        return {}
    seeds = "map_seeds" if settings.experiment == "map" else "seeds"
    wishes = (seeds, "side", "steps") if settings.experiment == "map" else (seeds, "steps")
    field = settings.changed(*wishes, *SHAPES, *(f"{name}_span" for name in SHAPES), "x", "y", "cause")
    text = f"{runs:,} runs of {settings.steps:,} steps would take about {seconds / 60:.0f} minutes of one core"
    wording = {seeds: "{:,} seeds", "side": "{:,} cells a side", "steps": "{:,} steps"}
    for name in dict.fromkeys((field, *wishes)):
        if name in wishes and (nearest := _nearest(settings, name)) is not None:
            return {field: f"{text}; up to {wording[name].format(nearest)} can run"}
    return {field: f"{text}, accepted are {MAX_SECONDS / 60:.0f}"}


def _too_many_born(settings: DeadNeuronsSpec) -> dict[str, str]:
    try:
        _ = settings.born
    except ValueError as error:
        wishes = ("born_networks", "born_inputs", "born_widths", "born_depths", "born_lines", "born_asymmetric")
        return {settings.changed(*wishes, "born_against", "experiment"): str(error)}
    return {}


def _nearest(settings: DeadNeuronsSpec, name: str) -> int | None:
    """Return the largest value of a field with which the experiment can run, if there is one."""
    fits: Callable[[int], bool] = lambda value: _fits(*_size(settings.unchecked({name: value})))  # noqa: E731
    low, high = int(settings.kind(name).low), getattr(settings, name)
    if not fits(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _fits(runs: int, seconds: float) -> bool:
    return runs <= MAX_RUNS and seconds <= MAX_SECONDS


def _size(settings: DeadNeuronsSpec) -> tuple[int, float]:
    """Return how many runs the experiment has and how many seconds one core takes for all of them."""
    if settings.experiment == "map":
        grid = settings.map
        axes = [(grid.x, grid.x_values), (grid.y, grid.y_values)]
        told = [values if name in SHAPES else values[:1] for name, values in axes]  # else all take as long as the first
        alike = len(grid.x_values) * len(grid.y_values) // (len(told[0]) * len(told[1]))
        specs = [varied(grid.base, {grid.x: x, grid.y: y}) for x in told[0] for y in told[1]]
        count = alike * settings.map_seeds
    else:
        cohorts = settings.cures if settings.experiment == "cures" else settings.causes
        specs, count = [spec for _, spec in cohorts.groups], settings.seeds
    return len(specs) * count, count * sum(map(_seconds, specs))


def _seconds(spec: ExperimentSpec) -> float:
    return spec.steps * STEP_SECONDS + spec.work * FLOP_SECONDS
