"""Lanes, forks and races on the page Training in a real browser: played in step, changed, shared and undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.test_training import overflow
from tests.browser.training import frame, pause, player, query, slider

SHORT = "steps=600&frames=60"
TWO = f"{SHORT}&activation=tanh&others=steps%3D600%26frames%3D60&place=1"
RACE = f"{TWO}&together=1"

# Plays to the end and returns at every change the step of the race and of all its cards.
WATCH = """(root) => new Promise((done) => {
    const seen = [];
    new MutationObserver(() => {
        seen.push([root, ...root.querySelectorAll('[data-lane]')].map((each) => Number(each.dataset.step)));
        if (root.dataset.playing === 'false') done(seen);
    }).observe(root, { attributeFilter: ['data-step', 'data-playing'] });
    root.querySelector('[data-action="play"]').click();
})"""


# Notes every frame that is drawn from now on.
NOTE = """(root) => {
    window.frames_drawn = [];
    const note = () => window.frames_drawn.push(Number(root.dataset.frame));
    new MutationObserver(note).observe(root, { attributeFilter: ['data-frame'] });
}"""


def race(page: Page, lanes: int) -> Locator:
    """Return the race's root, once all of its lanes have arrived."""
    root = page.get_by_test_id("race")
    expect(root).to_have_attribute("data-lanes", str(lanes))
    expect(root).to_have_attribute("data-complete", "true")
    return root


def chip(page: Page, letter: str) -> Locator:
    """Return the button of a lane."""
    return page.locator(".st-key-lanes").get_by_role("button", name=re.compile(rf"^{letter} "))


def at(root: Locator, place: int) -> None:
    """Have a player rest at a frame."""
    pause(root)
    root.press("Home")
    for _ in range(place):
        root.press("ArrowRight")
    expect(root).to_have_attribute("data-frame", str(place))


def forked(page: Page, place: int) -> Locator:
    """Fork the run on screen at a frame and return the player once it has the fork."""
    root = player(page)
    at(root, place)
    root.get_by_role("button", name="Fork here").click()
    return player(page, earlier=str(place * 10))


def test_two_lanes_play_in_step(visit: Visitors) -> None:
    page = visit(f"/training?{RACE}")
    root = race(page, 2)
    pause(root)
    root.press("Home")
    seen = root.evaluate(WATCH)
    assert len(seen) > 20
    assert seen[-1] == [600, 600, 600]
    assert all(len(set(steps)) == 1 for steps in seen)
    expect(root).to_have_attribute("data-mounts", "1")
    expect(page.get_by_role("table").first).to_contain_text("Tanh")


def test_a_lane_is_added_changed_and_raced(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    player(page)
    page.get_by_role("button", name="+ Lane").click()
    page.wait_for_url("**place=1**")
    slider(page, "Learning rate").press("ArrowRight")
    player(page, learning_rate="0.15")
    chip(page, "A").click()
    page.wait_for_function("!location.search.includes('place')")
    expect(slider(page, "Learning rate")).to_have_attribute("aria-valuetext", "0.1")
    page.locator(".st-key-lanes").get_by_text("Race", exact=True).click()
    page.wait_for_url("**together=1**")
    root = race(page, 2)
    expect(root.locator(".verdict")).to_contain_text("test accuracy")
    assert query(page)["others"] == "learning_rate=0.15&steps=600&frames=60"


def test_a_double_click_adds_one_lane(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    player(page)
    page.get_by_role("button", name="+ Lane").dblclick()
    page.wait_for_url("**place=1**")
    wait_until_idle(page)
    expect(chip(page, "[A-D]")).to_have_count(2)
    assert query(page)["place"] == "1"


def test_a_fork_stays_at_its_step_and_goes_on_from_there(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    root = forked(page, 20)
    expect(root).to_have_attribute("data-frame", "20")
    expect(root).to_have_attribute("data-playing", "false")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Fork at step 200")
    assert query(page)["earlier"] == "200"
    # What is changed now applies from there: the player goes on from the fork, not from the start.
    root.evaluate(NOTE)
    slider(page, "Learning rate").press("ArrowRight")
    root = player(page, learning_rate="0.15")
    expect(root).to_have_attribute("data-frame", "60")
    assert min(page.evaluate("window.frames_drawn")) >= 20
    assert query(page)["earlier"] == "200;learning_rate=0.1"
    expect(root).to_have_attribute("data-mounts", "1")
    # Rewound, it shows what its parent shows there.
    at(root, 5)
    chip(page, "A").click()
    page.wait_for_function("!location.search.includes('earlier=')")
    root = player(page, v="1")
    expect(root).to_have_attribute("data-run", re.compile(r'^\{"v":"1","steps":"600","frames":"60"\}$'))
    expect(root).to_have_attribute("data-frame", "5")


def test_a_race_is_in_the_link(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    forked(page, 20)
    page.locator(".st-key-lanes").get_by_text("Race", exact=True).click()
    page.wait_for_url("**together=1**")
    root = race(page, 2)
    at(root, 30)
    page.wait_for_url("**frame=30**")
    other = visit("/" + page.url.split("/", 3)[3])
    twin = race(other, 2)
    expect(twin).to_have_attribute("data-frame", "30")
    expect(twin).to_have_attribute("data-playing", "false")
    assert twin.locator(".lane-card").all_inner_texts() == root.locator(".lane-card").all_inner_texts()
    expect(other.get_by_test_id("stSidebar")).to_contain_text("Fork at step 200")


def test_a_lane_is_renamed_and_removed_and_the_back_button_undoes_it(visit: Visitors) -> None:
    page = visit(f"/training?{TWO}")
    player(page)
    page.get_by_role("button", name="Lane B", exact=True).click()
    page.get_by_label("Name of lane B").fill("smooth")
    page.get_by_label("Name of lane B").press("Enter")
    page.wait_for_url("**lane=smooth**")
    expect(chip(page, "B")).to_contain_text("smooth")
    page.get_by_role("button", name="Remove lane B").dblclick()
    page.wait_for_function("!location.search.includes('others')")
    expect(page.locator(".st-key-lanes")).to_have_count(0)
    page.go_back()
    page.wait_for_url("**lane=smooth**")
    expect(chip(page, "B")).to_contain_text("smooth")
    page.go_back()
    page.wait_for_function("!location.search.includes('smooth')")
    expect(chip(page, "B")).to_contain_text("Tanh")


def test_a_reload_changes_nothing(visit: Visitors) -> None:
    page = visit(f"/training?{RACE}")
    root = race(page, 2)
    at(root, 12)
    page.wait_for_url("**frame=12**")
    address = page.url
    page.reload()
    wait_until_idle(page)
    root = race(page, 2)
    expect(root).to_have_attribute("data-frame", "12")
    assert page.url == address


def test_a_fork_in_a_race_joins_it_at_its_step(visit: Visitors) -> None:
    page = visit(f"/training?{RACE}")
    root = race(page, 2)
    at(root, 25)
    root.locator("[data-lane='A']").get_by_role("button", name=re.compile("Fork here")).click()
    root = race(page, 3)
    expect(root).to_have_attribute("data-frame", "25")
    expect(root).to_have_attribute("data-mounts", "1")
    assert query(page)["earlier"] == "250"
    slider(page, "Learning rate").press("ArrowRight")
    page.wait_for_url("**learning_rate=0.15**")
    root = race(page, 3)
    assert frame(root) >= 25


def test_a_card_opens_its_lane_at_the_step_of_the_race(visit: Visitors) -> None:
    page = visit(f"/training?{RACE}")
    root = race(page, 2)
    at(root, 25)
    root.locator("[data-lane='A']").get_by_role("button", name=re.compile("ReLU")).first.click()
    page.wait_for_function("!location.search.includes('together')")
    alone = player(page)
    expect(alone).to_contain_text("ReLU")
    expect(alone).to_have_attribute("data-frame", "25")  # where it stood in the race
    expect(alone).to_have_attribute("data-playing", "false")


def test_many_seeds_are_counted(visit: Visitors) -> None:
    page = visit(f"/training?{RACE}&seeds=5")
    race(page, 2)
    expect(page.locator(".st-key-race-seeds-reading")).to_contain_text("of 5; B")
    wait_until_idle(page)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)


@pytest.mark.parametrize("size", [(1440, 1000), (1100, 900), PHONE])
def test_a_race_is_no_wider_than_the_window(size: tuple[int, int], visit: Visitors) -> None:
    page = visit(f"/training?{RACE}&seeds=3", size=size)
    race(page, 2)
    assert overflow(page) == 0
