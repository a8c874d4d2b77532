"""The player plays what it is given: controls, messages that grow, the address."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.player.runs import SETTINGS, SHORT
from tests.browser.player.stage import ADDRESS, Stage
from viz.engine import Recording, record, train
from viz.spec import ExperimentSpec

# The format ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "classes", "curve"])
def test_every_array_is_read_as_it_was_written(stage: Callable[..., Stage], name: str) -> None:
    recording = record(SETTINGS[name])
    player = stage()
    player.paused(recording)
    read = player.page.evaluate(
        """(t) => {
            const { recording } = document.querySelector(".player").player;
            const moving = ([, { shape }]) => shape.length > 1 && shape[1] === recording.frames;
            const names = [...recording.arrays].filter(moving).map(([name]) => name);
            return Object.fromEntries(names.map((k) => [k, Array.from(recording.at(k, t))]));
        }""",
        7,
    )
    assert read.keys() >= {"boundary", "train_loss", "weights.0", "responses.0", "gradient_histogram.1"}
    for key, values in read.items():
        name, _, layer = key.partition(".")
        array = getattr(recording, name)
        expected = np.asarray(array[int(layer)] if layer else array)[0, 7]
        np.testing.assert_array_equal(np.array(values, dtype=float), expected.astype(float).ravel(), err_msg=key)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"PNG?" + data[4:], "not a recording"),
        (lambda data: data[: len(data) // 2], "cut short"),
        (lambda data: data[:4] + b"\x07\x00" + data[6:], "format 7"),
    ],
)
def test_what_cannot_be_read_is_said(
    stage: Callable[..., Stage], damage: Callable[[bytes], bytes], message: str
) -> None:
    player = stage()
    player.give(damage(record(SHORT).to_bytes()))
    expect(player.page.get_by_role("alert")).to_contain_text(message)


def test_one_that_is_taken_off_the_page_for_a_moment_goes_on(stage: Callable[..., Stage]) -> None:
    player = stage()
    long = record(SHORT)
    player.paused(long, frame=3)
    player.press("One frame forward")
    player.press("Loop")
    player.at(4)
    player.page.evaluate("() => window.unmount()")
    expect(player.root).not_to_have_attribute("data-frame", "4")  # what Streamlit puts there has no player yet
    player.give(long, frame=3)
    player.at(4)
    expect(player.root.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "true")
    expect(player.root).to_have_attribute("data-mounts", "1")
    player.press("One frame forward")
    player.at(5)


def test_one_that_left_for_good_is_followed_by_another(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT), frame=3)
    player.page.clock.install()
    player.page.evaluate("() => window.unmount()")
    player.page.clock.fast_forward(10_000)  # as long as it may come back
    player.page.wait_for_function('() => globalThis[Symbol.for("relu-lab players that may come back")].size === 0')
    player.paused(record(SHORT), frame=5)
    expect(player.root).to_have_attribute("data-mounts", "2")
    expect(player.root.get_by_role("group", name="Speed").get_by_role("button")).to_have_count(4)
    player.press("One frame forward")
    player.at(6)


# Playing ------------------------------------------------------------------------------------------------------------


def test_opens_playing_and_stops_at_the_end(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.give(record(SHORT))
    expect(player.root).to_have_attribute("data-playing", "true")
    player.at(30)
    expect(player.root).to_have_attribute("data-playing", "false")
    assert player.page.url == ADDRESS


def test_loop_begins_again(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.give(record(SHORT), loop=True, speed="4")
    player.page.wait_for_function(
        """() => new Promise((done) => {
            const root = document.querySelector(".player");
            let last = -1;
            new MutationObserver(() => {
                if (Number(root.dataset.frame) < last) done(true);
                last = Number(root.dataset.frame);
            }).observe(root, { attributeFilter: ["data-frame"] });
        })"""
    )
    expect(player.root).to_have_attribute("data-playing", "true")


def test_reduced_motion_opens_paused(stage: Callable[..., Stage]) -> None:
    player = stage(still=True)
    player.give(record(SHORT))
    player.at(0)
    expect(player.root).to_have_attribute("data-playing", "false")


def test_keys_and_buttons_step_and_jump(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT), 5)
    player.root.focus()
    for key, frame in [
        ("ArrowRight", 6), ("ArrowLeft", 5), ("Shift+ArrowRight", 15), ("Shift+ArrowLeft", 5), ("End", 30), ("Home", 0),
    ]:  # fmt: skip
        player.page.keyboard.press(key)
        player.at(frame)
    for button, frame in [
        ("One frame forward", 1), ("To the last frame", 30), ("One frame back", 29), ("To the first frame", 0),
    ]:  # fmt: skip
        player.press(button)
        player.at(frame)
    player.root.focus()
    player.page.keyboard.press("Space")
    expect(player.root).to_have_attribute("data-playing", "true")


def test_space_plays_whatever_was_clicked_before(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT))
    player.press("Loop")
    player.page.keyboard.press("Space")
    expect(player.root).to_have_attribute("data-playing", "true")
    expect(player.root.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "true")


def test_track_and_charts_scrub(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT))
    track = player.page.get_by_role("slider", name="Step")
    box = track.bounding_box()
    assert box
    left, right = box["x"] + 46, box["x"] + box["width"] - 58
    for share, frame in [(1.0, 30), (0.5, 15), (0.0, 0)]:
        player.page.mouse.move(left + 0.3 * (right - left), box["y"] + box["height"] / 2)
        player.page.mouse.down()
        player.page.mouse.move(left + share * (right - left), box["y"] + box["height"] / 2, steps=5)
        player.page.mouse.up()
        player.at(frame)
    player.page.locator('[data-panel="loss"]').click(position={"x": 46 + 0.2 * (right - left), "y": 60})
    player.at(6)


# Messages -----------------------------------------------------------------------------------------------------------


def test_longer_prefix_keeps_the_frame_and_the_last_one_ends_it(stage: Callable[..., Stage]) -> None:
    chunks = list(train(ExperimentSpec(steps=3000, frames=300)))
    player = stage()
    player.give(chunks[0], frame=200)
    expect(player.root).to_have_attribute("data-complete", "false" if len(chunks) > 1 else "true")
    shown = min(200, len(chunks[0].steps) - 1)
    player.at(shown)
    player.give(Recording.concatenate(chunks), frame=200)
    player.at(200)  # the link's frame is reached as soon as it is there
    expect(player.root).to_have_attribute("data-complete", "true")
    expect(player.root).to_have_attribute("data-mounts", "1")
    expect(player.root).to_have_attribute("data-playing", "false")


def test_another_run_starts_at_its_beginning(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT), 20)
    player.give(record(ExperimentSpec(steps=60, frames=30, seed=1)), frame=20)
    expect(player.root).to_have_attribute("data-playing", "true")
    player.at(30)


def test_trained_on_run_goes_on_from_where_it_was(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT), 30)
    player.press("Train on")
    assert player.page.evaluate("window.sent") == ["train_on", 60]
    player.give(record(ExperimentSpec(steps=4000, frames=2000)), frame=30)
    assert int(player.root.get_attribute("data-frame") or 0) >= 30
    expect(player.root).to_have_attribute("data-playing", "true")


def test_restart_plays_the_same_run_anew(stage: Callable[..., Stage]) -> None:
    player = stage()
    recording = record(SHORT)
    player.paused(recording, 20, restart=0)
    player.give(recording, frame=20, restart=1)
    expect(player.root).to_have_attribute("data-playing", "true")
    player.at(30)


def test_address_holds_what_differs_from_the_defaults(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.paused(record(SHORT), 4)
    player.press("One frame forward")
    player.press("Speed ¼×")
    player.press("Loop")
    player.press("log scale")
    player.page.wait_for_url(f"{ADDRESS}?frame=5&speed=0.25&loop=1&log=1")
    player.press("Speed 1×")
    player.press("Loop")
    player.press("log scale")
    player.press("Play")
    player.page.wait_for_url(ADDRESS)


def test_copied_link_names_the_frame(stage: Callable[..., Stage]) -> None:
    player = stage()
    player.context.grant_permissions(["clipboard-read", "clipboard-write"])
    player.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (t) => (window.copied = t) } })"
    )
    player.paused(record(SHORT), 12)
    player.press("Copy link")
    expect(player.root.get_by_role("button", name="Copied")).to_be_visible()
    assert player.page.evaluate("window.copied") == f"{ADDRESS}?frame=12"
