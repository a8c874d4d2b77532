"""The page "Activations" without a browser: every control reaches what is shown, and nonsense is answered in words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from viz.activations import ACTIVATIONS, GATED

ROOT = Path(__file__).resolve().parents[2]


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "".join(body for body in bodies if not body.startswith("<style"))


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def widget(app: AppTest, name: str) -> Any:
    """Return the widget of a setting; its key may end in how often settings came from elsewhere."""
    widgets = (*app.slider, *app.select_slider, *app.segmented_control, *app.number_input, *app.selectbox)
    return next(w for w in widgets if re.fullmatch(rf"activations\.{re.escape(name)}(~\d+)?", w.key))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def test_the_page_opens_with_four_functions_and_a_gated_unit() -> None:
    app = open_page()
    assert app.markdown[0].value.startswith("**Under N(−0.5, 1), 69\N{NO-BREAK SPACE}%**")
    assert len(figures(app)) == 2
    assert not app.warning


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("probe", 0.5, "z = 0.5"),
        ("deviation", 2.0, "60 %"),
        ("mean", 0.0, "50 %"),
        ("functions.1.leaky_relu.slope", 0.5, "Leaky ReLU 0.5"),
        ("epsilon", 0.1, "|f′| &lt; 0.1"),
    ],
)
def test_a_slider_reaches_the_page_and_the_link(name: str, value: float, shown: str) -> None:
    app = open_page()
    before = html(app)
    widget(app, name).set_value(value)
    run(app)
    assert shown in html(app)
    assert shown not in before
    again = open_page(**{key: str(app.query_params[key]) for key in app.query_params})
    assert (html(again), figures(again)) == (html(app), figures(app))


def test_a_slider_changes_the_figure_and_leaves_the_other_alone() -> None:
    app = open_page()
    curves, gated = figures(app)
    widget(app, "mean").set_value(1.0)
    assert figures(run(app))[0] != curves
    assert figures(app)[1] == gated


def test_a_function_comes_and_goes_and_the_others_keep_their_colour() -> None:
    app = open_page()
    next(box for box in app.selectbox if box.label == "Add a function").set_value("mish")
    run(app)
    assert "Mish" in html(app)
    colours = {trace["name"]: trace["line"] for trace in figures(app)[0]["data"] if trace.get("name")}
    next(button for button in app.button if button.label == "Leaky ReLU").click()
    run(app)
    after = {trace["name"]: trace["line"] for trace in figures(app)[0]["data"] if trace.get("name")}
    assert set(colours) - set(after) == {"Leaky ReLU 0.3"}
    assert all(colours[name] == line for name, line in after.items())


def test_the_uniform_input_has_its_own_sliders() -> None:
    app = open_page()
    widget(app, "distribution").set_value("uniform")
    run(app)
    widget(app, "uniform_low").set_value(-3.0)
    run(app)
    assert "U(−3, 2), 60\N{NO-BREAK SPACE}%" in app.markdown[0].value


@pytest.mark.parametrize(("framework", "default"), [("torch", "0.01"), ("jax", "0.01"), ("keras", "0.2")])
def test_the_framework_can_be_chosen(framework: str, default: str) -> None:
    app = open_page()
    widget(app, "framework").set_value(framework)
    run(app)
    table = html(app).split("Leaky ReLU 0.3")
    assert any(re.search(rf"= {default}</td></tr>", part) for part in table)


def test_removing_everything_leaves_words_and_a_way_back() -> None:
    app = open_page()
    for name in ("ReLU", "Leaky ReLU", "GELU", ACTIVATIONS["tanh"].label):
        next(button for button in app.button if button.label == name).click()
        run(app)
    assert "No function is shown" in app.info[0].value
    assert not figures(app)
    next(button for button in app.button if button.label == "Reset").click()
    run(app)
    assert len(figures(app)) == 2


def test_an_inverted_range_is_refused_in_words() -> None:
    app = open_page()
    widget(app, "low").set_value(6.0)
    run(app)
    assert "is not at least 0.1 wide" in app.warning[0].value.replace("\\", "")
    assert figures(app)[0]["layout"]["xaxis"]["range"] == [-5.0, 5.0]


@pytest.mark.parametrize(
    "query",
    [
        {"functions": "rleu,relu"},
        {"functions": "relu,relu"},
        {"functions": "relu,tanh", "slots": "1"},
        {"low": "5", "high": "-5"},
        {"deviation": "-1"},
        {"probe": "<script>"},
        {"gated": "nothing"},
        {"surprise": "1"},
    ],
    ids=str,
)
def test_a_bad_link_opens_with_a_notice(query: dict[str, str]) -> None:
    app = open_page(**query)
    assert app.warning
    assert len(figures(app)) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"functions": ",".join(ACTIVATIONS), "second_derivative": "1"},
        {"low": "-1000", "high": "1000", "functions": "exponential,sine(omega:30),relu"},
        {"low": "998.5", "high": "999", "probe": "-1000"},
        {"mean": "20", "deviation": "0.01"},
        {"mean": "-20", "deviation": "20", "functions": "exponential,relu6"},
        {"distribution": "uniform", "uniform_low": "49.9", "uniform_high": "50"},
        *({"gated": name, "gated_view": view} for name in GATED for view in ("map", "surface")),
    ],
    ids=lambda query: str(query)[:50],
)
def test_a_link_to_the_ends_of_every_setting_opens(query: dict[str, str]) -> None:
    app = open_page(**query)
    assert not app.warning
    assert len(figures(app)) == 2


def test_every_function_has_code_and_a_formula() -> None:
    app = open_page(functions=",".join(ACTIVATIONS))
    assert len([block for block in app.code if "# ReLU\n" in block.value]) == 4
    formulas = next(m.value for m in app.markdown if m.value.startswith("| Function | f(z)"))
    assert len(formulas.splitlines()) == 2 + len(ACTIVATIONS)
    assert all(line.count("|") == 5 for line in formulas.splitlines())
