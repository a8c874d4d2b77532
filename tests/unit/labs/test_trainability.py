"""The map of depths that train: every cell is its run, overflows say their step, and the constant is the best one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from viz.engine import record
from viz.engine.setup import populate
from viz.labs.trainability import best_constant, trainability
from viz.spec.deep import DeepSpec
from viz.spec.phase import TrainabilitySpec, depths_between, deviations_between

BASE = DeepSpec(
    hidden=(6,), samples=40, steps=40, frames=4, batch_size=10, learning_rate=1.0, activation="leaky_relu(slope:0.3)"
)
SPEC = TrainabilitySpec(BASE, (1, 3, 6), (0.7, 1.4, 10.0), 2)


def test_every_cell_is_its_run() -> None:
    results = list(trainability(SPEC, None))
    last = results[-1]
    assert last.progress == 1.0
    assert last.known.all()
    assert last.steps.tolist() == [0, 10, 20, 30, 40]
    for row, column, seed in ((0, 0, 1), (2, 1, 0)):
        spec = SPEC.cell(row, column)
        assert (len(spec.hidden), spec.init_scale) == (SPEC.depths[row], SPEC.deviations[column])
        alone = record(replace(spec, seed=seed))
        np.testing.assert_allclose(last.loss[row, column, seed], alone.train_loss[0], rtol=1e-12)
    assert last.limit[1] == pytest.approx(6 / abs(np.log(1.4**2 * 1.09 / 2)), rel=1e-6)  # χ₁ = σ_w²(1 + a²)/2
    np.testing.assert_allclose(last.line[[0, -1]], last.limit[[0, -1]])
    assert len(last.line) == 17
    progress = [result.progress for result in results]
    assert progress == sorted(progress)


def test_overflow_says_its_step_and_is_no_loss() -> None:
    last = list(trainability(SPEC, None))[-1]
    lost = last.overflow >= 0
    assert lost[2, 2].all()
    assert not lost[:, 0].any()
    assert last.first_overflow()[2, 2] == last.overflow[2, 2].min()
    assert last.first_overflow()[0, 0] == -1
    assert np.isnan(last.loss[2, 2, :, -1]).all()
    assert np.isnan(last.final_loss()[2, 2])
    assert not last.trained()[2, 2]


@pytest.mark.parametrize(
    ("dataset", "loss"), [("circles", "auto"), ("moons", "softmax_cross_entropy"), ("sine", "auto"), ("xor", "mse")]
)
def test_constant_is_the_best_one(dataset: str, loss: str) -> None:
    spec = DeepSpec(hidden=(4,), dataset=dataset, loss=loss, samples=41, steps=1)
    population = populate([spec])
    targets = population.y_train.swapaxes(1, 2)

    def value(constant: np.ndarray) -> float:
        outputs = np.broadcast_to(constant[np.newaxis, :, np.newaxis], targets.shape)
        return float(population.network.loss.value(outputs, targets)[0])

    assert best_constant(spec) == pytest.approx(minimize(value, np.zeros(targets.shape[1])).fun, rel=1e-6)


def test_axes_of_the_map() -> None:
    assert depths_between((2, 50), 5) == (2, 4, 10, 22, 50)
    assert depths_between((1, 3), 9) == (1, 2, 3)
    assert deviations_between((0.5, 3.5), 4) == (0.5, 1.5, 2.5, 3.5)
    assert len(set(deviations_between((1.0, 1.001), 5))) == 5
