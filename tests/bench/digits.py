"""Digits, 64-32-10, ten epochs: ours with 100 frames recorded, the others training alone."""

from __future__ import annotations

import os

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import warnings
from collections.abc import Iterator

import jax
import jax.numpy as jnp
from sklearn.neural_network import MLPClassifier

from tests.bench.timing import Contender, Row, interleaved
from viz.engine import Trainer, record
from viz.spec import ExperimentSpec

EPOCHS, FRAMES, BATCH, RATE = 10, 100, 32, 0.1
SAMPLES = 1797
STEPS = EPOCHS * (round(0.67 * SAMPLES) // BATCH)
SPEC = ExperimentSpec(
    dataset="digits", samples=SAMPLES, noise=0.0, hidden=(32,), batch_size=BATCH, learning_rate=RATE, steps=STEPS,
    frames=FRAMES,
)  # fmt: skip


def rows() -> Iterator[Row]:
    """Yield time and size of the recording."""
    trainer = Trainer(SPEC)
    assert trainer.network.sizes == [64, 32, 10]
    assert trainer.batches.per_epoch * EPOCHS == STEPS
    contenders = {
        "ReLU Lab": lambda: record(SPEC),
        "jax, training alone": in_jax(trainer),
        "scikit-learn, training alone": in_sklearn(trainer),
    }
    values = interleaved(contenders, 1e6, rounds=9)
    what = f"Digits, 64-32-10, batch {BATCH}, {EPOCHS} epochs, {FRAMES} frames, every probe"
    yield Row(what, "s", "≤ 0.5", values, values["ReLU Lab"] <= 0.5)
    recording = record(SPEC)
    kilobytes = len(recording.to_bytes()) / len(recording.steps) / 1000
    yield Row("The same, bytes a frame", "KB", "–", {"ReLU Lab": kilobytes})


def in_jax(trainer: Trainer) -> Contender:
    """The same network from the same weights, batches taken in turn, all steps in one compiled loop."""
    layers = [
        (jnp.array(w[0]), jnp.array(b[0])) for w, b in zip(trainer.network.weights, trainer.network.biases, strict=True)
    ]
    x, y = jnp.array(trainer.population.x_train[0]), jnp.array(trainer.population.y_train[0])
    per_epoch = trainer.batches.per_epoch

    def loss(parameters, x, y):
        (first, below), (last, bias) = parameters
        z = jax.nn.relu(x @ first + below) @ last + bias
        return -jnp.mean((jax.nn.log_softmax(z) * y).sum(axis=1))

    def step(number, parameters):
        start = (number % per_epoch) * BATCH
        bx, by = (jax.lax.dynamic_slice_in_dim(table, start, BATCH) for table in (x, y))
        return jax.tree.map(lambda p, g: p - RATE * g, parameters, jax.grad(loss)(parameters, bx, by))

    run = jax.jit(lambda parameters: jax.lax.fori_loop(0, STEPS, step, parameters))
    return lambda: jax.block_until_ready(run(layers))


def in_sklearn(trainer: Trainer) -> Contender:
    """MLPClassifier with plain SGD."""
    x, y = trainer.population.x_train[0], trainer.population.train_labels[0]
    model = MLPClassifier(
        SPEC.hidden, solver="sgd", momentum=0.0, alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, max_iter=EPOCHS,
        tol=0.0, n_iter_no_change=EPOCHS + 1, random_state=0,
    )  # fmt: skip

    def work() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that it has not converged
            model.fit(x, y)

    return work
