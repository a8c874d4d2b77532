"""Rules that end a run: each at the right frame, in words, and loosened without going back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine.stopping import Stopping, determined, rest
from viz.spec import ExperimentSpec

SPEC = ExperimentSpec(steps=1000, frames=10)


def frame(losses: list[float], scores: list[float] | None = None, active: list[list[float]] | None = None) -> dict:
    """Return what the probes measured of P members with one hidden layer of two units."""
    return {
        "train_loss": np.array(losses),
        "train_score": np.array(scores or [0.5] * len(losses)),
        "active_fraction": [np.ones((len(losses), 3)), np.array(active or [[1.0, 1.0]] * len(losses))],
    }


def judged(spec: ExperimentSpec, frames: list[tuple[int, dict]], score: str = "accuracy") -> Stopping:
    stopping = Stopping([spec], score)
    for step, measured in frames:
        stopping.judge(step, measured, [True])
    return stopping


def test_without_rules_nothing_is_looked_at() -> None:
    stopping = Stopping([SPEC], "accuracy")
    stopping.judge(0, {}, [True])
    assert not stopping.active
    assert stopping.stops == [None]


@pytest.mark.parametrize(
    ("rule", "measured", "score", "message"),
    [
        (
            {"target_loss": 0.1},
            frame([0.09871]),
            "accuracy",
            "Stopped at step 1,240: training loss 0.0987 is at most the target 0.1.",
        ),
        (
            {"target_loss": 2e-5},
            frame([1.23e-5]),
            "accuracy",
            "Stopped at step 1,240: training loss 1.23·10⁻⁵ is at most the target 2·10⁻⁵.",
        ),
        (
            {"target_score": 0.95},
            frame([1.0], [0.9525]),
            "accuracy",
            "Stopped at step 1,240: training accuracy 95.25 % is at least the target 95 %.",
        ),
        (
            {"target_score": 0.9},
            frame([1.0], [0.9]),
            "r2",
            "Stopped at step 1,240: training R² 0.9 is at least the target 0.9.",
        ),
        (
            {"stop_when_dead": True},
            frame([1.0], active=[[0.0, 0.0]]),
            "accuracy",
            "Stopped at step 1,240: every unit of layer 2 is dead.",
        ),
    ],
)
def test_a_rule_ends_the_run_at_the_first_frame_where_it_holds(rule, measured, score, message) -> None:
    spec = replace(SPEC, **rule)
    begun = frame([2.0], [0.4], [[0.0, 0.1]])
    assert judged(spec, [(1000, begun)], score).stops == [None]
    (stop,) = judged(spec, [(1000, begun), (1240, measured), (1300, measured)], score).stops
    assert stop.message == message
    assert stop.to_json() == {"kind": next(iter(rule)).replace("stop_when_", ""), "step": 1240, "message": message}


def test_a_plateau_is_counted_from_the_last_loss_that_was_clearly_lower() -> None:
    spec = replace(SPEC, plateau=300)
    losses = [(0, 1.0), (100, 0.5), (200, 0.4997), (300, 0.4996), (400, 0.49955)]
    (stop,) = judged(spec, [(step, frame([loss])) for step, loss in losses]).stops
    assert (stop.kind, stop.step) == ("plateau", 400)
    assert "0.1 % lower than the 0.5 of step 100 in 300 steps" in stop.message
    losses[3] = (300, 0.4994)  # lower than 0.5 by more than 0.1 %
    assert judged(spec, [(step, frame([loss])) for step, loss in losses]).stops == [None]


def test_time_is_what_was_spent_on_training() -> None:
    stopping = Stopping([replace(SPEC, seconds=2.0)], "accuracy")
    for step, seconds in ((0, 0.5), (100, 1.9), (200, 2.1)):
        stopping.seconds = seconds
        stopping.judge(step, frame([1.0]), [True])
    (stop,) = stopping.stops
    assert stop.message == "Stopped at step 200: 2 seconds of training are over."
    assert not determined(stop.to_json())
    assert determined(None)
    assert determined({"kind": "plateau"})
    assert determined({"step": 3, "message": "of an older recording"})


@given(
    st.lists(st.floats(0.01, 2.0), min_size=1, max_size=20),
    st.sampled_from([0.0, 0.05, 0.5]),
    st.sampled_from([0, 100, 300]),
)
def test_members_stop_as_they_do_alone(losses: list[float], target: float, plateau: int) -> None:
    spec = replace(SPEC, target_loss=target, plateau=plateau)
    other = replace(SPEC, target_loss=0.3)
    together = Stopping([other, spec], "accuracy")
    alone = Stopping([spec], "accuracy")
    for number, loss in enumerate(losses):
        together.judge(100 * number, frame([losses[-1 - number], loss]), [True, True])
        alone.judge(100 * number, frame([loss]), [True])
    assert together.stops[1] == alone.stops[0]


def test_who_overflowed_does_not_stop_as_well() -> None:
    stopping = Stopping([replace(SPEC, plateau=100)] * 2, "accuracy")
    for step in (0, 100, 200):
        stopping.judge(step, frame([np.nan, 1.0]), [False, True])
    assert stopping.stops[0] is None
    assert stopping.stops[1].step == 100


@pytest.mark.parametrize(
    ("old", "looser", "tighter"),
    [
        ({"target_loss": 0.5}, {"target_loss": 0.1}, {"target_loss": 0.6}),
        ({"target_loss": 0.5}, {"target_loss": 0.0}, {"target_score": 0.9, "target_loss": 0.5}),
        ({"target_score": 0.8}, {"target_score": 0.95}, {"target_score": 0.7}),
        ({"plateau": 100}, {"plateau": 500}, {"plateau": 50}),
        ({"stop_when_dead": True}, {}, {"stop_when_dead": True, "seconds": 1.0}),
        ({"seconds": 1.0}, {"seconds": 3.0}, {"seconds": 0.5}),
    ],
)
def test_a_run_goes_on_by_looser_rules_only(old: dict, looser: dict, tighter: dict) -> None:
    stopping = Stopping([replace(SPEC, **old)], "accuracy")
    end = frame([0.4], [0.9], [[0.0, 0.0]])
    for step, measured in ((0, frame([0.4], [0.1])), (100, end)):
        stopping.judge(step, measured, [True])
        stopping.seconds = 1.5
    stopping.judge(101, end, [True])
    assert stopping.stops[0] is not None
    stopping.stops[0] = replace(stopping.stops[0], step=101)
    with pytest.raises(ValueError, match="looser rules only"):
        stopping.check_loosened([replace(SPEC, **tighter)])
    with pytest.raises(ValueError, match="would stop all the same"):
        stopping.check_loosened([replace(SPEC, **old)])
    stopping.check_loosened([replace(SPEC, **looser)])
    stopping.loosen([replace(SPEC, **looser)])
    assert stopping.stops == [None]


def test_a_member_held_since_earlier_cannot_go_on() -> None:
    stopping = Stopping([replace(SPEC, target_loss=0.5)] * 2, "accuracy")
    for step in (0, 100):
        stopping.judge(step, frame([0.4, 1.0]), [True, True])
    with pytest.raises(ValueError, match="network 1 stopped at step 0"):
        stopping.check_loosened([SPEC] * 2)


def test_a_rule_says_what_it_needs() -> None:
    stopping = Stopping([replace(SPEC, stop_when_dead=True)], "accuracy")
    with pytest.raises(ValueError, match="need active_fraction, which no probe measures"):
        stopping.judge(0, {"train_loss": np.ones(1), "train_score": np.ones(1)}, [True])


def test_a_state_restored_knows_the_best_loss() -> None:
    spec = replace(SPEC, plateau=200)
    first = judged(spec, [(0, frame([1.0])), (100, frame([0.5]))])
    second = Stopping([spec], "accuracy")
    second.state = first.state
    first.judge(150, frame([0.1]), [True])  # which the copy does not see
    for step in (200, 300):
        second.judge(step, frame([0.5]), [True])
    assert second.stops[0].step == 300


def test_the_last_frame_of_who_has_stopped_is_repeated() -> None:
    before, now = frame([1.0, 2.0]), frame([3.0, 4.0], [0.7, 0.8], [[0.0, 0.1], [0.2, 0.3]])
    rest([True, False], now, before)
    assert now["train_loss"].tolist() == [1.0, 4.0]
    assert now["train_score"].tolist() == [0.5, 0.8]
    assert now["active_fraction"][1].tolist() == [[1.0, 1.0], [0.2, 0.3]]
    rest([True, False], now, None)
