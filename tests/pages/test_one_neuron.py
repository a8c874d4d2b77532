"""The page "One neuron" without a browser: every experiment opens, follows its controls and refuses nonsense."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from viz.spec.kinks import POINTS
from viz.spec.one_neuron import DRAWINGS
from viz.ui.one_neuron import kinks as one_neuron_kinks
from viz.ui.one_neuron import regions as one_neuron_regions

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what runs on workers; a test of its own puts a small one in."""
    for module in (one_neuron_kinks, one_neuron_regions):
        monkeypatch.setattr(module, "watch", lambda lab, spec, place: None)


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/one_neuron.py")
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def text(app: AppTest) -> str:
    joined = " ".join(element.value for element in app.markdown)
    return joined.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


def widget(app: AppTest, name: str) -> Any:
    widgets = (*app.slider, *app.select_slider, *app.segmented_control, *app.number_input, *app.selectbox, *app.toggle)
    return next(w for w in widgets if re.fullmatch(rf"one_neuron\.{re.escape(name)}(~\d+)?", w.key))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return run(app)


def link(app: AppTest) -> dict[str, str]:
    """Return what the address says."""
    values = {key: app.query_params[key] for key in app.query_params}
    return {key: value if isinstance(value, str) else value[0] for key, value in values.items()}


def same_again(app: AppTest) -> AppTest:
    return open_page(**link(app))


# Neuron ---------------------------------------------------------------------------------------------------------------


def test_the_neuron_opens_with_the_article_s_weights() -> None:
    app = open_page()
    assert "2·1 + 3·1 + 0 = 5" in text(app)
    assert "∂out/∂A = 2·1 = 2" in text(app)
    assert "With B = −100 the pre-activation would be −298: moving A changes nothing: **∂out/∂A = 0**" in text(app)
    assert len(figures(app)) == 3


def test_b_goes_to_minus_100_and_back_with_one_press_each() -> None:
    app = press(open_page(), "Set B to −100")
    assert "3·(−100) + 0 = −298, where ReLU puts out **0** with slope 0. Moving A changes nothing" in text(app)
    assert link(app)["b"] == "-100"
    assert "2·1 + 3·1 + 0 = 5" in text(press(app, "Set B to 1"))


def test_the_threshold_neuron_is_one_click_and_back() -> None:
    app = open_page(activation="gelu")
    widget(app, "threshold").set_value(True)
    assert "so the neuron is **ON** and puts out 1" in text(run(app))
    widget(app, "threshold").set_value(False)
    assert "where GELU puts out" in text(run(app))


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("a", -3.0, "2·(−3) + 3·1 + 0 = −3"),
        ("weight_b", -1.5, "2·1 − 1.5·1 + 0 = 0.5"),
        ("bias", -7.0, "2·1 + 3·1 − 7 = −2"),
        ("activation", "tanh", "where Tanh puts out **0.9999**"),
    ],
)
def test_a_control_reaches_the_sentence_and_the_link(name: str, value: Any, shown: str) -> None:
    app = open_page()
    widget(app, name).set_value(value)
    run(app)
    assert shown in text(app)
    again = same_again(app)
    assert (text(again), figures(again)) == (text(app), figures(app))


@pytest.mark.parametrize("view", ["map", "surface"])
@pytest.mark.parametrize("name", ["relu", "hardshrink", "sine", "gelu"])
def test_an_activation_is_drawn(name: str, view: str) -> None:
    app = open_page(activation=name, view=view, b="-1.3")
    assert figures(app)[0]["data"][0]["type"] == ("surface" if view == "surface" else "heatmap")
    assert not app.warning


# Kinks ----------------------------------------------------------------------------------------------------------------


def canvas(app: AppTest) -> dict[str, Any]:
    (found,) = [c for c in app.get("bidi_component") if c.proto.component_name == "relu_lab_kinks"]
    data: dict[str, Any] = json.loads(found.proto.json)
    return data


def test_units_can_be_more_and_fewer() -> None:
    app = open_page(experiment="kinks")
    assert "**6 units make 7 straight pieces** on −3 ≤ x ≤ 3" in text(app)
    widget(app, "positions.count").set_value(9)
    run(app)
    assert "**9 units make 10 straight pieces**" in text(app)
    assert len(set(canvas(app)["fit"]["biases"][0])) == 9  # new ones come in places of their own
    widget(app, "positions.count").set_value(2)
    assert "**2 units make 3 straight pieces**" in text(run(app))


def test_a_unit_s_sliders_move_it() -> None:
    app = open_page(experiment="kinks")
    widget(app, "positions.1").set_value(-2.5)
    run(app)
    assert "6 units make 6 straight pieces** on −3 ≤ x ≤ 3 (1 coincides with another)" in text(app)
    widget(app, "heights.1").set_value(-1.0)
    assert "(1 coincides with another, at 1 place they cancel)" in text(run(app))
    assert text(same_again(app)) == text(app)


@pytest.mark.parametrize("target", ["sine", "step", "abs", "drawn"])
def test_fit_plays_keeps_and_goes_back(target: str) -> None:
    app = open_page(experiment="kinks", target=target, fit_steps="200")
    start = canvas(app)["fit"]
    assert start["steps"] == [0]
    label = next(button.label for button in app.button if button.label.startswith("Fit to"))
    press(app, label)
    fit = canvas(app)["fit"]
    assert (fit["steps"][0], fit["steps"][-1]) == (0, 200)
    assert fit["slopes"][0] == start["slopes"][0]
    assert "The error fell from" in text(app)
    assert canvas(same_again(app))["fit"] == fit
    kept = press(app, "Keep these units")
    assert canvas(kept)["fit"]["heights"][0] == pytest.approx(fit["heights"][-1], abs=1e-3)


def test_back_to_the_start_and_scatter() -> None:
    app = press(open_page(experiment="kinks", fit="1", fit_steps="100"), "Back to the start")
    before = canvas(app)["fit"]["biases"]
    assert len(canvas(press(app, "Scatter the units"))["fit"]["steps"]) == 1
    assert canvas(app)["fit"]["biases"] != before


def test_a_fit_that_overflows_says_so() -> None:
    app = open_page(experiment="kinks", fit="1", optimiser="sgd", learning_rate="10")
    assert "**The training overflowed**: by step" in text(app)


def test_a_drawn_curve_travels_in_the_link() -> None:
    drawn = "_".join(str(round(0.03 * n, 2)) for n in range(POINTS))
    app = open_page(experiment="kinks", target="drawn", drawn=drawn)
    assert canvas(app)["drawn"] == pytest.approx([0.03 * n for n in range(POINTS)])
    box = next(box for box in app.selectbox if box.label == "Start from")
    box.set_value("Hat")
    run(app)
    assert canvas(app)["drawn"] == list(DRAWINGS["Hat"])


def test_error_against_units_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(lab: Any, spec: Any, place: str) -> Any:
        *_, result = lab(replace(spec, steps=30, starts=3), None)
        return result

    monkeypatch.setattr(one_neuron_kinks, "watch", small)
    app = open_page(experiment="kinks")
    assert "Median error of 3 random starts after 30 steps" in text(app)
    (errors,) = figures(app)
    assert errors["data"][-1]["x"] == [6]


# Regions --------------------------------------------------------------------------------------------------------------


def test_regions_are_counted_and_drawn() -> None:
    app = open_page(experiment="regions", hidden="5", half="1000", seed="3")
    assert "**5 units in 1 layer cut the square |x₁|, |x₂| ≤ 1000 into 16 cells**" in text(app)
    assert "One layer of them can cut the plane into 16 at most; 100 % of that is here." in text(app)
    assert text(same_again(app)).startswith(text(app)[:80])


def test_neurons_against_depth_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    growth = import_module("viz.labs.regions.growth")
    monkeypatch.setattr(growth, "LINE_NETWORKS", 5)
    monkeypatch.setattr(growth, "PLANE_NEURONS", (8, 16))

    def small(lab: Any, spec: Any, place: str) -> Any:
        *_, result = lab(replace(spec, networks=2), None)
        return result

    monkeypatch.setattr(one_neuron_regions, "watch", small)
    app = open_page(experiment="regions")
    assert re.search(r"64 neurons cut the line into \*\*6\d\.\d\*\* ± \d", text(app))
    assert "published: 64.2, 66.2, 59.8" in text(app)
    assert [trace.get("name") for trace in figures(app)[-2]["data"]].count("published") == 3


@pytest.mark.parametrize("colouring", ["pattern", "active"])
def test_cells_can_be_coloured_in_two_ways(colouring: str) -> None:
    drawn = figures(open_page(experiment="regions", colouring=colouring))[0]["data"]
    assert sum(trace.get("fill") == "toself" for trace in drawn) > 5


def test_a_curved_activation_is_refused_with_the_reason() -> None:
    app = open_page(experiment="regions")
    widget(app, "units").set_value("gelu")
    run(app)
    assert "GELU is curved, so its networks have no linear pieces to count" in app.warning[0].value.replace("\\", "")
    assert "24 units in 2 layers" in text(app)


def test_too_many_units_are_refused_with_what_can_run() -> None:
    app = open_page(experiment="regions", hidden="64-64-64-64")
    assert "up to 192 units of ReLU can be counted" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize(
    "query",
    [
        {"hidden": "64-64-64", "half": "1"},
        {"units": "hardtanh", "hidden": "16-16"},
        {"units": "heaviside"},
        {"units": "identity"},
        {"initialiser": "zeros", "bias_spread": "0"},
        {"bias_spread": "0"},
        {"trained": "6000", "dataset": "spirals"},
        {"init_scale": "10", "trained": "500"},
        {"hidden": "1"},
    ],
    ids=str,
)
def test_a_link_to_the_ends_of_every_setting_opens(query: dict[str, str]) -> None:
    app = open_page(experiment="regions", **query)
    assert not app.warning
    assert "cut the square" in text(app) or app.error


@pytest.mark.parametrize(
    "query",
    [
        {"experiment": "magic"},
        {"a": "infinity"},
        {"activation": "rleu"},
        {"experiment": "kinks", "slopes": "1_2"},
        {"experiment": "kinks", "drawn": "1_2_3"},
        {"experiment": "regions", "units": "tanh"},
        {"surprise": "1"},
    ],
    ids=str,
)
def test_a_bad_link_opens_with_a_notice(query: dict[str, str]) -> None:
    app = open_page(**query)
    assert app.warning
    assert len(text(app)) > 50


def test_reset_stays_with_the_experiment() -> None:
    app = press(open_page(experiment="regions", hidden="3"), "Reset")
    assert "24 units in 2 layers" in text(app)
    assert link(app)["experiment"] == "regions"
