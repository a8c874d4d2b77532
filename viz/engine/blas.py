"""One thread for matrix products: the engine's are small.

With two, on two busy cores, a run of 2-40-40-1 took eight times as long.  One also keeps a run the same on machines
with other numbers of cores.
"""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def use_one_thread() -> None:
    """Limit NumPy's BLAS to one thread, in the whole process and for good."""
    threadpool_limits(1, user_api="blas")
