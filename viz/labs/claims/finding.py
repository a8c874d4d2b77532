"""What a test finds: a verdict, the number that it rests on with its spread, and the reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from viz.spec.numbers import plain

MOST = 0.9  # the share of seeds that must agree
QUANTILES = (0.1, 0.5, 0.9)


class Verdict(Enum):
    """What becomes of a claim; RECORD: nothing was measured, it is a matter of record."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"
    RECORD = "record"


@dataclass(frozen=True)
class Quantity:
    """A number that was measured.

    value : the number; a median where there is a spread.  low, high : its spread, or None where chance plays no part.
    over : what the spread is over, as in "10 seeds".  written : how a number is written.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    over: str = ""
    written: Callable[[float], str] = plain

    @property
    def text(self) -> str:
        """The number as people read it."""
        return self.written(self.value)

    @property
    def spread(self) -> str:
        """The spread as people read it; empty if there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.written(self.low)} to {self.written(self.high)}"


@dataclass(frozen=True)
class Finding:
    """A verdict and what it rests on.

    number : the one that decides.  reason : one sentence, written from what was measured.  depends_on : what it depends
    on, for DEPENDS, as in "the learning rate".  more : other numbers worth seeing.
    """

    verdict: Verdict
    number: Quantity | None
    reason: str
    depends_on: str = ""
    more: tuple[Quantity, ...] = ()

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.DEPENDS) != bool(self.depends_on):
            raise ValueError(f"a verdict {self.verdict.value!r} that depends on {self.depends_on!r}")
        if (self.verdict is Verdict.RECORD) != (self.number is None):
            raise ValueError("what is measured has a number, what is on record has none")


def over_seeds(
    label: str, values: npt.ArrayLike, written: Callable[[float], str] = plain, unit: str = "seeds"
) -> Quantity:
    """Return the median of one value a seed (S,) with its 10 % and 90 % quantiles."""
    array = np.asarray(values, dtype=np.float64)
    low, median, high = np.quantile(array, QUANTILES).tolist()
    return Quantity(label, median, low, high, f"{array.size} {unit}", written)


def by_seeds(agrees: npt.ArrayLike) -> Verdict:
    """Return HOLDS if nearly all seeds (S,) agree with the claim, FAILS if nearly none does, else DEPENDS."""
    share = float(np.mean(np.asarray(agrees, dtype=bool)))
    if share >= MOST:
        return Verdict.HOLDS
    return Verdict.FAILS if share <= 1.0 - MOST + 1e-12 else Verdict.DEPENDS
