"""Claims 25 and 26 against a network that is run by hand, the lab on gradient flow, and mean-field theory."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.activations import get
from viz.engine.setup import populate
from viz.labs.claims import CLAIMS
from viz.labs.claims.deep_networks import DEEP, DEPTHS, SHALLOW, STEPS, Setting, networks_of
from viz.labs.gradient_flow.training import trace
from viz.spec.claims import Conditions
from viz.spec.deep import DeepSpec
from viz.spec.gradient_flow import GradientFlowSpec

SEED = 4


def network(setting: Setting, depth: int) -> DeepSpec:
    """Return the network with SEED."""
    runs = networks_of(setting.function, setting.initialisation, depth, False, Conditions()).runs()
    return list(runs)[SEED]


def gradients_by_hand(spec: DeepSpec) -> list[float]:
    """Return the rms over samples of ‖∂ℓ/∂z‖ in every hidden layer, of the binary cross-entropy."""
    population, function = populate([spec]), get(spec.activation)
    h, z = population.x_train[0], []
    for weights, biases in zip(population.network.weights, population.network.biases, strict=True):
        z.append(h @ weights[0] + biases[0])
        h = function(z[-1])
    delta = 1.0 / (1.0 + np.exp(-z[-1])) - population.y_train[0]
    found = []
    for weights, below in zip(population.network.weights[:0:-1], z[-2::-1], strict=True):
        delta = (delta @ weights[0].T) * function.derivative(below)
        found.append(float(np.sqrt(np.square(delta).sum(axis=1).mean())))
    return found[::-1]


@pytest.mark.parametrize(("number", "place"), [(25, 1), (25, 5), (26, 0), (26, 1)])
def test_the_gradient_is_that_of_a_network_run_by_hand(number: int, place: int) -> None:
    setting = measured(number)[place]
    by_hand = np.array(gradients_by_hand(network(setting, DEEP)))
    np.testing.assert_allclose(setting.layers[SEED], by_hand / by_hand[-1], rtol=1e-9)
    for depth, left in zip(DEPTHS, setting.left[SEED], strict=True):
        by_hand = np.array(gradients_by_hand(network(setting, depth)))
        assert left == pytest.approx(by_hand[0] / by_hand[-1], rel=1e-9)


@pytest.mark.parametrize(("number", "place"), [(25, 3), (26, 1)])
def test_the_first_layer_moves_as_on_the_page_on_gradient_flow(number: int, place: int) -> None:
    setting = measured(number)[place]
    for moment, depth in enumerate((SHALLOW, DEEP)):
        spec = network(setting, depth)
        assert spec.steps == STEPS
        assert setting.movement[SEED, moment] == pytest.approx(trace(spec).movement[-1, 0], rel=1e-6)


def test_settings_come_function_by_function() -> None:
    assert [setting.label for setting in measured(25)] == [
        *("Sigmoid, He", "Sigmoid, Glorot", "Sigmoid, small"),
        *("Tanh, He", "Tanh, Glorot", "Tanh, small"),
    ]
    assert [setting.slope for setting in measured(26)] == pytest.approx([1.0, 0.5, 0.125])  # σ_w² / 2


def test_the_slope_of_the_sigmoid_is_that_of_an_iterated_integral() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    for setting, variance in zip(measured(25)[:3], (2.0, 1.0, 0.25), strict=True):
        q = 1.0
        for _ in range(200):
            q = variance * float(weights @ get("sigmoid")(np.sqrt(q) * nodes) ** 2)
        expected = variance * float(weights @ get("sigmoid").derivative(np.sqrt(q) * nodes) ** 2)
        assert setting.slope == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("number", [25, 26])
def test_where_gradients_vanish_they_do_so_at_the_rate_of_theory(number: int) -> None:
    for setting in measured(number):
        a_layer = np.median(setting.left[:, -1]) ** (1.0 / (DEEP - 1))
        assert a_layer == pytest.approx(np.sqrt(setting.slope), rel=0.12)


@pytest.mark.parametrize("number", [25, 26])
def test_the_page_opens_the_deepest_networks(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    settings = play(Conditions()).settings
    assert isinstance(settings, GradientFlowSpec)
    assert GradientFlowSpec.from_query(settings.to_query()) == (settings, [])
    setting = measured(number)[1]
    assert list(settings.initial.runs())[SEED].hidden == network(setting, DEEP).hidden
    assert settings.run == network(setting, DEEP).unchecked({"seed": 0})
