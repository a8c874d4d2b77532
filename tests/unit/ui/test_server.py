"""What the environment asks of the server, and the file in which Streamlit finds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request
from streamlit.runtime import Runtime, RuntimeState
from streamlit.web.server.app_discovery import discover_asgi_app

from viz.engine.workers import Workers
from viz.ui import server
from viz.ui.server import health, metrics, off, routes, set_up_logs

ROOT = Path(__file__).resolve().parents[3]


def test_streamlit_finds_the_app_with_routes_only_where_it_is() -> None:
    assert discover_asgi_app(ROOT / "asgi.py").import_string == "asgi:app"
    assert not discover_asgi_app(ROOT / "app.py").is_asgi_app


def test_metrics_and_health_are_answered_when_switched_on() -> None:
    assert {route.path: route.endpoint for route in routes({"RELU_LAB_METRICS": "1"})} == {
        "/metrics": metrics,
        "/health": health,
    }


@pytest.mark.parametrize("environment", [{}, {"RELU_LAB_METRICS": ""}, {"RELU_LAB_METRICS": "0"}])
def test_they_are_refused_otherwise(environment: dict[str, str]) -> None:
    assert {route.path: route.endpoint for route in routes(environment)} == {"/metrics": off, "/health": off}


def test_an_unknown_setting_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"RELU_LAB_METRICS is 'yes'; it may be 0, .* or 1\."):
        routes({"RELU_LAB_METRICS": "yes"})
    with pytest.raises(ValueError, match=r"RELU_LAB_LOG is 'xml'; it may be text, .* or json\."):
        set_up_logs({"RELU_LAB_LOG": "xml"})


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    with Workers(1) as pool:
        monkeypatch.setattr(server, "workers", lambda: pool)
        yield pool


def told(state: RuntimeState, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Return the status of /health, and what it says, when Streamlit is in that state and has had no visitor."""
    none = SimpleNamespace(get_stats=lambda names: {name: [] for name in names})
    monkeypatch.setattr(Runtime, "instance", lambda: SimpleNamespace(state=state, stats_mgr=none))
    answer = health(Request({"type": "http"}))
    return answer.status_code, json.loads(bytes(answer.body))["status"]


def test_a_server_is_healthy_while_it_takes_visitors(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    for state in (RuntimeState.NO_SESSIONS_CONNECTED, RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED):
        assert told(state, monkeypatch) == (200, "ok")
    for state in (RuntimeState.INITIAL, RuntimeState.STOPPING, RuntimeState.STOPPED):
        assert told(state, monkeypatch) == (503, "closed")


def test_a_server_without_a_worker_is_ill(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    pool.shutdown()
    assert told(RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED, monkeypatch) == (503, "no workers")
