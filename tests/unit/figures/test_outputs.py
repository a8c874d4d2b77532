"""The drawn output distributions and their numbers."""

from __future__ import annotations

import re
from urllib.parse import unquote

import numpy as np
import pytest

from viz.activations import ACTIVATIONS
from viz.figures.outputs import outputs, window
from viz.figures.theme import LIGHT
from viz.labs.curves import examine
from viz.spec import CurvesSpec


def test_moments_and_zeros_are_written() -> None:
    html = outputs(examine(CurvesSpec(functions=("relu",))), LIGHT)
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html) == [
        ("mean", "0.20"),
        ("variance", "0.17"),
        ("exactly 0", "69 %"),
    ]
    assert 'style="height:69.15%"' in html  # the gauge


def test_an_atom_other_than_zero_is_a_post_with_its_share() -> None:
    html = unquote(outputs(examine(CurvesSpec(functions=("hardtanh",))), LIGHT))
    assert html.count('stroke-dasharray="2.5 1.5"') == 2
    assert ">31 %<" in html  # below −1
    assert ">6.7 %<" in html  # above 1


def test_what_towers_over_the_others_is_summed_up() -> None:
    result = examine(CurvesSpec(functions=("tanh", "exponential"), mean=3.0))
    edges = window(result)
    assert edges[-1] < 20
    assert re.search(r"\d+ % →", outputs(result, LIGHT))


@pytest.mark.parametrize("mean", [-0.5, 3.3])
def test_zero_is_an_edge_so_that_no_bar_straddles_it(mean: float) -> None:
    edges = window(examine(CurvesSpec(mean=mean)))
    assert np.abs(edges).min() < 1e-12 or edges[0] > 0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_function_can_be_drawn_alone(name: str) -> None:
    html = unquote(outputs(examine(CurvesSpec(functions=(name,))), LIGHT))
    assert ACTIVATIONS[name].label.replace("'", "&#x27;") in html
    assert "nan" not in html
