"""Measurements of the claims of themes/speed.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.speed import Convergence


def others_need_twice_as_many(found: Convergence) -> Convergence:
    steps = np.where(np.isfinite(found.steps[:, :1]), found.steps[:, :1], 100.0)
    return replace(found, steps=np.concatenate([steps, 2.0 * steps, 2.0 * steps], axis=1))


def relu_never_gets_there(found: Convergence) -> Convergence:
    steps = found.steps.copy()
    steps[:, 0] = np.inf
    return replace(found, steps=steps)


EXPECTATIONS: dict[int, Expectation] = {
    29: Expectation(
        Verdict.DEPENDS, ((others_need_twice_as_many, Verdict.HOLDS), (relu_never_gets_there, Verdict.FAILS))
    ),
}
