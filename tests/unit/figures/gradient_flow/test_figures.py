"""The figures of the page "Gradient flow" show what the results hold, and what is not finite leaves a gap."""

from __future__ import annotations

import numpy as np
import pytest

from viz.figures.gradient_flow import history, layers, over_steps, phase_map, trainability_map
from viz.figures.gradient_flow.axes import step_places
from viz.figures.gradient_flow.comparison_table import comparison_table
from viz.figures.theme import DARK, LIGHT
from viz.labs.gradient_flow import at_initialisation, flow_runs
from viz.labs.phase import phase_diagram
from viz.labs.trainability import trainability
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import FlowRunsSpec, LayersSpec
from viz.spec.phase import PhaseSpec, TrainabilitySpec

RUN = DeepSpec(hidden=(8,) * 5, samples=30, steps=6, batch_size=8, activation="tanh")


@pytest.fixture(scope="module")
def trained():  # type: ignore[no-untyped-def]
    other = RUN.unchecked({"activation": "identity", "learning_rate": 80.0, "steps": 6})
    return list(flow_runs(FlowRunsSpec((("plain", LayersSpec(RUN, 2)), ("wild", LayersSpec(other, 2)))), None))[-1]


def by_name(figure, name: str):  # type: ignore[no-untyped-def]
    return [trace for trace in figure.data if trace.name == name and trace.mode == "lines" and trace.fill is None]


def test_layers_show_median_theory_and_its_band() -> None:
    result = at_initialisation(LayersSpec(RUN, 6))
    figure = layers.figure(result.profile, "sensitivity", LIGHT, prediction=result.prediction)
    variance, gradient = by_name(figure, "median of seeds")
    np.testing.assert_allclose(variance.y, np.median(result.profile.variance, axis=0))
    np.testing.assert_allclose(gradient.y, np.median(result.profile.sensitivity, axis=0))
    line = by_name(figure, "theory, infinite width")[1]
    assert line.y[-2] == pytest.approx(gradient.y[-2])  # where theory's ratios start
    middle = layers.expected(result.prediction, result.profile, "sensitivity").middle
    assert middle[-2] == pytest.approx(gradient.y[-2])
    low, high = (by_name(figure, f"theory, {side} %")[0].y for side in (10, 90))
    assert (np.array(low)[1:] < np.array(high)[1:]).all()


def test_vanished_gradient_leaves_a_gap() -> None:
    result = at_initialisation(LayersSpec(RUN.unchecked({"initialiser": "zeros"}), 2))
    figure = layers.figure(result.profile, "gradient", DARK, prediction=result.prediction)
    assert np.isnan(by_name(figure, "median of seeds")[1].y[0])


def test_history_has_a_row_for_each_layer_and_the_moment_marked(trained) -> None:  # type: ignore[no-untyped-def]
    figure = history.figure(trained, "gradient", 2, LIGHT)
    heat = figure.data[0]
    assert np.array(heat.z).shape == (6, len(trained.steps))
    expected = np.log10(np.median(trained.gradient[0, :, 3, 4]))
    assert heat.z[4][3] == pytest.approx(expected)
    assert figure.layout.shapes[0].x0 == 2


def test_movement_follows_first_last_and_output(trained) -> None:  # type: ignore[no-untyped-def]
    figure = over_steps.movement(trained, LIGHT)
    for name, layer in (("layer 1", 0), ("layer 5", 4), ("output", 5)):
        line = by_name(figure, name)[0]
        np.testing.assert_allclose(line.y[1:], np.median(trained.movement[0, :, 1:, layer], axis=0))
        np.testing.assert_allclose(line.x, step_places(trained.steps))


def test_updates_have_the_mark(trained) -> None:  # type: ignore[no-untyped-def]
    figure = over_steps.updates(trained, 3, LIGHT)
    np.testing.assert_allclose(by_name(figure, "median of seeds")[0].y, np.median(trained.update[0, :, 3], axis=0))
    assert figure.layout.shapes[0].y0 == 1e-3


def test_line_that_explodes_leaves_room_for_the_others(trained) -> None:  # type: ignore[no-untyped-def]
    figure = over_steps.comparison(trained, "loss", ("Loss", "", "loss"), LIGHT)
    assert np.nanmax(trained.loss[1]) > 1e12
    assert figure.layout.yaxis.range[1] < 8
    assert [trace.name for trace in figure.data if trace.mode == "lines" and trace.fill is None] == ["plain", "wild"]


def test_table_of_remedies(trained) -> None:  # type: ignore[no-untyped-def]
    text = comparison_table(trained)
    assert ">plain<" in text
    assert f">{int((trained.overflow[1] >= 0).sum())} of 2<" in text


def test_phase_map_has_line_and_point() -> None:
    found = phase_diagram(PhaseSpec("relu", (0.5, 3.0), (0.0, 1.0)))
    figure = phase_map.figure(found, (1.2, 0.1), LIGHT)
    assert figure.data[2].x[0] == 1.2
    np.testing.assert_allclose(figure.data[1].x, 2**0.5, rtol=1e-6)
    assert len(phase_map.figure(found, None, DARK).data) == 2


def test_map_marks_overflows_with_their_step() -> None:
    base = RUN.unchecked({"activation": "identity", "steps": 40, "learning_rate": 1.0, "frames": 2})
    spec = TrainabilitySpec(base, (1, 4), (0.5, 10.0), 1)
    result = list(trainability(spec, None))[-1]
    figure = trainability_map.figure(result, (1, 0), LIGHT)
    marks = next(trace for trace in figure.data if trace.name == "overflow")
    step = int(result.overflow[1, 1, 0])
    assert step > 0
    assert f"×<br>{step}" in marks.text
    cells = next(trace for trace in figure.data if trace.name == trainability_map.CELLS)
    assert f"overflow at step {step}" in cells.text[3]
    assert figure.layout.shapes[0].y0 == 0.5
