"""The figure of a race over seeds shows every lane's quantiles, and its sentence counts what solved it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.figures.race.bands import figure, reading, seeds_table
from viz.figures.race.lane import lane_style
from viz.figures.theme import DARK, LIGHT, Theme
from viz.labs.race import LaneRuns, SeededRace
from viz.spec import ExperimentSpec
from viz.spec.goal import Goal
from viz.spec.race import RaceSpec

SEEDS, MOMENTS = 4, 5
GOAL = Goal("test_score", 0.95, "accuracy")


def lane(start: float, *, known: int = SEEDS, overflow: tuple[int, ...] = ()) -> LaneRuns:
    rng = np.random.default_rng(3)
    loss = start * np.linspace(1, 0.1, MOMENTS) * rng.uniform(0.8, 1.2, (SEEDS, MOMENTS))
    score = np.full((SEEDS, MOMENTS), 0.97)
    score[0] = 0.5
    dead = np.full((SEEDS, MOMENTS), 0.25)
    steps = np.full(SEEDS, -1)
    for number in overflow:
        steps[number] = 20
        for values in (loss, score, dead):
            values[number, 2:] = np.nan
    for values in (loss, score, dead):
        values[known:] = np.nan
    return LaneRuns(GOAL, np.arange(MOMENTS) * 10, loss, score, dead, steps, np.arange(SEEDS) < known)


def result(*lanes: LaneRuns, progress: float = 1.0) -> SeededRace:
    runs = tuple(ExperimentSpec(seed=number) for number in range(len(lanes)))
    return SeededRace(RaceSpec(runs, SEEDS), lanes, progress)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_runs_are_counted_with_their_rule() -> None:
    said = plain(reading(result(lane(1.0), lane(2.0, overflow=(3,)))))
    assert said == (
        "Solved (test accuracy ≥ 95 % at the end): A 3 of 4; B 2 of 4. "
        "Overflowed, and counted among those that did not: 1 of B."
    )


def test_what_is_not_known_yet_is_not_counted() -> None:
    said = plain(reading(result(lane(1.0, known=2), lane(2.0, known=0), progress=0.25)))
    assert said == "Solved (test accuracy ≥ 95 % at the end): A 1 of 2 (25 % of the runs are done)."


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_lines_are_medians_in_the_lanes_colours(colours: Theme) -> None:
    lanes = (lane(1.0), lane(2.0))
    drawn = figure(result(*lanes), colours)
    lines = [trace for trace in drawn.data if trace.line.width]
    assert [trace.line.color for trace in lines] == list(colours.lanes[:2]) * 3
    for place, quantity in enumerate(("loss", "score", "dead")):
        for number, each in enumerate(lanes):
            np.testing.assert_allclose(lines[2 * place + number].y, np.quantile(getattr(each, quantity), 0.5, axis=0))
    assert drawn.layout.yaxis.type == "log"
    assert [note.text for note in drawn.layout.annotations if note.text in "ABCD"] == list("AB") * 3


def test_a_lane_without_runs_has_no_line_and_no_letter() -> None:
    drawn = figure(result(lane(1.0), lane(1.0, known=0)), LIGHT)
    assert [note.text for note in drawn.layout.annotations if note.text in "ABCD"] == ["A"] * 3
    assert [
        note.text for note in figure(result(lane(1.0, known=0)), LIGHT).layout.annotations if note.text == "A"
    ] == []


def test_the_table_has_medians_and_counts() -> None:
    each = lane(1.0, overflow=(3,))
    table = plain(seeds_table(result(each), ["a<b"], LIGHT))
    assert "2 of 4" in table
    assert "1 of 4" in table
    assert "a&lt;b" in table
    assert "25 %" in table
    assert "–" in seeds_table(result(lane(1.0, known=0)), ["a"], LIGHT)


def test_scores_of_other_tasks_are_no_percentages() -> None:
    other = replace(lane(1.0), goal=Goal("test_score", 0.9, "r2"))
    drawn = figure(result(other), LIGHT)
    assert drawn.layout.yaxis2.tickformat is None
    assert "Test R²" in drawn.layout.annotations[2].text


def test_the_page_gets_the_lanes_colours() -> None:
    style = lane_style(DARK)
    assert all(f"--lane-{letter}:{colour}" in style for letter, colour in zip("abcd", DARK.lanes, strict=True))
