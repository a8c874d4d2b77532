"""What tests of recordings compare them with."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from viz.engine import Recording


def assert_same(one: Recording, other: Recording) -> None:
    """Assert that two recordings hold the same numbers bit for bit, whatever their headers say.

    Of the curves of the activations, which each stage of a run has, the last are compared.
    """
    for entry in fields(Recording)[1:]:
        mine, others = getattr(one, entry.name), getattr(other, entry.name)
        pairs = zip(mine, others, strict=True) if entry.metadata["layers"] else [(mine, others)]
        for a, b in pairs:
            assert a.dtype == b.dtype
            if entry.name in ("slope", "activation_curve"):
                assert np.array_equal(a[:, -1], b[:, -1])
                continue
            assert np.array_equal(a.reshape(-1).view(np.uint8), b.reshape(-1).view(np.uint8)), entry.name
