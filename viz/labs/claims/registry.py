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
    growth,
    history,
    interactions,
    large_inputs,
    odd,
    pieces,
    procedure,
    remedies,
    run_time,
    saturation,
    shape,
    sparsity,
    specialisation,
    speed,
    stability,
    storage,
    underflow,
    unit,
)

_FILES = (
    *(arithmetic, growth, shape, unit, pieces, interactions, collapse, approximation, odd, cost, sparsity),
    *(run_time, storage, specialisation, saturation, underflow, large_inputs, depth, dying, remedies, speed, stability),
    *(procedure, history),
)


def _by_number() -> Mapping[int, Claim]:
    claims = sorted((claim for file in _FILES for claim in file.CLAIMS), key=lambda claim: claim.number)
    found = {claim.number: claim for claim in claims}
    if len(found) != len(claims):
        raise ValueError("two claims have the same number")
    return MappingProxyType(found)


CLAIMS = _by_number()
