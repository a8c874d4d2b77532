"""Rescues are forks that change one thing, and know what they were forked from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.spec import ExperimentSpec
from viz.spec.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.fork import forked
from viz.spec.rescue import REMEDIES, parent, rescued, settings_at, unit_fork

RUN = ExperimentSpec(learning_rate=2.0, steps=1000)


@pytest.mark.parametrize("name", REMEDIES)
def test_a_remedy_is_a_fork_that_leaves_the_past_as_it_was(name: str) -> None:
    found = rescued(RUN, name, 400)
    before, after = found.stages
    assert before.spec == RUN
    assert after.start == 400
    assert after.spec != RUN or after.actions


def test_what_remedies_do() -> None:
    last = {name: rescued(RUN, name, 400).stages[-1] for name in REMEDIES}
    assert last["leaky"].spec == RUN.unchecked({"activation": "leaky_relu"})
    assert (last["redo"].spec, last["redo"].actions) == (RUN, (ReDo(),))
    assert (last["bias"].spec, last["bias"].actions) == (RUN, (RaiseBias(0.1),))
    assert last["rate"].spec == RUN.unchecked({"learning_rate": 0.2})
    assert last["clip"].spec == RUN.unchecked({"clip_norm": 1.0})
    assert last["adam"].spec == RUN.unchecked({"optimiser": "adam", "learning_rate": 0.001})


def test_leaky_from_here_is_for_every_unit() -> None:
    mixed = ExperimentSpec(layer_activations=("relu", "tanh"), unit_activations=("2.1:gelu",))
    found = rescued(mixed, "leaky", 100)
    assert {activation.name for activation in found.layers} == {"leaky_relu"}
    assert found.unit_activations == ()


def test_the_rate_is_that_of_the_step_and_stays_within_bounds() -> None:
    slower = forked(RUN, 300, learning_rate=0.5)
    assert rescued(slower, "rate", 200).learning_rate == 0.2
    assert rescued(slower, "rate", 400).learning_rate == 0.05
    least = ExperimentSpec(learning_rate=1e-5)
    with pytest.raises(ValueError, match="has that at step 10 already"):
        rescued(least, "rate", 10)


def test_what_changes_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Clip gradients at 1: the run has that"):
        rescued(RUN.unchecked({"clip_norm": 1.0}), "clip", 10)
    with pytest.raises(ValueError, match="nothing is changed"):
        unit_fork(RUN, 10, 0, 0)


def test_a_unit_goes_on_with_other_numbers() -> None:
    found = unit_fork(RUN, 40, 1, 2, bias=0.5, weights={3: -1.25, 0: 2.0})
    assert found.stages[-1].spec == RUN
    assert found.stages[-1].actions == (SetBias(2, 3, 0.5), SetWeight(2, 3, 1, 2.0), SetWeight(2, 3, 4, -1.25))


def test_a_unit_goes_on_with_another_activation() -> None:
    found = unit_fork(RUN, 40, 1, 2, activation="tanh")
    assert found.unit_activations == ("2.3:tanh",)
    assert found.stages[0].spec == RUN
    again = unit_fork(found, 60, 0, 7, activation="elu")
    assert again.unit_activations == ("1.8:elu", "2.3:tanh")
    back = unit_fork(again, 80, 1, 2, activation="relu")
    assert back.unit_activations == ("1.8:elu",)
    assert [stage.spec.unit_activations for stage in back.stages] == [
        (),
        ("2.3:tanh",),
        ("1.8:elu", "2.3:tanh"),
        ("1.8:elu",),
    ]


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit 9"):
        unit_fork(RUN, 40, 1, 8, activation="tanh")


@given(
    steps=st.lists(st.integers(1, 999), min_size=1, max_size=4, unique=True),
    remedies=st.lists(st.sampled_from(["redo", "bias", "rate"]), min_size=4, max_size=4),
)
def test_a_fork_knows_its_parent(steps: list[int], remedies: list[str]) -> None:
    run, last = RUN, RUN
    for step, remedy in zip(sorted(steps), remedies, strict=False):
        run, last = rescued(run, remedy, step), run
    found = parent(run)
    assert found == last
    assert parent(RUN) is None


def test_settings_at_a_step_are_those_of_its_stage() -> None:
    run = forked(RUN, 300, learning_rate=0.5)
    assert settings_at(run, 299).learning_rate == 2.0
    assert settings_at(run, 300).learning_rate == 0.5
