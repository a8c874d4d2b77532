"""The link is the experiment: what one visitor sees, another sees who opens the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Visitors, wait_until_idle
from tests.browser.training import choose, pause, pixels, player, query, slider

SHORT = "steps=600&frames=60"


def shared(page: Page) -> str:
    """Press the player's Copy link and return what is in the clipboard."""
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_a_shared_link_opens_at_the_same_frame_with_the_same_pixels(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    choose(page, "Data set", "Moons")
    slider(page, "Noise").press("ArrowRight")
    page.wait_for_url("**noise=0.11**")
    root = player(page, dataset="moons", noise="0.11")
    root.get_by_role("button", name="log scale").click()
    root.get_by_role("button", name="Speed 4×").click()
    pause(root)
    root.press("Home")
    for _ in range(23):
        root.press("ArrowRight")
    expect(root).to_have_attribute("data-frame", "23")
    link = shared(page)
    drawn = pixels(root)

    other = visit(path(link))
    twin = player(other)
    expect(twin).to_have_attribute("data-frame", "23")
    expect(twin).to_have_attribute("data-playing", "false")
    assert pixels(twin) == drawn
    assert query(other) == {
        "v": "1", "dataset": "moons", "noise": "0.11", "steps": "600", "frames": "60",
        "frame": "23", "speed": "4", "log": "1",
    }  # fmt: skip
    expect(slider(other, "Noise")).to_have_attribute("aria-valuetext", "0.11")
    assert shared(other) == link


def test_the_address_bar_is_as_good_as_the_button(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    root = player(page)
    pause(root)
    root.press("Home")
    root.press("ArrowRight")
    page.wait_for_url("**frame=1")
    drawn = pixels(root)
    twin = player(visit(path(page.url)))
    expect(twin).to_have_attribute("data-frame", "1")
    assert pixels(twin) == drawn


def test_a_reload_changes_nothing(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    slider(page, "Noise").press("ArrowRight")
    page.wait_for_url("**noise=0.11**")
    root = player(page, noise="0.11")
    pause(root)
    root.press("Home")
    page.wait_for_url("**frame=0**")
    drawn, address = pixels(root), page.url
    page.reload()
    wait_until_idle(page)
    root = player(page)
    expect(root).to_have_attribute("data-frame", "0")
    assert pixels(root) == drawn
    assert page.url == address


def test_a_broken_link_is_told_and_the_rest_is_kept(visit: Visitors) -> None:
    page = visit(f"/training?v=7&{SHORT}&noise=loud&activation=rleu&samples=1e9&sede=3&frame=x&seed=5")
    player(page)
    notice = page.get_by_test_id("stAlert")
    for word in ("version '7'", "'loud'", "did you mean 'relu'", "samples", "'sede'", "'x'"):
        expect(notice).to_contain_text(word)
    expect(notice).to_have_count(1)
    expect(page.get_by_label("Seed", exact=True)).to_have_value("5")
    slider(page, "Noise").press("ArrowRight")
    page.wait_for_url("**noise=0.11**")
    expect(notice).to_have_count(0)
    assert query(page) == {"v": "1", "noise": "0.11", "steps": "600", "frames": "60", "seed": "5"}
    expect(page.get_by_test_id("player")).to_have_attribute("data-mounts", "1")


@pytest.mark.parametrize(
    "hostile", ["?", "?&&=&==", "?%00=%00", "?hidden=" + "8-" * 300, "?frame=99999", "?embed=x&seed=1&seed=2"]
)
def test_a_hostile_link_shows_a_page(hostile: str, visit: Visitors) -> None:
    page = visit(f"/training{hostile}")
    expect(player(page)).to_have_attribute("data-frames", "301")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_link_cannot_draw_on_the_page(visit: Visitors) -> None:
    page = visit("/training?dataset=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&%5Bx%5D(http%3A%2F%2Fe.vil)=1")
    notice = page.get_by_test_id("stAlert")
    expect(notice).to_contain_text("<img src=x onerror=alert(1)>")
    expect(notice.locator("img, a")).to_have_count(0)


def test_back_and_forward_step_through_the_changes(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    noise = slider(page, "Noise")
    noise.press("ArrowRight")
    page.wait_for_url("**noise=0.11**")
    choose(page, "Data set", "Moons")
    page.wait_for_url("**dataset=moons**")
    root = player(page)
    expect(root).to_contain_text("Moons")

    page.go_back()
    page.wait_for_function("!location.search.includes('moons')")
    expect(root).to_contain_text("Circles")
    expect(noise).to_have_attribute("aria-valuetext", "0.11")
    page.go_back()
    page.wait_for_function("!location.search.includes('noise')")
    expect(noise).to_have_attribute("aria-valuetext", "0.10")
    page.go_forward()
    expect(noise).to_have_attribute("aria-valuetext", "0.11")
    expect(player(page)).to_contain_text("Circles")
    # What follows a step back is a change like any other.
    noise.press("ArrowRight")
    page.wait_for_url("**noise=0.12**")
    assert query(page)["noise"] == "0.12"
    expect(page.get_by_test_id("player")).to_have_attribute("data-mounts", "1")


def test_settings_stay_while_another_page_is_open(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    slider(page, "Noise").press("ArrowRight")
    page.wait_for_url("**noise=0.11**")
    links = page.get_by_test_id("stTopNavLink")
    links.filter(has_text="Activations").click()
    page.wait_for_url("**/activations**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activations")
    links.filter(has_text="Training").click()
    page.wait_for_url("**/training?**noise=0.11**")
    player(page)
    expect(slider(page, "Noise")).to_have_attribute("aria-valuetext", "0.11")
    assert query(page)["steps"] == "600"
    page.go_back()  # to the bare address that the navigation went through: nothing is lost
    page.wait_for_url("**/training?**noise=0.11**")
    expect(slider(page, "Noise")).to_have_attribute("aria-valuetext", "0.11")
    page.go_back()
    page.wait_for_url("**/activations**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activations")


def test_two_tabs_do_not_meddle(visit: Visitors) -> None:
    first = visit(f"/training?{SHORT}&seed=1")
    second = first.context.new_page()
    second.goto(first.url.replace("seed=1", "seed=2"))
    wait_until_idle(second)
    slider(first, "Noise").press("ArrowRight")
    first.wait_for_url("**noise=0.11**")
    slider(second, "Noise").press("ArrowLeft")
    second.wait_for_url("**noise=0.09**")
    assert (query(first)["seed"], query(second)["seed"]) == ("1", "2")
    expect(first.get_by_label("Seed", exact=True)).to_have_value("1")
    expect(second.get_by_label("Seed", exact=True)).to_have_value("2")


def test_activations_has_its_link_too(visit: Visitors) -> None:
    page = visit("/activations?functions=relu,tanh&mean=0.3")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    other = visit(path(link))
    assert query(other) == {"v": "1", "functions": "relu,tanh", "mean": "0.3"}
    expect(slider(other, "Mean")).to_have_attribute("aria-valuetext", "0.3")
