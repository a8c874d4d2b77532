"""A formula of one's own on every page without a browser: picked, typed, refused in place, and kept in the link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.redrawing import drawn
from tests.pages.test_autopsy import opened
from viz.ui.dead_neurons import map as dead_map
from viz.ui.one_neuron import kinks as one_neuron_kinks
from viz.ui.one_neuron import regions as one_neuron_regions

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "formula(max(0,x)+a*sin(3*x),a:0.1)"
SHORT = {"steps": "60", "frames": "6", "samples": "40", "hidden": "3-3"}
PAGES = {
    "one_neuron": ("activation", {}),
    "dead_neurons": ("activation", {}),
    "gradient_flow": ("activation", {}),
    "training": ("activation", SHORT),
}


@pytest.fixture(autouse=True)
def nothing_long(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (one_neuron_kinks, one_neuron_regions, dead_map):
        if hasattr(module, "watch"):
            monkeypatch.setattr(module, "watch", lambda *_: None)


def open_page(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    app.query_params.update(query)
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def refusals(app: AppTest) -> list[str]:
    return [html.proto.body for html in app.get("html") if 'role="alert"' in html.proto.body]


def said(app: AppTest, name: str) -> str:
    found: Any = app.query_params.get(name, "")
    return found[0] if isinstance(found, list) else str(found)


def picker(app: AppTest, ending: str) -> Any:
    return next(box for box in app.selectbox if box.key.split("~")[0].endswith(ending))


@pytest.mark.parametrize("page", PAGES)
def test_it_is_picked_typed_and_refused_in_place(page: str) -> None:
    name, query = PAGES[page]
    app = open_page(page, **query)
    picker(app, f".{name}").select("formula")
    run(app)
    assert said(app, name) == EXAMPLE
    (field,) = app.text_input
    assert field.value == "max(0, x) + a*sin(3*x)"
    assert any("Kink at 0" in caption.value for caption in app.caption)

    field.set_value("max(0, x) + x.__class__")
    run(app)
    assert said(app, name) == EXAMPLE
    (refusal,) = refusals(app)
    assert "Character 15" in refusal
    assert "__class__" in refusal
    assert refusal.split("<pre>")[1].split("\n")[1].index("^") == 14
    assert app.text_input[0].value == "max(0, x) + x.__class__"

    app.text_input[0].set_value("max(b, x)")
    run(app)
    assert said(app, name) == "formula(max(b,x))"
    assert not refusals(app)
    assert app.text_input[0].value == "max(b, x)"
    slider = next(each for each in app.slider if each.key.split("~")[0].endswith(f".{name}.formula.b"))
    slider.set_value(-0.5)
    run(app)
    assert said(app, name) == "formula(max(b,x),b:-0.5)"
    assert any("Kink at −0.5" in caption.value for caption in app.caption)


def test_another_choice_takes_it_away() -> None:
    app = open_page("one_neuron", activation=EXAMPLE)
    picker(app, ".activation").select("tanh")
    run(app)
    assert said(app, "activation") == "tanh"
    assert not app.text_input


def test_each_layer_has_its_own() -> None:
    app = open_page("training", layer_activations=f"{EXAMPLE},relu", **SHORT)
    app.text_input[0].set_value("x*sigmoid(x)")
    run(app)
    assert said(app, "layer_activations") == "formula(x*sigmoid(x)),relu"
    picker(app, ".layer-1.following").select("formula")
    run(app)
    assert said(app, "layer_activations") == f"formula(x*sigmoid(x)),{EXAMPLE}"
    assert len(app.text_input) == 2


def test_functions_are_added_changed_and_never_twice() -> None:
    app = open_page("activations", functions="relu")
    for _ in range(2):
        box = next(box for box in app.selectbox if box.label == "Add a function")
        box.select("formula")
        run(app)
    assert said(app, "functions") == f"relu,{EXAMPLE},formula(x*sigmoid(a*x),a:1.7)"
    app.text_input[1].set_value("max(0,x) + a*sin(3*x)")
    run(app)
    app.text_input[1].set_value("log(x)")
    run(app)
    assert "formula(log(x))" in said(app, "functions")
    assert any("not a number for x up to 0" in caption.value for caption in app.caption)


@pytest.mark.parametrize("text", ["log(x)", "exp(exp(x))", "1/x", "sqrt(1-x**2)", "tan(x)", "x**x", "abs(sin(9*x))"])
@pytest.mark.parametrize("page", ["activations", "one_neuron", "gradient_flow", "dead_neurons", "training"])
def test_gaps_break_no_page(page: str, text: str) -> None:
    name = "functions" if page == "activations" else "activation"
    app = open_page(page, **{name: f"formula({text})"}, **(SHORT if page == "training" else {}))
    assert not app.exception


def test_a_link_with_a_hostile_formula_opens_the_page() -> None:
    app = open_page("one_neuron", activation="formula(().__class__.__mro__[1])")
    assert app.warning
    assert picker(app, ".activation").value == "relu"


def test_a_single_unit_takes_a_formula_and_refuses_a_hostile_one() -> None:
    app = opened()
    box = next(box for box in app.selectbox if box.label == "Another activation for this unit")
    box.select("formula")
    drawn(app)
    (field,) = (field for field in app.text_input if field.key.endswith("unit-formula"))
    field.set_value("x.__class__")
    drawn(app)
    assert refusals(app)
    assert not [button for button in app.button if button.key.endswith("activation-from-here")]
    app.text_input(key=field.key).set_value("x*sigmoid(2*x)")
    drawn(app)
    next(button for button in app.button if button.key.endswith("activation-from-here")).click()
    drawn(app)
    assert app.session_state["training/settings"].unit_activations == ("1.4:formula(x*sigmoid(2*x))",)


def test_a_single_units_formula_has_sliders_and_is_shown_again() -> None:
    app = opened()
    next(box for box in app.selectbox if box.label == "Another activation for this unit").select("formula")
    drawn(app)
    (slider,) = (slider for slider in app.slider if slider.key.endswith("unit.formula.a"))
    assert slider.value == 0.1
    slider.set_value(0.4)
    drawn(app)
    assert "**0.4**" in next(slider for slider in app.slider if slider.key.endswith("unit.formula.a")).label
    next(button for button in app.button if button.key.endswith("activation-from-here")).click()
    drawn(app)
    formula = "formula(max(0,x)+a*sin(3*x),a:0.4)"
    assert app.session_state["training/settings"].unit_activations == (f"1.4:{formula}",)
    (field,) = (field for field in app.text_input if field.key.endswith("unit-formula"))
    assert field.value == "max(0, x) + a*sin(3*x)"
    button = next(button for button in app.button if button.key.endswith("activation-from-here"))
    assert button.disabled  # it has this very formula now
    assert "nothing is changed" in button.help


def test_a_single_units_leak_has_a_slider() -> None:
    app = opened()
    (slider,) = (slider for slider in app.slider if slider.key.endswith("unit.leaky_relu.slope"))
    slider.set_value(0.3)
    drawn(app)
    next(button for button in app.button if button.key.endswith("activation-from-here")).click()
    drawn(app)
    assert app.session_state["training/settings"].unit_activations == ("1.4:leaky_relu(slope:0.3)",)
