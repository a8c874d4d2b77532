"""The tests of one claim and of all of them, on any executor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

from viz.engine.spread import spread
from viz.labs.claims.claim import Outcome
from viz.labs.claims.registry import CLAIMS
from viz.spec.claims import ClaimTest, Conditions


@dataclass(frozen=True, eq=False)
class Tested:
    """One claim's outcome."""

    outcome: Outcome
    progress: float = 1.0


@dataclass(frozen=True, eq=False)
class Board:
    """The outcomes known so far, by the claims' numbers; `progress` goes from 0 to 1."""

    conditions: Conditions
    outcomes: Mapping[int, Outcome]
    progress: float


def outcome(test: ClaimTest) -> Outcome:
    """Return what the test of a claim gives."""
    return CLAIMS[test.number].test(test.conditions)


def one(test: ClaimTest, executor: Executor | None = None) -> Iterator[Tested]:
    """Test one claim."""
    yield from (Tested(found) for _, found in spread(outcome, [test], executor))


def every(
    conditions: Conditions, executor: Executor | None = None, numbers: tuple[int, ...] = tuple(CLAIMS)
) -> Iterator[Board]:
    """Test all claims, or those with the numbers given, and yield what is known so far.

    What measures time comes last, one after the other, so that nothing else of ours runs beside it.
    """
    tests = [ClaimTest(number, conditions) for number in numbers]
    timed = [test for test in tests if CLAIMS[test.number].category == "timing"]
    others = [test for test in tests if test not in timed]
    found: dict[int, Outcome] = {}
    batches = chain([others], ([test] for test in timed))
    for test, result in chain.from_iterable(spread(outcome, batch, executor) for batch in batches):
        found[test.number] = result
        yield Board(conditions, dict(sorted(found.items())), len(found) / len(tests))
