"""The page Gradient flow without a browser: every experiment runs, controls reach it, and nonsense is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.redrawing import drawn, no_timers  # noqa: F401 - a fixture
from viz.spec import ExperimentSpec
from viz.spec.gradient_flow import GradientFlowSpec

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"depth": "6", "width": "8", "steps": "20", "seeds": "4", "runs": "2", "side": "3", "map_width": "8"} | {
    "map_seeds": "1",
    "depth_span": "2,8",
    "samples": "40",
}


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/gradient_flow.py")
    app.query_params.update(SMALL | query)
    return drawn(app.run())


def words(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown).replace("\N{NO-BREAK SPACE}", " ")


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style"))


def widget(app: AppTest, name: str) -> Any:
    """Return the widget of a setting; its key may end in how often settings came from elsewhere."""
    every = (*app.slider, *app.select_slider, *app.segmented_control, *app.number_input, *app.selectbox, *app.toggle)
    return next(w for w in every if re.fullmatch(rf"gradient-flow\.{re.escape(name)}(~\d+)?", str(w.key)))


def change(app: AppTest, name: str, value: Any) -> AppTest:
    widget(app, name).set_value(value)
    return drawn(app.run())


def settings(app: AppTest) -> GradientFlowSpec:
    """Return what the address says."""
    query = {key: value if isinstance(value, str) else value[0] for key, value in dict(app.query_params).items()}
    found, problems = GradientFlowSpec.from_query(query)
    assert not problems
    return found


@pytest.mark.parametrize(
    ("query", "figures", "sentence"),
    [
        ({}, 1, "The gradient shrinks by a factor of"),
        ({"backward": "gradient"}, 1, "mean-field theory says"),
        ({"when": "training"}, 2, "At step 20: the gradient"),
        ({"experiment": "phase"}, 3, "should train to about 6ξ = **9 layers**"),
        ({"experiment": "movement"}, 2, "After 20 steps layer 1 has moved by"),
        ({"experiment": "remedies"}, 2, "ends lowest: a loss of"),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_every_experiment_has_its_figures_and_its_sentence(query: dict[str, str], figures: int, sentence: str) -> None:
    app = opened(**query)
    assert len(charts(app)) == figures
    assert sentence in words(app)
    assert not app.warning
    assert all(
        "title" in axis for chart in charts(app) for axis in (chart["layout"]["xaxis"], chart["layout"]["yaxis"])
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("initialiser", "he_normal", "says 1 a layer|says 1\\b|says 1\\)"),
        ("activation", "sigmoid", "says 0\\.23"),
        ("init_scale", 2.0, "says 1\\.41"),
        ("normalisation", "batch", "√\\(π/\\(π − 1\\)\\) = 1.211"),
        ("residual", True, "the gradient grows|The gradient grows"),
    ],
)
def test_a_control_changes_layers_at_once(name: str, value: Any, sentence: str) -> None:
    app = opened()
    before = charts(app)
    app = change(app, name, value)
    assert re.search(sentence, words(app)), words(app)
    assert charts(app) != before
    assert getattr(settings(app), name) == value


def test_theory_stands_beside_the_measurement() -> None:
    app = opened(
        activation="tanh", initialiser="lecun_normal", init_scale="1.224744871", init_bias_deviation="0.2236067977"
    )
    text = html(app)
    for number in (">15.79<", ">0.9386<", ">1.5<"):  # the published row: ξ = 15.8, χ₁ = 0.939, σ_w² = 1.5
        assert number in text
    names = {trace.get("name") for trace in charts(app)[0]["data"]}
    assert {"median of seeds", "theory, infinite width", "theory, 10 %", "theory, 90 %"} <= names


def test_the_moment_is_looked_at_without_training_again() -> None:
    app = opened(when="training", moment="0")
    assert "At step 0:" in words(app)
    app = change(app, "moment", 5)
    assert "At step 5:" in words(app)
    assert settings(app).moment == 5


def test_a_cell_is_chosen_by_keyboard_and_its_layers_are_shown() -> None:
    app = opened(experiment="phase", cell_row="0", cell_column="0")
    assert "2 hidden layers" in words(app)
    choice = next(box for box in app.selectbox if str(box.key).startswith("gradient-flow.cell_row."))
    app = drawn(choice.set_value("2").run())
    assert "8 hidden layers" in words(app)
    assert settings(app).cell_row == 2
    link = next(element.proto for element in app.get("page_link"))
    played, problems = ExperimentSpec.from_query(dict(parse_qsl(link.query_string)))
    assert not problems
    assert (played.hidden, played.init_scale, played.steps) == ((8,) * 8, 0.5, 20)
    app = drawn(next(button for button in app.button if button.label == "Show its layers").click().run())
    shown = settings(app)
    assert (shown.experiment, shown.depth, shown.width, shown.init_scale) == ("layers", 8, 8, 0.5)
    assert "At step 20:" in words(app)


def test_run_that_overflows_is_said_and_nothing_breaks() -> None:
    wild = {"activation": "identity", "init_scale": "4", "learning_rate": "50"}
    app = opened(experiment="movement", **wild)
    assert "2 of 2 runs overflow, the first at step" in words(app)
    app = opened(experiment="phase", weight_span="4,10", **wild)
    assert "overflow at step" in str(charts(app)[1])
    assert "runs overflow in 9 cells" in words(app)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"experiment": "movement", "steps": "200000", "depth": "30", "width": "64", "runs": "1"}, "steps can run"),
        ({"normalisation": "batch", "batch_size": "1"}, "accepted are 2 and more"),
        ({"depth": "500"}, "whole number from 1 to 100"),
        ({"weight_span": "3,1"}, "is empty"),
    ],
)
def test_what_cannot_run_is_refused_in_words(query: dict[str, str], reason: str) -> None:
    app = opened(**query)
    assert reason in " ".join(warning.value for warning in app.warning)
    assert charts(app)


@pytest.mark.parametrize(
    "query", [{"initialiser": "zeros"}, {"depth": "1"}, {"activation": "heaviside"}, {"width": "2"}]
)
def test_edges_have_a_sentence_and_no_error(query: dict[str, str]) -> None:
    for experiment in ("layers", "movement"):
        app = opened(experiment=experiment, **query)
        assert len(words(app)) > 50
        assert charts(app)


def test_reset_returns_to_the_start() -> None:
    app = opened(activation="tanh")
    app = drawn(next(button for button in app.button if button.label == "Reset").click().run())
    assert settings(app) == GradientFlowSpec()
