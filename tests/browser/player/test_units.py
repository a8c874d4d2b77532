"""Units are opened by a click, a tap or the keyboard, and a fork begins at the step on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.player.runs import SHORT
from tests.browser.player.stage import Stage
from viz.engine import Recording, record

WIDTH = 1200


@pytest.fixture
def opened(stage: Callable[..., Stage], dying: Recording) -> Stage:
    """A player paused at frame 60 of a run in which units die."""
    player = stage(width=WIDTH)
    player.paused(dying, 60)
    return player


def tile(player: Stage, layer: int, unit: int) -> dict[str, float]:
    """Where a unit's tile stands on the canvas of the network; both numbers from 0."""
    found: dict[str, float] = player.page.evaluate(
        "([l, u]) => document.querySelector('.player').player.stage.panels.network.unitBox(l, u)", [layer, unit]
    )
    return {"x": found["x"] + found["width"] / 2, "y": found["y"] + found["height"] / 2}


def panel(player: Stage, name: str) -> Locator:
    return player.page.locator(f'[data-panel="{name}"]')


def sent(player: Stage, *message: object) -> None:
    """Wait until the player has told the page so."""
    player.page.wait_for_function("(m) => JSON.stringify(window.sent) === JSON.stringify(m)", arg=list(message))


def outlines(player: Stage, name: str) -> int:
    return player.page.locator(f".outline.{name}:not([hidden])").count()


def test_a_fork_begins_at_the_step_on_screen(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage()
    player.give(dying, speed="0.25")
    player.press("Fork here")
    expect(player.root).to_have_attribute("data-playing", "false")
    frame = int(player.root.get_attribute("data-frame") or 0)
    sent(player, "fork", int(dying.steps[frame]))
    player.press("To the last frame")
    expect(player.root.get_by_role("button", name="Fork here")).to_have_attribute(
        "title", "Go on from step 600 with other settings"
    )


def test_a_click_opens_a_dead_neuron(opened: Stage, dying: Recording) -> None:
    layer, unit = next((n, int(u)) for n, dead in enumerate(dying.dead) for u in dead[0, 60].nonzero()[0])
    panel(opened, "network").hover(position=tile(opened, layer, unit))
    assert opened.page.evaluate("getComputedStyle(document.querySelector('[data-panel=network]')).cursor") == "pointer"
    panel(opened, "network").click(position=tile(opened, layer, unit))
    sent(opened, "unit", f"{layer + 1}.{unit + 1}@{dying.steps[60]}")
    expect(opened.root).to_have_attribute("data-unit", f"{layer + 1}.{unit + 1}")
    assert outlines(opened, "opened") == 2  # in the network and in the rows of the units
    opened.at(60)


def test_a_click_on_a_playing_run_pauses_it(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage(width=WIDTH)
    player.give(dying, speed="0.25")
    panel(player, "network").click(position=tile(player, 0, 2))
    expect(player.root).to_have_attribute("data-playing", "false")
    frame = int(player.root.get_attribute("data-frame") or 0)
    sent(player, "unit", f"1.3@{dying.steps[frame]}")


def test_the_number_of_a_row_opens_its_unit_and_the_row_scrubs(opened: Stage) -> None:
    block = opened.page.evaluate("document.querySelector('.player').player.stage.panels.units.blocks[1]")
    y = block["top"] + 4.5 * block["pitch"]
    panel(opened, "units").click(position={"x": 36, "y": y})
    sent(opened, "unit", "2.5@300")
    opened.at(60)
    opened.page.evaluate("window.sent = null")
    panel(opened, "units").click(position={"x": 46, "y": y})
    opened.at(0)
    sent(opened, "moment", 0)
    expect(opened.root).to_have_attribute("data-unit", "2.5")


def test_an_open_unit_hears_of_each_step_at_which_the_player_rests(opened: Stage, dying: Recording) -> None:
    opened.root.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.at(61)
    panel(opened, "network").click(position=tile(opened, 1, 0))
    sent(opened, "unit", "2.1@305")
    opened.press("Loop")  # the player rests again, at the same step: nothing new
    opened.page.wait_for_function("!document.querySelector('.player').player.units.waiting")
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    sent(opened, "moment", 320)
    opened.page.keyboard.press("End")
    sent(opened, "moment", 600)
    assert opened.page.evaluate("window.wishes") == [["unit", "2.1@305"], ["moment", 320], ["moment", 600]]
    opened.give(dying, frame=60, unit="")
    assert outlines(opened, "opened") == 0
    expect(opened.root).not_to_have_attribute("data-unit", "2.1")
    opened.page.keyboard.press("Home")  # from here on nothing more is told
    opened.at(0)
    assert not opened.page.evaluate("document.querySelector('.player').player.units.waiting")


def test_the_view_says_which_unit_is_open(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage(width=WIDTH)
    player.paused(dying, 60, unit="1.4")
    expect(player.root).to_have_attribute("data-unit", "1.4")
    sent(player, "moment", 300)
    player.give(dying, frame=60, unit="2.8")
    expect(player.root).to_have_attribute("data-unit", "2.8")
    player.give(record(SHORT), frame=60, unit="2.9")  # there is no such unit
    assert outlines(player, "opened") == 0


def test_the_keyboard_goes_from_unit_to_unit(opened: Stage) -> None:
    opened.page.evaluate("document.querySelector('.loop').focus()")
    for _ in range(2):  # past the track
        opened.page.keyboard.press("Tab")
    expect(panel(opened, "network")).to_be_focused()
    assert outlines(opened, "pointed") == 2
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
        opened.page.keyboard.press(key)
    expect(opened.page.locator(".spoken")).to_have_text("Layer 2, unit 2")
    opened.page.keyboard.press("Enter")
    sent(opened, "unit", "2.2@300")
    opened.at(60)


def test_the_keyboard_reaches_the_output(opened: Stage) -> None:
    opened.page.evaluate("document.querySelector('[data-panel=network]').focus()")
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    expect(opened.page.locator(".spoken")).to_have_text("Output")
    opened.page.keyboard.press("Enter")
    sent(opened, "unit", "3.1@300")


def test_a_click_leaves_the_arrows_to_the_frames(opened: Stage) -> None:
    panel(opened, "network").click(position=tile(opened, 0, 0))
    opened.page.keyboard.press("ArrowRight")
    opened.at(61)


def test_a_finger_opens_a_unit_and_keeps_what_it_asked_for(stage: Callable[..., Stage], dying: Recording) -> None:
    player = stage(width=420, touch=True)
    player.paused(dying, 60)
    canvas = panel(player, "network")
    tip = player.page.locator(".tooltip")
    edge = edge_into_the_output(player)
    canvas.tap(position={"x": edge["x"], "y": edge["y"] + 9})  # a finger is no needle
    expect(tip).to_contain_text("→ Output")
    expect(tip).to_be_visible()
    assert player.page.evaluate("window.sent ?? null") is None
    canvas.tap(position=tile(player, 1, 3))
    sent(player, "unit", "2.4@300")
    expect(tip).to_contain_text("Layer 2, unit 4")
    expect(tip).to_be_visible()
    player.page.locator(".reading").tap()
    expect(tip).to_be_hidden()


def edge_into_the_output(player: Stage) -> dict[str, float]:
    """Give the place on the canvas at which some line into the first output begins, and from which unit."""
    found: dict[str, float] = player.page.evaluate(
        """() => {
            const { boxes, lines } = document.querySelector(".player").player.stage.panels.network;
            const edge = lines[2].find(({ j }) => j === 0);
            const [x1, y1] = edgeEnds(boxes[2], boxes[3], edge.i, edge.j);
            return { i: edge.i, x: x1 + 5, y: y1 };
        }"""
    )
    return found


def test_hover_gives_bias_gain_and_weight(stage: Callable[..., Stage]) -> None:
    recording = record(replace(SHORT, normalisation="layer"))
    player = stage(width=WIDTH)
    player.paused(recording, 20)
    place = tile(player, 0, 1)
    tip = player.hover("network", place["x"], place["y"])
    for words, array in [("bias", recording.biases), ("gain γ", recording.gains), ("offset c", recording.offsets)]:
        value = float(array[0][0, 20, 1])
        assert f"{words}\n{js_number(player, value)}" in tip
    edge = edge_into_the_output(player)
    tip = player.hover("network", edge["x"], edge["y"])
    assert tip.startswith(f"Layer 2, unit {edge['i'] + 1} → Output")
    assert js_number(player, float(recording.weights[2][0, 20, int(edge["i"]), 0])) in tip
    assert player.page.locator(".edge-mark path[d]").count() == 1
    player.hover("loss", 100, 60)
    assert player.page.locator(".edge-mark path[d]").count() == 0


def js_number(player: Stage, value: float) -> str:
    return str(player.page.evaluate("(v) => significant(v)", value))
