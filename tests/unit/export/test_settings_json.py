"""The JSON of settings and weights: another implementation gets the run's last loss out of it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from viz.engine import Recording, record
from viz.export import settings_json
from viz.spec import ExperimentSpec
from viz.spec.training import TrainingSpec

SPEC = ExperimentSpec(dataset="sine", steps=60, frames=6, hidden=(5, 3), activation="tanh", learning_rate=0.01)


def parsed(*runs: tuple[str, str, Recording]) -> dict[str, Any]:
    def never(text: str) -> None:
        raise AssertionError(f"{text} is no JSON")

    page = TrainingSpec.of(SPEC)
    data = settings_json(page.to_query(), "http://lab.test", runs)
    found: dict[str, Any] = json.loads(data, parse_constant=never)
    return found


def test_weights_give_the_runs_last_loss() -> None:
    recording = record(SPEC)
    (lane,) = parsed(("A", "tanh", recording))["lanes"]
    h = recording.x_train[0].astype(float)
    for layer in lane["layers"]:
        z = h @ np.array(layer["weights"]) + np.array(layer["biases"])
        h = np.tanh(z) if layer["activation"] == "tanh" else z
    loss = np.mean(np.square(h[:, 0] - recording.y_train[0]))
    assert recording.header["loss"] == "mse"
    assert min(abs(loss - lane["train_loss"]), abs(loss / 2 - lane["train_loss"])) < 1e-6
    assert lane["step"] == 60


def test_weights_are_the_same_single_precision_numbers() -> None:
    recording = record(SPEC)
    (lane,) = parsed(("A", "tanh", recording))["lanes"]
    for layer, weights in zip(lane["layers"], recording.weights, strict=True):
        np.testing.assert_array_equal(np.float32(layer["weights"]), weights[0, -1])


def test_settings_are_all_there() -> None:
    file = parsed(("A", "tanh", record(SPEC)))
    (lane,) = file["lanes"]
    assert ExperimentSpec.from_query(lane["query"]) == (SPEC, [])
    restored = {name: tuple(value) if isinstance(value, list) else value for name, value in lane["spec"].items()}
    assert ExperimentSpec(**restored) == SPEC
    assert TrainingSpec.from_query(file["query"]) == (TrainingSpec.of(SPEC), [])
    assert file["link"] == "http://lab.test"


@pytest.mark.parametrize("normalisation", ["layer", "batch"])
def test_normalised_layers_have_gains(normalisation: str) -> None:
    recording = record(ExperimentSpec(steps=20, frames=2, hidden=(4, 4), normalisation=normalisation))
    (lane,) = parsed(("A", "normalised", recording))["lanes"]
    assert ["gains" in layer for layer in lane["layers"]] == [True, True, False]
    np.testing.assert_array_equal(np.float32(lane["layers"][1]["gains"]), recording.gains[1][0, -1])


def test_what_is_no_number_is_null() -> None:
    run = record(ExperimentSpec(dataset="sine", hidden=(16, 16), learning_rate=10.0, steps=600, frames=100))
    assert run.header["stopped"]["kind"] == "overflow"
    (lane,) = parsed(("A", "overflow", run))["lanes"]
    assert lane["stopped"]["kind"] == "overflow"
    assert lane["test_loss"] is None or np.isfinite(lane["test_loss"])
    without = record(ExperimentSpec(steps=10, frames=2, test_share=0.0))
    assert parsed(("A", "no test", without))["lanes"][0]["test_loss"] is None
