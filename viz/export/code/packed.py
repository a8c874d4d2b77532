"""Arrays as text in a script: base64 of compressed little-endian float64 numbers."""

from __future__ import annotations

import base64
import textwrap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH = 100  # characters of a line


@dataclass(frozen=True)
class Packed:
    """An array by its shape and its lines of base64."""

    name: str
    shape: tuple[int, ...]
    text: str


def pack(arrays: Mapping[str, NDArray[np.float64]]) -> list[Packed]:
    """Return arrays of any shape by name, bit for bit."""
    return [
        Packed(name, array.shape, textwrap.fill(_base64(array), WIDTH, break_on_hyphens=False))
        for name, array in arrays.items()
    ]


def _base64(array: NDArray[np.float64]) -> str:
    raw = np.ascontiguousarray(array, dtype="<f8").tobytes()
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")
