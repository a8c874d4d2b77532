"""An exported HTML file is opened from disk with the network off, and plays."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.export.reader import Reader
from tests.browser.harness import PHONE
from tests.unit.ui.export.trained_pages import ORIGIN, activations_page, training_page
from viz.spec import ExperimentSpec
from viz.spec.fork import forked
from viz.ui.export.html import EMBEDDED, activations_html, training_html

Readers = Callable[..., Reader]

FRAMES = 30
RUN = ExperimentSpec(steps=60, frames=FRAMES)
FORK = forked(RUN, 30, learning_rate=0.02)
OTHER = ExperimentSpec(activation="tanh", steps=60, frames=FRAMES)
BUTTONS_OF_THE_APP = ("Fork here", "Train on")


@cache
def file(*specs: ExperimentSpec) -> bytes:
    return training_html(training_page(*specs))


@pytest.mark.parametrize(
    ("specs", "name"),
    [((RUN,), "player"), ((FORK,), "player"), ((RUN, FORK, OTHER), "race")],
    ids=["run", "fork", "race"],
)
def test_it_plays_from_disk_without_a_network(reader: Readers, specs: tuple[ExperimentSpec, ...], name: str) -> None:
    window = reader()
    window.open(file(*specs))
    player = window.page.get_by_test_id(name)
    window.plays(player, FRAMES)
    for label in BUTTONS_OF_THE_APP:
        expect(player.get_by_role("button", name=label)).to_have_count(0)  # hidden ones have no role
    expect(player.get_by_role("button", name="Copy link")).to_be_visible()


def test_the_link_leads_back_to_the_moment(reader: Readers) -> None:
    window = reader(permissions=["clipboard-read", "clipboard-write"])
    page = training_page(RUN)
    window.open(training_html(page))
    player = window.page.get_by_test_id("player")
    expect(player).to_have_attribute("data-frame", str(FRAMES))
    player.get_by_role("button", name="One frame back").click()
    player.get_by_role("button", name="Copy link").click()
    expect(player.get_by_role("button", name="Copied")).to_be_visible()
    back = urlparse(window.pasted())
    assert back._replace(query="").geturl() == "https://lab.example/training"
    assert parse_qs(back.query) == parse_qs(urlparse(page.link).query) | {"frame": [str(FRAMES - 1)]}
    assert window.page.url.endswith("saved.html")  # the file's own address stays
    link = window.page.get_by_role("link", name="Open in ReLU Lab")
    assert link.get_attribute("href") == page.link


def test_settings_can_be_read_in_it(reader: Readers) -> None:
    window = reader()
    window.open(file(RUN))
    window.page.get_by_text("Settings", exact=True).click()
    expect(window.page.locator("pre")).to_contain_text('"learning_rate": 0.1')


def test_it_follows_the_system_from_light_to_dark(reader: Readers) -> None:
    window = reader(color_scheme="light")
    window.open(file(RUN))
    player = window.page.get_by_test_id("player")
    expect(player).to_have_attribute("data-theme", "light")
    window.page.emulate_media(color_scheme="dark")
    expect(player).to_have_attribute("data-theme", "dark")
    expect(window.page.locator("html")).to_have_css("background-color", "rgb(17, 20, 26)")


def test_a_phone_plays_it(reader: Readers) -> None:
    width, height = PHONE
    window = reader(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    window.open(file(RUN, OTHER))
    race = window.page.get_by_test_id("race")
    window.plays(race, FRAMES)
    expect(race).to_have_attribute("data-grid", "narrow")
    assert window.content_width == width


def test_a_course_page_embeds_it(reader: Readers) -> None:
    window = reader()
    lesson = f"<!doctype html><h1>Lesson</h1>{EMBEDDED.format(file='run.html', title='A run')}<p>Then</p>"
    window.open_lesson(lesson, file(RUN), "run.html")
    frame = window.page.frame_locator("iframe")
    player = frame.get_by_test_id("player")
    window.plays(player, FRAMES)
    expect(window.page.locator("iframe")).not_to_have_css("height", "900px")
    outer = window.page.locator("iframe").bounding_box()
    inner = frame.locator("body").bounding_box()
    assert outer
    assert inner
    assert 0 <= outer["height"] - inner["height"] < 2  # all of it is seen, with nothing left over
    origin = "<!doctype html><script>document.title = self.origin</script>"
    window.context.route(f"{ORIGIN}/**", lambda route: route.fulfill(body=origin, content_type="text/html"))
    with window.page.expect_popup() as opened:
        frame.get_by_role("link", name="Open in ReLU Lab").click()
    expect(opened.value).to_have_title(ORIGIN)  # the app is not held in the frame's sandbox, where it could not work


@pytest.mark.parametrize(
    ("specs", "test_id", "name"),
    [((RUN,), "player", "relu-lab-run.webm"), ((RUN, OTHER), "race", "relu-lab-race.webm")],
    ids=["run", "race"],
)
def test_a_video_can_be_saved_from_within_a_course_page(
    reader: Readers, specs: tuple[ExperimentSpec, ...], test_id: str, name: str
) -> None:
    window = reader()
    window.open_lesson(EMBEDDED.format(file="run.html", title="A run"), file(*specs), "run.html")
    frame = window.page.frame_locator("iframe")
    expect(frame.get_by_test_id(test_id)).to_have_attribute("data-playing", "false")
    with window.page.expect_download() as download:
        frame.get_by_role("button", name="Video").click()
    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes().startswith(b"\x1aE\xdf\xa3")


def test_a_figure_can_be_saved_from_within_a_course_page(reader: Readers) -> None:
    window = reader()
    shown = activations_html(activations_page(functions=("relu",)))
    window.open_lesson(EMBEDDED.format(file="curves.html", title="Curves"), shown, "curves.html")
    frame = window.page.frame_locator("iframe")
    expect(frame.locator("body")).to_have_attribute("data-drawn", "true")
    save = frame.locator('.figure:visible .modebar-btn[data-title^="Download"]').first
    with window.page.expect_download() as download:
        save.dispatch_event("click")  # a frame that is hardly in view may rest, and a real click would wait for it
    assert download.value.suggested_filename == "relu-lab-activations.svg"
    assert download.value.path().read_bytes().startswith(b"<svg")


def test_its_policy_forbids_the_network(reader: Readers) -> None:
    window = reader()
    window.open(file(RUN))
    expect(window.page.get_by_test_id("player")).to_have_attribute("data-playing", "false")
    directive = window.run(
        """new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            fetch("https://elsewhere.example/").catch(() => {});
        })"""
    )
    assert directive == "connect-src"
    refused = [problem for problem in window.problems if "elsewhere.example" in problem]
    assert refused
    assert not any(problem.startswith("asked for") for problem in refused)
    window.problems.clear()


def test_a_browser_that_cannot_unpack_says_so(reader: Readers) -> None:
    window = reader()
    window.context.add_init_script("delete globalThis.DecompressionStream")
    window.open(file(RUN))
    expect(window.page.get_by_role("alert")).to_contain_text("no DecompressionStream")
    expect(window.page.get_by_test_id("player")).to_be_hidden()
    expect(window.page.get_by_role("link", name="Open in ReLU Lab")).to_be_visible()


def test_figures_of_activations_stand_alone(reader: Readers) -> None:
    window = reader(color_scheme="light")
    window.open(activations_html(activations_page(functions=("relu", "gelu"))))
    page = window.page
    expect(page.locator("body")).to_have_attribute("data-drawn", "true")
    chart = page.locator(".in-light .figure").first
    expect(chart.locator(".annotation-text", has_text="GELU").first).to_be_visible()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + 120, box["y"] + 150)
    expect(chart.locator(".hoverlayer")).to_contain_text("z = ")
    page.emulate_media(color_scheme="dark")
    dark = page.locator(".in-dark .figure").first
    expect(dark.locator(".annotation-text", has_text="GELU").first).to_be_visible()
    expect(chart).to_be_hidden()
