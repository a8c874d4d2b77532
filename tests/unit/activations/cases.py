"""The activations that every test of the registry runs over: each at its defaults, at its bounds and in between."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from viz.activations import ACTIVATIONS, Activation


def _variants(activation: Activation) -> list[Activation]:
    """Return it at the defaults, with each parameter at either bound, and twice with all of them drawn at random."""
    rng = np.random.default_rng(sum(activation.name.encode()))
    bounds = [activation.with_parameters(**{p.name: bound}) for p in activation.parameters for bound in (p.low, p.high)]
    drawn = [
        activation.with_parameters(**{p.name: rng.uniform(p.low, p.high) for p in activation.parameters})
        for _ in range(2 if activation.parameters else 0)
    ]
    return [activation, *bounds, *drawn]


VARIANTS = [variant for activation in ACTIVATIONS.values() for variant in _variants(activation)]

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)
every_variant = pytest.mark.parametrize("activation", VARIANTS, ids=repr)


@st.composite
def activations(draw: st.DrawFn) -> Activation:
    """Draw any activation at any setting of its parameters."""
    activation = draw(st.sampled_from(list(ACTIVATIONS.values())))
    return activation.with_parameters(**{p.name: draw(st.floats(p.low, p.high)) for p in activation.parameters})


def functions(activation: Activation) -> tuple[object, ...]:
    """Return f, f′ and f″."""
    return activation, activation.derivative, activation.second_derivative


def away_from_breaks(activation: Activation, z: np.ndarray, distance: float) -> np.ndarray:
    """Return the points of z that keep their distance from the kinks and from the integers, where f″ may jump."""
    breaks = np.array([kink.at for kink in activation.kinks] + list(range(-4, 5)))
    return z[np.abs(z[:, None] - breaks).min(axis=1) > distance]
