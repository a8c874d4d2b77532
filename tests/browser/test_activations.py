"""The page "Activations" in a real browser: the plot follows the controls, colours stay, links and files are right."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle

CHART = ".st-key-curves .js-plotly-plot"


def chart(page: Page) -> Locator:
    return page.locator(CHART).first  # while a run goes on, Streamlit keeps the old one hidden behind it


def slider(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSlider").filter(has_text=label).locator("input").first


def paths(page: Page) -> list[str]:
    """Return the drawn lines of all curves."""
    return [path.get_attribute("d") or "" for path in chart(page).locator(".scatterlayer path.js-line").all()]


def line_colours(page: Page) -> dict[str, str]:
    """Return function -> the colour of its curve."""
    return dict(
        page.evaluate(
            """() => document.querySelector('.st-key-curves .js-plotly-plot').data
                        .filter(trace => trace.mode === 'lines' && trace.name && trace.yaxis === 'y')
                        .map(trace => [trace.name, trace.line.color + trace.line.dash])"""
        )
    )


def test_a_slider_moves_the_curve_and_the_numbers(visit: Visitors) -> None:
    page = visit("/activations")
    before = paths(page)
    table = page.get_by_role("table").filter(has_text="Lipschitz")
    expect(table).to_contain_text("Leaky ReLU 0.3")
    slider(page, "Slope on the left").press("ArrowRight")
    expect(table).to_contain_text("Leaky ReLU 0.31")
    wait_until_idle(page)
    after = paths(page)
    assert len(after) == len(before)
    assert after != before
    assert "slope%3A0.31" in page.url


def test_the_probe_moves_its_line(visit: Visitors) -> None:
    page = visit("/activations")
    flag = chart(page).locator(".annotation-text", has_text="z = −1.5")
    expect(flag).to_be_visible()
    slider(page, "Probe z").press("ArrowRight")
    expect(chart(page).locator(".annotation-text", has_text="z = −1.45")).to_be_visible()


def test_functions_come_and_go_and_keep_their_colours(visit: Visitors) -> None:
    page = visit("/activations")
    first = line_colours(page)
    page.get_by_label("Add a function").click()
    page.keyboard.type("mish")
    page.get_by_role("option", name="Mish", exact=True).click()
    expect(chart(page)).to_contain_text("Mish")
    page.get_by_role("button", name="Leaky ReLU").click()
    expect(chart(page)).not_to_contain_text("Leaky ReLU")
    wait_until_idle(page)
    now = line_colours(page)
    assert set(first) - set(now) == {"Leaky ReLU 0.3"}
    assert {name: now[name] for name in first if name in now} == {n: c for n, c in first.items() if n in now}
    assert len(set(now.values())) == len(now)


def test_a_shared_link_shows_the_same_picture(visit: Visitors) -> None:
    page = visit("/activations?functions=relu,mish,snake(a:2)&slots=0-3-5&probe=0.7&mean=1&epsilon=0.05&high=3")
    slider(page, "Mean μ").press("ArrowRight")
    expect(page.get_by_text("Under N(1.1, 1)")).to_be_visible()
    page.wait_for_url("**mean=1.1**")
    wait_until_idle(page)
    other = visit(f"/activations?{urlparse(page.url).query}")
    assert paths(other) == paths(page)
    assert other.locator(".outputs").inner_text() == page.locator(".outputs").inner_text()
    chart(page).scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    assert chart(other).screenshot() == chart(page).screenshot()


def test_a_bad_link_gets_a_notice_and_the_default(visit: Visitors) -> None:
    page = visit("/activations?functions=rleu&deviation=-3&low=nonsense")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("did you mean 'relu'")
    expect(notice).to_contain_text("Deviation σ")
    expect(chart(page)).to_be_visible()
    assert len(line_colours(page)) == 4


def test_an_inverted_range_is_answered(visit: Visitors) -> None:
    page = visit("/activations")
    field = page.get_by_label("From")
    field.fill("7")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is not at least 0.1 wide")
    expect(chart(page)).to_be_visible()


def test_the_framework_moves_the_filled_dot(visit: Visitors) -> None:
    page = visit("/activations?functions=leaky_relu(slope:0.3)")
    expect(chart(page)).to_contain_text("filled dot: PyTorch’s value at a kink")
    page.get_by_role("radio", name="JAX").click()
    expect(chart(page)).to_contain_text("filled dot: JAX’s value at a kink")
    expect(page.get_by_role("table").filter(has_text="Lipschitz")).to_contain_text("f′(0) = 1")


def test_the_figure_and_its_numbers_can_be_saved(visit: Visitors) -> None:
    page = visit("/activations")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Curves (.csv)").click()
    with download.value.path().open(encoding="utf-8") as file:
        assert {row["panel"] for row in csv.DictReader(file)} >= {"f", "f'", "flat zone", "output share"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Figure (.svg)").click()
    assert download.value.suggested_filename == "relu-lab-activations.svg"
    assert ET.parse(download.value.path()).getroot().tag.endswith("svg")


def test_code_is_there_to_copy(visit: Visitors) -> None:
    page = visit("/activations?functions=leaky_relu(slope:0.3)")
    page.get_by_role("button", name="Code").first.click()
    page.get_by_role("tab", name="PyTorch").click()
    expect(page.get_by_role("tabpanel").filter(has_text="leaky_relu")).to_contain_text("0.3")


@pytest.mark.parametrize("view", ["map", "surface"])
def test_a_gated_unit_is_drawn(view: str, visit: Visitors) -> None:
    page = visit(f"/activations?gated=geglu&gated_view={view}")
    layer = ".heatmaplayer image" if view == "map" else ".gl-container canvas"
    expect(page.locator(f".st-key-gated {layer}").first).to_be_attached()


def test_the_theme_reaches_every_drawing(visit: Visitors) -> None:
    page = visit("/activations", scheme="dark")
    expect(chart(page).locator(".main-svg").first).to_have_css("background-color", "rgb(17, 20, 26)")
    assert line_colours(page)["ReLU"].startswith("#E7EAF0")


def test_on_a_phone_the_outputs_stand_below_the_curves(visit: Visitors) -> None:
    page = visit("/activations", size=PHONE)
    curves, outputs = chart(page).bounding_box(), page.locator(".outputs").bounding_box()
    assert curves is not None
    assert outputs is not None
    assert outputs["y"] > curves["y"] + curves["height"]
    assert outputs["width"] > 350


def test_reset_returns_to_the_default(visit: Visitors) -> None:
    page = visit("/activations?functions=mish&mean=2")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.get_by_text("Under N(−0.5, 1)")).to_be_visible()
    page.wait_for_function("() => !location.search.includes('mish')")
    assert set(parse_qs(urlparse(page.url).query)) <= {"v"}
