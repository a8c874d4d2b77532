"""Matrix products run on one thread as soon as there is a network."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info

from viz.engine import Network


def test_a_network_leaves_one_blas_thread() -> None:
    Network([np.ones((1, 2, 1))], [np.ones((1, 1))], [])
    threads = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
    assert threads
    assert set(threads) == {1}
