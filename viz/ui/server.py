"""What the server answers besides the app, for those who operate it: its metrics and its health.

Both are off unless the environment says RELU_LAB_METRICS=1, and then there for everybody who reaches the server: what
stands in front of it has to keep them from visitors. RELU_LAB_LOG=json turns the logs into JSON lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.runtime import Runtime, RuntimeState
from streamlit.runtime.stats import CounterStat, GaugeStat

from viz.ui import logs
from viz.ui.cache import line, results, shelf, workers
from viz.ui.metrics import REGISTRY
from viz.ui.shelf import Shelf
from viz.ui.turns import PAGES

CLOSED = (RuntimeState.INITIAL, RuntimeState.STOPPING, RuntimeState.STOPPED)


def set_up_logs(environment: Mapping[str, str] = os.environ) -> None:
    """Write logs as RELU_LAB_LOG says: as Streamlit does (text, or not set), or as JSON lines (json)."""
    if _setting(environment, "RELU_LAB_LOG", ("text", "json")) == "json":
        logs.write_json()


def routes(environment: Mapping[str, str] = os.environ) -> list[Route]:
    """Return the routes /metrics and /health, which answer only if RELU_LAB_METRICS is 1."""
    if _setting(environment, "RELU_LAB_METRICS", ("0", "1")) == "1":
        return [Route("/metrics", metrics), Route("/health", health)]
    return [Route(path, off) for path in ("/metrics", "/health")]  # else Streamlit answers with the app's first page


def _setting(environment: Mapping[str, str], name: str, values: tuple[str, str]) -> str:
    """Return a setting, the first of its values if it is not set."""
    value = environment.get(name) or values[0]
    if value not in values:
        raise ValueError(f"{name} is {value!r}; it may be {values[0]}, as if it were not set, or {values[1]}.")
    return value


def off(_request: Request) -> Response:
    """Say that this is not to be had."""
    return PlainTextResponse("Off. RELU_LAB_METRICS=1 turns it on.\n", status_code=404)


def metrics(_request: Request) -> Response:
    """Return what was counted, and how things stand, in the text format of Prometheus."""
    return Response(generate_latest(REGISTRY) + generate_latest(STATE), media_type=CONTENT_TYPE_LATEST)


def health(_request: Request) -> Response:
    """Say whether this server can serve: 200 if it takes visitors and its workers work, else 503.

    A long line is no reason to be taken out of service: it would only be longer elsewhere.
    """
    pool, waiting = workers(), line()
    ready = Runtime.instance().state not in CLOSED
    healthy = ready and pool.alive > 0
    return JSONResponse(
        {
            "status": "ok" if healthy else "no workers" if ready else "closed",
            "sessions": sessions()[0],
            "workers": {"count": pool.count, "alive": pool.alive, "busy": pool.busy},
            "trainings": {"running": waiting.inside, "waiting": waiting.waiting},
        },
        status_code=200 if healthy else 503,
    )


def sessions() -> tuple[int, dict[str, int]]:
    """Return how many pages are connected, and how often one was connected, reconnected and disconnected so far."""
    found = Runtime.instance().stats_mgr.get_stats(["active_sessions", "session_events"])
    active = sum(stat.value for stat in found["active_sessions"] if isinstance(stat, GaugeStat))
    events = [stat for stat in found["session_events"] if isinstance(stat, CounterStat)]
    return active, {(stat.labels or {}).get("type", ""): stat.value for stat in events}


class State(Collector):
    """How things stand when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families of metrics."""
        pool, waiting = workers(), line()
        connected, events = sessions()
        caches: dict[str, Shelf[Any, Any]] = {"runs": shelf(), "experiments": results()}

        yield GaugeMetricFamily("relu_lab_sessions", "Pages that are connected.", connected)
        yield _labelled(
            CounterMetricFamily, "session_events", "Pages connected, anew or again, or lost.", "event", events
        )
        yield GaugeMetricFamily("relu_lab_pages_waiting", "Pages that wait for their turn to be drawn.", PAGES.waiting)
        yield GaugeMetricFamily("relu_lab_workers", "Worker processes that work or wait for work.", pool.alive)
        yield GaugeMetricFamily("relu_lab_workers_busy", "Worker processes that make a call.", pool.busy)
        yield GaugeMetricFamily("relu_lab_calls_waiting", "Calls that wait for a worker process.", pool.waiting)
        yield GaugeMetricFamily("relu_lab_trainings_running", "Trainings that take turns on workers.", waiting.inside)
        yield GaugeMetricFamily("relu_lab_trainings_waiting", "Trainings that wait in line.", waiting.waiting)
        hits = {name: cache.hits for name, cache in caches.items()}
        yield _labelled(
            CounterMetricFamily, "cache_hits", "Turns to what was there or going on already.", "cache", hits
        )
        misses = {name: cache.misses for name, cache in caches.items()}
        yield _labelled(CounterMetricFamily, "cache_misses", "Turns to what had to be begun.", "cache", misses)
        entries = {name: len(cache) for name, cache in caches.items()}
        yield _labelled(GaugeMetricFamily, "cache_entries", "Runs and experiments that are kept.", "cache", entries)
        sizes = {name: cache.size for name, cache in caches.items()}
        yield _labelled(GaugeMetricFamily, "cache_bytes", "Memory that they take, roughly.", "cache", sizes)


def _labelled(
    family: type[CounterMetricFamily | GaugeMetricFamily], name: str, help: str, label: str, values: Mapping[str, int]
) -> Metric:
    """Return a metric that has a value for each value of a label."""
    metric = family(f"relu_lab_{name}", help, labels=[label])
    for key, value in values.items():
        metric.add_metric([key], value)
    return metric


STATE = CollectorRegistry(auto_describe=False)
STATE.register(State())
