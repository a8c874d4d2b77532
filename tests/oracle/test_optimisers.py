"""Every optimiser, clipping and whole training runs against optax."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from tests.oracle.jax_network import jax_activation, loss
from viz.activations import get
from viz.engine import Network, Trainer
from viz.engine.optimisers import OPTIMISERS, Rates
from viz.engine.penalty import Penalty
from viz.spec import ExperimentSpec

P, N, STEPS = 3, 7, 25
LEARNING_RATE = np.array([[0.3], [0.01], [1e-3]])
MOMENTUM = np.array([[0.9], [0.5], [0.0]])
DECAY = np.array([[0.999], [0.9], [0.99]])
WEIGHT_DECAY = np.array([[0.01], [0.5], [0.0]])

IN_OPTAX = {
    "sgd": lambda rate, momentum, decay, weight_decay: optax.sgd(rate),
    "momentum": lambda rate, momentum, decay, weight_decay: optax.sgd(rate, momentum=momentum),
    "nesterov": lambda rate, momentum, decay, weight_decay: optax.sgd(rate, momentum=momentum, nesterov=True),
    "rmsprop": lambda rate, momentum, decay, weight_decay: optax.rmsprop(
        rate, decay=decay, eps=1e-8, eps_in_sqrt=False
    ),
    "adam": lambda rate, momentum, decay, weight_decay: optax.adam(rate, b1=momentum, b2=decay, eps=1e-8),
    "adamw": lambda rate, momentum, decay, weight_decay: optax.adamw(
        rate, b1=momentum, b2=decay, eps=1e-8, weight_decay=weight_decay
    ),
}


def test_every_optimiser_has_an_oracle():
    assert set(OPTIMISERS) == set(IN_OPTAX)


def gradients() -> np.ndarray:
    """Return gradients (STEPS, P, N) of sizes from 1e-9 to 1e3: some are zero, some always."""
    rng = np.random.default_rng(0)
    sizes = 10.0 ** rng.uniform(-9, 3, (1, P, N))
    found = sizes * rng.standard_normal((STEPS, P, N))
    found[rng.random(found.shape) < 0.1] = 0.0
    found[:, :, 0] = 0.0
    return found


@pytest.mark.parametrize("name", OPTIMISERS)
def test_steps_equal_optax(name: str) -> None:
    """Every member of a population with rates of its own, after each of many steps."""
    start = np.random.default_rng(1).standard_normal((P, N))
    parameters, slots = start.copy(), np.zeros((OPTIMISERS[name].slots, P, N))
    rates = Rates(LEARNING_RATE, MOMENTUM, DECAY, WEIGHT_DECAY)
    path = []
    for step, gradient in enumerate(gradients(), start=1):
        OPTIMISERS[name].update(parameters, gradient.copy(), slots, step, rates)
        path.append(parameters.copy())
    for member in range(P):
        optimiser = IN_OPTAX[name](*(float(rate[member, 0]) for rate in (LEARNING_RATE, MOMENTUM, DECAY, WEIGHT_DECAY)))
        expected = jnp.asarray(start[member])
        state = optimiser.init(expected)
        for step, gradient in enumerate(gradients()):
            updates, state = optimiser.update(jnp.asarray(gradient[member]), state, expected)
            expected = optax.apply_updates(expected, updates)
            np.testing.assert_allclose(path[step][member], expected, rtol=1e-12, atol=1e-13, err_msg=f"step {step + 1}")


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_uses_the_rates_it_names_and_no_others(name: str) -> None:
    def after_two_steps(**changed: np.ndarray) -> np.ndarray:
        parameters, slots = np.full((P, N), 0.7), np.zeros((OPTIMISERS[name].slots, P, N))
        rates = replace(Rates(LEARNING_RATE, MOMENTUM, DECAY, WEIGHT_DECAY), **changed)
        for step in (1, 2):
            OPTIMISERS[name].update(parameters, np.full((P, N), 0.1 * step), slots, step, rates)
        return parameters

    used = {
        field
        for field in ("momentum", "decay", "weight_decay")
        if not np.array_equal(after_two_steps(), after_two_steps(**{field: np.full((P, 1), 0.3)}))
    }
    assert used == OPTIMISERS[name].uses


@pytest.mark.parametrize("shares", [(0.1, 0.5, 1e-3), (0.0, 0.5, 0.0), (0.98, 1.02, 1e6)])
def test_clipping_equals_optax(shares: tuple[float, ...]) -> None:
    """At shares of the global norm of each network's own gradient, weights and biases together; 0 is no limit."""
    rng = np.random.default_rng(2)
    net = Network(
        [rng.standard_normal((P, 2, 4)), rng.standard_normal((P, 4, 1))],
        [rng.standard_normal((P, 4)), rng.standard_normal((P, 1))],
        [get("relu")],
    )
    gradient = rng.standard_normal(net.parameters.shape)
    clipped = gradient.copy()
    limits = np.array(shares) * np.sqrt((gradient**2).sum(axis=1))
    Penalty(net, np.zeros((P, 1)), np.zeros((P, 1)), limits[:, np.newaxis]).apply(clipped)
    for member, limit in enumerate(limits):
        tree = [view[member] for view in net.layer_views(gradient)]
        expected = optax.clip_by_global_norm(limit).update(tree, optax.EmptyState())[0] if limit else tree
        for layer, view in enumerate(net.layer_views(clipped)):
            np.testing.assert_allclose(view[member], expected[layer], rtol=1e-14)


@pytest.mark.parametrize(
    ("name", "dataset", "clip_norm"),
    [*((name, "circles", 0.7) for name in OPTIMISERS), ("adam", "iris", 0.7), ("sgd", "sine", 5.0)],
)
def test_a_training_run_equals_jax_and_optax(name: str, dataset: str, clip_norm: float) -> None:
    """All of it: gradients, penalties, clipping and updates, on the same batches from the same start."""
    spec = ExperimentSpec(
        dataset=dataset, samples=60, hidden=(6, 5), activation="tanh", optimiser=name, learning_rate=0.02,
        momentum=0.8, decay=0.95, weight_decay=0.1, l1=0.002, l2=0.01, clip_norm=clip_norm, batch_size=8, seed=3,
    )  # fmt: skip
    steps = 40
    trainer, batches = Trainer(spec), Trainer(spec).batches
    net = trainer.network
    layers = [(weights[0].copy(), biases[0].copy()) for weights, biases in zip(net.weights, net.biases, strict=True)]
    trainer.advance(steps)

    def penalised(layers, x, y):
        weights = [weights for weights, _ in layers]
        penalty = sum(spec.l1 * jnp.abs(w).sum() + 0.5 * spec.l2 * (w**2).sum() for w in weights)
        return loss(layers, [jax_activation(get("tanh"))] * 2, spec.resolved_loss, x, y) + penalty

    optimiser = optax.chain(
        optax.clip_by_global_norm(clip_norm),
        IN_OPTAX[name](spec.learning_rate, spec.momentum, spec.decay, spec.weight_decay),
    )
    state = optimiser.init(layers)

    @jax.jit
    def update(layers, state, x, y):
        slope = jax.grad(penalised)(layers, x, y)
        norm = jnp.sqrt(sum(jnp.sum(part**2) for layer in slope for part in layer))
        updates, state = optimiser.update(slope, state, layers)
        return optax.apply_updates(layers, updates), state, norm

    norms = []
    for step in range(steps):
        columns, targets = batches.at(step)
        layers, state, norm = update(layers, state, columns[0, :-1].T.copy(), targets[0].T.copy())
        norms.append(float(norm))
    assert min(norms) < clip_norm < max(norms)  # some steps are clipped and some are not
    for mine, theirs in zip(net.weights + net.biases, [w for w, _ in layers] + [b for _, b in layers], strict=True):
        np.testing.assert_allclose(mine[0], theirs, rtol=1e-9, atol=1e-11)
