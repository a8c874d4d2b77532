"""What the tests expect of a claim: its verdict on the real experiment, and on doctored ones that must turn it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from viz.labs.claims import CLAIMS, Verdict
from viz.spec.claims import Conditions


@dataclass(frozen=True)
class Expectation:
    """Verdicts of a claim.

    real : of the real experiment; None for one that depends on the machine.
    doctored : what makes another measurement of the real one (or makes it afresh in a world that is otherwise), and the
    verdict that it must get.
    """

    real: Verdict | None
    doctored: tuple[tuple[Callable[[Any], Any], Verdict], ...]


@cache
def measured(number: int) -> Any:
    """Return what the real experiment of a claim gives under the standard conditions; measured once for all tests."""
    return CLAIMS[number].measure(Conditions())
