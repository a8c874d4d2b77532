"""The workers tell how many of them live, how many are at work, and how many calls wait."""

from __future__ import annotations

import os
from pathlib import Path

from viz.engine.workers import Workers

SECONDS = 30.0  # that anything may take on a slow machine


def test_workers_tell_what_they_are_at(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")  # to read it takes until somebody writes
    with Workers(1) as pool:
        assert (pool.alive, pool.busy, pool.waiting) == (1, 0, 0)
        read, waits = pool.submit(Path.read_bytes, pipe), pool.submit(os.getpid)
        with pipe.open("wb") as writer:  # which takes until it is read
            assert (pool.alive, pool.busy, pool.waiting) == (1, 1, 1)
            writer.write(b"go")
        assert read.result(SECONDS) == b"go"
        assert waits.result(SECONDS) != os.getpid()
    assert (pool.alive, pool.busy, pool.waiting) == (0, 0, 0)
