"""The page Gradient flow in a real browser: experiments open, follow their controls, stop, and travel in a link."""

from __future__ import annotations

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle

SMALL = "depth=8&width=16&steps=30&seeds=4&runs=2&side=4&map_width=8&map_seeds=1&depth_span=2,8&samples=40"
LARGE = "experiment=remedies&depth=60&width=64&steps=2000&runs=2"  # takes longer than a test does


def chart(page: Page, key: str) -> Locator:
    return page.locator(f"[class*='st-key-flow-{key}'] .js-plotly-plot").first


def reading(page: Page) -> Locator:
    return page.locator(".st-key-reading").first


def slider(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSlider").filter(has_text=label).locator("input").first


@pytest.mark.parametrize(
    ("experiment", "key", "words"),
    [
        ("Phase diagram", "phase", "should train to about"),
        ("Where it hurts", "movement", "layer 1 has moved by"),
        ("Remedies", "remedies-loss", "ends lowest"),
        ("Layers", "layers", "a layer on its way down"),
    ],
)
def test_every_experiment_opens(experiment: str, key: str, words: str, visit: Visitors) -> None:
    start = "movement" if experiment == "Layers" else "layers"
    page = visit(f"/gradient_flow?experiment={start}&{SMALL}")
    page.get_by_role("radio", name=experiment, exact=True).click()
    expect(reading(page)).to_contain_text(words)
    expect(chart(page, key).locator(".scatterlayer path").first).to_be_attached()


def test_a_slider_moves_the_layers(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?{SMALL}")
    expect(reading(page)).to_contain_text("mean-field theory says 0.707")
    slider(page, "Scale").press("ArrowRight")
    expect(reading(page)).to_contain_text("mean-field theory says 0.742")  # √½ · 1.05
    expect(page.get_by_role("table")).to_contain_text("1.103")
    page.wait_for_url("**init_scale=1.05**")


def test_a_moment_of_the_training_is_looked_at(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?when=training&{SMALL}")
    expect(reading(page)).to_contain_text("At step 30:")
    wait_until_idle(page)
    slider(page, "Moment").press("Home")
    expect(reading(page)).to_contain_text("At step 0:")
    page.wait_for_url("**moment=0**")
    expect(chart(page, "history").locator(".heatmaplayer image")).to_be_attached()


def test_cancel_stops_the_training_and_resume_goes_on(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?{LARGE}")
    page.get_by_role("button", name="Cancel").click()
    resume = page.get_by_role("button", name="Resume")
    expect(resume).to_be_visible()
    expect(page.get_by_text(re.compile(r"Cancelled at \d+"))).to_be_visible()
    resume.click()
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    cancel.click()
    expect(resume).to_be_visible()


def test_a_click_on_a_cell_shows_its_run(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?experiment=phase&cell_row=0&cell_column=0&{SMALL}")
    chosen = page.locator(".st-key-chosen")
    expect(chosen).to_contain_text("2 hidden layers, σw 0.5, loss")
    wait_until_idle(page)
    area = chart(page, "trainability").locator(".nsewdrag").first
    box = area.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.625, box["y"] + box["height"] * 0.125  # third column, top row
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    expect(chart(page, "trainability").locator(".hoverlayer .hovertext").first).to_be_attached()
    page.mouse.click(x, y)
    expect(chosen).to_contain_text("8 hidden layers, σw 2.5")
    page.wait_for_url("**cell_column=2**")
    wait_until_idle(page)
    page.get_by_text("Open on Training").click()
    page.wait_for_url("**/training?**hidden=8-8-8-8-8-8-8-8**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")


def test_a_link_shows_the_same(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?experiment=movement&{SMALL}&activation=tanh")
    expect(reading(page)).to_contain_text("After 30 steps layer 1 has moved")
    wait_until_idle(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = urlparse(str(page.evaluate("() => navigator.clipboard.readText()")))
    other = visit(link._replace(scheme="", netloc="").geturl())
    expect(reading(other)).to_contain_text("After 30 steps")
    wait_until_idle(other)
    wait_until_idle(page)
    expect(reading(other)).to_have_text(reading(page).inner_text())


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visitors) -> None:
    page = visit(f"/gradient_flow?experiment=phase&{SMALL}", size=PHONE)
    expect(chart(page, "trainability")).to_be_visible()
    wait_until_idle(page)
    for key in ("phase", "trainability", "cell"):
        box = chart(page, key).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
