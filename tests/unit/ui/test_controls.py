"""Widgets, settings and link agree, whichever of them changes."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from streamlit.testing.v1 import AppTest

from tests.unit.spec.strategies import experiments
from viz.spec import CurvesSpec, ExperimentSpec
from viz.ui.controls import settle


def toy() -> None:
    import streamlit as st

    from viz.spec import ExperimentSpec, PlayerView
    from viz.ui.controls import Controls
    from viz.ui.share import notice

    controls = Controls("toy", ExperimentSpec, PlayerView)
    spec = controls.settings
    controls.choice("dataset")
    controls.choice("loss")
    controls.slider("noise")
    controls.slider("samples", high=1000)
    controls.slider("learning_rate")
    controls.slider("hidden", "count", label="Layers")
    controls.slider("hidden", "each", label="Width")
    controls.activation("activation")
    controls.parameters("activation")
    controls.choice("optimiser")
    if spec.optimiser != "sgd":
        controls.slider("momentum", at=(0, 0.5, 0.9))
    controls.number("seed")
    st.button("Reset", on_click=controls.reset, key="reset")
    st.button("Again", on_click=lambda: controls.offer(spec, again=True), key="again")
    notice(controls.problems)
    st.session_state["shown"] = spec
    st.session_state["view"] = controls.other(PlayerView)
    st.session_state["restarts"] = controls.restarts


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(toy)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> ExperimentSpec:
    assert not app.exception
    spec = app.session_state["shown"]
    assert isinstance(spec, ExperimentSpec)
    return spec


def link(app: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[-1] for key, value in app.query_params.items()}


def test_a_bare_address_shows_the_defaults_and_stays_bare() -> None:
    app = opened()
    assert shown(app) == ExperimentSpec()
    assert link(app) == {}
    assert not app.warning


def test_a_link_reaches_settings_and_widgets() -> None:
    app = opened(noise="0.25", activation="leaky_relu(slope:0.3)", hidden="4-4", seed="12")
    assert shown(app) == ExperimentSpec(noise=0.25, activation="leaky_relu(slope:0.3)", hidden=(4, 4), seed=12)
    assert app.slider(key="toy.noise").value == 0.25
    assert app.select_slider(key="toy.samples").value == 300
    assert app.slider(key="toy.activation.leaky_relu.slope").value == 0.3
    assert app.number_input(key="toy.seed").value == 12


def test_widgets_reach_settings_and_link() -> None:
    app = opened()
    app.slider(key="toy.noise").set_value(0.5).run()
    app.selectbox(key="toy.dataset").set_value("moons").run()
    app.slider(key="toy.hidden.count").set_value(3).run()
    assert shown(app) == ExperimentSpec(noise=0.5, dataset="moons", hidden=(8, 8, 8))
    assert link(app) == shown(app).to_query()


def test_values_between_the_steps_of_a_slider_survive_exactly() -> None:
    app = opened(noise="0.123456", learning_rate="0.1234567", samples="1307", init_bias="0.001")
    app.number_input(key="toy.seed").set_value(1).run()
    expected = ExperimentSpec(noise=0.123456, learning_rate=0.1234567, samples=1307, init_bias=0.001, seed=1)
    assert shown(app) == expected
    assert ExperimentSpec.from_query(link(app)) == (expected, [])


def test_moving_off_a_value_between_steps() -> None:
    app = opened(samples="1307", learning_rate="0.1234567")
    app.select_slider(key="toy.samples").set_value(300).run()
    app.select_slider(key="toy.learning_rate").set_value(0.3).run()
    assert shown(app) == ExperimentSpec(samples=300, learning_rate=0.3)
    app.slider(key="toy.noise").set_value(0.2).run()
    assert shown(app) == ExperimentSpec(samples=300, learning_rate=0.3, noise=0.2)


def test_a_broken_link_is_told_until_something_changes() -> None:
    app = opened(noise="loud", sede="3", seed="4")
    assert shown(app) == ExperimentSpec(seed=4)
    (warning,) = app.warning
    assert "loud" in warning.value
    assert "sede" in warning.value
    app.run()
    assert len(app.warning) == 1
    app.slider(key="toy.noise").set_value(0.3).run()
    assert not app.warning
    assert link(app) == ExperimentSpec(seed=4, noise=0.3).to_query()


def test_a_link_cannot_write_on_the_page() -> None:
    app = opened(dataset="[x](http://e.vil) **b** <b>")
    assert "[x](" not in app.warning[0].value
    assert "**b**" not in app.warning[0].value


def test_a_hidden_setting_keeps_its_value_and_a_stale_widget_cannot_undo_it() -> None:
    app = opened(optimiser="momentum", momentum="0.5")
    app.select_slider(key="toy.momentum").set_value(0.9).run()
    app.selectbox(key="toy.optimiser").set_value("sgd").run()
    assert shown(app).momentum == 0.9
    app.selectbox(key="toy.optimiser").set_value("adam").run()
    assert shown(app).momentum == 0.9
    assert app.select_slider(key="toy.momentum").value == 0.9


def test_an_activation_brings_its_own_parameters() -> None:
    app = opened(activation="leaky_relu(slope:0.3)")
    app.selectbox(key="toy.activation").set_value("elu").run()
    assert shown(app).activation == "elu"
    app.slider(key="toy.activation.elu.alpha").set_value(0.5).run()
    assert shown(app).activation == "elu(alpha:0.5)"
    app.selectbox(key="toy.activation").set_value("leaky_relu").run()
    assert shown(app).activation == "leaky_relu"


def test_reset_gives_new_widgets_that_show_the_defaults() -> None:
    app = opened(noise="0.4", hidden="3-3-3")
    app.button(key="reset").click().run()
    assert shown(app) == ExperimentSpec()
    assert app.slider(key="toy.noise~1").value == ExperimentSpec().noise
    assert link(app) == {"v": "1"}
    app.slider(key="toy.noise~1").set_value(0.6).run()
    assert shown(app) == ExperimentSpec(noise=0.6)


def test_the_same_settings_again_count_as_a_restart_and_keep_the_widgets() -> None:
    app = opened(frame="40")
    assert app.session_state["restarts"] == 1
    assert app.session_state["view"].frame == 40
    app.button(key="again").click().run()
    assert app.session_state["restarts"] == 2
    assert app.slider(key="toy.noise")
    assert app.session_state["view"].frame is None


def test_the_frame_belongs_to_the_settings_and_speed_does_not() -> None:
    app = opened(frame="40", speed="4", seed="3")
    app.run()
    assert app.session_state["view"].frame == 40
    assert link(app)["frame"] == "40"
    app.slider(key="toy.noise").set_value(0.3).run()
    assert app.session_state["view"].frame is None
    assert link(app) == {**ExperimentSpec(seed=3, noise=0.3).to_query(), "speed": "4"}


def test_a_setting_that_no_longer_fits_gives_way_with_a_word() -> None:
    app = opened()
    app.selectbox(key="toy.loss").set_value("binary_cross_entropy").run()
    app.selectbox(key="toy.dataset").set_value("sine").run()
    assert shown(app) == ExperimentSpec(dataset="sine")
    assert "does not fit regression data" in app.warning[0].value
    assert app.selectbox(key="toy.loss~1").value == "auto"
    app.run()
    assert shown(app) == ExperimentSpec(dataset="sine")


@given(settings=experiments(), changes=experiments())
def test_settling_ends_in_settings_that_agree(settings: ExperimentSpec, changes: ExperimentSpec) -> None:
    names = [entry.name for entry in fields(changes)]
    wanted = {name: getattr(changes, name) for name in names if getattr(changes, name) != getattr(settings, name)}
    settled, problems = settle(settings, dict(wanted))
    settled.__post_init__()
    if not problems:
        assert settled == changes


@pytest.mark.parametrize(
    ("before", "changes", "after", "word"),
    [
        ({}, {"seed": 3}, {"seed": 3}, None),
        ({"dataset": "sine"}, {"loss": "binary_cross_entropy"}, {"dataset": "sine"}, "not changed"),
        ({"loss": "binary_cross_entropy"}, {"dataset": "sine"}, {"dataset": "sine"}, "default is used"),
        (
            {"hidden": (64,) * 12, "frames": 99},
            {"samples": 2000, "batch_size": 2000},
            {"hidden": (64,) * 12, "frames": 99, "samples": 2000},
            "not changed",
        ),
    ],
)
def test_settle(before: dict, changes: dict, after: dict, word: str | None) -> None:
    settled, problems = settle(ExperimentSpec(**before), changes)
    assert settled == ExperimentSpec(**after)
    assert [word in problem for problem in problems] == ([True] if word else [])


def test_settle_refuses_a_default_that_does_not_fit() -> None:
    far = CurvesSpec(low=6.0, high=8.0)
    settled, (problem,) = settle(far, {"high": 5.0})
    assert settled == far
    assert "nothing is changed" in problem
