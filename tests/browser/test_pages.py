"""Every page opens in a real browser, in both themes and on a phone, without an error."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import DESKTOP, PHONE, ROOT, Visitors, running_app, save_whole

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("suffix", "scheme", "size"), [("light", "light", DESKTOP), ("dark", "dark", DESKTOP), ("phone", "light", PHONE)]
)
def test_page_opens_without_an_error_fits_and_is_pictured(
    name: str, suffix: str, scheme: Literal["light", "dark"], size: tuple[int, int], visit: Visitors
) -> None:
    page = visit(f"/{name}", scheme=scheme, size=size)
    overflow = page.evaluate(
        """() => { const main = document.querySelector('[data-testid="stMain"]');
                   return main.scrollWidth - main.clientWidth; }"""
    )
    assert overflow == 0
    save_whole(page, f"{name}-{suffix}")


def test_navigation_leads_to_every_page(visit: Visitors) -> None:
    page = visit("/")
    links = page.get_by_test_id("stTopNavLink")
    expect(links).to_have_count(len(PAGES))
    for title in links.all_inner_texts():
        links.filter(has_text=title).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(links.filter(has_text=title)).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize(("scheme", "background"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(17, 20, 26)")])
def test_theme_follows_the_system(scheme: str, background: str, visit: Visitors) -> None:
    expect(visit("/", scheme=scheme).get_by_test_id("stApp")).to_have_css("background-color", background)


def test_first_link_after_a_start_gets_the_frame(chromium: Browser, tmp_path: Path) -> None:
    with running_app(tmp_path / "server.log") as address:
        visitors = Visitors(chromium, address)
        page = visitors("/training")
        expect(page.get_by_test_id("stTopNavLink")).to_have_count(len(PAGES))
        expect(page.get_by_role("heading", level=1)).to_have_text("Training")
        sidebar = page.get_by_test_id("stSidebar").bounding_box()
        assert sidebar
        assert sidebar["width"] == 300
        visitors.leave()


def test_root_leads_to_the_first_page_and_keeps_the_query(visit: Visitors) -> None:
    page = visit("/?made=up")
    page.wait_for_url("**/activations?made=up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activations")


def test_figures_follow_a_change_of_theme(visit: Visitors) -> None:
    page = visit("/activations", scheme="light")
    ground = page.locator(".js-plotly-plot .main-svg").first
    expect(ground).to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    expect(ground).to_have_css("background-color", "rgb(17, 20, 26)")
    page.emulate_media(color_scheme="dark")  # the system's wish no longer counts
    expect(ground).to_have_css("background-color", "rgb(17, 20, 26)")
