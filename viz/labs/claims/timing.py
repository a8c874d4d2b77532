"""Timing for the claims: calls made in turn, round after round, and which differences are the machine's noise."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from viz.labs.claims.finding import MOST
from viz.labs.claims.picture import Array
from viz.spec.numbers import percent

NOISE = "the machine's noise"
NOISE_RULE = (
    f"A difference counts if, in at least {percent(MOST)} of the rounds, it is larger than {NOISE}: the factor within "
    f"which the same thing, timed twice in a round, stays of itself in {percent(MOST)} of them."
)


@dataclass(frozen=True)
class Timed:
    """A call that is timed, and what is called right before each time, untimed: to return to the start, or to warm up.

    Whatever `prepare` touches is in the cache when `call` begins.
    """

    prepare: Callable[[], Any]
    call: Callable[[], Any]

    @classmethod
    def warm(cls, call: Callable[[], Any]) -> Self:
        """Return a call that is made once untimed before, so that its memory is in the cache."""
        return cls(call, call)


@np.errstate(all="ignore")
def interleaved(timed: Sequence[Timed], rounds: int) -> Array:
    """Return how long each of C calls takes in each of R rounds, (C, R) seconds.

    A round makes all of them, one after the other, so that what else the machine does falls on all alike; their order
    is drawn anew for each round, so that none always follows the same one.
    """
    order = np.random.default_rng(rounds)
    seconds = np.empty((len(timed), rounds))
    for number in range(rounds):
        for place in order.permutation(len(timed)).tolist():
            timed[place].prepare()
            began = time.perf_counter()
            timed[place].call()
            seconds[place, number] = time.perf_counter() - began
    return seconds


def noise(first: Array, again: Array) -> Array:
    """Return within which factor of itself the same thing comes out, timed twice a round, (...,) from times (..., R).

    A factor of 1.1 says: between 1/1.1 and 1.1 times as long in `MOST` of the rounds.
    """
    return np.exp(np.quantile(np.abs(np.log(again / first)), MOST, axis=-1))


def differs(ratio: Array, factor: Array | float) -> npt.NDArray[np.int64]:
    """Return 1 where something takes longer than what it is held against, −1 where it takes less, else 0: noise.

    ratio : (..., R), its time over the other's, round by round.  factor : (...,), the other's `noise`.
    It takes longer (less) if the ratio is beyond the noise, in that direction, in `MOST` of the rounds.
    """
    longer = np.quantile(ratio, 1.0 - MOST, axis=-1) > factor
    less = np.quantile(ratio, MOST, axis=-1) < 1.0 / factor
    return longer.astype(np.int64) - less.astype(np.int64)
