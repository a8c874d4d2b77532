"""Counts of random networks: complete, the same with and without workers, and as many as theory expects."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from viz.labs.regions import growth as run
from viz.labs.regions.growth import PUBLISHED, count_line, count_plane
from viz.spec.one_neuron import OneNeuronSpec
from viz.theory import regions_bound

growth_module = __import__("viz.labs.regions.growth", fromlist=["growth"])
SPEC = replace(OneNeuronSpec().growth, networks=6)  # a whole go of a worker, and the rest of one


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth_module, "PLANE_NEURONS", (4, 8))
    monkeypatch.setattr(growth_module, "LINE_NEURONS", (4, 8))
    monkeypatch.setattr(growth_module, "LINE_NETWORKS", 4)


@pytest.mark.usefixtures("small")
def test_it_grows_until_everything_is_counted() -> None:
    results = list(run(SPEC))
    assert [result.progress for result in results] == pytest.approx(np.arange(1, 19) / 18)
    unknown = [int(np.isnan(result.line.linear).sum() + np.isnan(result.plane.linear).sum()) for result in results]
    assert unknown == sorted(unknown, reverse=True)
    assert unknown[-1] == 0
    assert unknown[0] > 0


@pytest.mark.usefixtures("small")
def test_workers_count_the_same() -> None:
    alone = list(run(SPEC))[-1]
    with ThreadPoolExecutor(2) as executor:
        together = list(run(SPEC, executor))[-1]
    np.testing.assert_array_equal(together.line.linear, alone.line.linear)
    np.testing.assert_array_equal(together.plane.linear, alone.plane.linear)


@pytest.mark.parametrize("depth", [2, 4])
def test_depth_does_not_change_the_count_along_a_line(depth: int) -> None:
    # Hanin & Rolnick 2019. Published for 64 neurons: 64.2, 66.2 and 59.8, means of an unknown number of networks; they
    # lie within two standard errors of a mean of 18 networks of this setting (sd 4.6 and 7.8).
    counts = count_line(depth, 64)
    error = counts.std(ddof=1) / np.sqrt(len(counts))
    assert abs(counts.mean() - 65.0) < 0.05 * 65 + 3 * error
    assert abs(PUBLISHED[depth] - counts.mean()) < 2 * counts.std(ddof=1) / np.sqrt(18) + 3 * error


def test_no_network_of_one_layer_exceeds_the_bound() -> None:
    counts = count_plane(SPEC, 1, 16, range(5))
    assert counts.max() <= regions_bound(16, 2)
    assert counts.min() > 30
