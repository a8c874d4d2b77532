"""The page Dead neurons without a browser: every experiment runs, its controls reach it, and nonsense is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.redrawing import drawn, no_timers  # noqa: F401 - a fixture
from viz.spec import ExperimentSpec
from viz.spec.dead_neurons import DeadNeuronsSpec

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"steps": "60", "seeds": "4", "values": "3", "map_seeds": "2", "side": "4", "born_networks": "200"}


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/dead_neurons.py")
    app.query_params.update({**SMALL, **query})
    return drawn(app.run())


def reading(app: AppTest) -> str:
    """Return the sentence above the figures."""
    start = ("At ", "In **", "Of ", "No ")
    return next(text.value for text in app.markdown if text.value.startswith(start)).replace("\N{NO-BREAK SPACE}", " ")


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style"))


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def widget(app: AppTest, name: str) -> Any:
    """Return the widget of a setting; its key may end in how often settings came from elsewhere."""
    every = (*app.slider, *app.select_slider, *app.segmented_control, *app.number_input, *app.selectbox, *app.toggle)
    return next(w for w in every if re.fullmatch(rf"dead-neurons\.{re.escape(name)}(~\d+)?", str(w.key)))


def change(app: AppTest, name: str, value: Any) -> AppTest:
    widget(app, name).set_value(value)
    return drawn(app.run())


def picked(app: AppTest, name: str) -> Any:
    """Return a choice that stands for settings; its key ends in what is chosen."""
    return next(box for box in app.selectbox if str(box.key).startswith(f"dead-neurons.{name}."))


def links(app: AppTest) -> list[str]:
    return [element.proto.query_string for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("experiment", "figures", "words"),
    [
        ("causes", 2, "At learning rate"),
        ("map", 1, "of 16 cells"),
        ("born", 1, "born dead under He’s initialisation, where the bounds of Lu et al. are"),
        ("cures", 1, "On the same seeds"),
    ],
)
def test_every_experiment_has_its_figures_and_its_sentence(experiment: str, figures: int, words: str) -> None:
    app = opened(experiment=experiment, learning_rate="2", **({"steps": "200"} if experiment == "cures" else {}))
    assert len(charts(app)) == figures
    assert words in reading(app)
    assert not app.warning
    assert [title.value for title in app.title] == ["Dead neurons"]
    assert any("experiment" in link or "v=1" in link for link in links(app))


@pytest.mark.parametrize("cause", ["init_bias", "depth", "width", "batch_size", "data_scale"])
def test_every_cause_can_be_chosen(cause: str) -> None:
    app = change(opened(), "cause", cause)
    label = DeadNeuronsSpec(cause=cause).kind("cause").label(cause)
    assert reading(app).startswith(f"At {label.lower()}")
    assert app.query_params["cause"] == cause


def test_flipping_the_definition_trains_nothing_anew_and_is_said() -> None:
    app = opened(learning_rate_span="1,10")
    dead = reading(app)
    assert "are dead after" in dead
    app = change(app, "definition", "gradient_dead")
    assert "are gradient-dead after" in reading(app)
    assert any(text.value.startswith("**Gradient-dead** counts") for text in app.markdown)
    assert "<b>Gradient-dead</b>" in html(app)
    assert change(app, "definition", "dead") is app
    assert reading(app) == dead


def test_a_slider_reaches_the_result_and_the_link_brings_it_back() -> None:
    app = opened()
    before = html(app)
    app = change(app, "init_scale", 3.0)
    assert html(app) != before
    query = {key: app.query_params[key] for key in app.query_params}
    again = opened(**query)
    assert html(again) == html(app)
    assert charts(again) == charts(app)


def test_axes_that_would_be_the_same_change_places() -> None:
    app = opened(experiment="map")
    drawn(picked(app, "x").select("Initial scale").run())
    assert (picked(app, "x").value, picked(app, "y").value) == ("init_scale", "learning_rate")
    drawn(app.run())
    assert (picked(app, "x").value, picked(app, "y").value) == ("init_scale", "learning_rate")
    assert not app.warning


def test_a_cell_opens_on_training_from_the_keyboard() -> None:
    app = opened(experiment="map")
    cell = next(box for box in app.selectbox if str(box.key).endswith("cell-learning_rate"))
    value = cell.options[-1]
    drawn(cell.select(value).run())
    (link,) = links(app)
    assert f"learning_rate={value}" in link
    assert "steps=60" in link
    assert "init_scale=0.25" in link


def test_a_large_network_opens_with_as_many_frames_as_a_recording_may_hold() -> None:
    (link,) = links(opened(depth="12", width="64", seeds="1", values="2", steps="400", learning_rate="0.1"))
    settings, problems = ExperimentSpec.from_query(dict(pair.split("=") for pair in link.split("&")))
    assert problems == []
    assert settings.hidden == (64,) * 12
    assert 100 < settings.frames < 300


def test_a_cure_is_drawn_when_its_switch_is_on() -> None:
    app = opened(experiment="cures", drawn="leaky_relu")
    names = {trace.get("name") for trace in charts(app)[0]["data"]}
    assert names == {"Plain ReLU", "Leaky ReLU 0.01"}
    switch = next(toggle for toggle in app.toggle if toggle.label == "GELU")
    drawn(switch.set_value(True).run())
    assert {trace.get("name") for trace in charts(app)[0]["data"]} == {*names, "GELU"}
    assert app.query_params["drawn"] == "leaky_relu,gelu"


def test_what_is_too_large_is_refused_with_the_nearest_that_can_run() -> None:
    app = opened(experiment="map", side="64", map_seeds="50", steps="10")
    (warning,) = app.warning
    assert "can run" in warning.value
    assert charts(app)


def test_nonsense_in_the_link_is_answered_in_words() -> None:
    app = opened(cause="magic", tau="-1", learning_rate_span="5,1")
    (warning,) = app.warning
    for words in ("'magic'", "τ of dormant", "is no range"):
        assert words in warning.value.replace("\\", "").replace("\N{WORD JOINER}", "")


def test_reset_keeps_the_experiment() -> None:
    app = opened(experiment="cures", cure_bias="1")
    next(button for button in app.button if button.label == "Reset").click()
    drawn(app.run())
    assert dict(app.query_params) == {"v": "1", "experiment": "cures"}
