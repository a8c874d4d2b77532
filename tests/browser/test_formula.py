"""A formula of one's own in a real browser: typed, refused where it is hostile, and opened by who gets the link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.training import choose, player

EXAMPLE = "formula(max(0,x)+a*sin(3*x),a:0.1)"


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="f(x) =")


def type_in(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def chart(page: Page) -> Locator:
    return page.locator(".st-key-curves:not([data-stale=true]) .js-plotly-plot").first


def path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_a_formula_is_typed_trained_and_opened_by_another_visitor(visit: Visitors) -> None:
    page = visit("/training?steps=300&frames=30")
    choose(page, "Activation", "Your own formula…")
    player(page, activation=EXAMPLE)
    type_in(page, "max(b, x) + 0.05*x")
    root = player(page, activation="formula(max(b,x)+0.05*x)")
    expect(page.get_by_text("Kink at 1; f′ checked")).to_be_visible()
    expect(field(page)).to_have_value("max(b, x) + 0.05*x")
    slider = page.get_by_test_id("stSlider").filter(has_text=re.compile(r"^b")).locator("input").first
    slider.press("ArrowLeft")
    root = player(page, activation="formula(max(b,x)+0.05*x,b:0.99)")
    wait_until_idle(page)

    other = visit(path(page.url))
    twin = player(other, activation="formula(max(b,x)+0.05*x,b:0.99)")
    expect(field(other)).to_have_value("max(b, x) + 0.05*x")
    assert twin.get_attribute("data-run") == root.get_attribute("data-run")


@pytest.mark.parametrize(
    ("hostile", "place", "reason"),
    [
        ("max(0, x) + x.real", 13, "attributes"),
        ("().__class__.__mro__[1]", 4, "__class__"),
        ("x + __import__('os')", 5, "__class__"),
        ("x + f'{x}'", 6, "quotes"),
        ("9**9**9*x", 4, "tower of powers"),
    ],
)
def test_a_hostile_formula_is_refused_in_place_and_the_page_lives(
    visit: Visitors, hostile: str, place: int, reason: str
) -> None:
    page = visit(f"/one_neuron?activation={EXAMPLE.replace('+', '%2B')}")
    type_in(page, hostile)
    alert = page.get_by_role("alert").filter(has_text=f"Character {place}")
    expect(alert).to_contain_text(reason)
    caret = alert.locator("pre").inner_text().split("\n")[1]
    assert caret.index("^") == place - 1
    expect(field(page)).to_have_value(hostile)
    wait_until_idle(page)
    assert "sin" in page.url
    type_in(page, "tanh(x)")
    expect(alert).to_have_count(0)
    page.wait_for_url("**tanh**")
    expect(page.get_by_text("No kinks; f′ checked")).to_be_visible()


def test_functions_on_the_page_of_curves_and_on_a_phone(visit: Visitors) -> None:
    page = visit("/activations?functions=relu,formula(log(x))")
    expect(chart(page)).to_contain_text("log(x)")
    expect(page.get_by_text("not a number for x up to 0, shown as a gap")).to_be_visible()
    type_in(page, "x^2/(1 + abs(x))")
    expect(chart(page)).to_contain_text("x²/(1 + abs(x))")
    small = visit(path(page.url), size=PHONE)
    expect(chart(small)).to_contain_text("x²/(1 + abs(x))")
    wide = small.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]
