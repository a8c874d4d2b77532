"""Networks born dead: counted exactly, reproducibly, and as published."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from viz.activations import get
from viz.engine import Network
from viz.labs.born_dead import HALF_WIDTH, BornDeadResult, born_dead, silent_layer, silent_layer_on_line
from viz.labs.regions import line_pieces
from viz.spec.born_dead import BornDeadSpec

ENDS = np.array([[-HALF_WIDTH], [HALF_WIDTH]])


def last(spec: BornDeadSpec) -> BornDeadResult:
    *_, result = born_dead(spec)
    return result


def draw(networks: int, sizes: list[int], deviation: float, seed: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the hidden layers of random networks; biases with this standard deviation."""
    rng = np.random.default_rng(seed)
    return [
        (rng.standard_normal((networks, d, h)), deviation * rng.standard_normal((networks, h)))
        for d, h in pairwise(sizes)
    ]


# Published ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "hidden", "published"), [(2, 5, 0.621), (4, 20, 0.651)])
def test_published_share_over_a_line(width: int, hidden: int, published: float) -> None:
    """40,000 networks here and there, so the two differ by N(0, 2·p(1 − p)/n): four deviations, about 0.014."""
    result = last(BornDeadSpec((hidden,), (width,), networks=40_000))
    share, error = result.probability.item(), result.error.item()
    assert error == pytest.approx(np.sqrt(share * (1 - share) / 40_000))
    assert abs(share - published) < 4 * np.sqrt(2) * error
    assert result.lower is not None
    assert result.lower.item() + 4 * error < share < result.upper.item() - 4 * error


def test_published_share_at_one_input() -> None:
    """Exactly 1 − 0.75⁵ = 0.7627 is expected; four binomial standard errors are allowed, and √2 times that for two."""
    result = last(BornDeadSpec((5,), (2,), networks=40_000, where="point"))
    share, error = result.probability.item(), result.error.item()
    assert abs(share - (1 - 0.75**5)) < 4 * error
    assert abs(share - 0.7618) < 4 * np.sqrt(2) * error
    assert result.lower is None


@pytest.mark.parametrize("inputs", [1, 3])
@pytest.mark.parametrize("initialiser", ["he_normal", "he_uniform"])
def test_one_input_has_the_exact_probability_whatever_the_sizes(initialiser: str, inputs: int) -> None:
    spec = BornDeadSpec((1, 3, 8), (2, 3, 5), (initialiser,), networks=20_000, where="point", inputs=inputs)
    result = last(spec)
    assert (np.abs(result.probability[0] - result.upper) < 4.5 * result.error[0]).all()  # 36 comparisons in all


def test_asymmetric_networks_die_less_often() -> None:
    """The remedy of Lu et al. With N = 4 and 10 hidden layers about 2 % are dead, of the symmetric ones a third."""
    result = last(BornDeadSpec((10,), (4,), ("he_normal", "asymmetric")))
    symmetric, asymmetric = result.probability[:, 0, 0]
    assert symmetric > 0.3
    assert asymmetric < 0.05


def test_more_inputs_stay_below_the_bound() -> None:
    result = last(BornDeadSpec((4, 12), (2, 4), networks=3000, inputs=2))
    assert (result.probability[0] < result.upper - 4 * result.error[0]).all()
    assert result.lower is None


# Exactness ------------------------------------------------------------------------------------------------------------


def test_without_biases_the_two_ends_tell_all() -> None:
    layers = draw(400, [1, 3, 3, 3, 3], 0.0)
    grid = np.linspace(-HALF_WIDTH, HALF_WIDTH, 100)[:, np.newaxis]  # 0 is not in it
    found = silent_layer(layers, ENDS)
    assert 50 < np.count_nonzero(found) < 350
    np.testing.assert_array_equal(found, silent_layer(layers, grid))


@pytest.mark.parametrize("inputs", [1, 2])
def test_along_a_line_as_on_a_fine_grid(inputs: int) -> None:
    """The grid may miss a sliver where a layer is alive, so it finds silence no later: in at most 1 % sooner."""
    layers = draw(400, [inputs, 3, 3, 3, 3, 3], 0.5)
    start, stop = np.full(inputs, -HALF_WIDTH), np.full(inputs, HALF_WIDTH)
    grid = np.linspace(start, stop, 2001)
    exact, seen = silent_layer_on_line(layers, start, stop), silent_layer(layers, grid)
    assert 40 < np.count_nonzero(exact) < 360
    assert np.count_nonzero(exact != seen) <= 4
    assert (np.where(exact == 0, 99, exact) >= np.where(seen == 0, 99, seen)).all()


def test_dead_networks_are_those_without_any_slope() -> None:
    """Counted by the exact pieces of the output of one network after another, which know nothing of silent layers."""
    layers = draw(120, [1, 2, 3, 2, 2], 0.4, seed=5)
    dead = silent_layer_on_line(layers, *ENDS) > 0
    rng = np.random.default_rng(6)
    relu = [get("relu")] * len(layers)
    for number in range(len(dead)):
        weights = [w[number] for w, _ in layers] + [rng.standard_normal((2, 1))]
        biases = [b[number] for _, b in layers] + [rng.standard_normal(1)]
        slopes = line_pieces(weights, biases, relu, *ENDS).slopes
        assert dead[number] == (np.abs(slopes).max() == 0.0)
    assert 20 < dead.sum() < 100


def test_a_dead_network_is_constant_and_sends_no_gradient_to_its_hidden_layers() -> None:
    layers = draw(200, [1, 2, 2, 2, 2], 0.0, seed=1)
    died = silent_layer(layers, ENDS)
    weights = [w for w, _ in layers] + [np.ones((200, 2, 1))]
    network = Network(weights, [b for _, b in layers] + [np.zeros((200, 1))], [get("relu")] * 4)
    x = np.linspace(-HALF_WIDTH, HALF_WIDTH, 50)[:, np.newaxis]
    constant = np.ptp(network.forward(x)[..., 0], axis=1) == 0.0
    np.testing.assert_array_equal(died > 0, constant)
    _, gradients, _ = network.gradients(x, np.ones(50))
    assert all(not gradient[constant].any() for gradient in gradients)
    assert all(gradient[~constant].any() for gradient in gradients)


# Running it -----------------------------------------------------------------------------------------------------------


def test_counts_grow_until_all_networks_were_drawn() -> None:
    spec = BornDeadSpec((2, 5), (2, 3), networks=1200)
    results = list(born_dead(spec))
    assert [result.progress for result in results] == sorted(result.progress for result in results)
    assert results[0].drawn.sum() == 500
    assert np.isnan(results[0].probability[0, 1]).all()  # none of that width yet
    assert np.isnan(results[0].error[0, 1]).all()
    assert results[-1].progress == 1.0
    assert (results[-1].drawn == 1200).all()
    assert (np.diff(results[-1].dead, axis=2) >= 0).all()  # a deeper network is dead if its first layers are


def test_same_spec_same_counts_and_another_seed_another() -> None:
    spec = BornDeadSpec((3, 10), (2, 4), ("he_normal", "asymmetric"), networks=2000)
    with ThreadPoolExecutor(2) as executor:
        *_, elsewhere = born_dead(spec, executor)
    np.testing.assert_array_equal(last(spec).dead, elsewhere.dead)
    other = last(BornDeadSpec((3, 10), (2, 4), ("he_normal", "asymmetric"), networks=2000, seed=1))
    assert (other.dead != elsewhere.dead).any()


def test_left_off_it_cancels_what_is_pending() -> None:
    class Queue(Executor):
        """Does the first task only."""

        futures: list[Future[object]] = []  # noqa: RUF012

        def submit(self, task: Callable[..., object], /, *args: object, **more: object) -> Future[object]:
            future: Future[object] = Future()
            if not self.futures:
                future.set_result(task(*args))
            self.futures.append(future)
            return future

    running = born_dead(BornDeadSpec((3,), (2, 3), networks=5000), Queue())
    assert next(running).progress == 0.05
    running.close()
    assert len(Queue.futures) == 4
    assert all(future.cancelled() for future in Queue.futures[1:])
