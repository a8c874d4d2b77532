"""The page Training in a real browser: it opens playing, and plays on whatever happens around the player."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.training import choose, frame, pause, pixels, player, query, rerun, slider

SHORT = "steps=600&frames=60"
HOST = ".st-key-training-player [data-testid=stBidiComponentIsolated]"

# Counts in window.missing the animation frames of the browser in which the player has no canvas.
WATCH = f"""() => {{
    window.missing = 0;
    const look = () => {{
        if (!document.querySelector('{HOST}')?.shadowRoot?.querySelector('canvas')) window.missing += 1;
        requestAnimationFrame(look);
    }};
    look();
}}"""


def test_the_page_opens_with_a_run_already_playing(visit: Visitors) -> None:
    page = visit("/training")
    root = page.get_by_test_id("player")
    expect(root).to_have_attribute("data-playing", "true")
    expect(root).not_to_have_attribute("data-frame", "0")
    expect(player(page)).to_have_attribute("data-frames", "301")
    expect(root).to_have_attribute("data-mounts", "1")


def test_play_pause_step_and_scrub(visit: Visitors) -> None:
    root = player(visit(f"/training?{SHORT}"))
    pause(root)
    root.get_by_role("button", name="To the first frame").click()
    expect(root).to_have_attribute("data-frame", "0")
    root.get_by_role("button", name="One frame forward").click()
    expect(root).to_have_attribute("data-frame", "1")
    root.press("End")
    expect(root).to_have_attribute("data-frame", "60")
    root.press("ArrowLeft")
    expect(root).to_have_attribute("data-frame", "59")
    track = root.get_by_role("slider", name="Step")
    box = track.bounding_box()
    assert box
    track.click(position={"x": 0.8 * box["width"], "y": box["height"] / 2})
    expect(root).not_to_have_attribute("data-frame", "59")
    assert 5 <= frame(root) <= 55
    root.press(" ")
    expect(root).to_have_attribute("data-playing", "true")
    expect(root).to_have_attribute("data-playing", "false")  # at the end
    expect(root).to_have_attribute("data-frame", "60")


def test_every_change_trains_anew_and_the_player_is_never_remounted(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    root = player(page)
    page.evaluate(WATCH)
    before = pixels(root)
    for key, value in (("noise", "0.11"), ("noise", "0.12"), ("test_share", "0.34")):
        slider(page, {"noise": "Noise", "test_share": "Test share"}[key]).press("ArrowRight")
        page.wait_for_url(f"**{key}={value}**")
        player(page, **{key: value})
    choose(page, "Data set", "Moons")
    page.wait_for_url("**dataset=moons**")
    choose(page, "Preset", "Zero initialisation never learns")
    page.wait_for_url("**initialiser=zeros**")
    player(page, initialiser="zeros")
    expect(slider(page, "Noise")).to_have_attribute("aria-valuetext", "0.10")
    page.get_by_role("button", name="New seed").click()
    page.wait_for_url("**seed=**")
    pause(player(page, seed=query(page)["seed"]))
    assert pixels(root) != before
    expect(root).to_have_attribute("data-mounts", "1")
    assert page.evaluate("window.missing") == 0


def test_the_frame_stays_through_a_rerun(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    root = player(page)
    pause(root)
    root.press("Home")
    for _ in range(7):
        root.press("ArrowRight")
    page.wait_for_url(re.compile(r"\bframe=7(&|$)"))
    drawn = pixels(root)
    for _ in range(2):
        rerun(page)
    expect(root).to_have_attribute("data-frame", "7")
    expect(root).to_have_attribute("data-mounts", "1")
    assert pixels(root) == drawn
    assert query(page)["frame"] == "7"


def test_it_keeps_playing_through_a_rerun(visit: Visitors) -> None:
    page = visit("/training?speed=0.25")
    root = player(page)
    expect(root).to_have_attribute("data-complete", "true")  # till then reruns come by themselves
    for _ in range(2):
        before = frame(root)
        rerun(page)
        expect(root).to_have_attribute("data-playing", "true")
        assert frame(root) > before  # it neither stood still nor began anew
    expect(root).to_have_attribute("data-mounts", "1")


def test_train_plays_the_run_from_its_start(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}&frame=30")
    root = player(page)
    expect(root).to_have_attribute("data-frame", "30")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(root).to_have_attribute("data-playing", "true")
    expect(root).to_have_attribute("data-frame", "60")
    expect(root).to_have_attribute("data-mounts", "1")
    assert "frame" not in query(page)


def test_train_on_goes_on_where_the_run_ended(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}&frame=60")
    root = player(page)
    expect(root).to_have_attribute("data-frame", "60")
    root.get_by_role("button", name="Train on").click()
    page.wait_for_url("**steps=1200**")
    expect(root).to_have_attribute("data-frames", "121")
    expect(root).to_have_attribute("data-frame", "120")
    expect(root).to_have_attribute("data-mounts", "1")
    assert query(page)["frames"] == "120"
    assert frame(root) == 120


def test_a_long_run_streams_while_it_plays(visit: Visitors) -> None:
    page = visit("/training?steps=60000&frames=600&seed=41")
    root = page.get_by_test_id("player")
    expect(root).to_have_attribute("data-playing", "true")
    first = int(root.get_attribute("data-frames") or 0)
    assert 0 < first < 601
    expect(root).to_have_attribute("data-complete", "false")
    expect(player(page)).to_have_attribute("data-frames", "601")
    expect(root).to_have_attribute("data-mounts", "1")


def test_leaving_a_long_run_for_another_is_quick(visit: Visitors) -> None:
    page = visit("/training?steps=150000&seed=42&hidden=32-32")
    expect(page.get_by_test_id("player")).to_have_attribute("data-complete", "false")
    choose(page, "Preset", "Zero initialisation never learns")
    expect(player(page, initialiser="zeros")).to_have_attribute("data-frames", "301")
    expect(page.get_by_test_id("player")).to_have_attribute("data-mounts", "1")


def test_a_run_that_overflows_says_where(visit: Visitors) -> None:
    page = visit("/training")
    choose(page, "Preset", "Overflow: numbers run out")
    root = player(page)
    expect(root).to_have_attribute("data-frames", "352")
    pause(root)
    root.press("End")
    expect(root).to_contain_text("Stopped at step 352")
    expect(root.get_by_role("button", name="Train on")).to_be_disabled()


def test_sliders_take_the_keyboard_one_step_at_a_time(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}&samples=305")
    noise = slider(page, "Noise")
    noise.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**noise=0.15**")
    expect(noise).to_be_focused()
    assert query(page)["samples"] == "305"


def test_a_double_click_is_two_clicks(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}&seed=7")
    seed = page.get_by_test_id("stNumberInput").filter(has_text=re.compile("^Seed"))
    seed.get_by_test_id("stNumberInputStepUp").dblclick()
    page.wait_for_url("**seed=9**")
    player(page, seed="9")
    wait_until_idle(page)
    assert query(page)["seed"] == "9"


def test_own_layers(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    page.get_by_test_id("stSidebar").get_by_text("Layer by layer").click()
    choose(page, "Layer 2", "Tanh")
    page.wait_for_url("**layer_activations=relu%2Ctanh**")
    expect(player(page)).to_contain_text("Tanh")


@pytest.mark.parametrize("size", [(1440, 1000), (1100, 900), PHONE])
def test_nothing_is_wider_than_the_window(size: tuple[int, int], visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}", size=size)
    player(page)
    assert overflow(page) == 0


def overflow(page: Page) -> int:
    width = page.evaluate(
        """() => { const main = document.querySelector('[data-testid="stMain"]');
                   return main.scrollWidth - main.clientWidth; }"""
    )
    return int(width)
