"""Every cell of a map says what its runs say when they are trained one by one, and names where they overflow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.labs.dead_neurons import DeadMap, dead_map
from viz.spec import ExperimentSpec
from viz.spec.dead_runs import MapSpec

BASE = ExperimentSpec(dataset="sine", samples=60, steps=60, frames=1, seed=5)
SPEC = MapSpec(BASE, "learning_rate", (0.05, 1.0), "width", (2, 5, 16), seeds=3, tau=0.025)
WILD = replace(SPEC, base=replace(BASE, activation="prelu"))


@pytest.fixture(scope="module")
def result() -> DeadMap:
    *_, last = dead_map(SPEC)
    return last


def test_cells_are_their_runs(result: DeadMap) -> None:
    assert result.known.all()
    for row, width in enumerate(SPEC.y_values):
        for column, rate in enumerate(SPEC.x_values):
            shares, losses = [], []
            for seed in (5, 6, 7):
                width = int(width)
                recording = record(replace(BASE, hidden=(width, width), learning_rate=rate, seed=seed))
                if recording.header["overflows"][0] is None:
                    shares.append(float(np.concatenate([layer[0, -1] for layer in recording.dead]).mean()))
                    losses.append(float(recording.train_loss[0, -1]))
            if shares:
                assert result.share("dead")[row, column] == pytest.approx(sum(shares) / len(shares))
                middle = sum(sorted(losses)[(len(losses) - 1) // 2 : len(losses) // 2 + 1]) / (2 - len(losses) % 2)
                assert result.final_loss()[row, column] == pytest.approx(middle)
            assert result.overflowed()[row, column] == 3 - len(shares)
    assert result.overflowed().max() > 0


def test_a_cell_that_overflows_says_when() -> None:
    *_, result = dead_map(WILD)
    cells = np.argwhere(result.overflowed() == SPEC.seeds)
    assert len(cells)
    row, column = cells[0].tolist()
    steps = []
    for place in range(SPEC.seeds):
        overflow = record(WILD.run(row, column, place)).header["overflows"][0]
        assert overflow is not None
        steps.append(overflow["step"])
    assert result.overflow[row, column].tolist() == steps
    assert result.first_overflow()[row, column] == min(steps)
    assert np.isnan(result.share("dead")[row, column])
    assert result.typical(row, column, "dead").seed == 5 + steps.index(min(steps))


def test_the_typical_run_is_the_one_in_the_middle(result: DeadMap) -> None:
    spec = result.typical(1, 0, "dead")
    recording = record(spec)
    dead = float(np.concatenate([layer[0, -1] for layer in recording.dead]).mean())
    assert dead == pytest.approx(sorted(result.end[0, 1, 0].tolist())[1])
    assert (spec.hidden, spec.learning_rate) == ((5, 5), 0.05)


def test_the_map_fills_and_shows_only_whole_cells() -> None:
    grown = list(dead_map(SPEC))
    assert len(grown) > 1
    assert grown[-1].progress == 1.0
    for one in grown:
        assert np.isnan(one.share("dead")[~one.known]).all()
