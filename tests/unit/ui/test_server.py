"""What the environment asks of the server, and the file in which Streamlit finds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

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
