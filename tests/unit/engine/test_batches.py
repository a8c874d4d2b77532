"""Mini-batches: every sample once an epoch, in an order of each network's own seed."""

from __future__ import annotations

import numpy as np
import pytest

from viz.engine.batches import Batches


def batches(samples: int = 10, size: int = 3, seeds: tuple[int, ...] = (0, 1)) -> Batches:
    x = np.arange(len(seeds) * samples * 2, dtype=float).reshape(len(seeds), samples, 2)
    y = 1000.0 + np.arange(len(seeds) * samples, dtype=float).reshape(len(seeds), samples, 1)
    return Batches(x, y, size, [np.random.default_rng(seed) for seed in seeds])


def epoch(drawn: Batches, number: int) -> np.ndarray:
    """The targets of an epoch, (P, per_epoch · B); checks that rows of x, 1 and y stay together."""
    targets = []
    for step in range(number * drawn.per_epoch, (number + 1) * drawn.per_epoch):
        columns, y = (array.copy() for array in drawn.at(step))
        assert (columns[:, 2] == 1.0).all()
        np.testing.assert_array_equal(columns[:, 0], 2.0 * (y[:, 0] - 1000.0))
        np.testing.assert_array_equal(columns[:, 1], columns[:, 0] + 1.0)
        targets.append(y[:, 0])
    return np.concatenate(targets, axis=1)


@pytest.mark.parametrize(("samples", "size", "per_epoch"), [(10, 3, 3), (9, 3, 3), (5, 99, 1), (4, 1, 4)])
def test_an_epoch_draws_without_repeats_and_leaves_out_less_than_a_batch(
    samples: int, size: int, per_epoch: int
) -> None:
    drawn = batches(samples, size)
    assert drawn.per_epoch == per_epoch
    for number in range(3):
        for member, values in enumerate(epoch(drawn, number)):
            assert len(set(values)) == len(values) == per_epoch * min(size, samples)
            assert set(values) <= {1000.0 + member * samples + row for row in range(samples)}


def test_epochs_and_members_have_orders_of_their_own() -> None:
    drawn = batches(samples=30)
    first, second = epoch(drawn, 0), epoch(drawn, 1)
    assert not np.array_equal(first, second)
    assert not np.array_equal(first[0], first[1] - 30)


def test_the_left_over_sample_differs_from_epoch_to_epoch() -> None:
    drawn = batches(samples=10, size=3, seeds=(0,))
    left = {next(iter(set(range(1000, 1010)) - set(epoch(drawn, number)[0]))) for number in range(20)}
    assert len(left) > 1


def test_the_order_depends_on_the_seed_alone() -> None:
    np.testing.assert_array_equal(epoch(batches(seeds=(5, 7)), 0)[1] - 10, epoch(batches(seeds=(7,)), 0)[0])


def test_a_state_is_a_copy_from_which_the_same_batches_follow() -> None:
    drawn = batches()
    drawn.at(0)
    state = drawn.state
    rest = [drawn.at(step)[1].copy() for step in range(1, 8)]
    drawn.state = state
    for step, expected in zip(range(1, 8), rest, strict=True):
        np.testing.assert_array_equal(drawn.at(step)[1], expected)


def test_rows_say_which_samples_a_batch_had() -> None:
    drawn = batches(samples=10, size=3)
    for step in range(2 * drawn.per_epoch):
        targets = drawn.at(step)[1][:, 0]
        np.testing.assert_array_equal(np.add(drawn.rows(step), [[1000], [1010]]), targets)
