"""Autopsies held against plain loops: the exact step, the batch, and what of the update did it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.autopsy.by_hand import live
from tests.unit.labs.autopsy.cases import SMALL, last, momentum, run
from viz.engine import record
from viz.labs.autopsy import Change, autopsy
from viz.spec import ExperimentSpec
from viz.spec.autopsy import AutopsySpec

CASES = (  # run, layer, unit, what did it to each of its changes, oldest first
    (run(3), 0, 3, ["own"]),
    (run(3), 1, 0, ["own", "inputs", "own"]),
    (run(5), 1, 2, ["together", "inputs", "either"]),
    (run(1), 1, 0, ["either"]),
    (run(4), 1, 0, None),
    (momentum(5), 0, 1, ["own", "own", "own"]),
    (momentum(5), 1, 0, ["inputs", "inputs", "own"]),
    (momentum(2), 1, 2, ["inputs"]),
    (momentum(3, 0.1), 1, 0, ["own"]),
)


@pytest.mark.parametrize(("spec", "layer", "unit", "causes"), CASES)
def test_changes_are_those_of_plain_loops(
    spec: ExperimentSpec, layer: int, unit: int, causes: list[str] | None
) -> None:
    life = live(spec, layer, unit)
    found = last(spec.unchecked({"frames": spec.steps}), layer, unit)
    turns = life.turns()
    steps = [change.step for change in found.changes]
    assert steps == (turns if len(turns) <= 8 else [*turns[:4], *turns[-4:]])
    assert len(steps) + found.untold == len(turns)
    if causes is not None:
        assert [change.cause for change in found.changes] == causes
    for change in found.changes:
        step = change.step
        assert change.kind == ("died" if life.dead[step] else "revived")
        assert {(True, False): "own", (False, True): "inputs", (True, True): "either", (False, False): "together"}[
            life.causes(step)
        ] == change.cause
        old, new = life.own(step - 1), life.own(step)
        assert change.length == pytest.approx(np.linalg.norm(old), rel=1e-9)
        assert change.size == pytest.approx(np.linalg.norm(new - old), rel=1e-6, abs=1e-12)
        assert change.before == pytest.approx((life.z[step - 1].min(), life.z[step - 1].max()), rel=1e-6, abs=1e-9)
        assert change.after == pytest.approx((life.z[step].min(), life.z[step].max()), rel=1e-6, abs=1e-9)
        assert change.samples is not None
        np.testing.assert_array_equal(change.samples.rows, life.rows[step - 1])
        np.testing.assert_array_equal(change.samples.inputs, life.x[life.rows[step - 1]])
        np.testing.assert_allclose(change.samples.gradients, life.gradients[step - 1], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize(("spec", "layer", "unit", "causes"), CASES[:3])
def test_few_recorded_steps_lose_no_exactness(
    spec: ExperimentSpec, layer: int, unit: int, causes: list[str] | None
) -> None:
    """With a single stretch of 300 steps the whole life is looked at 64 times, and then where something changed."""
    life = live(spec, layer, unit)
    found = last(spec.unchecked({"frames": 3}), layer, unit)
    assert found.changes
    assert {change.step for change in found.changes} <= set(life.turns())
    assert found.changes[-1].step == life.turns()[-1]


def test_history_is_that_of_plain_loops() -> None:
    life, found = live(run(3), 0, 3), last(run(3), 0, 3)
    np.testing.assert_array_equal(found.steps, np.arange(0, 301, 20))
    z = life.z[found.steps]
    np.testing.assert_allclose(found.z, z, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.active, (z > 0).mean(axis=1))
    own = np.array([life.own(step) for step in found.steps.tolist()])
    np.testing.assert_allclose(found.bias, own[:, -1], rtol=1e-8)
    np.testing.assert_allclose(found.weight_norm(), np.linalg.norm(own[:, :-1], axis=1), rtol=1e-5)
    before = np.array([life.own(step - 1) for step in found.steps[1:].tolist()])
    np.testing.assert_allclose(found.update[1:], np.linalg.norm(own[1:] - before, axis=1), rtol=1e-5, atol=1e-12)
    assert np.isnan(found.update[0])
    moved = found.update[1:][found.update[1:] > 0]
    assert found.usual_update == np.median(moved)
    assert (found.gradient[found.dead] == 0).all()
    assert (found.gradient[~found.dead] > 0).all()
    assert found.spans() == [(116, 300)]


def test_it_agrees_with_the_recording() -> None:
    spec = run(2)
    recording = record(spec)
    for layer in (0, 1):
        for unit in range(spec.hidden[layer]):
            found = last(spec, layer, unit)
            np.testing.assert_array_equal(found.steps, recording.steps)
            np.testing.assert_allclose(found.active, recording.active_fraction[layer][0, :, unit], rtol=1e-6)
            np.testing.assert_array_equal(found.weights, recording.weights[layer][0, :, :, unit])


def test_a_unit_that_flickers_is_told_from_both_ends() -> None:
    spec = run(2)
    turns = live(spec, 1, 1).turns()
    assert len(turns) == 17
    found = last(spec.unchecked({"frames": 300}), 1, 1)
    assert [change.step for change in found.changes] == [*turns[:4], *turns[-4:]]
    assert (found.told_first, found.untold) == (4, 9)
    spans = found.spans()
    assert spans[0] == (7, 13)
    assert all(start < stop for start, stop in spans)


def test_born_dead_and_never_back() -> None:
    found = last(run(1), 1, 2)
    assert found.born_dead
    assert found.changes == ()
    assert found.spans() == [(0, 300)]
    assert np.isnan(found.usual_update)


def revivals(spec: ExperimentSpec, layer: int, unit: int) -> list[Change]:
    return [change for change in last(spec, layer, unit).changes if change.kind == "revived"]


def test_momentum_brings_a_unit_of_the_first_layer_back() -> None:
    (change,) = revivals(momentum(5).unchecked({"frames": 300}), 0, 1)
    assert (change.step, change.cause, change.moved_by) == (29, "own", ("momentum",))
    assert change.samples is not None
    assert not change.samples.gradients.any()


def test_a_unit_of_a_deeper_layer_comes_back_by_its_inputs() -> None:
    (change,) = revivals(run(3).unchecked({"frames": 300}), 1, 0)
    assert (change.step, change.cause, change.moved_by, change.size) == (6, "inputs", (), 0.0)


def test_weight_decay_brings_a_unit_back() -> None:
    """L2 shrinks the weights, not the bias, so that z rises to a bias above 0; no gradient is needed."""
    found = revivals(run(0, l2=0.1, init_bias=0.3, learning_rate=0.5, frames=300), 1, 0)
    change = next(change for change in found if change.cause == "own")
    assert change.moved_by == ("decay",)
    assert change.size > 0
    assert change.samples is not None
    assert not change.samples.gradients.any()


def test_a_run_that_overflows_has_a_history_up_to_there() -> None:
    spec = run(0, dataset="sine", learning_rate=5.0)
    recording = record(spec)
    assert recording.header["stopped"] is not None
    found = last(spec, 0, 0)
    np.testing.assert_array_equal(found.steps, recording.steps)
    assert found.stopped == recording.header["stopped"]
    assert all(change.step <= found.steps[-1] for change in found.changes)


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"target_score": 0.9}, "target_score"),
        ({"plateau": 40, "learning_rate": 1e-5}, "plateau"),
        ({"stop_when_dead": True, "learning_rate": 5.0}, "dead"),
    ],
)
def test_a_run_that_stops_early_has_a_history_up_to_there(more: dict[str, object], kind: str) -> None:
    spec = run(0, **more)
    recording = record(spec)
    assert recording.header["stopped"]["kind"] == kind
    found = last(spec, 1, 0)
    np.testing.assert_array_equal(found.steps, recording.steps)
    np.testing.assert_allclose(found.active, recording.active_fraction[1][0, :, 0], rtol=1e-6)
    assert found.stopped == recording.header["stopped"]


def test_a_run_that_may_take_no_longer_is_seen_whole() -> None:
    """How far such a run comes depends on the machine; its unit's life does not."""
    np.testing.assert_array_equal(last(run(3, seconds=1e-9), 0, 3).z, last(run(3), 0, 3).z)


def test_results_grow() -> None:
    results = list(autopsy(AutopsySpec(run(3), 0, 3)))
    assert [result.progress for result in results] == sorted(result.progress for result in results)
    assert results[-1].progress == 1
    assert results[0].changes == ()


@pytest.mark.parametrize(
    ("text", "problem"), [("3.1", "no hidden layer 3"), ("1.5", "no unit 5"), ("x", "names no unit")]
)
def test_a_unit_that_is_not_there_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        AutopsySpec.of(SMALL, text)


def test_a_unit_is_called_as_in_links() -> None:
    spec = AutopsySpec.of(SMALL, "2.3")
    assert (spec.layer, spec.unit, spec.name, spec.label) == (1, 2, "2.3", "unit 3 of layer 2")
