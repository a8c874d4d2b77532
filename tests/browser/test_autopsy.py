"""The autopsy in a real browser: a click on a dead neuron opens it, it follows the player, and remedies are forks."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.training import player, query

# Unit 4 of layer 1 dies at step 116; there is a frame every 20 steps, and the tenth is shown.
RUN = "hidden=4-3&samples=60&learning_rate=1&steps=300&frames=15&batch_size=5&seed=3"
PAUSED = f"/training?{RUN}&frame=10"


def click_unit(root: Locator, layer: int, unit: int) -> None:
    """Click on a unit's tile in the player; both numbers from 0."""
    box = root.evaluate("(e, [l, u]) => e.player.stage.panels.network.unitBox(l, u)", [layer, unit])
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    root.locator('[data-panel="network"]').click(position=place)


def panel(page: Page) -> Locator:
    return page.locator(".st-key-autopsy")


def text(page: Page, words: str) -> Locator:
    """Return what is said in the panel; relations and units are held together by no-break spaces."""
    return panel(page).get_by_text(re.compile(re.escape(words).replace(r"\ ", r"\s")))


def test_a_click_on_a_dead_neuron_opens_its_autopsy(visit: Visitors) -> None:
    page = visit(PAUSED)
    root = player(page)
    expect(root).to_have_attribute("data-frame", "10")
    click_unit(root, 0, 3)
    expect(page.get_by_role("heading", name="Autopsy of unit 4 of layer 1")).to_be_visible()
    expect(text(page, "died at step 116")).to_be_visible()
    expect(text(page, "Its own weights did it")).to_be_visible()
    expect(text(page, "At step 200 f′ is 0 on 100 %")).to_be_visible()
    expect(panel(page).locator(".js-plotly-plot")).to_have_count(4)
    page.wait_for_url(lambda url: "unit" in url)
    assert query(page)["unit"] == "1.4"
    root.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(text(page, "At step 100 f′ is 0 on 80 %")).to_be_visible()
    expect(root).to_have_attribute("data-mounts", "1")
    expect(root).to_have_attribute("data-frame", "5")
    panel(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_have_count(0)
    page.wait_for_url(lambda url: "unit" not in url)


def test_a_remedy_brings_the_unit_back_and_says_so(visit: Visitors) -> None:
    page = visit(f"{PAUSED}&unit=1.4")
    player(page)
    panel(page).get_by_role("button", name="Leaky ReLU from here").click()
    expect(text(page, "Unit 4 of layer 1 came back: it ends with")).to_be_visible()
    expect(text(page, "Its return at step 200 was the fork there: its activation became Leaky ReLU")).to_be_visible()
    page.wait_for_function("location.search.includes('earlier')")
    found = query(page)
    assert (found["unit"], found["earlier"], found["activation"]) == ("1.4", "200;activation=relu", "leaky_relu")
    page.reload()
    expect(text(page, "Unit 4 of layer 1 came back: it ends with")).to_be_visible()


def test_the_panel_comes_into_view_when_a_unit_is_opened(visit: Visitors) -> None:
    page = visit(PAUSED)
    root = player(page)
    head = page.get_by_role("heading", name="Autopsy of unit 4 of layer 1")
    click_unit(root, 0, 3)
    expect(panel(page).locator(".js-plotly-plot")).to_have_count(4)
    expect(head).to_be_in_viewport()
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    assert page.evaluate(scrolled) > 100
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    root.focus()
    page.keyboard.press("ArrowLeft")  # the panel is drawn again at another step: the reader stays where they are
    expect(text(page, "At step 180 f′ is 0")).to_be_visible()
    assert page.evaluate(scrolled) == 0
    linked = visit(f"{PAUSED}&unit=1.4")
    player(linked)
    expect(panel(linked).locator(".js-plotly-plot")).to_have_count(4)
    assert linked.evaluate(scrolled) == 0


def test_an_output_opens_and_its_edited_weight_is_a_fork(visit: Visitors) -> None:
    page = visit(PAUSED)
    root = player(page)
    click_unit(root, 2, 0)
    expect(page.get_by_role("heading", name="Weights of the output")).to_be_in_viewport()
    expect(root).to_have_attribute("data-unit", "3.1")
    expect(root.locator(".outline.opened:not([hidden])")).to_have_count(1)  # it has no row among the hidden units
    weight = panel(page).get_by_role("spinbutton", name="from unit 2")
    weight.fill("-2")
    weight.press("Enter")
    panel(page).get_by_role("button", name="Fork with 1 changed").click()
    page.wait_for_function("location.search.includes('earlier')")
    found = query(page)
    assert (found["unit"], found["earlier"]) == ("3.1", "200;do=weight:3.1.2:-2")
    expect(page.locator(".st-key-fork-head")).to_contain_text("weight of input 2 of output 1 set to −2")


def test_an_edited_bias_is_a_fork(visit: Visitors) -> None:
    page = visit(f"{PAUSED}&unit=1.4")
    player(page)
    panel(page).get_by_text("Edit its bias and weights").click()
    bias = panel(page).get_by_role("spinbutton", name="bias")
    bias.fill("5")
    bias.press("Enter")
    panel(page).get_by_role("button", name="Fork with 1 changed").click()
    expect(text(page, "its bias was set to 5")).to_be_visible()
    page.wait_for_function("location.search.includes('earlier')")
    assert query(page)["earlier"] == "200;do=bias:1.4:5"


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visitors) -> None:
    page = visit(f"{PAUSED}&unit=1.4", size=PHONE)
    player(page)
    expect(panel(page).locator(".js-plotly-plot")).to_have_count(4)
    wait_until_idle(page)
    boxes = [plot.bounding_box() for plot in panel(page).locator(".js-plotly-plot").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] for box in boxes)
    feet = [box["y"] + box["height"] for box in boxes if box]
    assert all(box and foot <= box["y"] + 1 for foot, box in zip(feet, boxes[1:], strict=False))
