"""What the claims on cost time, and what they make of the times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.activations import ACTIVATIONS
from viz.engine import record
from viz.engine.probes import losses_and_scores, parameters
from viz.engine.training import Training
from viz.labs.claims.themes import cost, run_time, storage
from viz.labs.claims.timing import Timed
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec


class Fake:
    """Keeps what is to be timed; the k-th call takes k seconds."""

    def __call__(self, timed: Sequence[Timed], rounds: int) -> np.ndarray:
        self.timed = list(timed)
        return np.tile(np.arange(len(timed), dtype=np.float64)[:, np.newaxis], (1, rounds))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    found = Fake()
    for module in (cost, run_time, storage):
        monkeypatch.setattr(module, "interleaved", found)
    return found


# 16 -------------------------------------------------------------------------------------------------------------------


def test_every_function_has_the_time_of_its_own_kernels(fake: Fake) -> None:
    costs = cost.measure_costs(Conditions())
    assert set(costs.names) == {*ACTIVATIONS, cost.AGAIN}
    for place, name in enumerate(costs.names):
        function = ACTIVATIONS[cost.RELU if name == cost.AGAIN else name]
        for kernel, seconds in ((function.value_kernel, costs.value), (function.derivative_kernel, costs.derivative)):
            call = fake.timed[round(float(seconds[place, 0]) * cost.LENGTH / 1e9)].call
            assert call.func is kernel
            assert call.args[2:] == function.arguments


def test_a_number_of_relu_takes_about_as_long_as_when_it_is_timed_by_itself() -> None:
    z = np.random.default_rng(0).normal(size=cost.LENGTH)
    out = np.empty_like(z)
    each = cost.interleaved([Timed.warm(lambda: np.maximum(z, 0.0, out=out))], 200) * 1e9 / cost.LENGTH
    costs = measured(16)
    found = np.median(costs.value[costs.names.index(cost.RELU)])
    assert np.median(each) / 5.0 < found < np.median(each) * 5.0  # the machine may do much else at either time


# 17 -------------------------------------------------------------------------------------------------------------------


def test_runs_are_told_apart(fake: Fake) -> None:
    times = run_time.measure_runs(Conditions())
    functions, networks = len(run_time.FUNCTIONS), len(run_time.NETWORKS)
    for task in range(2):
        for network in range(networks):
            expected = (task * networks + network) * functions + run_time.FUNCTIONS.index("gelu")
            assert (times.of("gelu")[task, network] == expected).all()


def test_every_training_begins_at_the_start_and_makes_all_updates(fake: Fake) -> None:
    run_time.measure_runs(Conditions())
    spec = next(iter(run_time.NETWORKS.values()))
    timed = fake.timed[run_time.FUNCTIONS.index("tanh")]
    run = timed.call.func.__self__
    for _ in range(2):
        timed.prepare()
        timed.call()
    once = Training(spec.unchecked({"activation": "tanh"}))
    once.advance(spec.steps)
    np.testing.assert_array_equal(run.network.parameters, once.network.parameters)


def test_a_share_is_what_comes_on_top_of_the_identity() -> None:
    seconds = np.ones((2, 2, len(run_time.FUNCTIONS), 10))
    seconds[:, :, run_time.FUNCTIONS.index("gelu")] = 4.0
    times = run_time.RunTimes(seconds)
    assert (times.share("gelu") == 0.75).all()
    assert (times.share("relu") == 0.0).all()
    assert (times.noise == 1.0).all()


# 22 -------------------------------------------------------------------------------------------------------------------


def test_the_densities_are_those_of_the_networks_own_activations() -> None:
    found = record(storage.NETWORK.unchecked({"frames": 1}), probes=(losses_and_scores, parameters))
    h = Training(storage.NETWORK).population.x_train[0]
    for layer in range(2):
        h = np.maximum(h @ found.weights[layer][0, -1] + found.biases[layer][0, -1], 0.0)
        assert measured(22).layers.density[layer] == pytest.approx(np.mean(h > 0.0), abs=1e-3)  # recorded in float32


def test_bytes_are_those_of_the_format() -> None:
    layers, samples = measured(22).layers, storage.NETWORK.samples
    for width, density, dense, kept in zip(
        storage.NETWORK.hidden, layers.density, layers.dense_bytes, layers.sparse_bytes, strict=True
    ):
        entries = round(samples * width * float(density))
        assert dense == 8 * samples * width
        assert kept == 12 * entries + 4 * (samples + 1)


def test_all_ways_give_the_same_product(fake: Fake) -> None:
    rng = np.random.default_rng(0)
    matrix, weight = np.maximum(rng.normal(size=(20, 5)), 0.0), rng.normal(size=(5, 3))
    density, _, _, dense, again, product, converted = storage.timed_products([matrix, matrix], [weight] * 2, 7)
    assert density.tolist() == [np.mean(matrix > 0.0)] * 2
    assert [times[:, 0].tolist() for times in (dense, again, product, converted)] == [[0, 4], [1, 5], [2, 6], [3, 7]]
    for timed in fake.timed:
        np.testing.assert_allclose(timed.call(), matrix @ weight, rtol=1e-12, atol=1e-12)


def test_the_lines_cross_where_a_power_law_says() -> None:
    density = np.array([0.01, 0.1, 0.5, 1.0])
    assert storage.break_even(density, (density / 0.25) ** 0.7) == pytest.approx(0.25)
    assert np.isnan(storage.break_even(density, density / 0.001))
    assert np.isnan(storage.break_even(density, density / 2.0))


def test_the_network_can_be_opened() -> None:
    for play in (cost.play_costs, run_time.play_runs, storage.play_savings):
        settings = play(Conditions(first=1000)).settings
        assert type(settings).from_query(settings.to_query()) == (settings, [])
    assert isinstance(storage.NETWORK, ExperimentSpec)
