"""Faults under visitors, in short: a worker killed in mid-training, a full disk, and a connection that drops."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.faults.connection import dropped
from tests.faults.machine import disk_full, worker_killed
from tests.load.servers import Served, one_replica


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with one_replica(tmp_path_factory.mktemp("faults")) as served:
        yield served


def test_a_run_outlives_the_worker_that_trains_it(served: Served) -> None:
    assert asyncio.run(worker_killed(served, steps=20_000)).problems == []


def test_a_dropped_connection_comes_back_to_page_settings_and_frame(served: Served) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        assert dropped(browser, served).problems == []
        browser.close()


def test_a_full_disk_keeps_nobody_out(served: Served) -> None:  # the last one: files of this server grow no more
    assert asyncio.run(disk_full(served)).problems == []
