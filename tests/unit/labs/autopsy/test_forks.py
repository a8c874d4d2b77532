"""Autopsies of forked runs, and of runs of every kind: what is gone through again is what was trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.labs.autopsy.cases import SMALL, last, momentum, run
from viz.engine import Trainer
from viz.spec.actions import RaiseBias, SetBias
from viz.spec.fork import forked


def test_a_fork_with_nothing_changed_has_the_same_autopsy() -> None:
    plain, fork = last(run(3), 0, 3), last(forked(run(3), 90), 0, 3)
    np.testing.assert_array_equal(plain.z, fork.z)
    np.testing.assert_array_equal(plain.update, fork.update)
    assert [(c.step, c.size, c.cause, c.fork) for c in plain.changes] == [
        (c.step, c.size, c.cause, c.fork) for c in fork.changes
    ]


@pytest.mark.parametrize("frames", [15, 300])
def test_a_fork_that_raises_the_bias_brings_a_unit_back(frames: int) -> None:
    """It died at step 116; at 205, which need not be a recorded step, its bias is raised by 10."""
    died, back, *_ = last(forked(run(3, frames=frames), 205, [RaiseBias(10.0)]), 0, 3).changes
    assert (died.kind, died.step, died.fork) == ("died", 116, 0)
    assert (back.kind, back.step, back.fork, back.cause) == ("revived", 205, 1, "own")
    assert back.samples is None
    assert back.size == pytest.approx(10.0)
    assert back.after[1] == pytest.approx(back.before[1] + 10.0)


def test_another_activation_brings_a_unit_back() -> None:
    found = last(forked(run(3), 200, activation="leaky_relu"), 0, 3)
    assert [(change.kind, change.step, change.fork) for change in found.changes] == [
        ("died", 116, 0),
        ("revived", 200, 1),
    ]
    assert found.changes[1].size == 0
    assert found.changes[1].before == found.changes[1].after
    assert found.spec.activation(200).name == "relu"
    assert found.spec.activation(201).name == "leaky_relu"


def test_after_a_fork_batches_are_those_that_were_trained_on() -> None:
    """With batches of another size the epoch begins anew at the fork; the rows must still be those of the batch."""
    spec = forked(run(2, frames=300), 10, batch_size=7, learning_rate=1.5)
    found = last(spec, 1, 1)
    later = [change for change in found.changes if change.step > 10]
    assert later
    for change in later:
        assert change.samples is not None
        assert len(change.samples.rows) == 7
        trainer = Trainer(spec)
        trainer.advance(change.step)
        columns = trainer.batches.at(change.step - 1)[0] if (change.step - 11) % 5 else None
        if columns is not None:
            np.testing.assert_array_equal(columns[0, :2].T, change.samples.inputs)


@pytest.mark.parametrize(
    "more",
    [
        {"dropout": 0.3},
        {"normalisation": "batch", "learning_rate": 3.0},
        {"normalisation": "layer"},
        {"optimiser": "adam", "learning_rate": 0.1},
        {"unit_activations": ("2.1:hardtanh",), "learning_rate": 3.0},
        {"schedule": "cosine", "warmup": 20},
        {"layer_activations": ("leaky_relu", "relu"), "residual": True, "hidden": (3, 3)},
    ],
)
def test_going_through_it_once_more_is_exact_whatever_is_trained(more: dict[str, object]) -> None:
    """The examined updates go from one recorded state to the next, to the last bit, and by the recorded distance."""
    spec = replace(SMALL, **more, steps=80, frames=80, l2=0.02)  # type: ignore[arg-type]
    seen = 0
    for seed in range(2):
        for layer in (0, 1):
            for unit in range(3):
                found = last(replace(spec, seed=seed), layer, unit)
                for change in found.changes:
                    seen += 1
                    before, after = found.z[change.step - 1], found.z[change.step]
                    assert np.float32(change.before) == pytest.approx([before.min(), before.max()], rel=0, abs=0)
                    assert np.float32(change.after) == pytest.approx([after.min(), after.max()], rel=0, abs=0)
                    assert change.size == found.update[change.step]
                    assert change.kind == ("died" if found.dead[change.step] else "revived")
    assert seen


def test_what_an_update_does_after_a_fork_is_told_apart_from_the_fork() -> None:
    """The bias is raised by half of what is missing; the rest is done by momentum, as without the fork."""
    spec = momentum(5).unchecked({"frames": 300})
    plain = next(change for change in last(spec, 0, 1).changes if change.kind == "revived")
    missing = -plain.before[1]
    bias = float(last(spec, 0, 1).bias[plain.step - 1])
    forked_spec = forked(spec, plain.step - 1, [SetBias(1, 2, bias + missing / 2)])
    change = next(change for change in last(forked_spec, 0, 1).changes if change.step >= plain.step - 1)
    assert (change.step, change.fork, change.kind) == (plain.step, 0, "revived")
    assert change.size == pytest.approx(plain.size, rel=1e-9)
    assert change.before[1] == pytest.approx(-missing / 2, rel=1e-6)
