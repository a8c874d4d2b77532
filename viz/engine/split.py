"""Splitting samples in two, of every class its share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


def split(strata: NDArray[np.int64], tests: int, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Return shuffled row numbers of the training part and of the test part, which has exactly `tests` rows.

    Every stratum gives its share, rounded by largest remainder. scikit-learn's StratifiedShuffleSplit does so too, but
    from a seed or a legacy RandomState, not from a Generator.
    """
    order = rng.permutation(len(strata))
    quota = np.bincount(strata) * tests / len(strata)
    shares = np.floor(quota).astype(np.int64)
    by_remainder = np.argsort(shares - quota, kind="stable")
    shares[by_remainder[: tests - shares.sum()]] += 1
    is_test = np.zeros(len(strata), dtype=bool)
    for stratum, share in enumerate(shares):
        is_test[order[strata[order] == stratum][:share]] = True
    return order[~is_test[order]], order[is_test[order]]
