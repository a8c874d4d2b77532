"""Measurements of the claims of themes/cost.py, run_time.py and storage.py in a world that is otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.labs.claims.expectation import Expectation
from viz.labs.claims import Verdict
from viz.labs.claims.themes.cost import AGAIN, RELU, Costs, measure_costs
from viz.labs.claims.themes.run_time import FUNCTIONS, RIVALS, RunTimes, measure_runs
from viz.labs.claims.themes.storage import Savings, measure_savings
from viz.spec.claims import Conditions

FAR = 1e9  # beyond the noise of any machine


def wild(times: np.ndarray) -> np.ndarray:
    """Return times (..., R), every other one far longer: nothing can be told on such a machine."""
    return times * np.where(np.arange(times.shape[-1]) % 2, FAR, 1.0)


def others_are_dear(costs: Costs) -> Costs:
    rest = np.array([[1.0 if name in (RELU, AGAIN) else FAR] for name in costs.names])
    return replace(costs, value=costs.value * rest, derivative=costs.derivative * rest)


def the_dearest_is_relu(_: Costs) -> Costs:
    costs = measure_costs(Conditions(), relu="isrlu")
    relu, again = costs.names.index(RELU), costs.names.index(AGAIN)
    costs.value[again], costs.derivative[again] = costs.value[relu], costs.derivative[relu]
    return costs


def costs_on_a_wild_machine(costs: Costs) -> Costs:
    value, derivative = others_are_dear(costs).value, others_are_dear(costs).derivative
    place = costs.names.index(AGAIN)
    value[place], derivative[place] = FAR * wild(value[place]), FAR * wild(derivative[place])
    return replace(costs, value=value, derivative=derivative)


def rivals_times(measured: RunTimes, factor: float) -> RunTimes:
    """Return the times with all those of the other functions multiplied."""
    factors = np.array([factor if name in RIVALS else 1.0 for name in FUNCTIONS])
    return RunTimes(measured.seconds * factors[:, np.newaxis])


def others_take_longer(measured: RunTimes) -> RunTimes:
    return rivals_times(measured, FAR)


def others_take_less(measured: RunTimes) -> RunTimes:
    return rivals_times(measured, 1.0 / FAR)


def relu_is_slow(_: RunTimes) -> RunTimes:
    measured = measure_runs(Conditions(), relu="isrlu")
    measured.seconds[:, :, FUNCTIONS.index(AGAIN)] = measured.of(RELU)
    return measured


def runs_on_a_wild_machine(measured: RunTimes) -> RunTimes:
    seconds = measured.seconds.copy()
    seconds[:, :, FUNCTIONS.index(AGAIN)] = FAR * wild(seconds[:, :, FUNCTIONS.index(AGAIN)])
    return RunTimes(seconds)


def sparse_is_fast(savings: Savings) -> Savings:
    return replace(savings, layers=replace(savings.layers, product=savings.layers.product / FAR))


def sparse_is_slow(savings: Savings) -> Savings:
    return replace(savings, layers=replace(savings.layers, product=savings.layers.product * FAR))


def nothing_is_zero(_: Savings) -> Savings:
    return sparse_is_slow(measure_savings(Conditions(), activation="tanh"))


EXPECTATIONS: dict[int, Expectation] = {
    16: Expectation(
        None,
        (
            (others_are_dear, Verdict.HOLDS),
            (the_dearest_is_relu, Verdict.FAILS),
            (costs_on_a_wild_machine, Verdict.DEPENDS),
        ),
    ),
    17: Expectation(
        None,
        (
            (others_take_longer, Verdict.HOLDS),
            (others_take_less, Verdict.FAILS),
            (relu_is_slow, Verdict.FAILS),
            (runs_on_a_wild_machine, Verdict.DEPENDS),
        ),
    ),
    22: Expectation(
        None,
        (
            (sparse_is_fast, Verdict.HOLDS),
            (sparse_is_slow, Verdict.DEPENDS),
            (nothing_is_zero, Verdict.FAILS),
        ),
    ),
}
