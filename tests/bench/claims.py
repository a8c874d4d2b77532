"""The claims: how long all of them take on two workers, the longest alone, and whether other seeds say the same."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator

from tests.bench.timing import Row
from viz.engine.workers import Workers
from viz.labs.claims import CLAIMS, Board, Verdict, every
from viz.labs.claims.board import outcome
from viz.spec.claims import ClaimTest, Conditions

WORKERS = 2
SEED_SETS = [Conditions(first=1000 * number) for number in range(1, 11)]
AGREEING = 9  # of ten other seed sets
ALL_SECONDS, ONE_SECONDS = 60, 5


def rows() -> Iterator[Row]:
    """Yield the lines of the report."""
    workers = Workers(WORKERS)
    try:
        began = time.perf_counter()
        _board(workers, Conditions(), tuple(CLAIMS))
        seconds = time.perf_counter() - began
        yield Row(
            f"All {len(CLAIMS)} claims at the default seeds, {WORKERS} workers",
            "s",
            f"≤ {ALL_SECONDS}",
            {"ReLU Lab": seconds},
            seconds <= ALL_SECONDS,
        )
        alone = [(workers.submit(outcome, ClaimTest(number)).result().seconds, number) for number in CLAIMS]
        longest, number = max(alone)
        yield Row(
            f"The longest of them alone (claim {number})",
            "s",
            f"≤ {ONE_SECONDS}",
            {"ReLU Lab": longest},
            longest <= ONE_SECONDS,
        )
        yield Row("The median of them", "s", "–", {"ReLU Lab": statistics.median(seconds for seconds, _ in alone)})
        stable, measured = _stable(workers)
        yield Row(
            "Claims whose verdict is the same at 9 of 10 other seed sets, or “depends”",
            f"of {measured}",
            "all",
            {"ReLU Lab": stable},
            stable == measured,
        )
    finally:
        workers.shutdown(wait=False, cancel_futures=True)


def _board(workers: Workers, conditions: Conditions, numbers: tuple[int, ...]) -> Board:
    *_, board = every(conditions, workers, numbers)
    return board


def _stable(workers: Workers) -> tuple[int, int]:
    """Return how many of the claims in which chance plays a part are stable, and how many those are."""
    numbers = tuple(number for number, claim in CLAIMS.items() if claim.chance)
    verdicts: dict[int, Counter[Verdict]] = {number: Counter() for number in numbers}
    for conditions in SEED_SETS:
        for number, found in _board(workers, conditions, numbers).outcomes.items():
            verdicts[number][found.finding.verdict] += 1
    unstable = {number: counts for number, counts in verdicts.items() if not _agrees(counts)}
    for number, counts in unstable.items():
        print(f"claim {number}: {', '.join(f'{count} × {verdict.value}' for verdict, count in counts.items())}")
    return len(numbers) - len(unstable), len(numbers)


def _agrees(counts: Counter[Verdict]) -> bool:
    verdict, count = counts.most_common(1)[0]
    return count >= AGREEING or verdict is Verdict.DEPENDS
