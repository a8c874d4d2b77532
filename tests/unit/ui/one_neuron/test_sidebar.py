"""Units that come and go with the slider of their number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.one_neuron.sidebar import keep_units_together

SPEC = OneNeuronSpec(slopes=(1.0, -1.0), positions=(-1.0, 2.0), heights=(0.5, 3.0))


@pytest.mark.parametrize("count", range(1, 13))
def test_units_stay_whole_when_their_number_changes(count: int) -> None:
    repeated = (SPEC.positions + (2.0,) * 12)[:count]  # what a list does that is only told its new length
    changes = keep_units_together(SPEC, {"positions": repeated}) if count != 2 else {}
    settings = replace(SPEC, **changes)
    kept = min(count, 2)
    assert len(settings.slopes) == len(settings.positions) == len(settings.heights) == count
    assert settings.positions[:kept] == SPEC.positions[:kept]
    assert settings.slopes[:kept] == SPEC.slopes[:kept]
    assert len(set(settings.positions)) == count
    assert all(-3.0 < position < 3.0 for position in settings.positions)


def test_other_changes_are_left_alone() -> None:
    changes = {"positions": (0.0, 2.0), "offset": 1.0}
    assert keep_units_together(SPEC, changes) == changes
    assert keep_units_together(SPEC, {"target": "step"}) == {"target": "step"}


def test_the_first_new_unit_goes_where_there_is_most_room() -> None:
    assert keep_units_together(SPEC, {"positions": (-1.0, 2.0, 2.0)})["positions"][2] == 0.5
