"""Dropout: how much is dropped, by whose generator, and that nothing is drawn where there is none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.activations import get
from viz.engine import Network
from viz.engine.backpropagation import Backpropagation
from viz.engine.block_backpropagation import BlockBackpropagation
from viz.engine.dropout import Dropout, Masks

SIZES = (2, 8, 8, 1)


def network(population: int = 1, sizes: tuple[int, ...] = SIZES, **around: object) -> Network:
    rng = np.random.default_rng(0)
    shapes = list(pairwise(sizes))
    return Network(
        [rng.standard_normal((population, *shape)) for shape in shapes],
        [np.zeros((population, width)) for _, width in shapes],
        [get("relu")] * (len(shapes) - 1),
        **around,
    )


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_is_dropped_and_the_mean_stays(share: float) -> None:
    masks = Masks(np.array([share]), (50, 30), 100, [np.random.default_rng(3)])
    means, zeros = [], []
    for _ in range(50):
        masks.draw()
        means += [layer.mean() for layer in masks.layers]
        zeros += [np.mean(layer == 0.0) for layer in masks.layers]
    draws = 50 * 80 * 100
    deviation = np.sqrt(share * (1.0 - share) / draws)
    weights = np.tile([50 / 80, 30 / 80], 50) / 50
    assert abs(np.dot(zeros, weights) - share) < 5 * deviation
    assert abs(np.dot(means, weights) - 1.0) < 5 * deviation / (1.0 - share)


def test_samples_units_and_layers_are_masked_apart() -> None:
    masks = Masks(np.array([0.5]), (40, 40), 40, [np.random.default_rng(3)])
    masks.draw()
    first, second = (layer[0].copy() for layer in masks.layers)
    assert len(np.unique(first, axis=0)) == len(np.unique(first, axis=1)) == 40
    assert not np.array_equal(first, second)
    masks.draw()
    assert not np.array_equal(first, masks.layers[0][0])


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.0, 0.2, 0.7])), min_size=1, max_size=4))
def test_a_member_is_masked_as_it_is_alone(members: list[tuple[int, float]]) -> None:
    def drawn(*chosen: tuple[int, float]) -> list[np.ndarray]:
        generators = [np.random.default_rng(seed) for seed, _ in chosen]
        masks = Masks(np.array([share for _, share in chosen]), (3, 5), 4, generators)
        masks.draw()
        masks.draw()
        return masks.layers

    together = drawn(*members)
    for number, member in enumerate(members):
        for mine, alone in zip(together, drawn(member), strict=True):
            assert mine[number].tobytes() == alone[0].tobytes()


def test_without_dropout_or_hidden_layers_nothing_is_drawn() -> None:
    dropout = Dropout([1])
    assert type(dropout.passes(network(), 5, np.zeros(1))) is Backpropagation
    assert type(dropout.passes(network(normalisation="layer"), 5, np.zeros(1))) is BlockBackpropagation
    assert type(dropout.passes(network(sizes=(2, 1)), 5, np.full(1, 0.5))) is Backpropagation
    assert dropout.state == ()


def test_the_generator_is_the_fifth_child_of_the_seed() -> None:
    work = Dropout([7]).passes(network(), 5, np.full(1, 0.5))
    work.masks.draw()
    uniform = np.random.default_rng(np.random.SeedSequence(7).spawn(5)[4]).random(2 * 8 * 5)
    np.testing.assert_array_equal(work.masks.layers[0].reshape(-1), np.where(uniform[:40] >= 0.5, 2.0, 0.0))


def test_only_training_drops() -> None:
    """The passes that look are others, and see every unit."""
    for around in ({}, {"normalisation": "layer"}):
        net = network(**around)
        looking = net.passes(20)
        columns = net.columns(np.random.default_rng(1).standard_normal((20, 2)))
        whole = looking.forward(columns).copy()
        training = Dropout([1]).passes(net, 20, np.full(1, 0.5))
        assert not np.array_equal(training.forward(columns), whole)
        assert np.array_equal(looking.forward(columns), whole)


def test_a_state_restored_draws_the_same_masks() -> None:
    dropout, shares = Dropout([1, 2]), np.array([0.5, 0.3])
    net = network(2)
    work, begun = dropout.passes(net, 5, shares), dropout.state
    work.masks.draw()
    state = dropout.state
    work.masks.draw()
    after = [layer.copy() for layer in work.masks.layers]
    dropout.state = state
    work.masks.draw()
    assert all(map(np.array_equal, after, work.masks.layers))

    other = Dropout([1, 2])
    other.state = state  # into one that has drawn nothing yet
    elsewhere = other.passes(net, 5, shares)
    elsewhere.masks.draw()
    assert all(map(np.array_equal, after, elsewhere.masks.layers))

    for early in ((), begun):  # back to before the first mask
        dropout.state = early
        work.masks.draw()
        work.masks.draw()
        assert all(map(np.array_equal, after, work.masks.layers))
