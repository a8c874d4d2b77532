"""Faults under visitors, in short: a worker killed in mid-training, a full disk, and a connection that drops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.faults.connection import dropped
from tests.faults.machine import disk_full, worker_killed
from tests.faults.outcome import Outcome
from tests.load.servers import Served, one_replica


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with one_replica(tmp_path_factory.mktemp("faults")) as served:
        yield served


def met(fault: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Return what came of a fault, on a thread of its own: in this one Playwright's loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, fault).result()


def test_a_run_outlives_the_worker_that_trains_it(served: Served) -> None:
    assert met(worker_killed(served, steps=20_000)).problems == []


def test_a_dropped_connection_comes_back_to_page_settings_and_frame(chromium: Browser, served: Served) -> None:
    assert dropped(chromium, served).problems == []


def test_a_full_disk_keeps_nobody_out(served: Served) -> None:  # the last one: files of this server grow no more
    assert met(disk_full(served)).problems == []
