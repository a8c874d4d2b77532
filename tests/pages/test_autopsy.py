"""The autopsy's panel without a browser: its story follows the link and the step, and every remedy adds a fork."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.redrawing import drawn, no_timers  # noqa: F401 - a fixture
from viz.engine import record
from viz.spec import ExperimentSpec
from viz.spec.actions import SetBias
from viz.spec.numbers import plain
from viz.spec.rescue import REMEDIES, rescued, unit_fork
from viz.spec.training import TrainingSpec
from viz.ui.training import before_after
from viz.ui.training.edit_weights import edited
from viz.ui.training.fork_button import with_lane

RUN = ExperimentSpec(
    samples=60, hidden=(4, 3), learning_rate=1.0, steps=300, frames=15, batch_size=5, seed=3, noise=0.1
)
PAGE = replace(TrainingSpec.of(RUN), unit="1.4")


def panel() -> None:
    """A page with nothing but the panel; the link says at which step."""
    import streamlit as st

    from viz.spec import PlayerView
    from viz.spec.training import TrainingSpec
    from viz.ui.cache import look
    from viz.ui.controls import Controls
    from viz.ui.training.opened import opened

    controls = Controls("training", TrainingSpec, PlayerView)
    for lane in controls.settings.lanes:  # as if all of them had been played
        look(lane.spec, lane.label).wait(20, done=True)
    opened(controls.settings, st.session_state["step"], controls)


@pytest.fixture(autouse=True)
def no_second_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before_after, "draw_again", lambda when, every: None)


def opened(page: TrainingSpec = PAGE, step: int = 200) -> AppTest:
    app = AppTest.from_function(panel, default_timeout=60)
    app.session_state["step"] = step
    for key, value in page.to_query().items():
        app.query_params[key] = value
    return drawn(app)


def said(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown).replace("\N{NO-BREAK SPACE}", " ")


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style"))


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def button(app: AppTest, label: str) -> Any:
    return next(found for found in app.button if found.label == label)


def settings(app: AppTest) -> TrainingSpec:
    found: TrainingSpec = app.session_state["training/settings"]
    return found


def test_a_dead_unit_has_its_story_and_its_figures() -> None:
    app = opened()
    assert [title.value for title in app.subheader] == ["Autopsy of unit 4 of layer 1"]
    text = said(app)
    assert "Unit 4 of layer 1 **died** at step **116**. It is dead to the end, step 300." in text
    assert "**Its own weights** did it" in text
    assert "At step 200 f′ is 0 on **100 %** of the training samples" in text
    assert len(charts(app)) == 4
    assert "The update that killed it" in html(app)
    assert "Before and after" not in html(app)


def test_without_a_unit_there_is_nothing() -> None:
    app = opened(replace(PAGE, unit=""))
    assert not app.subheader
    assert not charts(app)


def test_close_closes_it() -> None:
    app = opened()
    button(app, "Close").click()
    app.run()
    assert settings(app) == replace(PAGE, unit="")
    assert not app.subheader


@pytest.mark.parametrize("name", [name for name, remedy in REMEDIES.items() if remedy.dead])
def test_a_remedy_adds_a_fork_and_compares(name: str) -> None:
    app = opened()
    button(app, REMEDIES[name].label).click()
    drawn(app)
    fork = rescued(RUN, name, 200)
    assert settings(app).experiment() == fork
    assert [lane.spec for lane in settings(app).lanes] == [RUN, fork]
    assert settings(app).unit == "1.4"
    assert "Before and after" in html(app)
    if name in ("leaky", "redo"):
        assert "**Unit 4 of layer 1 came back**" in said(app)
    if name in ("rate", "clip"):
        assert "Unit 4 of layer 1 **stays dead**" in said(app)


def test_it_can_be_forked_before_its_death() -> None:
    app = opened()
    (choice,) = app.segmented_control
    assert choice.value == 200
    choice.set_value(115)
    drawn(app)
    button(app, REMEDIES["rate"].label).click()
    drawn(app)
    assert settings(app).experiment() == rescued(RUN, "rate", 115)


def test_at_the_end_only_before_its_death_is_left() -> None:
    app = opened(step=300)
    assert not app.segmented_control
    assert any("step 115, before it died" in caption.value for caption in app.caption)
    button(app, REMEDIES["redo"].label).click()
    drawn(app)
    assert settings(app).experiment() == rescued(RUN, "redo", 115)


def test_a_live_unit_at_the_end_has_nothing_left_to_fork() -> None:
    app = opened(replace(PAGE, unit="1.1"), step=300)
    assert any("Nothing is trained after step 300" in caption.value for caption in app.caption)
    assert not [found for found in app.button if found.label == REMEDIES["redo"].label]


def test_the_same_remedy_again_selects_its_lane() -> None:
    fork = rescued(RUN, "redo", 200)
    added = with_lane(PAGE, fork)
    back = with_lane(added, RUN)
    assert (back.place, back.unit, len(back.lanes)) == (0, "1.4", 2)
    assert with_lane(back, fork) == added


def test_with_four_lanes_remedies_say_that_there_is_no_room() -> None:
    page = PAGE
    for number in range(1, 4):
        page = with_lane(page, replace(RUN, seed=RUN.seed + number))
    found = button(opened(page.select(0).unchecked({"unit": "1.4"})), REMEDIES["redo"].label)
    assert found.disabled
    assert "no room for more" in found.help


def test_another_activation_for_this_unit() -> None:
    app = opened()
    (choice,) = app.selectbox
    choice.set_value("tanh")
    drawn(app)
    button(app, "From step 200").click()
    drawn(app)
    assert settings(app).experiment() == unit_fork(RUN, 200, 0, 3, activation="tanh")


def test_edited_numbers_are_a_fork() -> None:
    app = opened()
    app.toggle[0].set_value(True)
    drawn(app)
    assert [number.label for number in app.number_input] == ["bias", "from x₁", "from x₂"]
    assert button(app, "Fork with these weights").disabled
    app.number_input[0].set_value(5.0)
    drawn(app)
    button(app, "Fork with 1 changed").click()
    drawn(app)
    run = settings(app).experiment()
    assert run == unit_fork(RUN, 200, 0, 3, bias=5.0)
    assert run.stages[-1].actions == (SetBias(1, 4, 5.0),)
    assert "**came back** at step **200**" in said(app)
    assert "its bias was set to 5" in said(app)
    assert any("values before what the fork at step 200 does" in caption.value for caption in app.caption)


def test_an_output_shows_its_weights_and_an_edit_is_a_fork() -> None:
    app = opened(replace(PAGE, unit="3.1"))
    assert [title.value for title in app.subheader] == ["Weights of the output"]
    recording = record(RUN)
    moment = recording.steps.tolist().index(200)
    weights, bias = recording.weights[-1][0, moment, :, 0], recording.biases[-1][0, moment, 0]
    assert [number.value for number in app.number_input] == [float(bias), *weights.tolist()]
    assert [number.label for number in app.number_input] == ["bias", "from unit 1", "from unit 2", "from unit 3"]
    largest = int(np.abs(weights).argmax())
    assert f"The largest of its 3 weights is **{plain(float(weights[largest]))}**, from unit {largest + 1}." in said(
        app
    )
    app.number_input[2].set_value(-2.0)
    drawn(app)
    button(app, "Fork with 1 changed").click()
    drawn(app)
    assert settings(app).experiment() == unit_fork(RUN, 200, 2, 0, weights={1: -2.0})
    assert settings(app).unit == "3.1"


def test_an_output_is_named_by_its_class_and_has_nothing_to_fork_at_the_end() -> None:
    run = replace(RUN, dataset="iris", hidden=())
    app = opened(replace(TrainingSpec.of(run), unit="1.3"), step=300)
    assert [title.value for title in app.subheader] == ["Weights of output virginica"]
    assert "from petal" in said(app)
    assert any("Nothing is trained after step 300" in caption.value for caption in app.caption)


def test_only_what_was_changed_counts() -> None:
    now = {-1: 0.123456789, 0: 1e-9, 1: 2.0}
    assert edited(now, dict(now)) == {}
    assert edited(now, {-1: 0.1234567, 0: 0.0, 1: 2.5}) == {1: 2.5}


def test_a_run_that_overflows_has_an_autopsy() -> None:
    run = replace(RUN, dataset="sine", learning_rate=5.0, seed=0)
    app = opened(replace(TrainingSpec.of(run), unit="2.1"), step=0)
    assert "The run ended early: Stopped at step" in said(app)


@pytest.mark.parametrize(("dataset", "words"), [("breast_cancer", "No response map"), ("digits", "Incoming weights")])
def test_more_inputs_than_a_plane_has(dataset: str, words: str) -> None:
    run = replace(RUN, dataset=dataset, samples=200, hidden=(8,), learning_rate=0.1)
    app = opened(replace(TrainingSpec.of(run), unit="1.2"))
    titles = [note["text"] for chart in charts(app) for note in chart["layout"]["annotations"]]
    assert any(words in text for text in (*titles, *(caption.value for caption in app.caption)))
    app.toggle[0].set_value(True)
    drawn(app)
    assert len(app.number_input) == run.inputs + 1 > 30
