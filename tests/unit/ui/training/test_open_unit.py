"""The unit that is open closes when a change of the network takes it away, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from viz.spec.training import TrainingSpec
from viz.ui.training.sidebar import follow

PAGE = TrainingSpec(hidden=(4, 3))
IRIS = replace(PAGE, dataset="iris")


@pytest.mark.parametrize(
    ("page", "unit", "changes", "kept"),
    [
        (PAGE, "2.3", {"hidden": (4, 2)}, False),
        (PAGE, "2.3", {"hidden": (4,)}, False),
        (PAGE, "2.3", {"hidden": (2, 3)}, True),
        (PAGE, "3.1", {"hidden": (4,)}, False),
        (PAGE, "3.1", {"hidden": (4, 3, 3)}, False),
        (PAGE, "3.1", {"hidden": (9, 9)}, True),
        (PAGE, "3.1", {"learning_rate": 0.5}, True),
        (IRIS, "3.3", {"dataset": "circles"}, False),
        (IRIS, "3.1", {"dataset": "circles"}, True),
        (IRIS, "2.1", {"dataset": "circles"}, True),
    ],
)
def test_a_unit_that_is_gone_is_closed(page: TrainingSpec, unit: str, changes: dict[str, Any], kept: bool) -> None:
    page = replace(page, unit=unit)
    assert page.unchecked(follow(page, changes)).unit == (unit if kept else "")


def test_the_outputs_of_a_network_can_be_open() -> None:
    assert TrainingSpec.from_query({"dataset": "iris", "unit": "3.3"}) == (TrainingSpec(dataset="iris", unit="3.3"), [])
    assert TrainingSpec.from_query({"dataset": "iris", "unit": "3.4"})[1]
