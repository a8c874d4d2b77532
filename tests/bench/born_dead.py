"""Networks born dead: 10,000 of ten layers of four, against jax and a plain NumPy loop over networks."""

from __future__ import annotations

import os

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

from collections.abc import Iterator
from itertools import count

import jax
import jax.numpy as jnp
import numpy as np

from tests.bench.timing import Contender, Row, interleaved
from viz.labs.born_dead import HALF_WIDTH, born_dead
from viz.spec.born_dead import BornDeadSpec

NETWORKS, WIDTH, DEPTH = 10_000, 4, 10
ENDS = np.array([[-HALF_WIDTH], [HALF_WIDTH]])


def rows() -> Iterator[Row]:
    """Yield the experiment's line: draws and all layers, to the share of dead networks."""
    contenders = {"ReLU Lab": ours(), "jax": in_jax(), "NumPy, one by one": in_numpy()}
    seconds = interleaved(contenders, 1e6, rounds=7)
    yield Row("Born dead: 10,000 networks of 10 × 4, one process", "s", "≤ 1", seconds, seconds["ReLU Lab"] <= 1.0)


def ours() -> Contender:
    """The lab as a page runs it, another seed each time."""
    seeds = count()
    return lambda: (
        list(born_dead(BornDeadSpec((DEPTH,), (WIDTH,), networks=NETWORKS, seed=next(seeds))))[-1].probability
    )


def in_jax() -> Contender:
    """One network's layers, mapped over all and compiled, draws included."""

    def dead(key):
        h = jnp.array(ENDS)
        for layer in range(DEPTH):
            shape = (h.shape[1], WIDTH)
            weights = jax.random.normal(jax.random.fold_in(key, layer), shape) * jnp.sqrt(2.0 / shape[0])
            h = jax.nn.relu(h @ weights)
        return ~h.any()

    share = jax.jit(lambda key: jax.vmap(dead)(jax.random.split(key, NETWORKS)).mean())
    seeds = count()
    return lambda: share(jax.random.key(next(seeds))).block_until_ready()


def in_numpy() -> Contender:
    """As one writes it first: a loop over networks and layers."""
    rng = np.random.default_rng(0)

    def work() -> float:
        dead = 0
        for _ in range(NETWORKS):
            h = ENDS
            for _ in range(DEPTH):
                h = np.maximum(h @ rng.normal(0.0, np.sqrt(2.0 / h.shape[1]), (h.shape[1], WIDTH)), 0.0)
            dead += not h.any()
        return dead / NETWORKS

    return work
