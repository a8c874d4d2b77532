"""All claims on an executor: each once, what measures time last and alone."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any

from viz.labs.claims import CLAIMS, Outcome, every, one
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.spec.claims import ClaimTest, Conditions


class Noted(Executor):
    """Doesn't test anything: notes which claims it was asked for, and how many of them were waiting then."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.open = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        (test,) = args
        self.open += 1
        self.asked.append((test.number, self.open))
        future = Answered(self)
        finding = Finding(Verdict.HOLDS, Quantity("n", 1.0), "Why.")
        future.set_result(Outcome(test.number, test.conditions, finding, (), 0.0))
        return future


class Answered(Future[Any]):
    """Counts itself off when its result is taken."""

    def __init__(self, executor: Noted) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Any:
        self.executor.open -= 1
        return super().result(timeout)


def test_each_is_tested_once_and_what_measures_time_alone_at_the_end() -> None:
    executor = Noted()
    *_, board = every(Conditions(), executor)
    assert list(board.outcomes) == list(CLAIMS)
    assert board.progress == 1.0
    timed = [number for number, claim in CLAIMS.items() if claim.category == "timing"]
    assert sorted(number for number, _ in executor.asked) == list(CLAIMS)
    assert [number for number, _ in executor.asked][-len(timed) :] == timed
    assert [waiting for number, waiting in executor.asked if number in timed] == [1] * len(timed)


def test_the_board_grows_and_one_is_as_on_the_board() -> None:
    conditions = Conditions(12, 5)
    boards = list(every(conditions, numbers=(1, 2, 4)))
    assert [len(board.outcomes) for board in boards] == [1, 2, 3]
    assert [board.progress for board in boards] == [1 / 3, 2 / 3, 1.0]
    (tested,) = one(ClaimTest(2, conditions))
    assert tested.progress == 1.0
    assert tested.outcome.finding.reason == boards[-1].outcomes[2].finding.reason
    assert tested.outcome.conditions == conditions
