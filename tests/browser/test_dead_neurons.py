"""The page Dead neurons in a real browser: maps fill, stop and go on, and a click on a cell opens its run."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.harness import PHONE, Visitors, wait_until_idle
from tests.browser.training import player
from viz.labs.dead_neurons import dead_map
from viz.spec import ExperimentSpec
from viz.spec.dead_neurons import DeadNeuronsSpec
from viz.ui.dead_neurons.parts import for_training

SMALL = "steps=100&seeds=5&map_seeds=2&born_networks=500"
LARGE = "experiment=map&side=64&map_seeds=4&steps=5000&width=16"  # takes longer than a test does
MAP = ".st-key-dead-map .js-plotly-plot"


def reading(page: Page) -> Locator:
    return page.locator(".st-key-reading").first


def cells(page: Page) -> int:
    """Return how many cells the sentence counts."""
    found = re.search(r"cells? of ([\d,]+)|of ([\d,]+).cells", reading(page).inner_text())
    return int(next(filter(None, found.groups())).replace(",", "")) if found else 0


def point_at(page: Page, row: int, column: int, side: int) -> tuple[float, float]:
    """Move to the middle of a cell and return where that is."""
    box = page.wait_for_function(  # at once, because a chart that grows is replaced by another one again and again
        """layer => [...document.querySelectorAll(layer)].map(found => found.getBoundingClientRect().toJSON())
                                                         .find(box => box.width > 0)""",
        arg=f"{MAP} .nsewdrag",
    ).json_value()
    x = box["x"] + (column + 0.5) * box["width"] / side
    y = box["y"] + box["height"] - (row + 0.5) * box["height"] / side
    page.mouse.move(x - 2, y - 2)
    page.mouse.move(x, y)
    return x, y


@pytest.mark.parametrize(
    ("experiment", "chart", "words"),
    [
        ("Map", ".st-key-dead-map .heatmaplayer image", "more than half of the units"),
        ("Born dead", ".st-key-born .scatterlayer path.point", "born dead under"),
        ("Cures", ".st-key-over-time .scatterlayer path.js-line", "Of plain ReLU"),
        ("Causes", ".st-key-at-end .scatterlayer path.js-line", "At learning rate"),
    ],
)
def test_every_experiment_opens(experiment: str, chart: str, words: str, visit: Visitors) -> None:
    start = "map" if experiment == "Causes" else "causes"
    page = visit(f"/dead_neurons?experiment={start}&side=4&{SMALL}")
    page.get_by_role("radio", name=experiment, exact=True).click()
    expect(reading(page)).to_contain_text(words)
    expect(page.locator(chart).first).to_be_attached()


def test_cells_appear_while_the_map_is_trained_and_cancel_stops_it(visit: Visitors) -> None:
    page = visit(f"/dead_neurons?{LARGE}")
    expect(reading(page)).to_contain_text("cells")
    expect(page.locator(f"{MAP} .heatmaplayer image").first).to_be_attached()
    assert 0 < cells(page) < 64 * 64
    page.get_by_role("button", name="Cancel").click()
    resume = page.get_by_role("button", name="Resume")
    expect(resume).to_be_visible()
    wait_until_idle(page)
    stopped = cells(page)
    resume.click()
    page.wait_for_function(
        """known => { const text = document.querySelector('.st-key-reading')?.innerText ?? '';  // while it is drawn
                      const numbers = text.match(/[\\d,]+/g) ?? [];
                      return Math.max(...numbers.map(n => +n.replace(/,/g, ''))) > known }""",
        arg=stopped,
    )


def test_a_cell_opens_while_the_map_is_still_growing(visit: Visitors) -> None:
    page = visit(f"/dead_neurons?{LARGE}&seed=9")
    expect(page.locator(f"{MAP} .heatmaplayer image").first).to_be_attached()
    for _ in range(10):  # a click can fall into the moment in which the chart is replaced by the next one
        page.mouse.click(*point_at(page, row=30, column=30, side=64))
        try:
            page.wait_for_url("**/training?**", timeout=3000)
            break
        except TimeoutError:
            continue
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")


def test_a_click_on_a_cell_opens_its_run_and_going_back_returns_to_the_map(visit: Visitors) -> None:
    query = f"v=1&experiment=map&side=4&{SMALL}"
    page = visit(f"/dead_neurons?{query}")
    expect(reading(page)).to_contain_text("of 16")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)  # the map moves up when the progress line goes
    wait_until_idle(page)
    place = point_at(page, row=1, column=3, side=4)
    expect(page.locator(f"{MAP} .hoverlayer .hovertext").first).to_be_attached()
    page.mouse.click(*place)
    page.wait_for_url("**/training?**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    settings, problems = DeadNeuronsSpec.from_query(dict(pair.split("=") for pair in query.split("&")))
    *_, result = dead_map(settings.map)
    asked = {key: found[-1] for key, found in parse_qs(urlparse(page.url).query).items()}
    assert ExperimentSpec.from_query(asked) == (for_training(result.typical(1, 3, "dead")), problems)
    player(page)  # all of it, so that nothing draws the page again while it is left
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dead neurons")
    expect(reading(page)).to_contain_text("of 16")
    assert "experiment=map" in page.url


def test_a_link_shows_the_same(visit: Visitors) -> None:
    page = visit(f"/dead_neurons?experiment=cures&{SMALL}")
    page.get_by_role("radio", name="Saturated").click()
    expect(reading(page)).to_contain_text("are not saturated")
    page.wait_for_url("**definition=saturated**")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    other = visit(
        urlparse(str(page.evaluate("() => navigator.clipboard.readText()")))._replace(scheme="", netloc="").geturl()
    )
    expect(reading(other)).to_have_text(reading(page).inner_text())
    assert other.get_by_role("table").first.inner_text() == page.get_by_role("table").first.inner_text()


def test_on_a_phone_the_figures_stand_below_each_other(visit: Visitors) -> None:
    page = visit(f"/dead_neurons?{SMALL}", size=PHONE)
    over_time, at_end = (page.locator(f".st-key-{key} .js-plotly-plot").first for key in ("over-time", "at-end"))
    expect(at_end).to_be_visible()
    first, second = over_time.bounding_box(), at_end.bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"]
    assert min(first["width"], second["width"]) > 350
