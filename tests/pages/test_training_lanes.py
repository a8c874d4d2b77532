"""Lanes on the page Training: added, chosen, named, removed, raced and forked, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.training_page import (
    SHORT,
    drawn,
    lanes,
    opened,
    played,
    race_of,
    racing,
    settings_of,
    shows,
)
from viz.engine import record
from viz.spec import ExperimentSpec
from viz.spec.training import TrainingSpec
from viz.ui import stream
from viz.ui.controls import Controls
from viz.ui.training import race

ONE = TrainingSpec.of(SHORT)
OTHER = replace(SHORT, activation="tanh")
TWO = ONE.add(OTHER)
RACE = replace(TWO, together=True)
STOPPED = "**Overflow.** Stopped at step"


def chips(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("training.lane-")]


def wish(monkeypatch: pytest.MonkeyPatch, app: AppTest, **asked: Any) -> AppTest:
    """Have the page run as after the reader asked its player or its race for something."""
    waiting = list(asked)

    def told(draw: Callable[..., None]) -> Callable[..., None]:
        def drawn_and_told(*shown: Any, wished: Callable[[str], None], **more: Any) -> None:
            if waiting:
                wished(waiting.pop())
            draw(*shown, **more)

        return drawn_and_told

    with monkeypatch.context() as patched:
        patched.setattr(Controls, "answer", lambda controls, key, name: asked[name])
        patched.setattr(stream, "player", told(stream.player))
        patched.setattr(race, "race", told(race.race))
        app.run()
    assert not waiting
    return drawn(app.run())


def test_a_lane_is_added_from_the_settings_in_one_click() -> None:
    app = opened()
    assert not chips(app)
    drawn(app.button(key="training.add-lane-1").click().run())
    assert settings_of(app) == ONE.add(SHORT)
    assert [label.split()[0] for label in chips(app)] == ["**A**", "**B**"]
    # What is changed now is the new lane.
    drawn(app.select_slider(key="training.learning_rate").set_value(0.5).run())
    assert shows(app, replace(SHORT, learning_rate=0.5))
    assert [lane.spec for lane in settings_of(app).lanes] == [SHORT, replace(SHORT, learning_rate=0.5)]
    assert "0.5" in chips(app)[1]


def test_another_lane_is_shown_with_its_settings() -> None:
    app = opened(TWO)
    assert shows(app, OTHER)
    drawn(app.button(key="training.lane-0").click().run())
    assert shows(app, SHORT)
    (activation,) = [box for box in app.selectbox if box.label == "Activation"]
    assert activation.value == "relu"
    assert settings_of(app) == TWO.select(0)
    assert played(app)[0]["stay"] == {"until": None, "play": False}


def test_a_lane_is_named_and_removed() -> None:
    app = opened(TWO)
    app.text_input(key="training.lane").set_value("smooth *one*").run()
    assert settings_of(app).lane == "smooth *one*"
    assert chips(app)[1] == r"**B** smooth \*one\*"
    drawn(app.button(key="training.remove-lane-1-2").click().run())
    assert settings_of(app) == ONE
    assert shows(app, SHORT)
    assert not chips(app)


def test_there_is_room_for_four_lanes() -> None:
    page = ONE
    for rate in (0.2, 0.3, 0.5):
        page = page.add(replace(SHORT, learning_rate=rate))
    app = opened(page)
    button = app.button(key="training.add-lane-4")
    assert button.disabled
    assert "no room for more" in button.help
    assert len(chips(app)) == 4


def test_a_fork_is_a_lane_that_stays_at_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(), fork=100)
    fork = replace(SHORT, earlier=("100",))
    assert settings_of(app) == ONE.add(fork)
    assert shows(app, fork)
    assert played(app)[0]["stay"] == {"until": None, "play": False}
    assert "**Fork at step 100**" in [text.value for text in app.markdown]
    # Asked for again, it is there already.
    wish(monkeypatch, app, fork=100)
    assert settings_of(app) == ONE.add(fork)


def test_a_widget_changes_only_the_last_stage_of_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(), fork=100)
    drawn(app.select_slider(key="training.learning_rate").set_value(0.5).run())
    changed = replace(SHORT, learning_rate=0.5, earlier=("100;learning_rate=0.1",))
    assert shows(app, changed)
    view, recording = played(app)
    assert view["stay"] == {"until": 100, "play": True}
    parent = record(SHORT)
    shared = parent.steps <= 100
    assert (recording.train_loss[0, shared] == parent.train_loss[0, shared]).all()
    assert recording.train_loss[0, -1] != parent.train_loss[0, -1]
    assert any("Learning rate 0.1 → 0.5" in text.value for text in app.markdown)


def test_the_data_of_a_fork_are_those_of_the_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(), fork=100)
    drawn(app.slider(key="training.noise").set_value(0.2).run())
    assert shows(app, replace(SHORT, noise=0.2, earlier=("100",)))
    assert played(app)[0]["stay"] is None


def test_a_unit_is_opened_at_its_step_and_follows_the_player(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(), unit="2.3@120")
    assert settings_of(app).unit == "2.3"
    assert played(app)[0]["unit"] == "2.3"
    assert "Autopsy of unit 3 of layer 2" in [heading.value for heading in app.subheader]
    wish(monkeypatch, app, moment=40)
    assert any("step 40" in text.value.replace("\N{NO-BREAK SPACE}", " ") for text in app.markdown)
    # A narrower layer has no such unit any more.
    app.slider(key="training.hidden.each").set_value(2).run()
    assert settings_of(app).unit == ""
    assert not app.warning


def test_the_player_asks_for_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(TWO), train_on=200)
    assert settings_of(app).experiment() == replace(OTHER, steps=400, frames=40)
    assert settings_of(app).others == TWO.others


def test_what_no_fork_can_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ONE
    for rate in (0.2, 0.3, 0.5):
        page = page.add(replace(SHORT, learning_rate=rate))
    app = wish(monkeypatch, opened(page), fork=100)
    assert "no room for more" in app.warning[0].value
    assert settings_of(app) == page


def test_new_weights_are_drawn_for_the_same_data() -> None:
    app = opened()
    before = played(app)[1]
    drawn(app.button(key="training.new-weights").click().run())
    after = played(app)[1]
    assert settings_of(app).weights_seed
    assert (after.x_train == before.x_train).all()
    assert (after.weights[0][0, 0] != before.weights[0][0, 0]).all()
    assert settings_of(app).seed == SHORT.seed


def test_a_race_shows_all_lanes_with_a_verdict_and_a_table() -> None:
    app = opened(RACE)
    assert [name for name, _ in lanes(app)] == ["ReLU", "Tanh"]
    for (_, recording), spec in zip(lanes(app), (SHORT, OTHER), strict=True):
        assert (recording.train_loss == record(spec).train_loss).all()
    verdict = race_of(app)["view"]["verdict"]
    assert "test accuracy" in verdict
    assert "So far" not in verdict
    assert any("Lane by lane" in html.proto.body for html in app.get("html"))


def test_the_switch_races_the_lanes_and_a_card_opens_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(TWO)
    assert not racing(app)
    drawn(app.toggle(key="training.together").set_value(True).run())
    assert racing(app)
    assert settings_of(app) == RACE
    wish(monkeypatch, app, select={"lane": 0, "frame": 7})
    assert settings_of(app) == TWO.select(0)
    assert shows(app, SHORT)
    assert played(app)[0]["frame"] == 7  # where it stood in the race


def test_a_fork_of_any_lane_joins_the_race(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wish(monkeypatch, opened(RACE), fork={"lane": 0, "step": 120})
    assert settings_of(app) == RACE.add(replace(SHORT, earlier=("120",)))
    assert racing(app)
    origin = race_of(app)["lanes"][2]
    assert (origin["parent"], origin["fork"], origin["changed"]) == (0, 120, "as before")


def test_many_seeds_are_raced(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(replace(RACE, seeds=3, steps=100, frames=5))
    for _ in range(200):
        if any("3 of 3" in html.proto.body for html in app.get("html")) and not app.get("progress"):
            break
        app.run()
    assert not app.exception
    (solved,) = [text.value for text in app.markdown if text.value.startswith("Solved")]
    assert "≥" in solved
    assert len(app.get("plotly_chart")) == 1


def test_an_overflow_offers_what_may_help() -> None:
    run = replace(SHORT, dataset="sine", learning_rate=5.0)
    app = opened(run)
    (said,) = [text.value for text in app.markdown if text.value.startswith(STOPPED)]
    assert "overflowed" in said
    assert "last finite frame is that of step 100" in said
    labels = {button.label: button for button in app.button}
    assert {"Rate 0.5 from the start", "Clip at norm 1 from the start", "Rate 0.5 from step 100"} <= set(labels)
    drawn(labels["Clip at norm 1 from the start"].click().run())
    assert [lane.spec for lane in settings_of(app).lanes] == [run, replace(run, clip_norm=1.0)]
    assert settings_of(app).place == 1
    assert not [text for text in app.markdown if text.value.startswith(STOPPED)]


def test_a_run_that_stopped_says_so_and_can_go_on() -> None:
    app = opened(replace(SHORT, target_score=0.6))
    assert any("at least the target" in caption.value for caption in app.caption)
    drawn(app.button(key="training.without-target_score").click().run())
    assert shows(app, SHORT)


def test_old_links_to_a_run_are_as_they_were() -> None:
    app = opened(ExperimentSpec(steps=200, frames=20, noise=0.3))
    assert settings_of(app).to_query() == {"v": "1", "steps": "200", "frames": "20", "noise": "0.3"}
