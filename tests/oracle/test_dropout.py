"""Dropout against JAX with the same masks: output, loss and gradients, with and without what is around a layer."""

from __future__ import annotations

from collections.abc import Callable

import jax
import numpy as np
import pytest

from tests.oracle.jax_blocks import loss, pre_activations, tree_of
from tests.oracle.jax_network import OUTPUTS, jax_activation, random_layers, random_targets
from viz.activations import get
from viz.engine import Network
from viz.engine.dropout import Dropout

P, B, SIZES = 3, 9, (4, 4, 7, 7)
SHARES = np.array([0.5, 0.0, 0.2])
AROUND = [("none", False), ("none", True), ("layer", False), ("batch", True)]


def dropping(mask: np.ndarray) -> Callable[[jax.Array], jax.Array]:
    silu = jax_activation(get("silu"))
    return lambda z: silu(z) * mask


@pytest.mark.parametrize(("normalisation", "residual"), AROUND)
@pytest.mark.parametrize("loss_name", OUTPUTS)
def test_gradients_are_those_of_the_masks_drawn(loss_name: str, normalisation: str, residual: bool) -> None:
    rng = np.random.default_rng(5)
    around = {"normalisation": normalisation, "residual": residual}
    weights, biases = zip(*random_layers(rng, P, (*SIZES, OUTPUTS[loss_name])), strict=True)
    network = Network(weights, biases, [get("silu")] * 3, loss_name, **around)
    x, y = rng.standard_normal((P, B, SIZES[0])), random_targets(rng, loss_name, P, B)
    work = Dropout(range(P)).passes(network, B, SHARES)
    for _ in range(2):  # the second time with other masks
        output = work.forward(network.columns(x)).swapaxes(1, 2)
        work.backward(y.swapaxes(1, 2))
        for member in range(P):
            masks = [mask[member].T.copy() for mask in work.masks.layers]
            kept = 1.0 / (1.0 - SHARES[member])
            assert {*np.unique(np.concatenate(masks, axis=1))} == ({0.0, kept} if SHARES[member] else {1.0})
            functions = [dropping(mask) for mask in masks]
            tree = tree_of(network, member)
            raw = pre_activations(tree, functions, x[member], normalisation, residual)[-1]
            np.testing.assert_allclose(output[member], raw, rtol=1e-11, atol=1e-13)
            expected = jax.grad(loss)(tree, functions, loss_name, x[member], y[member], **around)
            mine = tree_of(network, member, work.gradient)
            for name, layers in expected.items():
                for layer, part in enumerate(layers):
                    error = np.linalg.norm(mine[name][layer] - part)
                    assert error <= 1e-12 * np.linalg.norm(part), f"{name} of layer {layer + 1} of {member}"
