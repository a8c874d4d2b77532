"""The network's public face: shapes in, shapes out, and clear words for what does not fit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from viz.activations import get
from viz.engine import Network

RNG = np.random.default_rng(0)


def network(population: int = 3, sizes: tuple[int, ...] = (2, 5, 4, 2), loss: str = "mse") -> Network:
    shapes = list(pairwise(sizes))
    return Network(
        [RNG.normal(size=(population, d, h)) for d, h in shapes],
        [RNG.normal(size=(population, h)) for _, h in shapes],
        [get("tanh")] * (len(shapes) - 1),
        loss=loss,
    )


def test_forward_is_the_usual_formula() -> None:
    net, x = network(), RNG.normal(size=(7, 2))
    output = net.forward(x)
    assert output.shape == (3, 7, 2)
    for member in range(3):
        h = x
        for layer, (weights, biases) in enumerate(zip(net.weights, net.biases, strict=True)):
            h = h @ weights[member] + biases[member]
            h = np.tanh(h) if layer < 2 else h
        np.testing.assert_allclose(output[member], h, rtol=1e-13)


def test_inputs_of_its_own_for_each_member() -> None:
    net, x = network(), RNG.normal(size=(3, 7, 2))
    together = net.forward(x)
    for member in range(3):
        np.testing.assert_array_equal(together[member], net.forward(x[member])[member])


def test_gradient_shapes_and_targets() -> None:
    net, x, y = network(), RNG.normal(size=(7, 2)), RNG.normal(size=(7, 2))
    loss, weights, biases = net.gradients(x, y)
    assert loss.shape == (3,)
    assert [w.shape for w in weights] == [(3, 2, 5), (3, 5, 4), (3, 4, 2)]
    assert [b.shape for b in biases] == [(3, 5), (3, 4), (3, 2)]
    again, *_ = net.gradients(x, np.broadcast_to(y, (3, 7, 2)))
    np.testing.assert_array_equal(loss, again)
    single = network(sizes=(2, 3, 1))
    np.testing.assert_array_equal(single.gradients(x, y[:, 0])[0], single.gradients(x, y[:, :1])[0])


def test_weights_are_views_of_the_parameters() -> None:
    net = network()
    net.weights[1][2, 3, 1] = 42.0
    net.biases[2][0, 1] = 43.0
    assert 42.0 in net.parameters[2]
    assert 43.0 in net.parameters[0]


@pytest.mark.parametrize(("normalisation", "vectors"), [("none", 0), ("batch", 1), ("layer", 2)])
def test_views_cover_the_parameters_once(normalisation: str, vectors: int) -> None:
    plain = network()
    net = Network(plain.weights, plain.biases, plain.activations, normalisation=normalisation)
    assert net.parameters.shape == (3, plain.parameters.shape[1] + vectors * (5 + 4))
    assert all((gain == 1.0).all() for gain in net.gains)
    assert not any(offset.any() for offset in net.offsets)
    counts = np.zeros_like(net.parameters)
    for view in [*net.layer_views(counts), *net.gain_views(counts), *net.offset_views(counts)]:
        view += 1.0
    assert (counts == 1.0).all()
    net.parameters[:] = np.arange(net.parameters.shape[1])
    assert [gain.shape for gain in net.gains] == [(3, 5), (3, 4)][: 2 * (vectors > 0)]
    assert [offset.shape for offset in net.offsets] == [(3, 5), (3, 4)][: 2 * (vectors > 1)]


@pytest.mark.parametrize(
    ("sizes", "skips"), [((2, 5, 5, 2), [False, True]), ((2, 2, 3, 2), [True, False]), ((2, 2), [])]
)
def test_a_skip_is_where_a_hidden_layer_is_as_wide_as_its_input(sizes: tuple[int, ...], skips: list[bool]) -> None:
    plain = network(sizes=sizes)
    assert plain.skips == [False] * len(skips)
    assert Network(plain.weights, plain.biases, plain.activations, residual=True).skips == skips


@pytest.mark.parametrize("kind", ["layer", "batch"])
@pytest.mark.parametrize("residual", [False, True])
def test_normalisation_forgets_the_scale_of_the_weights(kind: str, residual: bool) -> None:
    """But for ε: with weights ten times as large every hidden pre-activation is what it was."""
    plain, x = network(sizes=(2, 6, 6, 2)), 10.0 * RNG.normal(size=(7, 2))
    found = []
    for factor in (1e3, 1e4):
        weights = [*(factor * weight for weight in plain.weights[:-1]), plain.weights[-1]]
        net = Network(weights, plain.biases, plain.activations, normalisation=kind, residual=residual)
        found.append(net.forward(x))
    np.testing.assert_allclose(*found, rtol=1e-7)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"loss": "hinge"}, "unknown loss 'hinge': accepted are mse"),
        ({"normalisation": "group"}, "unknown normalisation 'group': accepted are none, layer, batch"),
        ({"activations": []}, "L − 1 activations"),
        ({"activations": [[get("relu")] * 2]}, "layer 1 needs one activation, or 3"),
        ({"activations": [[get("relu"), get("tanh"), get("relu")]]}, "layer 1 needs one activation, or 3"),
        ({"weights": [np.zeros((3, 2, 4)), np.zeros((3, 5, 1))]}, r"weights of layer 2 have shape \(3, 5, 1\)"),
        ({"weights": [np.zeros((2, 4)), np.zeros((4, 1))]}, r"expected \(P, D, H\)"),
        ({"biases": [np.zeros((3, 4)), np.zeros(1)]}, r"biases of layer 2 have shape \(1,\), expected \(3, 1\)"),
    ],
)
def test_what_does_not_fit_is_named(change: dict, reason: str) -> None:
    parts = {
        "weights": [np.zeros((3, 2, 4)), np.zeros((3, 4, 1))],
        "biases": [np.zeros((3, 4)), np.zeros((3, 1))],
        "activations": [get("relu")],
    }
    with pytest.raises(ValueError, match=reason):
        Network(**{**parts, **change})


@pytest.mark.parametrize("shape", [(7,), (7, 3), (2, 7, 2), (1, 3, 7, 2)])
def test_inputs_that_do_not_fit_are_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="x "):
        network().forward(np.zeros(shape))


def test_targets_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"y has shape \(6, 2\), expected \(B, C\) = \(7, 2\)"):
        network().gradients(np.zeros((7, 2)), np.zeros((6, 2)))


def test_nothing_warns_when_numbers_overflow() -> None:
    net = network(loss="mse")
    net.parameters[:] = 1e200
    loss, *_ = net.gradients(np.full((4, 2), 1e200), np.zeros((4, 2)))
    assert not np.isfinite(loss).any()
