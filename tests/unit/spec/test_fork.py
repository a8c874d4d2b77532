"""Forks as settings: what they keep of their parent, what they change, and how far two runs are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.spec import ExperimentSpec
from viz.spec.actions import RaiseBias, ReDo
from viz.spec.common import common_steps
from viz.spec.fork import fork_step, forked, hold_earlier

RUN = ExperimentSpec(learning_rate=1.5)
RATES = st.sampled_from([0.1, 0.5, 1.5])


def rates(spec: ExperimentSpec) -> list[tuple[int, float]]:
    return [(stage.start, stage.spec.learning_rate) for stage in spec.stages]


def test_fork_says_what_was_before_it() -> None:
    fork = forked(RUN, 1200, [ReDo()], learning_rate=0.1)
    assert fork.earlier == ("1200;learning_rate=1.5;do=redo",)
    assert rates(fork) == [(0, 1.5), (1200, 0.1)]
    assert fork.stages[1].actions == (ReDo(),)
    assert fork_step(fork) == 1200
    assert fork_step(RUN) is None


def test_fork_with_nothing_changed_has_two_equal_stages() -> None:
    fork = forked(RUN, 1200)
    assert fork.stages[0].spec == fork.stages[1].spec == RUN
    assert common_steps(fork, RUN) == RUN.steps


def test_fork_of_a_fork_before_its_step_is_a_fork_of_the_parent() -> None:
    fork = forked(RUN, 1200, learning_rate=0.1)
    assert rates(forked(fork, 1000)) == [(0, 1.5), (1000, 1.5)]
    assert rates(forked(fork, 1500, learning_rate=0.5)) == [(0, 1.5), (1200, 0.1), (1500, 0.5)]


def test_fork_of_a_fork_at_its_step_joins_what_is_done_there() -> None:
    fork = forked(forked(RUN, 1200, [ReDo()], learning_rate=0.1), 1200, [RaiseBias(0.5)], l2=0.2)
    assert rates(fork) == [(0, 1.5), (1200, 0.1)]
    assert fork.stages[1].actions == (ReDo(), RaiseBias(0.5))
    assert (fork.stages[0].spec.l2, fork.stages[1].spec.l2) == (0.0, 0.2)


@given(st.lists(st.tuples(st.integers(0, 6000), RATES), max_size=5), st.integers(0, 6000))
def test_settings_in_force_are_those_of_the_last_fork_before(forks: list[tuple[int, float]], step: int) -> None:
    """The oracle keeps a plain list of rates by step."""
    spec, expected = RUN, {0: 1.5}
    for at, rate in forks:
        spec = forked(spec, at, learning_rate=rate)
        expected = {start: known for start, known in expected.items() if start < at} | {at: rate}
    assert ExperimentSpec.from_query(spec.to_query()) == (spec, [])
    in_force = [stage.spec.learning_rate for stage in spec.stages if stage.start <= step][-1]
    assert in_force == expected[max(start for start in expected if start <= step)]


@pytest.mark.parametrize(("changes", "words"), [({"hidden": (3,)}, "hidden"), ({"seed": 2}, "seed")])
def test_what_cannot_change_during_a_run_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=f"{words} can't change in the middle of a run"):
        forked(RUN, 10, **changes)


def test_step_beyond_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no step 6,001 .* has 6,000 steps"):
        forked(RUN, 6001)


def test_widget_of_a_fork_changes_its_last_stage_only() -> None:
    fork = forked(RUN, 1200)
    changed = replace(fork, **hold_earlier(fork, {"learning_rate": 0.1}))
    assert rates(changed) == [(0, 1.5), (1200, 0.1)]
    assert replace(changed, **hold_earlier(changed, {"learning_rate": 1.5})) == fork
    seeded = replace(changed, **hold_earlier(changed, {"seed": 7}))
    assert [stage.spec.seed for stage in seeded.stages] == [7, 7]
    assert hold_earlier(RUN, {"learning_rate": 0.1}) == {"learning_rate": 0.1}


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (("9000",), "forked at step 9,000 but has only 6,000"),
        (("500", "400"), "until step 400 can't follow one until 500"),
        (("500;hidden=3",), "'hidden' can't change"),
        (("500;layer_activations=relu",), "1 activations for 2 hidden layers"),
        (("500;do=bias:9.1:2",), "no unit 1 in layer 9: the widths are 8-8-1"),
        (("500;do=weight:1.1.3:2",), "layer 1 has 2 inputs"),
        (("500;do=bias:1.1:nan",), "not a number from"),
        (("500;do=explode",), "none of redo"),
        (("x",), "'x' is not a whole number"),
    ],
)
def test_stages_that_cannot_be_are_named(earlier: tuple[str, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ExperimentSpec(earlier=earlier)


@pytest.mark.parametrize(
    ("other", "steps"),
    [
        (RUN, 6000),
        (forked(RUN, 1200, learning_rate=0.1), 1200),
        (forked(RUN, 1200, [ReDo()]), 1200),
        (forked(forked(RUN, 1200), 2000, l2=0.1), 2000),
        (forked(RUN, 0, learning_rate=0.1), None),
        (replace(RUN, learning_rate=0.1), None),
        (replace(RUN, seed=1), None),
        (replace(RUN, steps=7000), None),
        (replace(RUN, weights_seed=4), None),
    ],
)
def test_how_far_two_runs_are_the_same(other: ExperimentSpec, steps: int | None) -> None:
    assert common_steps(RUN, other) == common_steps(other, RUN) == steps
