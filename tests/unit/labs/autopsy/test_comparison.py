"""Before and after: the ends of two recordings."""

from __future__ import annotations

import numpy as np
import pytest

from viz.engine import record
from viz.labs.autopsy import compare
from viz.spec import ExperimentSpec
from viz.spec.rescue import parent, rescued

RUN = ExperimentSpec(samples=60, hidden=(4, 3), learning_rate=1.0, steps=300, frames=15, batch_size=5, seed=3)


def test_a_rescued_unit_is_alive_at_the_end() -> None:
    fork = rescued(RUN, "leaky", 200)
    before, after = parent(fork), fork
    assert before == RUN
    recordings = [record(before), record(after)]
    found = compare(*recordings, 200, 0, 3)
    assert found.revived
    assert not found.lost
    assert (found.before.dead, found.before.units) == (3, 7)
    assert found.after.dead == 0
    assert found.before.loss == recordings[0].train_loss[0, -1]
    assert found.after.score == pytest.approx(float(recordings[1].train_score[0, -1]))
    assert found.score_name == "accuracy"
    back = compare(recordings[1], recordings[0], 200, 0, 3)
    assert back.lost


def test_a_run_that_overflows_ends_at_its_last_finite_step() -> None:
    run = RUN.unchecked({"dataset": "sine", "learning_rate": 5.0, "seed": 0})
    recording = record(run)
    found = compare(recording, recording, 0, 0, 0)
    assert found.before.step == recording.steps[-1] < 300
    assert np.isfinite(found.before.loss)
    assert found.before.message == recording.header["stopped"]["message"]
    assert found.score_name == "R²"
    assert not found.revived
