"""What is said of lanes: their goals, what distinguishes them, where they come from, and the stages of a fork."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viz.spec import ExperimentSpec
from viz.spec.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.fork import forked
from viz.spec.goal import Goal, goals
from viz.spec.lane_label import lane_labels
from viz.spec.lineage import Origin, lineage, together_until
from viz.spec.race import RaceSpec
from viz.spec.stage_words import action_words, stage_words

RUN = ExperimentSpec(steps=600, frames=60)
SINE = replace(RUN, dataset="sine")


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((RUN,), [Goal("test_score", 0.95, "accuracy")]),
        ((SINE,), [Goal("test_score", 0.9, "r2")]),
        ((replace(RUN, test_share=0.0),), [Goal("train_score", 0.95, "accuracy")]),
        ((replace(RUN, target_score=0.8),), [Goal("train_score", 0.8, "accuracy")]),
        ((replace(RUN, target_loss=0.1),), [Goal("train_loss", 0.1, "accuracy")]),
        # A target counts only if all have it.
        (
            (replace(RUN, target_loss=0.1), RUN),
            [Goal("test_score", 0.95, "accuracy"), Goal("test_score", 0.95, "accuracy")],
        ),
        ((RUN, SINE), [Goal("test_score", 0.95, "accuracy"), Goal("test_score", 0.9, "r2")]),
    ],
)
def test_the_goal_is_a_shared_target_or_the_usual_one(runs: tuple[ExperimentSpec, ...], expected: list[Goal]) -> None:
    assert list(goals(runs)) == expected


def test_a_goal_is_met_in_single_precision_too() -> None:
    goal = Goal("test_score", 0.95, "accuracy")
    assert goal.met(0.949999988079071)
    assert not goal.met(0.9499)
    assert not goal.met(float("nan"))
    assert Goal("train_loss", 0.1, "r2").met(0.1)
    assert not Goal("train_loss", 0.1, "r2").met(float("nan"))


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"optimiser": "adam", "learning_rate": 0.01}, "Adam, learning rate 0.01"),
        ({"hidden": (8, 8, 8)}, "8–8–8"),
        ({"l1": 0.01}, "L1 0.01"),
        ({"normalisation": "layer"}, "normalisation layer norm"),
        ({"activation": "leaky_relu(slope:0.3)"}, "Leaky ReLU 0.3"),
        ({"layer_activations": ("relu", "tanh")}, "ReLU / Tanh"),
        ({"unit_activations": ("2.5:tanh",)}, "activation per unit 2.5 Tanh"),
        ({"earlier": ("200;do=redo",)}, "dead units re-initialised, from step 200"),
        ({"learning_rate": 0.5, "earlier": ("200;learning_rate=0.1",)}, "learning rate 0.5, from step 200"),
        ({"momentum": 0.5, "seed": 3}, "seed 3"),  # plain gradient descent has no momentum
        ({"seed": 3, "dropout": 0.2, "l1": 0.1, "l2": 0.1}, "dropout 0.2, L1 0.1, L2 0.1, 1 more"),
    ],
)
def test_a_lane_is_called_by_what_is_other_in_it(changes: dict[str, object], label: str) -> None:
    assert lane_labels([RUN, replace(RUN, **changes)])[1] == label  # type: ignore[arg-type]


def test_what_most_lanes_have_is_not_said() -> None:
    runs = [replace(RUN, dropout=0.1), replace(RUN, activation="tanh"), replace(RUN, seed=4), replace(RUN, l2=0.1)]
    assert lane_labels(runs) == ["dropout 0.1", "Tanh", "seed 4", "L2 0.1"]
    assert lane_labels([RUN, replace(RUN, learning_rate=0.5)]) == ["learning rate 0.1", "learning rate 0.5"]


def test_stages_in_words() -> None:
    fork = forked(
        forked(RUN, 200, learning_rate=0.5, activation="elu"), 300, [ReDo()], layer_activations=("relu", "tanh")
    )
    assert stage_words(fork) == [
        (200, "Activation ReLU → ELU, Learning rate 0.1 → 0.5"),
        (300, "dead units re-initialised, Activation per layer none → ReLU / Tanh"),
    ]
    assert stage_words(forked(RUN, 200)) == [(200, "as before")]
    assert stage_words(RUN) == []


def test_actions_in_words() -> None:
    assert action_words(RaiseBias(0.1), RUN) == "biases of dead units raised by 0.1"
    assert action_words(SetBias(2, 3, -0.5), RUN) == "bias of unit 3 in layer 2 set to −0.5"
    assert action_words(SetWeight(2, 3, 1, 1.5), RUN) == "weight of input 1 of unit 3 in layer 2 set to 1.5"
    assert action_words(SetBias(3, 1, 0.5), RUN) == "bias of output 1 set to 0.5"
    assert action_words(SetWeight(3, 1, 8, 2.0), RUN) == "weight of input 8 of output 1 set to 2"


def test_lineage_finds_the_parent() -> None:
    child = forked(RUN, 200, learning_rate=0.5)
    grandchild = forked(child, 300, l2=0.1)
    stranger = forked(replace(RUN, seed=7), 100)
    assert lineage([grandchild, RUN, child, stranger]) == [
        Origin(2, 300, "L2 0 → 0.1"),
        Origin(),
        Origin(1, 200, "Learning rate 0.1 → 0.5"),
        Origin(None, 100, "as before"),
    ]


def test_siblings_have_no_parent_among_themselves() -> None:
    assert [origin.parent for origin in lineage([forked(RUN, 200, l2=0.1), forked(RUN, 200, l2=0.5)])] == [None, None]


def test_lanes_are_together_until_the_first_of_them_parts() -> None:
    child = forked(RUN, 200, learning_rate=0.5)
    assert together_until([RUN, child, forked(RUN, 400, l2=0.1)]) == 200
    assert together_until([RUN, RUN]) is None
    assert together_until([RUN, forked(RUN, 200)]) is None  # nothing is changed yet
    assert together_until([RUN, replace(RUN, seed=1)]) == 0
    assert together_until([RUN, replace(RUN, learning_rate=0.5)]) == 0


def test_a_race_over_seeds() -> None:
    spec = RaceSpec((replace(RUN, seed=5, seconds=2.0), SINE), 3)
    places, runs = spec.runs()
    assert sorted(places) == [(lane, number) for lane in (0, 1) for number in (0, 1, 2)]
    for (lane, number), run in zip(places, runs, strict=True):
        assert run == replace(spec.lanes[lane], seed=(5, 0)[lane] + number, seconds=0.0)
    assert hash(spec) == hash(RaceSpec(spec.lanes, 3))
