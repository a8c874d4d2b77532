"""The labs offer every data set that a name is enough for, measured ones too, and refuse the others in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from viz.engine import record
from viz.engine.datasets import DATASETS
from viz.labs.gradient_flow import at_initialisation
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.spec.gradient_flow import GradientFlowSpec

LABS = [DeadNeuronsSpec, GradientFlowSpec]
MEASURED = [name for name, info in DATASETS.items() if info.inputs > 2]


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("dataset", ["drawn", "upload"])
def test_a_link_that_asks_for_points_or_a_table_is_told_what_there_is(lab: type, dataset: str) -> None:
    settings, problems = lab.from_query({"v": "1", "dataset": dataset})
    assert settings.dataset == "circles"
    assert f"{dataset!r} is none of circles" in problems[0]
    with pytest.raises(ValueError, match="is none of circles"):
        lab(dataset=dataset)


@pytest.mark.parametrize("dataset", MEASURED)
def test_measured_data_are_as_good_as_any(dataset: str) -> None:
    run = replace(DeadNeuronsSpec(dataset=dataset, learning_rate=0.01).base, steps=20, frames=2)
    assert np.isfinite(record(run).train_loss).all()
    result = at_initialisation(GradientFlowSpec(dataset=dataset, depth=3, width=8, seeds=2).initial)
    assert result.prediction is not None
