"""All claims by their numbers, built explicitly from the files of the themes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from viz.labs.claims.claim import Claim
from viz.labs.claims.themes import (
    approximation,
    arithmetic,
    collapse,
    cost,
    depth,
    dying,
    examples,
    extremes,
    growth,
    history,
    interactions,
    kink,
    large_inputs,
    leaky,
    odd,
    overfitting,
    pieces,
    procedure,
    remedies,
    run_time,
    saturation,
    shape,
    silent,
    sparsity,
    specialisation,
    speed,
    stability,
    storage,
    switch,
    underflow,
    unit,
    updates,
)

_FILES = (
    *(arithmetic, growth, extremes, shape, switch, unit, examples, pieces, interactions, collapse),
    *(approximation, odd, cost, run_time, storage, sparsity, specialisation, overfitting, saturation),
    *(underflow, large_inputs, depth, dying, silent, remedies, leaky, speed, stability, kink, procedure),
    *(updates, history),
)


def _by_number() -> Mapping[int, Claim]:
    claims = sorted((claim for file in _FILES for claim in file.CLAIMS), key=lambda claim: claim.number)
    found = {claim.number: claim for claim in claims}
    if len(found) != len(claims):
        raise ValueError("two claims have the same number")
    return MappingProxyType(found)


CLAIMS = _by_number()
