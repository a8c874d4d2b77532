"""Gradient flow at initialisation: draw deep networks, pass a data set through them and back, measure every layer."""

from __future__ import annotations

import os

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np

from tests.bench.timing import Contender, Row, interleaved
from viz.engine.setup import populate
from viz.labs.gradient_flow import at_initialisation
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import LayersSpec

LAYERS, WIDTH, SEEDS, SAMPLES = 100, 64, 16, 100
SPEC = LayersSpec(DeepSpec(hidden=(WIDTH,) * LAYERS, samples=SAMPLES, steps=1, initialiser="he_normal"), SEEDS)


def rows() -> Iterator[Row]:
    """Yield the line of the report."""
    values = interleaved({"ReLU Lab": ours(), "jax": in_jax()}, 1e3, rounds=9)
    what = f"Gradient flow, {LAYERS} layers × {WIDTH}, {SEEDS} seeds, with weights drawn and theory"
    yield Row(what, "ms", "≤ 500", values, values["ReLU Lab"] <= 500)


def ours() -> Contender:
    """The lab behind the page, without its cache."""
    return lambda: at_initialisation.__wrapped__(SPEC)


def in_jax() -> Contender:
    """The same numbers (less the theory) of as many networks on the same data, compiled as a whole."""
    population = populate(list(SPEC.runs()))
    x, y = jnp.array(population.x_train), jnp.array(population.y_train)
    samples = x.shape[1]

    def loss(first: jax.Array, hidden: jax.Array, last: jax.Array, added: jax.Array, x: jax.Array, y: jax.Array):  # type: ignore[no-untyped-def]
        z = x @ first + added[0]

        def layer(z: jax.Array, layer: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
            weights, more = layer
            return jax.nn.relu(z) @ weights + more, z

        z, below = jax.lax.scan(layer, z, (hidden, added[1:]))
        output = jax.nn.relu(z) @ last
        value = jnp.mean(jnp.logaddexp(0.0, output) - y * output)
        return value, jnp.concatenate([below, z[np.newaxis]])

    def measure(key: jax.Array, x: jax.Array, y: jax.Array) -> tuple[jax.Array, ...]:
        keys = jax.random.split(key, 3)
        first = jax.random.normal(keys[0], (x.shape[1], WIDTH)) * jnp.sqrt(2 / x.shape[1])
        hidden = jax.random.normal(keys[1], (LAYERS - 1, WIDTH, WIDTH)) * jnp.sqrt(2 / WIDTH)
        last = jax.random.normal(keys[2], (WIDTH, 1)) * jnp.sqrt(2 / WIDTH)
        nothing = jnp.zeros((LAYERS, samples, WIDTH))
        gradients, z = jax.grad(loss, argnums=(0, 1, 2, 3), has_aux=True)(first, hidden, last, nothing, x, y)
        norms = jnp.sqrt(jnp.square(gradients[1]).sum(axis=(1, 2)))
        by_z = jnp.sqrt(jnp.square(gradients[3]).sum(axis=(1, 2)) * samples)
        return jnp.square(z).mean(axis=(1, 2)), by_z, norms

    compiled = jax.jit(jax.vmap(measure))
    keys = jax.random.split(jax.random.key(0), SEEDS)
    return lambda: jax.block_until_ready(compiled(keys, x, y))
