"""Operators see how the app does: its metrics move with its visitors, its health is told, and its logs quote nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page
from prometheus_client.parser import text_string_to_metric_families

from tests.browser.harness import PATIENCE, Visitors, running_app
from tests.browser.training import player

FORMULA = "formula(max(0,x)+0.0731*x)"
LINK = f"/training?activation={quote(FORMULA)}&steps=300&frames=30"
QUIET = {"STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true"}
Metrics = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("operated") / "server.log"


@pytest.fixture(scope="module")
def operated(log: Path) -> Iterator[str]:
    with running_app(log, "asgi.py", RELU_LAB_METRICS="1", RELU_LAB_LOG="json", **QUIET) as address:
        yield address


def read(address: str) -> Metrics:
    """Return what the server counts: name and values of the labels, in the order of their names -> value."""
    with urlopen(f"{address}/metrics", timeout=PATIENCE) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        families = text_string_to_metric_families(answer.read().decode())
        samples = [sample for family in families for sample in family.samples]
    found = {(each.name, *(each.labels[label] for label in sorted(each.labels))): each.value for each in samples}
    assert len(found) == len(samples)
    return found


def until(page: Page, address: str, holds: Callable[[Metrics], bool]) -> Metrics:
    """Read the metrics until something holds of them; `page` is where to wait between two looks."""
    for _ in range(200):
        found = read(address)
        if holds(found):
            return found
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    pytest.fail(f"It did not come to hold: {found}")


def test_metrics_move_with_visitors_and_logs_quote_none_of_them(chromium: Browser, operated: str, log: Path) -> None:
    visitors = Visitors(chromium, operated)
    before = read(operated)
    assert before["relu_lab_sessions",] == 0.0
    assert ("relu_lab_work_begun_total", "training") not in before

    first = visitors(LINK)
    player(first, activation=FORMULA)
    one = until(first, operated, lambda found: found["relu_lab_work_running", "training"] == 0.0)
    assert one["relu_lab_sessions",] == 1.0
    assert one["relu_lab_session_events_total", "connect"] == 1.0
    assert one["relu_lab_pages_waiting",] == 0.0
    assert one["relu_lab_page_run_seconds_count", "Training"] >= 1.0
    assert one["relu_lab_page_run_seconds_sum", "Training"] > 0.0
    assert one["relu_lab_work_begun_total", "training"] == 1.0
    assert one["relu_lab_work_running", "training"] == 0.0
    assert one["relu_lab_work_seconds_count", "training", "done"] == 1.0
    assert 0.0 < one["relu_lab_work_seconds_sum", "training", "done"] < PATIENCE
    assert one["relu_lab_cache_misses_total", "runs"] == 1.0
    assert one["relu_lab_cache_hits_total", "runs"] == 0.0
    assert one["relu_lab_cache_entries", "runs"] == 1.0
    assert one["relu_lab_cache_bytes", "runs"] > 1e5
    assert one["relu_lab_trainings_waiting",] == 0.0
    assert one["process_resident_memory_bytes",] > 5e7

    second = visitors(LINK)
    player(second, activation=FORMULA)
    two = read(operated)
    assert two["relu_lab_sessions",] == 2.0
    assert two["relu_lab_work_begun_total", "training"] == 1.0
    assert two["relu_lab_cache_hits_total", "runs"] == 1.0

    visitors.leave()
    blank = visitors.blank()
    gone = until(blank, operated, lambda found: found["relu_lab_sessions",] == 0.0)
    assert gone["relu_lab_session_events_total", "disconnect"] == 2.0

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    ended = [line for line in lines if line["message"] == "training ended"]
    assert [(line["outcome"], line["seconds"] > 0.0) for line in ended] == [("done", True)]
    assert "0731" not in log.read_text()
    visitors.leave()


def test_health_tells_of_workers_and_line(operated: str) -> None:
    with urlopen(f"{operated}/health", timeout=PATIENCE) as answer:
        told = json.load(answer)
    assert told["status"] == "ok"
    assert told["workers"]["alive"] == told["workers"]["count"] >= 1
    assert set(told["trainings"]) == {"running", "waiting"}


def test_both_are_off_unless_switched_on(tmp_path: Path) -> None:
    with running_app(tmp_path / "server.log", "asgi.py", RELU_LAB_METRICS="") as address:
        for path in ("/metrics", "/health"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(address + path, timeout=PATIENCE)
        with urlopen(address, timeout=PATIENCE) as answer:
            assert answer.status == 200
