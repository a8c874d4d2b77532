"""How many linear regions a layer of kinked units can cut its inputs into (Montúfar et al. 2014, Zaslavsky 1975)."""

from __future__ import annotations

from math import comb


def regions_bound(units: int, inputs: int) -> int:
    """Return Σ_{j ≤ inputs} C(units, j), the most regions that `units` hyperplanes leave of a space of `inputs`.

    One layer of ReLU units has one hyperplane each, and in general position it attains this (Zaslavsky 1975; Montúfar,
    Pascanu, Cho and Bengio 2014, *On the Number of Linear Regions of Deep Neural Networks*, section 2.2). For one
    input it is units + 1; once inputs ≥ units it is 2^units.

    Raises ValueError for negative numbers.
    """
    if min(units, inputs) < 0:
        raise ValueError(f"units = {units} and inputs = {inputs} must not be negative")
    return sum(comb(units, j) for j in range(min(units, inputs) + 1))
