"""The map colours what it knows, marks what overflows, and has a place to click on every cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.figures.dead_neurons import heat_map, reading, tables
from viz.figures.theme import LIGHT
from viz.labs.dead_neurons import DeadMap
from viz.spec import ExperimentSpec
from viz.spec.dead_runs import MapSpec

SPEC = MapSpec(ExperimentSpec(steps=50, frames=1), "learning_rate", (0.1, 1.0, 10.0), "depth", (1, 2), 2, 0.025)


@pytest.fixture
def result() -> DeadMap:
    """Two rows of three cells: 10, 20, 90 % dead; one with an overflow, one with two, one not trained."""
    end = np.full((4, 2, 3, 2), np.nan)
    end[:, 0] = [[0.1, 0.1], [0.1, 0.3], [0.9, 0.9]]
    end[:, 1, 0] = [0.4, np.nan]
    overflow = np.full((2, 3, 2), -1)
    overflow[1, 0, 1], overflow[1, 1] = 31, [12, 7]
    loss = np.where(np.isnan(end[0]), np.nan, 0.5)
    known = np.array([[True, True, True], [True, True, False]])
    return DeadMap(SPEC, np.zeros_like(end), end, loss, overflow, known, 0.8)


def test_cells_have_the_share_of_all_their_units(result: DeadMap) -> None:
    heat = heat_map.figure(result, "share", "dead", LIGHT).data[0]
    np.testing.assert_allclose(heat.z, [[0.1, 0.2, 0.9], [0.4, np.nan, np.nan]])
    assert (heat.zmin, heat.zmax) == (0, 1)


def test_loss_is_coloured_by_its_power_of_ten(result: DeadMap) -> None:
    heat = heat_map.figure(result, "loss", "dead", LIGHT).data[0]
    np.testing.assert_allclose(heat.z[0], np.log10(0.5))


def test_overflow_and_what_is_still_to_come_are_marked(result: DeadMap) -> None:
    marks = {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in heat_map.figure(
        result, "share", "dead", LIGHT).data[2:5]}  # fmt: skip
    assert marks == {"all runs overflow": [(1, 1)], "some runs overflow": [(0, 1)], "not trained yet": [(2, 1)]}


def test_a_cell_that_overflows_is_filled_and_says_its_step_where_there_is_room(result: DeadMap) -> None:
    _, filled, all_lost, *_ = heat_map.figure(result, "share", "dead", LIGHT).data
    np.testing.assert_array_equal(np.isfinite(filled.z), [[False, False, False], [False, True, False]])
    assert list(all_lost.text) == ["step 7"]


def test_every_cell_can_be_clicked_and_says_what_it_is(result: DeadMap) -> None:
    cells = heat_map.figure(result, "share", "dead", LIGHT).data[-1]
    assert (cells.name, len(cells.x), cells.marker.opacity) == (heat_map.CLICKED, 6, 0)
    assert [divmod(place, 3) for place in range(6)] == list(zip(cells.y, cells.x, strict=True))
    assert cells.text[1] == "Learning rate 1<br>Depth 1<br><b>20 % dead</b>, loss 0.500"
    assert cells.text[3].endswith("<b>40 % dead</b>, loss 0.500<br>1 of 2 runs overflow, the first at step 31")
    assert cells.text[4].endswith("all runs overflow, the first at step 7")
    assert cells.text[5].endswith("not trained yet")


def test_the_sentence_counts_the_cells(result: DeadMap) -> None:
    assert reading.mapped(result, "dead") == (
        "In **1 of 5 cells** more than half of the units are dead at the end; the most, **90 %**, at learning rate 10 "
        "and depth 1. One cell overflows with every seed (×). One cell overflows with some seeds (small ×)."
    )


def test_a_map_without_a_dead_unit_says_so(result: DeadMap) -> None:
    alive = replace(result, end=np.where(np.isnan(result.end), np.nan, 0.0))
    assert reading.mapped(alive, "dormant").startswith("In **no cell** of 5 is any unit dormant at the end.")


def test_the_table_has_every_definition(result: DeadMap) -> None:
    table = tables.map_by_definition(result, "dead")
    assert table.count("<tr>") == 5
    assert "1 of 4" in table


@pytest.mark.parametrize(
    ("values", "log", "integer", "expected"),
    [
        ((0.1, 10.0), True, False, [0.1, 0.3, 1, 3, 10]),
        ((0.001, 1000.0), True, False, [0.001, 0.01, 0.1, 1, 10, 100, 1000]),
        ((2, 32), True, True, [2, 5, 10, 20]),
        ((-2.0, 2.0), False, False, [-2, -1, 0, 1, 2]),
        ((1, 8), False, True, [1, 2, 3, 4, 5, 6, 7, 8]),
        ((1, 12), False, True, [2, 4, 6, 8, 10, 12]),
        ((1, 3), False, True, [1, 2, 3]),
    ],
)
def test_axes_name_round_values(values: tuple[float, ...], log: bool, integer: bool, expected: list[float]) -> None:
    assert heat_map.round_values(values, log, integer) == pytest.approx(expected)
