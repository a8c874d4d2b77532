"""The page Claims in a real browser: the board, claims that are opened and tested, the way to a page and back."""

from __future__ import annotations

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from viz.labs.claims import CLAIMS
from viz.spec.claims import VERDICTS

TESTED = re.compile("|".join(VERDICTS.values()))
QUICK = [number for number, claim in CLAIMS.items() if claim.category == "arithmetic"][:3]


def title(page: Page, expected: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(expected)


def open_claim(page: Page, number: int) -> None:
    """Press a claim on the board and wait for its verdict."""
    page.locator(f'.claims a[data-claim="{number}"]').click()
    title(page, CLAIMS[number].title)
    expect(page.locator(".found .verdict")).to_have_text(TESTED)


def test_claims_are_opened_tested_and_shown_on_the_board(visit: Visitors) -> None:
    page = visit("/claims?seed=11")
    for number in QUICK:
        open_claim(page, number)
        assert f"claim={number}" in page.url
        verdict = page.locator(".found .verdict").inner_text().split(" ")[0]
        page.get_by_role("link", name="All claims").click()
        title(page, "Claims")
        row = page.locator(f'.claims a[data-claim="{number}"]')
        expect(row).to_contain_text(verdict)
        expect(row).to_be_focused()
    expect(page.locator(".summary")).to_contain_text(f"{len(CLAIMS) - len(QUICK)} not run yet")


def test_try_it_yourself_leads_to_a_page_and_back_returns_to_the_claim(visit: Visitors) -> None:
    number = QUICK[0]
    page = visit(f"/claims?claim={number}")
    expect(page.locator(".found .verdict")).to_have_text(TESTED)
    found = page.locator(".found").inner_text()
    play = page.get_by_test_id("stPageLink").get_by_role("link")
    wait_until_idle(page)
    play.click()
    page.wait_for_url(re.compile(r"/(?!claims)\w+\?v=1"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(CLAIMS[number].title)
    wait_until_idle(page)
    page.go_back()
    title(page, CLAIMS[number].title)
    expect(page.locator(".found")).to_have_text(re.compile(re.escape(found.split("\n")[-1])))


def test_back_and_forward_and_the_keyboard_step_through_claims(visit: Visitors) -> None:
    first, second = list(CLAIMS)[:2]
    page = visit("/claims")
    page.locator(f'.claims a[data-claim="{first}"]').press("Enter")
    title(page, CLAIMS[first].title)
    page.get_by_role("link", name="Next").click()
    title(page, CLAIMS[second].title)
    page.go_back()
    title(page, CLAIMS[first].title)
    page.go_back()
    title(page, "Claims")
    page.go_forward()
    title(page, CLAIMS[first].title)


def test_run_all_can_be_cancelled_and_resumed(visit: Visitors) -> None:
    page = visit("/claims?size=double&seed=500")
    page.get_by_role("button", name="Run all").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    expect(page.locator(".summary")).to_contain_text("not run yet")
    assert "every=1" in page.url


def test_a_link_to_a_claim_shows_the_same(visit: Visitors) -> None:
    page = visit(f"/claims?claim={QUICK[0]}&seeds=12&theme=history")
    expect(page.locator(".found .verdict")).to_have_text(TESTED)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = urlparse(str(page.evaluate("() => navigator.clipboard.readText()")))
    other = visit(copied._replace(scheme="", netloc="").geturl())
    expect(other.locator(".found p")).to_have_text(page.locator(".found p").inner_text())
    other.get_by_role("link", name="All claims").click()
    title(other, "Claims")
    expect(other.locator(".claims li")).to_have_count(sum(claim.theme == "history" for claim in CLAIMS.values()))


@pytest.mark.parametrize("number", QUICK[:1])
def test_on_a_phone_everything_stands_below_each_other(number: int, visit: Visitors) -> None:
    page = visit(f"/claims?claim={number}", size=PHONE)
    expect(page.locator(".found .verdict")).to_have_text(TESTED)
    wait_until_idle(page)
    overflow = page.evaluate(
        """() => { const main = document.querySelector('[data-testid="stMain"]');
                   return main.scrollWidth - main.clientWidth; }"""
    )
    assert overflow == 0
    figure, rule = (
        page.locator(".js-plotly-plot, .claim-rows").first.bounding_box(),
        page.locator(".rule").bounding_box(),
    )
    assert figure is not None
    assert rule is not None
    assert rule["y"] > figure["y"] + figure["height"]
