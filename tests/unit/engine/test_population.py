"""A population is nothing but its members: each equals the same network trained alone, bit for bit."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from viz.activations import ACTIVATIONS
from viz.engine import Recording, record
from viz.engine.datasets import DATASETS
from viz.engine.initialisers import INITIALISERS
from viz.engine.normalisation import NORMALISATIONS
from viz.engine.optimisers import OPTIMISERS
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(samples=60, steps=40, frames=4, batch_size=7, hidden=(5, 4))

shared = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(sorted(DATASETS)),
        "hidden": st.lists(st.integers(1, 17), max_size=3).map(tuple) | st.sampled_from([(2, 2), (5, 5, 5), (9, 9)]),
        "activation": st.sampled_from(sorted(ACTIVATIONS)),
        "optimiser": st.sampled_from(sorted(OPTIMISERS)),
        "batch_size": st.integers(1, 40),
        "normalisation": st.sampled_from(sorted(NORMALISATIONS)),
        "residual": st.booleans(),
    }
)
own = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**31 - 1),
        "noise": st.sampled_from([0.0, 0.1, 0.5]),
        "learning_rate": st.sampled_from([1e-3, 0.1, 1.0]),
        "initialiser": st.sampled_from(sorted(INITIALISERS)),
        "init_bias": st.sampled_from([-1.0, 0.0, 0.1]),
        "init_bias_deviation": st.sampled_from([0.0, 0.3]),
        "data_scale": st.sampled_from([0.01, 1.0, 3.0]),
        "momentum": st.sampled_from([0.0, 0.5, 0.9]),
        "weight_decay": st.sampled_from([0.0, 0.1]),
        "decay": st.sampled_from([0.9, 0.999]),
        "l1": st.sampled_from([0.0, 0.01]),
        "l2": st.sampled_from([0.0, 0.01]),
        "clip_norm": st.sampled_from([0.0, 0.3]),
        "dropout": st.sampled_from([0.0, 0.0, 0.3]),
        "schedule": st.sampled_from(["constant", "step", "cosine"]),
        "warmup": st.sampled_from([0, 3]),
        "drop_every": st.sampled_from([4, 15]),
    }
)


def assert_same_member(population: Recording, member: int, alone: Recording) -> None:
    for entry in fields(Recording)[2:]:
        mine, theirs = getattr(population, entry.name), getattr(alone, entry.name)
        if not entry.metadata["layers"]:
            mine, theirs = (mine,), (theirs,)
        for layer, (a, b) in enumerate(zip(mine, theirs, strict=True)):
            assert a[member].tobytes() == b[0].tobytes(), f"{entry.name} of layer {layer} differs for member {member}"


@settings(max_examples=40)
@given(shared, st.lists(own, min_size=2, max_size=4))
def test_member_equals_the_network_alone(common: dict, members: list[dict]) -> None:
    assume(not SHORT.unchecked(common).conflicts())
    specs = [replace(SHORT, **common, **member) for member in members]
    together = record(*specs)
    for number, spec in enumerate(specs):
        alone = record(spec)
        if together.header["overflows"][number] is None:
            assert_same_member(together, number, alone)
        else:
            assert together.header["overflows"][number] == alone.header["overflows"][0]


@pytest.mark.parametrize("population", [3, 64])
def test_large_population_and_long_vectors(population: int) -> None:
    """Sizes at which NumPy's loops change from scalar to vector instructions, and BLAS its kernels."""
    specs = [replace(SHORT, hidden=(33,), activation="tanh", optimiser="adam", seed=seed) for seed in range(population)]
    together = record(*specs)
    for number in (0, population // 2, population - 1):
        assert_same_member(together, number, record(specs[number]))


def test_members_may_differ_in_the_activations_parameters() -> None:
    slopes = (0.0, 0.1, 0.3)
    specs = [replace(SHORT, activation=f"leaky_relu(slope:{slope})") for slope in slopes]
    together = record(*specs)
    for number, spec in enumerate(specs):
        assert_same_member(together, number, record(spec))
    finals = [together.weights[0][number, -1] for number in range(3)]
    assert not np.array_equal(finals[0], finals[1])
    assert not np.array_equal(finals[1], finals[2])


def test_a_member_that_overflows_leaves_the_others_alone() -> None:
    wild = replace(SHORT, dataset="sine", activation="leaky_relu", learning_rate=100.0)
    calm = replace(wild, learning_rate=0.01)
    together = record(wild, calm)
    assert together.header["overflows"][0]["step"] > 0
    assert together.header["overflows"][1] is None
    assert together.header["stopped"] is None
    assert_same_member(together, 1, record(calm))
    assert np.isnan(together.train_loss[0, -1])
    assert np.isnan(together.weights[0][0, -1]).all()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"hidden": (4, 4)}, "hidden"),
        ({"steps": 20}, "steps"),
        ({"batch_size": 8}, "batch_size"),
        ({"activation": "tanh"}, "activations"),
    ],
)
def test_specs_that_form_no_population_are_refused(change: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        record(SHORT, replace(SHORT, **change))


def test_no_spec_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one spec"):
        record()
