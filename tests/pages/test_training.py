"""The page Training without a browser: its controls apply where they should, and its player gets the run they say."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.training_page import PAGE, SHORT, drawn, opened, played, shows
from tests.unit.ui.job_cases import no_room
from viz.activations import ACTIVATIONS
from viz.engine import record
from viz.spec import PRESETS, ExperimentSpec
from viz.ui import job as jobs


def labels(app: AppTest) -> set[str]:
    widgets = [*app.slider, *app.select_slider, *app.selectbox, *app.number_input, *app.toggle]
    return {widget.label.partition(" **")[0] for widget in widgets}


def by_layer(app: AppTest) -> Any:
    """Return the switch between one width for all layers and layers one by one."""
    return next(toggle for toggle in app.toggle if toggle.label == "Layer by layer")


def test_the_page_opens_with_a_run_already_there() -> None:
    app = opened(ExperimentSpec())
    view, recording = played(app)
    assert recording.to_bytes() == record(ExperimentSpec()).to_bytes()
    assert view["frame"] is None
    assert PRESETS["healthy"].look_for in [caption.value for caption in app.caption]


def test_a_link_opens_at_its_frame() -> None:
    app = opened(SHORT, frame="7", speed="4", loop="1", log="1")
    view, _ = played(app)
    assert (view["frame"], view["speed"], view["loop"], view["log"]) == (7, 4.0, True, True)


def test_every_setting_has_a_control() -> None:
    found = set()
    for query in ({"optimiser": "adamw"}, {"layer_activations": "relu,tanh"}, {"schedule": "step"}):
        found |= labels(opened(**query))
    missing = {entry.metadata["label"] for entry in fields(ExperimentSpec)} - found
    # These go by a clearer name: the gain of the chosen initialiser, a switch with a row for each layer, stops.
    clearer = {"Scale", "Activation per layer", "Score reached", "All dead"}
    assert {"Scale: gain", "Layer by layer", "Layer 2", "Accuracy reached", "A hidden layer is dead"} <= found
    # And these are not set in the sidebar, or only with data that have them.
    elsewhere = {"Drawn points", "Uploaded table", "Inputs", "Activation per unit", "Earlier stages"}
    assert missing - elsewhere == clearer


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ({}, {"Scale: gain"}, {"Momentum", "Decay", "Weight decay"}),
        ({"optimiser": "nesterov"}, {"Momentum"}, {"Decay", "Weight decay"}),
        ({"optimiser": "rmsprop"}, {"Decay"}, {"Momentum", "Weight decay"}),
        ({"optimiser": "adamw"}, {"Momentum", "Decay", "Weight decay"}, set()),
        ({"initialiser": "zeros"}, set(), {"Scale: gain"}),
        ({"initialiser": "constant"}, {"Scale: value"}, set()),
        ({"activation": "elu"}, {ACTIVATIONS["elu"].parameters[0].label}, set()),
        ({"hidden": "none"}, set(), {"Width", "Activation", "Layer by layer", "Normalisation", "Biases"}),
        ({"hidden": "8-8"}, {"Normalisation", "Residual"}, set()),
        ({"hidden": "8"}, {"Normalisation"}, {"Residual"}),
        ({"hidden": "2"}, {"Residual"}, set()),
        ({"hidden": "8", "residual": "1"}, {"Residual"}, set()),
        ({"initialiser": "lsuv"}, {"Scale: standard deviation"}, set()),
        ({"hidden": "8-4"}, {"Layer 1", "Layer 2", "Width"}, {"Activation"}),
    ],
)
def test_controls_show_where_they_apply(query: dict[str, str], there: set[str], absent: set[str]) -> None:
    found = labels(opened(**query))
    assert there <= found
    assert not absent & found


def test_losses_are_those_of_the_task() -> None:
    assert opened(dataset="sine").selectbox(key="training.loss").options == ["By task", "Mean squared error"]
    assert "Softmax cross-entropy" in opened(dataset="iris").selectbox(key="training.loss").options


def test_a_control_trains_anew_at_once() -> None:
    app = opened()
    drawn(app.select_slider(key="training.learning_rate").set_value(0.5).run())
    expected = ExperimentSpec(steps=200, frames=20, learning_rate=0.5)
    assert shows(app, expected)
    assert played(app)[1].to_bytes() == record(expected).to_bytes()


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_one_choice_away(name: str) -> None:
    app = opened(PRESETS["line"].spec) if name != "line" else opened()
    (choice,) = [box for box in app.selectbox if box.label == "Preset"]
    drawn(choice.set_value(name).run())
    assert shows(app, PRESETS[name].spec)
    assert PRESETS[name].look_for in [caption.value for caption in app.caption]
    (choice,) = [box for box in app.selectbox if box.label == "Preset"]
    assert choice.value == name


def test_own_settings_are_no_preset() -> None:
    (choice,) = [box for box in opened().selectbox if box.label == "Preset"]
    assert choice.value is None


def test_reset() -> None:
    app = opened(dataset="moons", noise="0.3")
    drawn(app.button(key="training.reset").click().run())
    assert shows(app, ExperimentSpec())


def test_train_plays_the_same_run_from_its_start() -> None:
    app = opened(frame="7")
    before, recording = played(app)
    app.button(key="training.train").click().run()
    after, again = played(app)
    assert again.to_bytes() == recording.to_bytes()
    assert after["restart"] != before["restart"]
    assert after["frame"] is None


def test_a_new_seed_is_another_run() -> None:
    app = opened()
    drawn(app.button(key="training.new-seed").click().run())
    assert not shows(app, SHORT)
    assert 0 <= app.number_input(key="training.seed~1").value < 10_000


def test_layers_one_by_one() -> None:
    app = opened(hidden="6-6")
    switch = by_layer(app)
    switch.set_value(True).run()
    drawn(app.slider(key="training.hidden.1").set_value(3).run())
    assert shows(app, ExperimentSpec(steps=200, frames=20, hidden=(6, 3)))
    (layer,) = [box for box in app.selectbox if box.label == "Layer 1"]
    drawn(layer.set_value("tanh").run())
    expected = ExperimentSpec(steps=200, frames=20, hidden=(6, 3), layer_activations=("tanh", "relu"))
    assert shows(app, expected)
    (count,) = [slider for slider in app.slider if slider.label.startswith("Hidden layers")]
    drawn(count.set_value(3).run())
    expected = ExperimentSpec(steps=200, frames=20, hidden=(6, 3, 3), layer_activations=("tanh", "relu", "relu"))
    assert shows(app, expected)
    assert not app.warning
    switch = by_layer(app)
    drawn(switch.set_value(False).run())
    assert shows(app, ExperimentSpec(steps=200, frames=20, hidden=(6, 6, 6), activation="tanh"))


def test_an_error_of_the_engine_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_file(str(PAGE), default_timeout=60)
    app.query_params["seed"] = "987654"
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "train_piece", no_room)
        for _ in range(100):  # looks again, like a browser, at workers that may have to start first
            if app.run().error:
                break
    assert not app.exception
    (error,) = app.error
    assert "could not be trained" in error.value
    assert "no room" in error.value
    drawn(app.button(key="training.train").click().run())
    assert not app.error


def test_settings_stay_while_another_page_is_open() -> None:
    app = AppTest.from_file(str(PAGE.parents[1] / "app.py"), default_timeout=60).run()
    app.switch_page("pages/training.py").run()
    app.slider(key="training.noise").set_value(0.25).run()
    app.switch_page("pages/activations.py").run()
    app.switch_page("pages/training.py").run()
    (noise,) = [slider for slider in app.slider if slider.label.startswith("Noise")]
    assert noise.value == 0.25
    assert shows(app, ExperimentSpec(noise=0.25))


def test_what_is_shown_is_explained() -> None:
    app = opened()
    found = [tab.label for tab in app.tabs]
    assert found[:5] == [
        "Reading the page",
        "Dead, saturated, dormant",
        "Gradients",
        "Pre-activations under f′",
        "How it is trained",
    ]
    assert all(len(tab.markdown[0].value) > 200 for tab in app.tabs)
