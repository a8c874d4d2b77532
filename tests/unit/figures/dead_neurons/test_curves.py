"""Curves, maps and sentences say the numbers of the result that they are given, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from viz.figures.dead_neurons import at_end, over_time, reading, tables
from viz.figures.dead_neurons.words import flipped, spread
from viz.figures.theme import DARK, LIGHT
from viz.labs.dead_neurons import Cohorts, Standing, standings
from viz.spec import ExperimentSpec
from viz.spec.dead_runs import CohortsSpec

GROUPS = tuple((label, ExperimentSpec(steps=20, frames=2)) for label in ("Plain ReLU", "one", "two", "three"))


def result(ends: list[list[float]], overflow: dict[tuple[int, int], int] | None = None) -> Cohorts:
    """Return groups of runs whose dead share goes from 0 to these ends; NaN at the end for those that overflow."""
    groups, seeds = len(ends), len(ends[0])
    share = np.zeros((groups, seeds, 4, 3))
    share[:, :, :, 1] = share[:, :, :, 2] = np.array(ends)[:, :, np.newaxis]
    loss = np.full((groups, seeds, 3), 0.25)
    lost = np.full((groups, seeds), -1)
    for place, step in (overflow or {}).items():
        share[(*place, slice(None), 2)] = np.nan
        loss[(*place, 2)] = np.nan
        lost[place] = step
    zeros = np.zeros((groups, seeds, 4))
    spec = CohortsSpec(GROUPS[:groups], seeds, 0.025)
    return Cohorts(spec, np.array([0, 10, 20]), share, zeros, zeros, loss, lost, lost == lost, 1.0)


SPREAD = result([[0.0, 0.0, 0.1, 0.1, 0.1], [0.5, 0.5, 0.6, 0.7, 0.7]])


def test_lines_are_medians_and_bands_reach_from_quantile_to_quantile() -> None:
    lines = over_time.strokes(2, LIGHT)
    drawn = over_time.figure(SPREAD, [0, 1], lines, "dead", LIGHT, by="rate")
    area, line = drawn.data[4:6]
    np.testing.assert_allclose(line.y, [0.0, 0.6, 0.6])
    np.testing.assert_allclose(list(area.y), [0.0, 0.7, 0.7, 0.5, 0.5, 0.0])
    assert (line.name, line.line.color) == ("one", lines[1].colour)
    assert [note.text for note in drawn.layout.annotations[-2:]] == ["Plain ReLU", "one"]


def test_survivors_are_the_others() -> None:
    drawn = over_time.figure(SPREAD, [1], over_time.strokes(2, DARK), "dead", DARK, alive=True)
    area, line = drawn.data[:2]
    np.testing.assert_allclose(line.y, [1.0, 0.4, 0.4])
    np.testing.assert_allclose(list(area.y), [1.0, 0.5, 0.5, 0.3, 0.3, 1.0])


def test_values_in_order_have_lines_that_differ_in_colour_and_neighbours_in_dash() -> None:
    lines = over_time.strokes(9, LIGHT)
    assert len({line.colour for line in lines}) == 9
    assert all(one.dash != other.dash for one, other in pairwise(lines))


def test_the_end_is_drawn_over_the_cause_beside_the_start() -> None:
    drawn = at_end.figure(SPREAD, "learning_rate", (0.1, 10.0), "dead", LIGHT)
    start, end = drawn.data[1], drawn.data[3]
    np.testing.assert_allclose(start.x, [-1.0, 1.0])
    np.testing.assert_allclose(start.y, [0.0, 0.0])
    np.testing.assert_allclose(end.y, [0.1, 0.6])
    assert list(drawn.layout.xaxis.ticktext) == ["0.1", "10"]


def test_the_sentence_on_causes_names_worst_and_best() -> None:
    text = reading.causes(SPREAD, "learning_rate", "dead")
    assert text == (
        "At learning rate one, **60 % (50–70 %)** of the 16 hidden units are dead after 20 steps; at Plain ReLU it is "
        "**10 % (0–10 %)** (median of 5 seeds, 10–90 % in brackets)."
    )


def test_it_says_when_the_bands_overlap_and_what_is_left_out() -> None:
    text = reading.causes(result([[0.1, 0.6, 0.9], [0.2, 0.8, 0.9]], {(1, 0): 7}), "depth", "saturated")
    assert "The two bands overlap" in text
    assert "are saturated after 20 steps" in text
    assert text.endswith("Runs left out because they overflow: depth one, 1 of 3.")
    lost = result([[0.1, 0.2]], {(0, 0): 7, (0, 1): 9})
    assert reading.causes(lost, "depth", "dead").startswith("No run is finite at step 20.")


def test_the_sentence_on_cures_ranks_only_what_can_be_told_apart() -> None:
    ends = [[0.5, 0.6, 0.4, 0.5], [0.0, 0.1, 0.0, 0.0], [0.0, 0.0, 0.1, 0.0], [0.5, 0.5, 0.5, 0.5]]
    found = result(ends)
    text = reading.cures(found, standings(found, "dead"), "dead")
    assert "the most survive with **one and two** (+48 points, not told apart from one another)." in text
    assert "No difference beyond two standard errors: three." in text
    worse = result([ends[1], ends[0], ends[2]])
    assert "Fewer survive with one (−48 ± 2 points)." in reading.cures(worse, standings(worse, "dead"), "dead")


def test_two_seeds_are_too_few_to_rank() -> None:
    few = result([[0.5, 0.6], [0.0, 0.0]])
    assert "fewer than three seeds" in reading.cures(few, standings(few, "dead"), "dead")


def test_tables_hold_the_numbers_by_group() -> None:
    found = result([[0.5, 0.6, 0.4], [0.0, 0.1, 0.0]], {(1, 2): 13})
    lines = over_time.strokes(2, LIGHT)
    table = tables.final_numbers(found, lines, "dead", "Cure", (Standing(1, 0.5, 0.01, 2, None),))
    text = re.sub(r"<[^>]+>", " ", table)
    assert "50 % (42–58 %)" in text
    assert "1 of 3" in text
    assert "2 pairs only" in text
    assert "0.250 (0.250–0.250)" in text
    by_name = re.sub(r"<[^>]+>", " ", tables.by_definition(found, lines, "dormant", "Cure"))
    assert re.search(r"one\s+5 %\s+5 %\s+5 %\s+5 %", by_name)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.2, 0.2, 0.2, 0.2], "The other three definitions give the same"),
        ([0.2, 0.25, 0.2, 0.5], "Flipped to **gradient-dead** it would be 50 %, 30 points more: no gradient arrives"),
        ([0.6, 0.6, 0.1, 0.6], "Flipped to **dormant** it would be 10 %, 50 points fewer"),
        ([float("nan")] * 4, "nothing to count"),
    ],
)
def test_flipping_the_definition_is_put_into_words(shares: list[float], words: str) -> None:
    named = dict(zip(("dead", "saturated", "dormant", "gradient_dead"), shares, strict=True))
    assert words in flipped(named, "dead", 0.01, 0.025)


def test_a_spread_that_is_not_known_is_a_dash() -> None:
    assert spread(float("nan"), float("nan"), float("nan")) == "–"
    assert spread(0.0, 0.0625, 0.125) == "6.2 % (0–12 %)"
    assert spread(0.0, 0.0, 0.0) == "0 %"


def test_a_group_without_a_finite_run_has_no_line() -> None:
    found = result([[0.5, 0.5], [0.1, 0.2]], {(1, 0): 3, (1, 1): 4})
    found = replace(found, share=np.where(np.arange(2)[:, None, None, None] == 1, np.nan, found.share))
    drawn = over_time.figure(found, [0, 1], over_time.strokes(2, LIGHT), "dead", LIGHT, by="rate")
    assert np.isnan(drawn.data[5].y).all()
