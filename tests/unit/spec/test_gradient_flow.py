"""Settings of the page "Gradient flow": their link, what they run, and what they refuse with the nearest that can."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from tests.unit.spec.strategies import settings_of
from viz.spec import ExperimentSpec
from viz.spec.gradient_flow import GradientFlowSpec
from viz.spec.remedies import remedied


@hypothesis_settings(max_examples=40, deadline=None)
@given(settings_of(GradientFlowSpec))
def test_link_restores_every_setting(spec: GradientFlowSpec) -> None:
    assert GradientFlowSpec.from_query(spec.to_query()) == (spec, [])


def test_at_initialisation_only_what_matters_there_counts() -> None:
    spec = GradientFlowSpec()
    trained = GradientFlowSpec(steps=500, learning_rate=0.5, batch_size=10, when="training", optimiser="adam")
    assert trained.initial == spec.initial
    assert trained.trained != spec.trained
    assert GradientFlowSpec(experiment="movement").trained == GradientFlowSpec(when="training").trained


def test_every_spec_can_run() -> None:
    spec = GradientFlowSpec(depth=100, width=16, activation="tanh", normalisation="batch")
    assert spec.run.hidden == (16,) * 100
    assert not spec.run.conflicts()
    runs = list(spec.initial.runs())
    assert [run.seed for run in runs] == list(range(16))


@pytest.mark.parametrize(
    ("settings", "field", "reason"),
    [
        ({"weight_span": (2.0, 1.0)}, "weight_span", "from 2 to 1 is empty"),
        ({"normalisation": "batch", "batch_size": 1}, "batch_size", "2 and more"),
        ({"depth": 100, "width": 128, "samples": 2000, "seeds": 50}, "seeds", r"up to \d+ seeds can run"),
        ({"experiment": "movement", "steps": 200_000}, "steps", r"up to [\d,]+ steps can run"),
        ({"experiment": "phase", "steps": 50_000, "side": 24}, "steps", r"up to [\d,]+ steps can run"),
        ({"seed": 2**31 - 1}, "seed", "up to 2,147,483,6"),
    ],
)
def test_what_cannot_run_is_refused_with_the_nearest_that_can(
    settings: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        GradientFlowSpec(**settings)
    assert f".{field}:" in str(caught.value)


@pytest.mark.parametrize("experiment", ["movement", "phase", "remedies"])
def test_nearest_number_of_steps_does_run(experiment: str) -> None:
    with pytest.raises(ValueError, match="steps can run") as caught:
        GradientFlowSpec(experiment=experiment, steps=200_000)
    told = re.search(r"up to ([\d,]+) steps", str(caught.value))
    assert told is not None
    GradientFlowSpec(experiment=experiment, steps=int(told[1].replace(",", "")))


def test_remedies_change_one_thing_each_and_none_twice() -> None:
    spec = GradientFlowSpec(initialiser="he_normal", residual=True, normalisation="layer")
    found = dict(remedied(spec.run))
    assert list(found) == ["None", "Glorot", "Orthogonal", "LSUV", "Skips", "Layer norm", "Batch norm"]
    assert found["None"].residual is False
    assert found["None"].normalisation == "none"
    assert found["Skips"] == found["None"].unchecked({"residual": True})
    assert found["LSUV"].initialiser == "lsuv"


def test_cell_of_the_map_can_be_looked_at_and_opened() -> None:
    spec = GradientFlowSpec(activation="tanh", init_bias_deviation=0.2, residual=True)
    cell = spec.trainability.cell(4, 6)
    assert (cell.residual, cell.initialiser, cell.init_scale) == (False, "lecun_normal", 2.0)
    shown = spec.showing(cell)
    assert shown.run.unchecked({"frames": cell.frames}) == cell
    assert (shown.experiment, shown.when) == ("layers", "training")
    assert cell.playable
    played = cell.experiment()
    assert type(played) is ExperimentSpec
    assert (played.hidden, played.steps, played.frames) == ((32,) * 8, 300, 300)
    assert not spec.trainability.cell(11, 0).playable
