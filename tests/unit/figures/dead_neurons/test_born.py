"""What is said of born-dead networks agrees with the counts, and with the formulas within the error they lead to."""

from __future__ import annotations

import re

import numpy as np
import pytest

from viz.figures.dead_neurons import born, born_numbers
from viz.figures.dead_neurons.over_time import strokes
from viz.figures.theme import LIGHT
from viz.labs.born_dead import BornDeadResult
from viz.spec.born_dead import BornDeadSpec


def result(dead: list[list[int]], **wish: object) -> BornDeadResult:
    """Return counts of 1,000 networks of width 2 and 4 with 1 and 5 hidden layers, the asymmetric ones all alive."""
    spec = BornDeadSpec(depths=(1, 5), widths=(2, 4), initialisers=("he_normal", "asymmetric"), networks=1000, **wish)  # type: ignore[arg-type]
    counts = np.array([dead, [[0, 0], [0, 0]]])
    return BornDeadResult(spec, counts, np.full((2, 2), 1000))


def test_the_sentence_takes_the_point_nearest_to_one_half() -> None:
    text = born_numbers.reading(result([[0, 620], [0, 130]]), "depth")
    assert text == (
        "Of 1,000 networks with 5 hidden layers of 2, **62.0 ± 1.5 %** are born dead under He’s initialisation, where "
        "the bounds of Lu et al. are 60.0 % and 76.3 %; under the asymmetric one **0 %**. All 4 points lie between the "
        "two bounds of Lu et al., within two standard errors."
    )


@pytest.mark.parametrize(("dead", "inside"), [(600, "All 4"), (560, "3 of 4"), (785, "All 4"), (800, "3 of 4")])
def test_points_outside_the_bounds_are_told(dead: int, inside: str) -> None:
    assert born_numbers.agreement(result([[0, dead], [0, 130]])).startswith(f"{inside} points lie between")


def test_at_one_input_the_formula_is_exact() -> None:
    text = born_numbers.reading(result([[250, 763], [62, 276]], where="point"), "depth")
    assert "where the formula says 27.6 %" in text or "where the formula says 25.0 %" in text
    assert text.endswith("4 points lie on the exact line within two standard errors; 95 % should.")
    assert "3 of 4 points" in born_numbers.agreement(result([[250, 700], [62, 276]], where="point"))


def test_with_more_inputs_only_the_upper_bound_is_drawn() -> None:
    one, two = (born.figure(result([[0, 620], [0, 130]], inputs=n), "depth", LIGHT) for n in (1, 2))
    assert [trace.fill for trace in one.data if trace.fill == "toself"] == ["toself"] * 2
    assert [trace.fill for trace in two.data if trace.fill == "toself"] == []
    assert "below the upper bound" in born_numbers.agreement(result([[0, 620], [0, 130]], inputs=2))


def test_dots_have_bars_of_two_standard_errors() -> None:
    drawn = born.figure(result([[0, 620], [0, 130]]), "depth", LIGHT)
    dots = next(trace for trace in drawn.data if trace.name == "He, width 2")
    np.testing.assert_allclose(dots.y, [0.0, 0.62])
    np.testing.assert_allclose(dots.error_y.array, [0.0, 2 * (0.62 * 0.38 / 1000) ** 0.5])
    upper = next(trace for trace in drawn.data if trace.name == "width 2")
    np.testing.assert_allclose(upper.y, [0.25, 1 - 0.75**5])


def test_against_width_lines_are_depths() -> None:
    drawn = born.figure(result([[0, 620], [0, 130]]), "width", LIGHT)
    dots = next(trace for trace in drawn.data if trace.name == "He, 5 hidden layers")
    np.testing.assert_allclose(dots.x, [2, 4])
    np.testing.assert_allclose(dots.y, [0.62, 0.13])
    text = re.sub(r"<[^>]+>", " ", born_numbers.numbers(result([[0, 620], [0, 130]]), strokes(2, LIGHT), "width"))
    assert re.search(r"2 units\s+4 units", text)
    assert "60 % to 76 %" in text
