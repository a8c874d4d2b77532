"""The figures of an autopsy show its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.figures.autopsy.cases import BACK, DIED, SAMPLES, result
from viz.engine import record
from viz.figures.autopsy import history, picture, response, slope, update
from viz.figures.theme import DARK, LIGHT, Theme
from viz.spec import ExperimentSpec


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_history_has_its_cursor_its_marks_and_its_dead_spans(colours: Theme) -> None:
    found = result(DIED, BACK)
    figure = history.figure(found, 6, colours)
    (cursor,) = figure.layout.shapes
    assert (cursor.x0, cursor.x1, cursor.line.color) == (60, 60, colours.accent)
    marks = next(trace for trace in figure.data if trace.mode == "markers")
    assert (list(marks.x), list(marks.marker.symbol)) == ([42, 77], ["triangle-down", "triangle-up-open"])
    hatched = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(hatched) == 5
    assert all(list(trace.x) == [42, 77, 77, 42] for trace in hatched)
    active, norm, bias = (next(t for t in figure.data if t.name == name) for name in ("Active", "Weights", "Bias"))
    np.testing.assert_allclose(active.y, found.active)
    np.testing.assert_allclose(norm.y, 5.0)
    np.testing.assert_allclose(bias.y, found.bias)


def test_exact_zeros_are_gaps_on_log_axes() -> None:
    figure = history.figure(result(DIED), 6, LIGHT)
    gradient = next(trace for trace in figure.data if trace.name == "Gradient")
    assert np.isnan(gradient.y[5:]).all()
    assert np.isfinite(gradient.y[:5]).all()
    said = [note.text for note in figure.layout.annotations]
    assert any("exactly 0" in text for text in said)


def test_a_value_between_two_zeros_is_a_dot() -> None:
    found = result()
    found.update[2:] = 0.0
    found.update[5] = 0.1
    update_line = next(trace for trace in history.figure(found, 6, LIGHT).data if trace.name == "Update")
    assert np.flatnonzero(update_line.marker.size).tolist() == [1, 5]


def test_a_unit_that_is_always_dead_is_drawn() -> None:
    figure = history.figure(result(born_dead=True), 0, LIGHT)
    marks = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(marks.marker.symbol) == ["square"]
    assert "no step yet" in figure.layout.annotations[-1].text


def test_slope_counts_the_samples_where_the_unit_is_off() -> None:
    found = result(DIED)
    figure = slope.figure(found, 0, LIGHT)
    off, on = figure.data[:2]
    assert (off.name, off.marker.pattern.shape) == ("f′ = 0", "/")
    share = float((found.z[0] <= 0).mean())
    assert (sum(off.y), sum(on.y)) == (pytest.approx(share), pytest.approx(1 - share))
    lines = {trace.name: trace for trace in figure.data[2:]}
    np.testing.assert_allclose(lines["f"].y, np.maximum(lines["f"].x, 0.0))
    np.testing.assert_allclose(lines["f′"].y, lines["f′"].x > 0)


def test_slope_is_read() -> None:
    assert slope.reading(result(DIED), 0).startswith(
        "At step 0 f′ is 0 on **50 %** of the training samples: its z goes"
    )
    assert "on **100 %**" in slope.reading(result(DIED), 9)
    gone = result(DIED)
    gone.z[3] = np.nan
    assert slope.reading(gone, 3) == "At step 30 no pre-activation is finite."


@pytest.mark.parametrize("z", [np.array([1e9, *np.zeros(400)]), np.zeros(5), np.array([]), np.array([-50.0, 50.0])])
def test_the_axis_of_z_holds_the_bulk_and_zero(z: np.ndarray) -> None:
    low, high = slope.span(z)
    assert low < -1.9
    assert 1.9 < high < 1e3


def test_pulls_are_drawn_hardest_first() -> None:
    figure = update.figure(result(DIED), DIED, LIGHT)
    bars = figure.data[0]
    assert list(bars.y) == ["no. 5", "no. 1", "no. 10"]
    np.testing.assert_allclose(bars.x, [-0.2, 0.1, 0.0])
    assert bars.hovertext[0] == "no. 5: (1.5, −2), inner disc"
    with pytest.raises(ValueError, match="by hand"):
        update.figure(result(DIED), replace(DIED, samples=None), LIGHT)


def test_of_a_large_batch_the_hardest_are_drawn_and_all_listed() -> None:
    many = replace(
        SAMPLES,
        rows=np.arange(40),
        inputs=np.zeros((40, 2)),
        targets=np.zeros((40, 1)),
        gradients=np.linspace(-0.5, 1.0, 40),
    )
    change = replace(DIED, samples=many)
    figure = update.figure(result(change), change, LIGHT)
    assert len(figure.data[0].x) == update.MOST
    assert "28 more pull less" in figure.layout.annotations[0].text
    assert update.batch_table(result(change), change).count("<tr>") == 41


@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_the_response_is_that_of_the_recording(dataset: str) -> None:
    recording = record(ExperimentSpec(dataset=dataset, steps=20, frames=2, samples=40, hidden=(3, 2)))
    assert response.has_map(recording, 1)
    active = np.arange(recording.x_train.shape[1]) % 2 == 0
    figure = response.figure(recording, 1, 1, 0, active, LIGHT)
    drawn = np.asarray(figure.data[0].z if dataset == "circles" else figure.data[0].y)
    assert drawn.min() == pytest.approx(float(recording.response_low[1][0, 1, 0]))
    assert drawn.max() == pytest.approx(float(recording.response_high[1][0, 1, 0]))
    dots = figure.data[1]
    filled = [fill == edge for fill, edge in zip(dots.marker.color, dots.marker.line.color, strict=True)]
    assert filled == active.tolist()


def test_many_units_have_no_map() -> None:
    recording = record(ExperimentSpec(steps=2, frames=1, samples=20, hidden=(40, 40)))
    assert not response.has_map(recording, 1)


def test_weights_of_an_image_lie_as_its_pixels_do() -> None:
    weights = np.arange(64, dtype=np.float32) - 20
    (heat,) = picture.figure(weights, LIGHT).data
    np.testing.assert_array_equal(np.asarray(heat.z)[1], weights[8:16])
    assert (heat.zmin, heat.zmax) == (-43, 43)
    assert picture.figure(weights, LIGHT).layout.yaxis.autorange == "reversed"
