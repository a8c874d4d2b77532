"""Cures are told apart by what they do to the same seeds, with the standard error of that."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from viz.labs.dead_neurons import standings


def result(*dead: list[float]) -> Any:
    """Return groups whose runs end with these shares of dead units, whatever the definition."""
    return SimpleNamespace(share=np.array(dead)[:, :, np.newaxis, np.newaxis].repeat(4, axis=2))


def test_the_gain_is_the_mean_over_pairs_with_its_standard_error() -> None:
    (one,) = standings(result([0.5, 0.7, 0.3, 0.9], [0.1, 0.4, 0.2, 0.5]), "dead")
    gains = [0.4, 0.3, 0.1, 0.4]
    mean = sum(gains) / 4
    error = (sum((gain - mean) ** 2 for gain in gains) / 3) ** 0.5 / 2
    assert (one.group, one.gain, one.error, one.pairs) == (1, pytest.approx(mean), pytest.approx(error), 4)
    assert one.verdict == "better"


@pytest.mark.parametrize(
    ("dead", "verdict"),
    [([0.5, 0.5, 0.5], "level"), ([0.9, 0.8, 0.9], "worse"), ([0.0, 0.9, 0.4], "level"), ([0.1, 0.0, 0.1], "better")],
)
def test_a_difference_counts_beyond_two_standard_errors(dead: list[float], verdict: str) -> None:
    assert standings(result([0.5, 0.5, 0.5], dead), "dead")[0].verdict == verdict


def test_runs_that_overflow_make_no_pair() -> None:
    one, other = standings(result([0.5, 0.4, 0.6, 0.5], [0.1, np.nan, 0.2, 0.1], [0.1, np.nan, np.nan, 0.1]), "dead")
    assert (one.pairs, one.verdict) == (3, "better")
    assert (other.pairs, other.verdict) == (2, None)


def test_any_group_can_be_the_reference() -> None:
    found = standings(result([0.5, 0.5, 0.6], [0.1, 0.0, 0.2], [0.1, 0.1, 0.1]), "dead", reference=1)
    assert [(one.group, one.verdict) for one in found] == [(0, "worse"), (2, "level")]
