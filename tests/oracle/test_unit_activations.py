"""Gradients of layers whose units have different activations, against JAX."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.oracle.jax_blocks import loss, tree_of
from tests.oracle.jax_network import OUTPUTS, jax_activation, random_layers, random_targets
from viz.activations import ACTIVATIONS, Activation, get
from viz.engine import Network
from viz.engine.unit_activations import MixedLayer

P, B, SIZES = 3, 9, (3, 6, 6)
AROUND = [("none", False), ("none", True), ("layer", True), ("batch", False)]


def by_unit(units: tuple[Activation, ...]) -> Callable[[jax.Array], jax.Array]:
    functions = [jax_activation(unit) for unit in units]
    return lambda z: jnp.stack([function(z[:, number]) for number, function in enumerate(functions)], axis=1)


def assert_agrees(layers: list[tuple[tuple[Activation, ...], ...]], loss_name: str, around: dict) -> None:
    """Hold the gradients of P networks, with `layers`[layer][member][unit], against JAX."""
    rng = np.random.default_rng(11)
    weights, biases = zip(*random_layers(rng, P, (*SIZES, OUTPUTS[loss_name])), strict=True)
    mixed = [[MixedLayer(units[0], units) for units in members] for members in layers]
    network = Network(weights, biases, mixed, loss_name, **around)
    x, y = rng.standard_normal((P, B, SIZES[0])), random_targets(rng, loss_name, P, B)
    work = network.passes(B)
    work.forward(network.columns(x))
    work.backward(y.swapaxes(1, 2))
    for member in range(P):
        functions = [by_unit(members[member]) for members in layers]
        tree = tree_of(network, member)
        expected = jax.grad(loss)(tree, functions, loss_name, x[member], y[member], **around)
        mine = tree_of(network, member, work.gradient)
        for name, parts in expected.items():
            for layer, part in enumerate(parts):
                error = np.linalg.norm(mine[name][layer] - part)
                assert error <= 1e-12 * np.linalg.norm(part), f"{name} of layer {layer + 1} of {member}"


@pytest.mark.parametrize(("normalisation", "residual"), AROUND)
@pytest.mark.parametrize("loss_name", OUTPUTS)
def test_gradients_with_three_functions_in_a_layer(loss_name: str, normalisation: str, residual: bool) -> None:
    """Of which one differs from member to member in its parameter."""
    steep = [get("leaky_relu", slope=slope) for slope in (0.01, 0.5, 0.9)]
    first = [(get("silu"), get("tanh"), slope, slope, get("silu"), get("relu")) for slope in steep]
    second = [(slope, steep[0], get("sine"), get("sine"), get("softplus"), slope) for slope in steep]
    assert_agrees([first, second], loss_name, {"normalisation": normalisation, "residual": residual})


@pytest.mark.parametrize("start", range(0, len(ACTIVATIONS), 6))
def test_gradients_with_all_activations_side_by_side(start: int) -> None:
    names = (list(ACTIVATIONS) * 2)[start : start + 6]
    units = tuple(get(name) for name in names)
    assert_agrees([[units] * P, [units[::-1]] * P], "mse", {"normalisation": "none", "residual": False})
