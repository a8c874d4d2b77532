"""The measurements of claims 8 to 11 against plain Python, closed forms and JAX."""

from __future__ import annotations

import jax
import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.activations import get
from viz.labs.claims import CLAIMS
from viz.labs.claims.jump import broken
from viz.labs.claims.themes.examples import measure_interaction
from viz.labs.claims.themes.switch import EXTENT, measure_switch, random_neuron
from viz.labs.claims.themes.unit import BY_HAND, SAMPLES, WEIGHTS, neurons
from viz.spec.claims import Conditions

SEEDS = range(200)


def test_the_threshold_of_every_random_neuron_crosses_the_square() -> None:
    """Where w·x = −b: some inputs lie beyond it and some don't."""
    for seed in SEEDS:
        neuron = random_neuron(seed)
        reach = EXTENT * (abs(neuron.weight_a) + abs(neuron.weight_b))
        assert -reach < -neuron.bias < reach


def test_how_far_outputs_spread_follows_from_the_largest_of_them() -> None:
    """(largest − smallest) / largest: 0 of a constant, and nearly 1 of ReLU, whose smallest output is nearly 0."""
    found = measured(8)
    assert (found.step_spread == 0.0).all()
    assert (found.spread > 0.9).all()
    shifted = measure_switch(Conditions(), get("sigmoid"))
    assert ((shifted.spread > 0.0) & (shifted.spread <= 0.5)).all()  # from just above ½ to at most 1


def test_the_slope_of_relu_is_the_switch() -> None:
    assert (measured(8).gate == 1.0).all()
    assert (measure_switch(Conditions(), get("leaky_relu")).gate < 1.0).all()


def test_two_neurons_by_hand() -> None:
    weights, biases = np.array([[2.0, 3.0], [1.0, -1.0]]), np.array([0.5, 7.0])
    out = neurons(weights, biases, get("relu")).forward([[1.0, 1.0], [1.0, -100.0]])
    assert out[:, :, 0].tolist() == [[5.5, 0.0], [7.0, 108.0]]


@pytest.mark.parametrize(("name", "function"), [("sigmoid", jax.nn.sigmoid), ("tanh", jax.numpy.tanh)])
def test_what_is_computed_by_hand_is_the_activation(name: str, function: jax.custom_jvp) -> None:
    z = np.linspace(-4.0, 4.0, 17)
    np.testing.assert_allclose([BY_HAND[name][1](value) for value in z], function(z), rtol=1e-6)


def test_other_formulas_are_told_apart() -> None:
    found = measured(9)
    assert found.errors.max() < 1e-14
    assert min(found.without_bias.max(axis=0).min(), found.bias_outside.max(axis=0).min()) > 1e-3
    np.testing.assert_allclose(found.out, np.maximum(found.z, 0.0), atol=1e-13)


def test_a_bias_outside_is_added_to_what_the_activation_gives() -> None:
    """The first seed's neuron with tanh, in NumPy."""
    drawn = np.random.default_rng((0, 9)).standard_normal((SAMPLES + 2, WEIGHTS))
    w, b, x = drawn[0], drawn[1, 0], drawn[2:]
    differences = np.abs(np.tanh(x @ w + b) - (np.tanh(x @ w) + b)) / (np.abs(x) @ np.abs(w) + abs(b))
    assert measured(9).bias_outside[list(BY_HAND).index("tanh"), 0] == pytest.approx(differences.max(), rel=1e-12)


def test_outputs_and_slopes_are_those_of_the_article() -> None:
    """relu(2A + 3B) at B = 1 and at B = −100."""
    found = measured(10)
    assert found.near.tolist() == [2.0 * a + 3.0 for a in found.a]
    assert found.far.tolist() == [0.0] * len(found.a)
    neuron = jax.grad(lambda a, b: jax.nn.relu(2.0 * a + 3.0 * b))
    assert (found.near_slope, found.far_slope) == (neuron(1.0, 1.0), neuron(1.0, -100.0))


def test_with_b_far_below_only_a_large_a_counts() -> None:
    turn = measured(10).turn
    assert (max(0.0, 2.0 * turn - 300.0), max(0.0, 2.0 * (turn + 1.0) - 300.0)) == (0.0, 2.0)
    assert measure_interaction(Conditions(), far_b=-1.0).turn == 1.5


def test_the_slope_along_b_steps_where_the_neuron_turns_on() -> None:
    """At A = 1 and weights 2 and 3: B = −2/3."""
    found = measured(10)
    assert set(found.along_b[found.b < -2 / 3 - 1e-9]) == {0.0}
    assert set(found.along_b[found.b > -2 / 3 + 1e-9]) == {2.0}


def test_the_neuron_with_a_bias_is_that_of_the_article() -> None:
    found = measured(11)
    assert found.out.tolist() == [max(0.0, 7.0 + a) for a in found.a]
    np.testing.assert_array_equal(found.derivatives, jax.vmap(jax.grad(lambda a: jax.nn.relu(7.0 + a)))(found.middles))
    np.testing.assert_array_equal(found.slopes, found.derivatives)


@pytest.mark.parametrize("number", [8, 9, 10, 11])
def test_the_link_can_be_read_back(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    for first in SEEDS[:20]:
        settings = play(Conditions(first=first)).settings
        assert type(settings).from_query(settings.to_query()) == (settings, [])


def test_a_curve_is_interrupted_where_it_jumps() -> None:
    """Whether or not the place is one of its own; nothing else is changed."""
    there = broken("step", [-1.0, 0.0, 1.0], [0.0, 1.0, 1.0], 0.0, 2)
    between = broken("step", [-1.0, 1.0], [0.0, 1.0], 0.0, 2)
    for found in (there, between):
        assert found.x.tolist() == [-1.0, 0.0, 1.0]
        np.testing.assert_array_equal(found.y, [0.0, np.nan, 1.0])
        assert (found.name, found.slot) == ("step", 2)
