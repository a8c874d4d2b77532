"""What the sweeps of the tests do with a recording, where worker processes can import it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import numpy as np

from viz.engine import Recording


def numbers(recording: Recording) -> list[dict[str, Any]]:
    """Return everything that was measured of each member over time, and where it overflowed."""
    return [
        {
            "train_loss": recording.train_loss[member],
            "test_score": recording.test_score[member],
            "active": [layer[member] for layer in recording.active_fraction],
            "weights": [layer[member] for layer in recording.weights],
            "overflow": recording.header["overflows"][member],
        }
        for member in range(len(recording.x_train))
    ]


def final_loss(recording: Recording) -> list[float]:
    return [float(loss) for loss in recording.train_loss[:, -1]]


def too_few(recording: Recording) -> list[float]:
    return final_loss(recording)[1:]


def refuse_overflow(recording: Recording) -> list[float]:
    if any(recording.header["overflows"]):
        raise ArithmeticError("a loss beyond all numbers")
    return final_loss(recording)


def kill(marker: Path, times: int, value: int) -> int:
    """Return `value`, but end the process, as the system does when memory runs out, the first `times` times."""
    before = len(marker.read_text(encoding="utf-8")) if marker.exists() else 0
    if before < times:
        marker.write_text("x" * (before + 1), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return value


def note_and_wait(marker: Path, gate: Path) -> int:
    """Note each time that the call begins, and end when there is a gate."""
    with marker.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    while not gate.exists():
        pass
    return len(marker.read_text(encoding="utf-8").splitlines())


def fail(message: str) -> None:
    raise LookupError(message)


def chatter(value: int) -> int:
    os.write(1, b" ")
    return value


def unfit_answer() -> Any:
    return lambda: np.zeros(3)
