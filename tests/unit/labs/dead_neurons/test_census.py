"""The census counts what a recording says, by each definition's own rule, and never loses a unit on the way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from viz.engine import record
from viz.labs.dead_neurons.census import DEFINITIONS, PROBES, census, flags
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(samples=60, steps=60, frames=6)


def by_hand(active: Any, saturated: Any, dormancy: Any, gradient: Any, loss: Any = None) -> Any:
    """Return what a census reads of a recording of one network with one hidden layer, (T, H) each."""
    layers = [(np.array(rows, dtype=float)[np.newaxis],) for rows in (active, saturated, dormancy, gradient)]
    moments = layers[0][0].shape[1]
    return SimpleNamespace(
        active_fraction=layers[0],
        saturated_fraction=layers[1],
        dormancy=layers[2],
        gradient_dead=layers[3],
        train_loss=np.ones((1, moments)) if loss is None else np.array([loss], dtype=float),
        header={"overflows": [None]},
    )


def test_each_definition_has_its_own_rule() -> None:
    recording = by_hand(
        active=[[0.0, 0.05, 0.5, 1.0, 1.0]],
        saturated=[[1.0, 0.95, 0.5, 0.9, 0.0]],
        dormancy=[[0.0, 0.03, 0.02, 2.0, 2.95]],
        gradient=[[1, 0, 0, 0, 1]],
    )
    found = flags(recording, tau=0.025)[:, 0, 0]
    assert {name: row.tolist() for name, row in zip(DEFINITIONS, found, strict=True)} == {
        "dead": [True, False, False, False, False],
        "saturated": [True, True, False, True, False],
        "dormant": [True, False, True, False, False],
        "gradient_dead": [True, False, False, False, True],
    }
    assert flags(recording, tau=0.03)[2, 0, 0].tolist() == [True, True, True, False, False]


def test_born_died_and_revived_are_counted_apart() -> None:
    active = [
        [0, 1, 1, 1],
        [1, 1, 0, 1],
        [1, 0, 0, 1],
        [0, 0, 1, 1],
    ]  # unit 1 revives and dies, unit 3 dies and revives
    one = census(by_hand(active, active, np.ones((4, 4)), np.zeros((4, 4))), tau=0.0)[0]
    assert one.share[0].tolist() == [0.25, 0.25, 0.5, 0.5]
    assert (one.died[0], one.revived[0]) == (0.75, 0.5)


def test_after_an_overflow_nothing_is_counted() -> None:
    active = [[1.0, 1.0], [0.0, 1.0], [np.nan, np.nan]]
    recording = by_hand(active, np.zeros((3, 2)), np.ones((3, 2)), np.zeros((3, 2)), loss=[1.0, 2.0, np.nan])
    recording.header["overflows"] = [{"step": 17}]
    one = census(recording, tau=0.0)[0]
    np.testing.assert_array_equal(one.share[0], [0.0, 0.5, np.nan])
    assert (one.died[0], one.revived[0], one.overflow) == (0.5, 0.0, 17)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_network_of_zeros_is_dead_by_every_definition_and_stays_so(definition: str) -> None:
    spec = ExperimentSpec(samples=60, steps=60, frames=6, initialiser="zeros")
    one = census(record(spec, probes=PROBES), tau=0.025)[0]
    kind = DEFINITIONS.index(definition)
    assert (one.share[kind] == 1.0).all()
    assert (one.died[kind], one.revived[kind]) == (0.0, 0.0)


def test_a_network_of_positive_sums_has_no_dead_unit() -> None:
    spec = ExperimentSpec(samples=60, steps=1, frames=1, initialiser="constant", init_scale=0.1, init_bias=5.0)
    one = census(record(spec, probes=PROBES), tau=0.025)[0]
    assert one.share[0, 0] == 0.0


def test_what_ends_is_what_began_and_died_and_did_not_revive() -> None:
    specs = [ExperimentSpec(samples=60, steps=200, frames=40, learning_rate=2.0, seed=seed) for seed in range(8)]
    counted = census(record(*specs, probes=PROBES), tau=0.05)
    for one in counted:
        np.testing.assert_allclose(one.share[:, 0] + one.died - one.revived, one.share[:, -1], atol=1e-12)
    assert sum(one.died[0] for one in counted) > 0
    assert sum(one.revived[0] for one in counted) > 0
