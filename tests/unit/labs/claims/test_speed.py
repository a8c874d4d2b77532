"""How many steps a run takes to its target, and which learning rate is the best, by the losses of whole runs."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import record
from viz.engine.probes import losses_and_scores
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes import speed
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec

CONDITIONS = Conditions()


def losses(specs: list[ExperimentSpec]) -> tuple[np.ndarray, np.ndarray]:
    """Return the recorded steps (T,) and losses (P, T) of runs that no target stops."""
    found = record(*[spec.unchecked({"target_loss": 0.0}) for spec in specs], probes=(losses_and_scores,))
    return found.steps, found.train_loss


def first_steps(specs: list[ExperimentSpec]) -> np.ndarray:
    """Return the first recorded step at which a run's loss is at most the target, (P,); inf: none."""
    steps, loss = losses(specs)
    below = loss <= specs[0].target_loss
    return np.where(below.any(axis=1), steps[below.argmax(axis=1)], np.inf)


@pytest.mark.parametrize("task", range(len(speed.TASKS)))
def test_steps_are_those_at_which_a_whole_run_meets_its_target(task: int) -> None:
    found = measured(29)
    for place, entry in enumerate(speed.FUNCTIONS.items()):
        spec = speed.started(list(speed.TASKS.values())[task], *entry, found.limit)
        chosen = spec.unchecked({"learning_rate": float(found.rates[task, place])})
        np.testing.assert_array_equal(first_steps(seeded(chosen, CONDITIONS)), found.steps[task, place])


def test_rates_are_chosen_with_seeds_that_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[list[ExperimentSpec]] = []

    def fake(specs: list[ExperimentSpec]) -> np.ndarray:
        trained.append(specs)
        return np.array([abs(spec.learning_rate - 0.3) for spec in specs])

    monkeypatch.setattr(speed, "steps_to_target", fake)
    found = speed.measure_convergence(Conditions(seeds=12, first=40))
    assert (found.rates == 0.3).all()
    assert len(trained) == 2 * len(speed.TASKS) * len(speed.FUNCTIONS)
    for tuning, counting in zip(trained[::2], trained[1::2], strict=True):
        assert [spec.seed for spec in counting] == list(range(40, 52))
        assert {spec.learning_rate for spec in counting} == {0.3}
        assert not {spec.seed for spec in tuning} & set(range(40, 52))
        assert {spec.learning_rate for spec in tuning} == set(speed.RATES)


def test_the_rate_is_the_best_of_those_tried() -> None:
    found = measured(29)
    spec = speed.started(speed.TASKS["a sine curve"], "tanh", "glorot_uniform", found.limit)
    others = range(speed.APART_SEEDS, speed.APART_SEEDS + speed.TUNING_SEEDS)
    means = [
        np.minimum(
            first_steps([spec.unchecked({"seed": s, "learning_rate": rate}) for s in others]), found.limit
        ).mean()
        for rate in speed.RATES
    ]
    assert found.rates[1, 2] == speed.RATES[int(np.argmin(means))]


def test_a_run_that_overflows_never_gets_there() -> None:
    spec = speed.started(speed.TASKS["a sine curve"], "relu", "he_normal", 100)
    runs = [spec.unchecked({"learning_rate": 30.0, "seed": seed}) for seed in range(3)]
    assert any(record(*runs, probes=(losses_and_scores,)).header["overflows"])
    assert np.isinf(speed.steps_to_target(runs)).all()


def test_what_never_gets_there_is_slower_and_counts_with_all_steps() -> None:
    inf = np.inf
    steps = np.array([[[10.0, inf, inf, 50.0], [20.0, 30.0, inf, inf], [40.0, 60.0, inf, 40.0]]])
    found = speed.Convergence(steps, np.ones((1, 3)), 100)
    assert found.faster.tolist() == [[[True, False, False, True], [True, False, False, False]]]
    np.testing.assert_allclose(found.ratio, [[2.0, 0.3, 1.0, 0.8]])


def test_the_race_can_be_opened() -> None:
    settings = speed.play_convergence(Conditions(seeds=40, first=1000)).settings
    assert type(settings).from_query(settings.to_query()) == (settings, [])
