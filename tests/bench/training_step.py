"""A training step: ours against jax (jit, vmap, whole loop compiled), scikit-learn, and torch where it is installed."""

from __future__ import annotations

import os

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import importlib.util
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import jax
import jax.numpy as jnp
from sklearn.neural_network import MLPClassifier

from tests.bench.timing import Contender, Row, interleaved
from viz.engine import Trainer
from viz.spec import ExperimentSpec

RATE = 0.01


def rows() -> Iterator[Row]:
    """Yield the three lines of the report."""
    small = ExperimentSpec(hidden=(8, 8), batch_size=10, learning_rate=RATE)
    steps = 1000
    contenders = {
        "ReLU Lab": ours([small], steps),
        "jax": in_jax([small], steps),
        "scikit-learn": in_sklearn(small, steps),
    }
    if importlib.util.find_spec("torch"):
        contenders["torch eager"] = in_torch(small, steps)
    values = interleaved(contenders, steps)
    yield Row("Training step, 2-8-8-1, batch 10, P = 1", "µs", "≤ 20", values, values["ReLU Lab"] <= 20)

    many = [replace(small, seed=seed) for seed in range(256)]
    steps = 100
    values = interleaved({"ReLU Lab": ours(many, steps), "jax": in_jax(many, steps)}, steps * len(many))
    yield Row("The same, P = 256, per network and step", "µs", "≤ 1.2", values, values["ReLU Lab"] <= 1.2)

    deep = [replace(small, hidden=(32, 32, 32), batch_size=64, seed=seed) for seed in range(16)]
    values = interleaved({"ReLU Lab": ours(deep, steps), "jax": in_jax(deep, steps)}, steps * len(deep))
    yield Row("2-32-32-32-1, batch 64, P = 16, per network and step", "µs", "≤ 40", values, values["ReLU Lab"] <= 40)


def ours(specs: list[ExperimentSpec], steps: int) -> Contender:
    """Our trainer: batches, forward, backward and update."""
    trainer = Trainer(*specs)
    return lambda: trainer.advance(steps)


def in_jax(specs: list[ExperimentSpec], steps: int) -> Contender:
    """The same networks from the same weights, batches taken in turn, all steps in one compiled loop."""
    trainer = Trainer(*specs)
    layers = [
        (jnp.array(w), jnp.array(b)) for w, b in zip(trainer.network.weights, trainer.network.biases, strict=True)
    ]
    x, y = jnp.array(trainer.population.x_train), jnp.array(trainer.population.y_train)
    batch, per_epoch = trainer.batches.size, trainer.batches.per_epoch

    def loss(parameters, x, y):
        for weights, biases in parameters[:-1]:
            x = jax.nn.relu(x @ weights + biases)
        z = x @ parameters[-1][0] + parameters[-1][1]
        return jnp.mean(jnp.logaddexp(0.0, z) - z * y)

    def step(number, parameters, x, y):
        start = (number % per_epoch) * batch
        bx, by = (jax.lax.dynamic_slice_in_dim(table, start, batch) for table in (x, y))
        gradient = jax.grad(loss)(parameters, bx, by)
        return jax.tree.map(lambda p, g: p - RATE * g, parameters, gradient)

    def run(parameters, x, y):
        return jax.lax.fori_loop(0, steps, lambda number, p: step(number, p, x, y), parameters)

    compiled = jax.jit(jax.vmap(run))
    state = [layers]

    def work() -> None:
        state[0] = jax.block_until_ready(compiled(state[0], x, y))

    return work


def in_sklearn(spec: ExperimentSpec, steps: int) -> Contender:
    """MLPClassifier with plain SGD: epochs of `fit`, so that its shuffling and batching count as ours do."""
    trainer = Trainer(spec)
    x, y = trainer.population.x_train[0], trainer.population.y_train[0, :, 0]
    epochs = steps // trainer.batches.per_epoch
    model = MLPClassifier(
        spec.hidden, solver="sgd", momentum=0.0, alpha=0.0, batch_size=spec.batch_size, learning_rate_init=RATE,
        max_iter=epochs, tol=0.0, n_iter_no_change=epochs + 1, random_state=0,
    )  # fmt: skip

    def work() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that it has not converged
            model.fit(x, y)

    return work


def in_torch(spec: ExperimentSpec, steps: int) -> Contender:
    """Eager torch as its tutorials write it, in float64 on one thread."""
    import torch

    torch.set_num_threads(1)
    trainer = Trainer(spec)
    x = torch.tensor(trainer.population.x_train[0])
    y = torch.tensor(trainer.population.y_train[0])
    sizes = trainer.network.sizes
    parts = [part for d, h in pairwise(sizes) for part in (torch.nn.Linear(d, h, dtype=torch.float64), torch.nn.ReLU())]
    model = torch.nn.Sequential(*parts[:-1])
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)
    criterion = torch.nn.BCEWithLogitsLoss()
    batch, per_epoch = trainer.batches.size, trainer.batches.per_epoch

    def work() -> None:
        for number in range(steps):
            if number % per_epoch == 0:
                order = torch.randperm(len(x))
            rows = order[(number % per_epoch) * batch :][:batch]
            optimiser.zero_grad()
            criterion(model(x[rows]), y[rows]).backward()
            optimiser.step()

    return work
