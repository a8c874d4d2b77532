"""Network.gradients against automatic differentiation and finite differences, for every activation and loss."""

from __future__ import annotations

import zlib

import jax
import numpy as np
import pytest

from tests.oracle.jax_network import (
    LOSSES,
    OUTPUTS,
    jax_activation,
    loss,
    random_layers,
    random_targets,
    value_and_gradients,
)
from viz.activations import ACTIVATIONS, Activation, get
from viz.engine import Network
from viz.engine.penalty import Penalty

P, B, SIZES = 3, 9, (3, 6, 5)
NAMES = tuple(ACTIVATIONS)
every_loss = pytest.mark.parametrize("loss_name", LOSSES)


def generator(*names: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(" ".join(names).encode()))


def with_moved_parameters(activation: Activation, share: float) -> Activation:
    """Return the activation with each parameter moved by a share of the way to its upper bound."""
    return activation.with_parameters(
        **{p.name: p.default + share * (p.high - p.default) for p in activation.parameters}
    )


def network(layers, activations, loss_name: str) -> Network:
    return Network([weights for weights, _ in layers], [biases for _, biases in layers], activations, loss_name)


def member(layers, number: int):
    return [(weights[number], biases[number]) for weights, biases in layers]


def hidden_pre_activations(layers, activations, x):
    """Return the hidden pre-activations of one network, layer by layer, computed apart from the engine."""
    found = []
    for (weights, biases), activation in zip(layers[:-1], activations, strict=True):
        found.append(x @ weights + biases)
        x = activation(found[-1])
    return found


def distance_to_kinks(layers, activations, x) -> float:
    gaps = [
        np.abs(z - kink.at).min()
        for z, activation in zip(hidden_pre_activations(layers, activations, x), activations, strict=True)
        for kink in activation.kinks
    ]
    return min(gaps, default=np.inf)


def assert_close(mine: np.ndarray, reference: np.ndarray, tolerance: float, what: str) -> None:
    """Hold the norm of the difference against the norm of the reference."""
    error, size = np.linalg.norm(mine - reference), np.linalg.norm(reference)
    assert error <= tolerance * size, f"{what}: relative error {error / size if size else np.inf:.1e}"


def assert_oracle_agrees(result, numbers, layers, activations, loss_name: str, x, y) -> None:
    """Hold the result of Network.gradients for some members against JAX, x and y being (P, B, …)."""
    value, weight_gradients, bias_gradients = result
    expected, gradients = value_and_gradients(layers, activations, loss_name, x, y)
    for number in numbers:
        assert value[number] == pytest.approx(expected[number], rel=1e-12)
        for layer, (weights, biases) in enumerate(gradients):
            where = f"of layer {layer + 1} of member {number}"
            assert_close(weight_gradients[layer][number], weights[number], 1e-12, f"dW {where}")
            assert_close(bias_gradients[layer][number], biases[number], 1e-12, f"db {where}")


@every_loss
@pytest.mark.parametrize("name", NAMES)
def test_gradients_equal_automatic_differentiation(name: str, loss_name: str) -> None:
    """For P networks on inputs of their own, one of which has other parameters in its activations."""
    rng = generator(name, loss_name)
    usual, moved = ACTIVATIONS[name], with_moved_parameters(ACTIVATIONS[name], 0.1)
    layers = random_layers(rng, P, (*SIZES, OUTPUTS[loss_name]))
    x, y = rng.standard_normal((P, B, SIZES[0])), random_targets(rng, loss_name, P, B)
    result = network(layers, [[usual, moved, usual]] * 2, loss_name).gradients(x, y)
    assert {part.dtype for part in (result[0], *result[1], *result[2])} == {np.dtype(np.float64)}
    for activation, numbers in ((usual, [0, 2]), (moved, [1])):
        for number in numbers:
            assert distance_to_kinks(member(layers, number), [activation] * 2, x[number]) > 1e-6
        assert_oracle_agrees(result, numbers, layers, [activation] * 2, loss_name, x, y)


@every_loss
@pytest.mark.parametrize(
    "activations",
    [[], [get("silu")], [get("tanh"), get("leaky_relu", slope=0.3), get("softsign")]],
    ids=["no hidden layer", "one", "three that differ"],
)
def test_any_depth_on_inputs_shared_by_all(activations: list[Activation], loss_name: str) -> None:
    rng = generator("depth", loss_name)
    layers = random_layers(rng, P, (2, *(4, 7, 3)[: len(activations)], OUTPUTS[loss_name]))
    x, y = rng.standard_normal((B, 2)), random_targets(rng, loss_name, B)
    result = network(layers, activations, loss_name).gradients(x, y)
    assert_oracle_agrees(result, [*range(P)], layers, activations, loss_name, np.stack([x] * P), np.stack([y] * P))


def difference_from_finite(net_layers, activation: Activation, loss_name: str, x, y, step, rng) -> float:
    """Return how far the gradient of one network is from central differences of its loss, along 8 random directions.

    Relative: the norm of the differences over the norm of the derivatives.
    """
    activations = [activation] * (len(net_layers) - 1)
    _, weight_gradients, bias_gradients = network(net_layers, activations, loss_name).gradients(x, y)
    gradient = [part for pair in zip(weight_gradients, bias_gradients, strict=True) for part in pair]
    parts = [part for layer in net_layers for part in layer]
    analytic, numeric = [], []
    for _ in range(8):
        direction = [rng.standard_normal(part.shape) for part in parts]
        length = np.sqrt(sum(np.sum(part**2) for part in direction))
        direction = [part / length for part in direction]
        values = []
        for shift in (step, -step):
            moved = [part + shift * along for part, along in zip(parts, direction, strict=True)]
            net = Network(moved[::2], moved[1::2], activations, loss_name)
            values.append(net.gradients(x, y)[0][0])
        analytic.append(sum(np.sum(part * along) for part, along in zip(gradient, direction, strict=True)))
        numeric.append((values[0] - values[1]) / (2.0 * step))
    return float(np.linalg.norm(np.subtract(analytic, numeric)) / np.linalg.norm(numeric))


@every_loss
@pytest.mark.parametrize("name", NAMES)
def test_gradients_equal_finite_differences(name: str, loss_name: str) -> None:
    """Where the steps, of 3e-6, carry no pre-activation over a kink."""
    rng = generator(name, loss_name, "finite")
    gap = 0.0
    while gap < 1e-3:
        layers = random_layers(rng, 1, (*SIZES, OUTPUTS[loss_name]))
        x, y = rng.standard_normal((B, SIZES[0])), random_targets(rng, loss_name, B)
        gap = distance_to_kinks(member(layers, 0), [ACTIVATIONS[name]] * 2, x)
    assert difference_from_finite(layers, ACTIVATIONS[name], loss_name, x, y, 3e-6, rng) < 1e-7


@pytest.mark.parametrize(
    "name", [name for name, a in ACTIVATIONS.items() if a.kinks and not any(kink.jump for kink in a.kinks)]
)
def test_gradients_equal_finite_differences_across_kinks(name: str) -> None:
    """Where one of 20,000 samples lies on a kink, so that every step carries it over."""
    rng = generator(name, "across")
    layers = random_layers(rng, 1, (*SIZES, OUTPUTS["mse"]))
    x, y = rng.standard_normal((20_000, SIZES[0])), random_targets(rng, "mse", 20_000)
    kink = ACTIVATIONS[name].kinks[0].at
    weights, biases = layers[0]
    biases[0, 0] = kink - x[0] @ weights[0, :, 0]
    assert distance_to_kinks(member(layers, 0), [ACTIVATIONS[name]] * 2, x) < 1e-15
    assert difference_from_finite(layers, ACTIVATIONS[name], "mse", x, y, 3e-6, rng) < 1e-4


@every_loss
def test_l1_and_l2_add_the_gradient_of_their_terms(loss_name: str) -> None:
    rng = generator("penalty", loss_name)
    layers = random_layers(rng, P, (*SIZES, OUTPUTS[loss_name]))
    x, y = rng.standard_normal((B, SIZES[0])), random_targets(rng, loss_name, B)
    l1, l2 = np.array([[0.0], [0.03], [0.2]]), np.array([[0.5], [0.0], [0.1]])
    net = network(layers, [get("tanh")] * 2, loss_name)
    _, weight_gradients, bias_gradients = net.gradients(x, y)
    flat = np.empty_like(net.parameters)
    for view, weights, biases in zip(net.layer_views(flat), weight_gradients, bias_gradients, strict=True):
        view[:, :, :-1], view[:, :, -1] = weights.swapaxes(1, 2), biases
    Penalty(net, l1, l2, np.zeros((P, 1))).apply(flat)

    def penalised(layers, number):
        weights = [weights for weights, _ in layers]
        absolute, squared = (sum(power(w).sum() for w in weights) for power in (abs, lambda w: w**2))
        plain = loss(layers, [jax_activation(get("tanh"))] * 2, loss_name, x, y)
        return plain + l1[number, 0] * absolute + 0.5 * l2[number, 0] * squared

    for number in range(P):
        expected = jax.grad(penalised)(member(layers, number), number)
        for layer, (view, (weights, biases)) in enumerate(zip(net.layer_views(flat), expected, strict=True)):
            assert_close(view[number, :, :-1].T, np.asarray(weights), 1e-12, f"dW of layer {layer + 1}")
            assert_close(view[number, :, -1], np.asarray(biases), 1e-12, f"db of layer {layer + 1}")


@every_loss
def test_a_loss_and_its_gradient_agree_for_any_number_of_outputs(loss_name: str) -> None:
    rng = generator("outputs", loss_name)
    layers = random_layers(rng, 1, (2, 4))
    x, y = rng.standard_normal((1, B, 2)), np.eye(4)[rng.integers(0, 4, (1, B))]
    assert_oracle_agrees(network(layers, [], loss_name).gradients(x, y), [0], layers, [], loss_name, x, y)
