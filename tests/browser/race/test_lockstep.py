"""All lanes of a race show the same step, whatever their frames: playing, scrubbing, growing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.race.lanes import FORKED, SHORT, A, B, four, lane, recorded, two
from tests.browser.race.stage import ADDRESS, RaceStage
from viz.spec import ExperimentSpec

Stages = Callable[..., RaceStage]

WATCH = """(root) => new Promise((done) => {
    const seen = [];
    new MutationObserver(() => {
        const cards = [...root.querySelectorAll(".lane-card")];
        seen.push([Number(root.dataset.step), ...cards.map((card) => Number(card.dataset.step))]);
        if (root.dataset.playing === "false") done(seen);
    }).observe(root, { attributeFilter: ["data-step", "data-playing"] });
    root.querySelector('[data-action="play"]').click();
})"""


def due(step: int, *specs: ExperimentSpec) -> list[int]:
    """Return the last step that each run recorded at or before `step`."""
    return [int(steps[steps <= step].max()) for steps in (recorded(spec).steps for spec in specs)]


def test_playing_keeps_step(stage: Stages) -> None:
    race = stage()
    race.paused(two())
    seen = race.root.evaluate(WATCH)
    assert len(seen) > 20
    assert seen[-1] == [600, 600, 600]
    for step, *shown in seen:
        assert shown == due(step, A, B)


@pytest.mark.parametrize("frame", [0, 1, 37, 60, 119, 120])
def test_lanes_of_other_spacing_show_their_last_frame(stage: Stages, frame: int) -> None:
    race = stage()
    race.paused(four(), frame)
    step = int(recorded(A).steps[frame])
    assert race.step == step
    assert race.shown == due(step, A, B, SHORT, FORKED)
    for letter, spec in zip("ABCD", (A, B, SHORT, FORKED), strict=True):
        loss = recorded(spec).train_loss[0][recorded(spec).steps <= step][-1]
        shown = race.card(letter).locator('[data-number="loss"] b').inner_text()
        written = shown.replace("×10", "e").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--"))
        assert float(written) == pytest.approx(loss, rel=0.06), letter


def test_pictures_are_those_of_the_step(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 66)
    read = race.root.evaluate(
        """(root) => root.player.stage.cards.map(({ panel, drawn, lane }) =>
            [panel.scene.recording === lane.recording, Array.from(lane.recording.at("boundary", drawn))])"""
    )
    for (own, values), spec in zip(read, (A, B), strict=True):
        frame = int((recorded(spec).steps <= 330).sum()) - 1
        assert own
        np.testing.assert_array_equal(np.array(values), recorded(spec).boundary[0, frame].astype(float).ravel())


@pytest.mark.parametrize("where", ["loss", "dead", "lineage"])
def test_scrubbing_on_charts_moves_all_lanes(stage: Stages, where: str) -> None:
    race = stage()
    race.paused(four(), 5)
    x = race.root.evaluate("(root) => root.player.stage.scene.axis.x(500)")
    race.page.locator(f'[data-panel="{where}"]').click(position={"x": x, "y": 20})
    race.at(100)
    assert race.shown == due(500, A, B, SHORT, FORKED)


def test_dragging_the_track_moves_all_lanes(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 5)
    box = race.page.locator(".track").bounding_box()
    assert box
    places = [race.root.evaluate("(root, step) => root.player.stage.scene.axis.x(step)", step) for step in (200, 420)]
    race.page.mouse.move(box["x"] + places[0], box["y"] + box["height"] / 2)
    race.page.mouse.down()
    race.at(40)
    assert race.shown == due(200, A, B)
    race.page.mouse.move(box["x"] + places[1], box["y"] + box["height"] / 2)
    race.at(84)
    race.page.mouse.up()
    assert race.shown == due(420, A, B)


def test_keys_and_buttons_step_and_jump(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 5)
    race.root.focus()
    for key, frame in [
        ("ArrowRight", 6), ("ArrowLeft", 5), ("Shift+ArrowRight", 15), ("End", 120), ("Home", 0),
    ]:  # fmt: skip
        race.page.keyboard.press(key)
        race.at(frame)
        assert race.shown == due(race.step, A, B)
    for button, frame in [
        ("One frame forward", 1), ("To the last frame", 120), ("One frame back", 119), ("To the first frame", 0),
    ]:  # fmt: skip
        race.press(button)
        race.at(frame)
    race.page.keyboard.press("Space")
    expect(race.root).to_have_attribute("data-playing", "true")


def test_address_holds_frame_speed_loop_and_scale(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 12)
    for button in ("One frame forward", "Speed 4×", "Loop", "log scale"):
        race.press(button)
    race.page.wait_for_url(f"{ADDRESS}?frame=13&speed=4&loop=1&log=1")
    race.press("Play")
    race.page.wait_for_url(f"{ADDRESS}?speed=4&loop=1&log=1")


def test_reduced_motion_opens_paused(stage: Stages) -> None:
    race = stage(still=True)
    race.give(two())
    race.at(0)
    expect(race.root).to_have_attribute("data-playing", "false")


# Growing ------------------------------------------------------------------------------------------------------------


def growing(first: int | None, second: int | None) -> list:
    return [lane("ReLU", A, first), lane("Leaky ReLU", B, second)]


def test_a_race_in_training_goes_on_at_its_step(stage: Stages) -> None:
    race = stage()
    race.paused(growing(30, 12), 20)
    expect(race.card("B")).to_have_attribute("data-status", "training")
    expect(race.card("B")).to_contain_text("In training: step 88 of 600")
    assert race.shown == [100, 88]
    race.page.evaluate("() => (window.kept = document.querySelector('.race').player.lanes[0].recording)")
    race.give(growing(30, 40), frame=20)
    expect(race.card("B")).to_contain_text("In training: step 312 of 600")
    assert race.shown == due(96, A, B)  # B has come furthest, and has no frame at 100
    assert race.page.evaluate("() => window.kept === document.querySelector('.race').player.lanes[0].recording")
    race.give(growing(None, None), frame=20)
    expect(race.root).to_have_attribute("data-complete", "true")
    race.at(20)
    assert race.shown == due(100, A, B)
    expect(race.root).to_have_attribute("data-playing", "false")


def test_playing_waits_for_the_slowest_lane(stage: Stages) -> None:
    race = stage()
    race.give(growing(None, 12))
    expect(race.page.locator(".step-label")).to_contain_text("waiting for B")
    assert race.step == 85  # the last step that A recorded before B's 88
    expect(race.root).to_have_attribute("data-playing", "true")
    race.give(growing(None, None))
    race.at(120)
    expect(race.root).to_have_attribute("data-playing", "false")


def test_lane_without_frames_says_so(stage: Stages) -> None:
    race = stage()
    race.paused(growing(None, 0), 7)
    expect(race.card("B")).to_contain_text("the first frames are on their way")
    race.give(growing(None, None), frame=7)
    expect(race.card("B")).to_contain_text("At step 32")
    race.at(7)


def test_frame_of_a_link_is_awaited(stage: Stages) -> None:
    race = stage()
    race.give(growing(30, 12), frame=90)
    race.at(29)
    race.give(growing(None, None), frame=90)
    race.at(90)
    expect(race.root).to_have_attribute("data-playing", "false")


def test_another_lane_joins_at_the_step(stage: Stages) -> None:
    race = stage()
    race.paused(two(), 30)
    race.give(four(), frame=30)
    expect(race.page.locator(".lane-card")).to_have_count(4)
    race.at(30)
    assert race.shown == due(150, A, B, SHORT, FORKED)


def test_another_race_begins_anew(stage: Stages) -> None:
    race = stage()
    race.paused([lane("tanh", SHORT)], 30)
    race.give(two(), frame=30)
    race.at(120)
    race.press("To the first frame")
    race.give(two(), frame=30, restart=1, playing=False)
    race.at(0)


def test_what_cannot_be_read_is_said(stage: Stages) -> None:
    race = stage()
    whole = two()
    race.give([whole[0], type(whole[1])("broken", whole[1].recording[:5000])])
    expect(race.page.get_by_role("alert")).to_contain_text("lane B: this recording is cut short")
