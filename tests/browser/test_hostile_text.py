"""HTML in what a visitor types, uploads or gets by a link is shown as text, and nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Visitors, running_app, wait_until_idle
from tests.browser.training import choose
from viz.spec.training import TrainingSpec

RUNS = "<img src=x onerror=ran()>"
MARK = "<b>x</b>"
SECRET = "whatavisitortyped"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "server.log"


@pytest.fixture(scope="module")
def app(log: Path) -> Iterator[str]:
    """A server of its own, so that its log holds these visitors alone."""
    with running_app(log) as address:
        yield address


@pytest.fixture
def watched(visit: Visitors) -> Page:
    """A page that notes when something on it is run that should not be."""
    page = visit.blank()
    page.context.add_init_script("window.ran = () => { window.hasRun = true }")
    return page


def shown_not_run(page: Page) -> None:
    """Fail if anything of a payload has become an element or has been run."""
    wait_until_idle(page)
    assert page.evaluate("window.hasRun") is None
    inside = """() => {
        const found = [];
        const look = (root) => root.querySelectorAll('*').forEach((each) => {
            if (each.matches('img[src="x"], [onerror]')) found.push(each.outerHTML);
            if (each.shadowRoot) look(each.shadowRoot);
        });
        look(document);
        return found;
    }"""
    assert page.evaluate(inside) == []


def opened(page: Page, app: str, path: str) -> None:
    page.goto(f"{app}{path}")
    wait_until_idle(page)


def test_names_of_lanes_are_text(watched: Page, app: str) -> None:
    short = TrainingSpec(steps=60, frames=6)
    race = short.rename(RUNS).add(short.experiment(), MARK + RUNS)
    opened(watched, app, f"/training?{urlencode(race.to_query())}")
    expect(watched.locator(".st-key-lanes")).to_contain_text(RUNS)
    shown_not_run(watched)
    opened(watched, app, f"/training?{urlencode({**race.to_query(), 'together': '1'})}")
    expect(watched.get_by_test_id("race")).to_contain_text(MARK + RUNS)
    expect(watched.locator(".st-key-race-table")).to_contain_text(MARK + RUNS)
    watched.get_by_role("button", name="Export").click()
    expect(watched.get_by_test_id("stPopoverBody")).to_contain_text(MARK + RUNS)
    shown_not_run(watched)


def test_a_link_that_cannot_be_read_is_text(watched: Page, app: str) -> None:
    query = {RUNS: RUNS, "seed": RUNS, "search": RUNS, "theme": MARK}
    opened(watched, app, f"/claims?{urlencode(query, quote_via=quote)}")
    expect(watched.get_by_test_id("stAlert")).to_contain_text(RUNS)
    expect(watched.get_by_test_id("stAlert")).to_contain_text(MARK)
    expect(watched.locator(".st-key-filters input").first).to_have_value(RUNS)
    shown_not_run(watched)


def test_a_table_s_name_headers_and_classes_are_text(watched: Page, app: str, log: Path) -> None:
    rows = (f"{n % 7},{n / 10},{f'<i>{SECRET}</i>{RUNS}' if n % 2 else MARK}\n" for n in range(40))
    text = f"{RUNS},{MARK}{RUNS},{RUNS} target\n{''.join(rows)}"
    opened(watched, app, "/training?steps=60&frames=6")
    choose(watched, "Data set", "Your own table")
    file = {"name": f"{SECRET}{RUNS}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    watched.locator(".st-key-training-file input").set_input_files([file])  # type: ignore[list-item]
    watched.wait_for_url("**dataset=upload**")
    expect(watched.locator('[data-panel="boundary"]')).to_have_attribute("aria-label", re.compile(SECRET))
    shown_not_run(watched)
    assert SECRET not in log.read_text()


def test_nothing_of_a_link_is_logged(watched: Page, app: str, log: Path) -> None:
    opened(watched, app, f"/training?steps=60&frames=6&lane={SECRET}&{SECRET}={SECRET}&activation=formula({SECRET})")
    expect(watched.get_by_test_id("stAlert")).to_contain_text(SECRET)
    assert SECRET not in log.read_text()
