"""A fork goes on from the exact weights, optimiser state and batches of its step, and changes what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engine.recordings import assert_same
from viz.engine import Trainer, record, train
from viz.spec import ExperimentSpec
from viz.spec.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.fork import forked

RUN = ExperimentSpec(samples=60, hidden=(6, 5), steps=120, frames=12, seed=3, learning_rate=0.2)
CHANGES = (
    {"learning_rate": 0.01},
    {"activation": "tanh"},
    {"layer_activations": ("gelu", "leaky_relu")},
    {"optimiser": "adam"},
    {"batch_size": 7},
    {"l2": 0.1},
    {"clip_norm": 0.1},
)
OPTIMISERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("step", [0, 1, 55, 60, 119, 120])
def test_fork_with_nothing_changed_is_its_parent_bit_for_bit(optimiser: str, step: int) -> None:
    spec = replace(RUN, optimiser=optimiser)
    assert_same(record(forked(spec, step)), record(spec))


@pytest.mark.parametrize("more", [{"normalisation": "batch"}, {"normalisation": "layer"}, {"residual": True}])
def test_so_it_is_with_blocks(more: dict[str, object]) -> None:
    spec = replace(RUN, hidden=(6, 6), **more)  # type: ignore[arg-type]
    assert_same(record(forked(spec, 47)), record(spec))


def test_forks_of_forks_with_nothing_changed_are_the_parent_too() -> None:
    spec = replace(RUN, optimiser="adam")
    fork = forked(forked(forked(spec, 30), 30), 77)
    assert len(fork.earlier) == 2
    assert_same(record(fork), record(spec))


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_fork_is_its_parent_up_to_its_step_and_other_after_it(changes: dict[str, object]) -> None:
    spec = replace(RUN, optimiser="momentum")
    parent, fork = record(spec), record(forked(spec, 55, **changes))
    shared = int((parent.steps <= 55).sum())
    assert shared == 6
    for name in ("train_loss", "test_loss"):
        assert np.array_equal(getattr(fork, name)[:, :shared], getattr(parent, name)[:, :shared])
        assert not np.array_equal(getattr(fork, name)[:, shared:], getattr(parent, name)[:, shared:])


def test_fork_goes_on_as_plain_gradient_descent_would_by_hand() -> None:
    """The oracle trains with the network's public gradients alone, its rate changed at the step of the fork."""
    spec = replace(RUN, batch_size=1000)  # the whole set at every step
    fork = forked(spec, 50, learning_rate=0.03)
    trainer = Trainer(spec)
    network, data = trainer.network, trainer.population
    for step in range(spec.steps):
        _, by_weights, by_biases = network.gradients(data.x_train, data.y_train)
        rate = 0.2 if step < 50 else 0.03
        for weights, biases, g, h in zip(network.weights, network.biases, by_weights, by_biases, strict=True):
            weights -= rate * g
            biases -= rate * h
    recorded = record(fork)
    for weights, kept in zip(network.weights, recorded.weights, strict=True):
        np.testing.assert_allclose(kept[:, -1], weights, rtol=1e-6)


def test_another_optimiser_begins_with_empty_state_at_the_fork() -> None:
    """Adam from step 40 is Adam from the start of a run whose first weights are those of step 40."""
    spec = replace(RUN, batch_size=1000)
    fork = Trainer(forked(spec, 40, optimiser="adam", learning_rate=0.01))
    fork.advance(100)
    parent = Trainer(spec)
    parent.advance(40)
    adam = Trainer(replace(spec, optimiser="adam", learning_rate=0.01))
    adam.network.parameters[:] = parent.network.parameters
    adam.advance(60)
    np.testing.assert_allclose(fork.network.parameters, adam.network.parameters, rtol=1e-12)


def test_batches_of_another_size_begin_a_new_epoch() -> None:
    trainer = Trainer(forked(replace(RUN, batch_size=9), 13, batch_size=5))
    trainer.advance(13)
    assert trainer.batches.size == 9
    trainer.advance(1)
    assert trainer.batches.size == 5
    rows = [trainer.batches.rows(13)[0]]
    for step in range(14, 13 + trainer.batches.per_epoch):
        trainer.advance(1)
        rows.append(trainer.batches.rows(step)[0])
    assert len(np.unique(np.concatenate(rows))) == 40


def test_edited_bias_and_weight_are_there_from_the_next_step_on() -> None:
    still = replace(RUN, learning_rate=1e-5)
    spec = forked(still, 60, [SetBias(1, 2, 3.5), SetWeight(3, 1, 4, -2.0)])
    before, after = record(still), record(spec)
    assert after.steps[6] == 60
    assert np.array_equal(after.biases[0][:, 6], before.biases[0][:, 6])
    assert after.biases[0][0, 7, 1] == pytest.approx(3.5, abs=1e-3)
    assert after.weights[2][0, 7, 3, 0] == pytest.approx(-2.0, abs=1e-3)
    assert after.weights[2][0, 7, 2, 0] == pytest.approx(before.weights[2][0, 7, 2, 0], abs=1e-2)


def dying() -> ExperimentSpec:
    """Return a run of which units of the first layer are dead at its end."""
    return ExperimentSpec(learning_rate=1.5, steps=900, frames=30, seed=18)


def test_redo_gives_dead_units_new_weights_and_no_voice_at_first() -> None:
    spec = dying()
    trainer = Trainer(forked(spec, 800, [ReDo()], learning_rate=1e-5))
    trainer.advance(800)
    recorded = record(replace(spec, frames=9))
    dead = recorded.dead[0][0, 8]
    assert recorded.steps[8] == 800
    assert 2 <= dead.sum() < 8
    before = trainer.network.parameters.copy()
    trainer.advance(1)
    was, now = trainer.network.layer_views(before), trainer.network.layers
    moved = np.abs(now[0] - was[0]).max(axis=(0, 2)) > 1e-3
    assert np.array_equal(moved, dead)
    assert np.abs(now[1][0, :, :-1][:, dead]).max() < 1e-3
    again = Trainer(forked(spec, 800, [ReDo()], learning_rate=1e-5))
    again.advance(801)
    assert np.array_equal(again.network.parameters, trainer.network.parameters)


def test_raised_biases_are_those_of_dead_units() -> None:
    trainer = Trainer(forked(dying(), 800, [RaiseBias(0.5)], learning_rate=1e-5))
    trainer.advance(800)
    dead = record(replace(dying(), frames=9)).dead[0][0, 8]
    before = trainer.network.biases[0][0].copy()
    trainer.advance(1)
    np.testing.assert_allclose(trainer.network.biases[0][0] - before, 0.5 * dead, atol=1e-3)


def test_state_of_another_stage_can_be_returned_to() -> None:
    trainer = Trainer(forked(replace(RUN, optimiser="adam"), 50, optimiser="sgd", activation="tanh", batch_size=8))
    trainer.advance(30)
    early = trainer.state
    trainer.advance(60)
    late = trainer.network.parameters.copy()
    trainer.state = early
    trainer.advance(60)
    assert np.array_equal(trainer.network.parameters, late)


def test_overflow_after_a_fork_is_named() -> None:
    spec = forked(ExperimentSpec(dataset="sine", steps=400, frames=40), 100, learning_rate=100.0)
    recorded = record(spec)
    stopped = recorded.header["stopped"]
    assert stopped is not None
    assert 100 < stopped["step"] < 400
    assert recorded.steps[-1] < stopped["step"]
    assert np.isfinite(recorded.train_loss).all()


def test_member_of_a_forked_population_is_the_run_alone() -> None:
    specs = [forked(replace(RUN, seed=seed), 55, [ReDo()], optimiser="adam", activation="elu") for seed in range(4)]
    together = record(*specs)
    for place, spec in enumerate(specs):
        alone = record(spec)
        assert np.array_equal(together.train_loss[place], alone.train_loss[0])


def test_members_forked_at_different_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="forked at the same steps"):
        Trainer(forked(RUN, 50), forked(RUN, 51))


def test_fork_trains_on() -> None:
    short = forked(RUN, 55, learning_rate=0.05)
    longer = replace(short, steps=240, frames=24)
    trainer = Trainer(short)
    first = list(trainer.record(range(0, 121, 10)))
    chunks = [*first, *train(longer, trainer=trainer)]
    assert_same(type(chunks[0]).concatenate(chunks), record(longer))


def test_curves_of_every_stage_are_recorded() -> None:
    recorded = record(forked(RUN, 55, layer_activations=("tanh", "relu")))
    edges = recorded.header["preactivation_edges"]
    z = np.linspace(edges[0], edges[-1], recorded.slope[0].shape[2])
    assert recorded.header["stages"] == [0, 55]
    assert [layer["activation_label"] for layer in recorded.header["layers"]] == ["ReLU → Tanh", "ReLU", "linear"]
    np.testing.assert_allclose(recorded.slope[0][0], [z > 0, 1.0 - np.tanh(z) ** 2], atol=1e-6)
    np.testing.assert_allclose(recorded.activation_curve[1][0], np.maximum([z, z], 0.0), atol=1e-6)
