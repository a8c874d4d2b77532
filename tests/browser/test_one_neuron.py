"""The page "One neuron" in a real browser: every experiment opens and follows, fits play, and links bring it back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle

KINKS = "/one_neuron?experiment=kinks"


def reading(page: Page) -> Locator:
    return page.locator(".st-key-reading").first


def slider(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSlider").filter(has_text=label).locator("input").first


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(page.url).query).items()}


def centre(handle: Locator) -> tuple[float, float]:
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], *stops: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for stop in stops:
        page.mouse.move(*stop, steps=6)
    page.mouse.up()


# Neuron ---------------------------------------------------------------------------------------------------------------


def test_b_at_minus_100_takes_a_its_effect(visit: Visitors) -> None:
    page = visit("/one_neuron")
    expect(reading(page)).to_contain_text("= 2·1 = 2".replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"))
    page.get_by_role("button", name="Set B to −100").click()
    expect(reading(page)).to_contain_text("Moving A changes nothing")
    expect(page.locator(".st-key-interaction .annotation-text", has_text="B = −100: 0").first).to_be_visible()
    page.wait_for_url("**b=-100**")


def test_the_threshold_neuron_is_one_click_and_back(visit: Visitors) -> None:
    page = visit("/one_neuron?activation=leaky_relu(slope:0.2)&b=-1")
    switch = page.get_by_text("Threshold neuron")
    switch.click()
    expect(reading(page)).to_contain_text("the neuron is OFF and puts out 0")
    switch.click()
    expect(reading(page)).to_contain_text("where Leaky ReLU puts out −0.2")


def test_the_surface_is_drawn_and_follows_a_slider(visit: Visitors) -> None:
    page = visit("/one_neuron?view=surface")
    expect(page.locator(".st-key-response .gl-container canvas").first).to_be_attached()
    slider(page, "Weight of A").press("ArrowRight")
    expect(reading(page)).to_contain_text("2.1·1 + 3·1 + 0")
    other = visit(f"/one_neuron?{urlparse(page.url).query}")
    assert reading(other).inner_text() == reading(page).inner_text()


# Kinks ----------------------------------------------------------------------------------------------------------------


def test_a_handle_moves_its_unit_and_the_link(visit: Visitors) -> None:
    page = visit(KINKS)
    x, y = centre(page.locator(".handle.kink").nth(1))
    drag(page, (x, y), (x + 80, y + 30))
    page.wait_for_url("**positions=**")
    moved = [float(text) for text in query(page)["positions"].split("_")]
    assert moved[1] > -1.5
    assert [moved[0], *moved[2:]] == [-2.5, -0.5, 0.5, 1.5, 2.5]
    wait_until_idle(page)
    other = visit(f"/one_neuron?{urlparse(page.url).query}")
    # What was drawn is on its way through the server; what a link opens with is there at once.
    expect(page.locator(".rms")).to_have_text(other.locator(".rms").inner_text())
    assert centre(other.locator(".handle.kink").nth(1)) == pytest.approx(centre(page.locator(".handle.kink").nth(1)))


def test_a_unit_is_turned_around_and_obeys_arrow_keys(visit: Visitors) -> None:
    page = visit(KINKS)
    kink, ray = centre(page.locator(".handle.kink").nth(2)), centre(page.locator(".handle.strength").nth(2))
    drag(page, ray, (2 * kink[0] - ray[0], ray[1]))
    page.wait_for_url("**slopes=**")
    assert query(page)["slopes"].split("_") == ["1", "1", "-1", "1", "1", "1"]
    expect(page.get_by_test_id("stSidebar")).to_contain_text("kink at −0.5, faces left")
    handle = page.locator(".handle.kink").first
    handle.focus()
    handle.press("ArrowRight")
    page.wait_for_url("**positions=-2.45**")
    expect(handle).to_have_attribute("aria-label", re.compile(r"Unit 1, kink at -2\.45"))


def test_a_fit_plays_in_front_of_the_reader(visit: Visitors) -> None:
    page = visit(f"{KINKS}&fit_steps=200")
    page.get_by_role("button", name="Fit to the sine").click()
    box = page.locator(".kinks")
    expect(box).to_have_attribute("data-playing", "true")
    expect(box).to_have_attribute("data-frame", "200")
    expect(box).to_have_attribute("data-playing", "false")
    end = page.locator(".rms").inner_text()
    page.get_by_label("Step of the training").fill("0")
    expect(page.locator(".step")).to_have_text("step 0")
    assert page.locator(".rms").inner_text() != end
    page.get_by_role("button", name="Keep these units").click()
    expect(page.locator(".handle.kink")).to_have_count(6)
    expect(page.locator(".rms")).to_have_text(end)


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_a_target_is_drawn(touch: bool, visit: Visitors) -> None:
    page = visit(f"{KINKS}&target=drawn", size=PHONE if touch else (1440, 1000), touch=touch)
    canvas = page.locator(".kinks canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    ends = [
        (box["x"] + share * box["width"], box["y"] + box["height"] * level) for share, level in ((0.3, 0.3), (0.8, 0.6))
    ]
    if touch:
        session = page.context.new_cdp_session(page)
        for kind, points in (("touchStart", ends[:1]), ("touchMove", ends[1:]), ("touchEnd", [])):
            touches = [{"x": x, "y": y} for x, y in points]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    else:
        drag(page, *ends)
    page.wait_for_url("**drawn=**")
    values = [float(text) for text in query(page)["drawn"].split("_")]
    stroke = values[16:37]
    assert stroke == sorted(stroke, reverse=True)  # down, from left to right
    assert stroke[0] > 0.5 > stroke[-1]
    other = visit(f"/one_neuron?{urlparse(page.url).query}")
    # What was drawn is on its way through the server; what a link opens with is there at once.
    expect(page.locator(".rms")).to_have_text(other.locator(".rms").inner_text())


# Regions --------------------------------------------------------------------------------------------------------------


def test_regions_follow_the_network_and_open_on_training(visit: Visitors) -> None:
    page = visit("/one_neuron?experiment=regions&hidden=6")
    expect(page.locator(".st-key-regions .js-plotly-plot path.js-fill").first).to_be_attached()
    expect(page.get_by_text("64 neurons cut the line into")).to_be_visible()
    expect(page.locator(".st-key-growth .js-plotly-plot").first).to_be_visible()
    before = reading(page).inner_text()
    page.get_by_role("button", name="Next seed").click()
    page.wait_for_url("**seed=1**")
    wait_until_idle(page)
    assert reading(page).inner_text() != before
    page.get_by_role("link", name="Open on Training").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    assert query(page)["hidden"] == "6"


@pytest.mark.parametrize("experiment", ["kinks", "regions"])
def test_an_experiment_fits_a_phone(experiment: str, visit: Visitors) -> None:
    page = visit(f"/one_neuron?experiment={experiment}", size=PHONE)
    overflow = page.evaluate(
        """() => { const main = document.querySelector('[data-testid="stMain"]');
                   return main.scrollWidth - main.clientWidth; }"""
    )
    assert overflow == 0
