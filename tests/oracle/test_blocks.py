"""Normalised and residual networks against JAX: their passes, all gradients, and whole training runs."""

from __future__ import annotations

import zlib

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from tests.oracle.jax_blocks import Tree, loss, pre_activations, tree_of
from tests.oracle.jax_network import OUTPUTS, jax_activation, random_layers, random_targets
from viz.activations import Activation, get
from viz.engine import Network, Trainer
from viz.spec import ExperimentSpec

P, B = 3, 9
SIZES = {"skips from the inputs on": (4, 4, 7, 7, 7), "no layer like its input": (3, 6, 5), "one layer": (2, 8)}
COMBINATIONS = [("none", True), ("layer", False), ("layer", True), ("batch", False), ("batch", True)]
every_combination = pytest.mark.parametrize(("normalisation", "residual"), COMBINATIONS)
OTHERS = ["relu", "leaky_relu", "gelu", "sine"]


def generator(*names: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(" ".join(map(str, names)).encode()))


def random_network(
    rng: np.random.Generator, sizes: tuple[int, ...], activation: Activation, loss_name: str, **around: object
) -> Network:
    """Return P networks whose gains and offsets are not where they start."""
    layers = random_layers(rng, P, (*sizes, OUTPUTS[loss_name]))
    weights, biases = zip(*layers, strict=True)
    network = Network(weights, biases, [activation] * (len(sizes) - 1), loss_name, **around)
    for vector in [*network.gains, *network.offsets]:
        vector += rng.normal(0.0, 0.3, vector.shape)
    return network


def assert_close(mine: np.ndarray, reference: np.ndarray, what: str, tolerance: float = 1e-12) -> None:
    """Hold the norm of the difference against the norm of the reference."""
    error, size = np.linalg.norm(mine - reference), np.linalg.norm(reference)
    assert error <= tolerance * size, f"{what}: relative error {error / size if size else np.inf:.1e}"


def assert_gradients_agree(
    network: Network, activation: Activation, loss_name: str, rng: np.random.Generator, **around: object
) -> None:
    x, y = rng.standard_normal((P, B, network.sizes[0])), random_targets(rng, loss_name, P, B)
    work = network.passes(B)
    work.forward(network.columns(x))
    work.backward(y.swapaxes(1, 2))
    value, weight_gradients, bias_gradients = network.gradients(x, y)
    functions = [jax_activation(activation)] * (len(network.sizes) - 2)
    trees = jax.tree.map(lambda *parts: np.stack(parts), *(tree_of(network, member) for member in range(P)))
    both = jax.value_and_grad(lambda tree, x, y: loss(tree, functions, loss_name, x, y, **around))
    expected, slopes = jax.vmap(both)(trees, x, y)
    np.testing.assert_allclose(value, expected, rtol=1e-12)
    for member in range(P):
        mine = tree_of(network, member, work.gradient)
        assert {name: len(part) for name, part in mine.items()} == {name: len(part) for name, part in slopes.items()}
        for name, layers in slopes.items():
            for layer, part in enumerate(layers):
                assert_close(mine[name][layer], np.asarray(part[member]), f"{name} of layer {layer + 1} of {member}")
        for layer in range(len(network.layers)):
            assert np.array_equal(weight_gradients[layer][member], mine["weights"][layer])
            assert np.array_equal(bias_gradients[layer][member], mine["biases"][layer])


@every_combination
@pytest.mark.parametrize("loss_name", OUTPUTS)
def test_gradients_equal_automatic_differentiation(loss_name: str, normalisation: str, residual: bool) -> None:
    for shape, sizes in list(SIZES.items())[: 3 if loss_name == "mse" else 1]:
        rng = generator(loss_name, shape)
        around = {"normalisation": normalisation, "residual": residual}
        network = random_network(rng, sizes, get("tanh"), loss_name, **around)
        assert_gradients_agree(network, get("tanh"), loss_name, rng, **around)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("normalisation", ["layer", "batch"])
def test_gradients_with_other_activations(name: str, normalisation: str) -> None:
    rng = generator(name)
    around = {"normalisation": normalisation, "residual": True}
    network = random_network(rng, (5, 5, 6, 6), get(name), "mse", **around)
    assert_gradients_agree(network, get(name), "mse", rng, **around)


@every_combination
def test_passes_hold_what_goes_into_and_comes_out_of_each_activation(normalisation: str, residual: bool) -> None:
    rng = generator("passes")
    around = {"normalisation": normalisation, "residual": residual}
    silu = get("silu")
    network = random_network(rng, (4, 4, 7, 7), silu, "mse", **around)
    x, y = rng.standard_normal((P, B, 4)), random_targets(rng, "mse", P, B)
    work = network.passes(B)
    assert np.array_equal(work.forward(network.columns(x)).swapaxes(1, 2), network.forward(x))
    work.backward(y.swapaxes(1, 2))
    for member in range(P):
        tree = tree_of(network, member)
        expected = pre_activations(tree, [jax_activation(silu)] * 3, x[member], normalisation, residual)
        h = x[member].T
        for layer, z in enumerate(expected):
            assert_close(work.pre_activations[layer][member], np.asarray(z).T, f"z of layer {layer + 1}")
            if layer < 3:
                assert_close(work.activations[layer][member], silu(np.asarray(z).T), "f(z)")
                assert_close(work.slopes[layer][member], silu.derivative(np.asarray(z).T), "f′(z)")
                skip = h if residual and len(h) == network.sizes[layer + 1] else 0.0
                h = np.asarray(silu(np.asarray(z).T)) + skip
                assert_close(work.outputs[layer][member], h, "h")


@pytest.mark.parametrize("residual", [False, True])
def test_batch_normalisation_looks_at_others_with_the_statistics_of_the_training_set(residual: bool) -> None:
    rng = generator("statistics")
    network = random_network(rng, (3, 3, 6, 6), get("tanh"), "mse", normalisation="batch", residual=residual)
    train, other = rng.standard_normal((P, 40, 3)), 5.0 + rng.standard_normal((P, 4, 3))
    training = network.passes(40)
    looking = network.passes(4, like=training)
    for _ in range(2):  # the second time with other parameters, which must be followed
        network.parameters *= 1.1
        training.forward(network.columns(train))
        output = looking.forward(network.columns(other))
        for member in range(P):
            tree = tree_of(network, member)
            functions = [jax_activation(get("tanh"))] * 3
            expected = pre_activations(tree, functions, other[member], "batch", residual, train[member])[-1]
            assert_close(output[member].T, np.asarray(expected), "output")
    one_by_one = network.passes(1, like=training)
    alone = [one_by_one.forward(network.columns(other[:, [n]])).copy() for n in range(4)]
    np.testing.assert_allclose(np.concatenate(alone, axis=2), output, rtol=1e-12)


@pytest.mark.parametrize(
    ("normalisation", "residual", "optimiser"),
    [("none", True, "sgd"), ("layer", False, "sgd"), ("layer", True, "adamw"), ("batch", True, "adamw")],
)
def test_a_training_run_equals_jax_and_optax(normalisation: str, residual: bool, optimiser: str) -> None:
    """With penalties on weights alone, decay on all but gains and offsets, and clipping by the norm of everything."""
    spec = ExperimentSpec(
        samples=60, hidden=(6, 6), activation="gelu", normalisation=normalisation, residual=residual, init_bias=0.1,
        init_bias_deviation=0.2, optimiser=optimiser, learning_rate=0.02, momentum=0.8, decay=0.95, weight_decay=0.1,
        l1=0.002, l2=0.01, clip_norm=0.6, batch_size=8, seed=3,
    )  # fmt: skip
    steps = 30
    trainer, batches = Trainer(spec), Trainer(spec).batches
    tree = tree_of(trainer.network, 0)
    trainer.advance(steps)
    functions = [jax_activation(get("gelu"))] * 2

    def penalised(tree: Tree, x: jax.Array, y: jax.Array) -> jax.Array:
        penalty = sum(spec.l1 * jnp.abs(w).sum() + 0.5 * spec.l2 * (w**2).sum() for w in tree["weights"])
        return loss(tree, functions, spec.resolved_loss, x, y, normalisation, residual) + penalty

    decayed = {name: [name in ("weights", "biases")] * len(part) for name, part in tree.items()}
    rule = {
        "sgd": optax.sgd(spec.learning_rate),
        "adamw": optax.adamw(
            spec.learning_rate, b1=spec.momentum, b2=spec.decay, eps=1e-8, weight_decay=0.1, mask=decayed
        ),
    }[optimiser]
    rule = optax.chain(optax.clip_by_global_norm(spec.clip_norm), rule)
    state = rule.init(tree)

    @jax.jit
    def update(tree, state, x, y):
        slope = jax.grad(penalised)(tree, x, y)
        updates, state = rule.update(slope, state, tree)
        return optax.apply_updates(tree, updates), state, jnp.sqrt(sum(jnp.sum(g**2) for g in jax.tree.leaves(slope)))

    norms = []
    for step in range(steps):
        columns, targets = batches.at(step)
        tree, state, norm = update(tree, state, columns[0, :-1].T.copy(), targets[0].T.copy())
        norms.append(float(norm))
    assert min(norms) < spec.clip_norm < max(norms)  # some steps are clipped and some are not
    mine = tree_of(trainer.network, 0)
    for name, parts in tree.items():
        for layer, part in enumerate(parts):
            np.testing.assert_allclose(mine[name][layer], part, rtol=1e-9, atol=1e-11, err_msg=f"{name} {layer}")
