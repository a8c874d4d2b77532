"""What to plot, as data: panels of curves, of one dot a seed, of a grid, or of rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve (N,) with, where there is one, its band.

    slot : its colour and dash; 0 is ReLU's ink, each other number a colour of its own.  marks : dots at its points.
    """

    name: str
    x: Array
    y: Array
    slot: int = 0
    low: Array | None = None
    high: Array | None = None
    marks: bool = False


@dataclass(frozen=True)
class Mark:
    """A line across a panel at a place that matters, with a few words: vertical at `x` or horizontal at `y`."""

    text: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Curves:
    """Curves over a common axis."""

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, eq=False)
class Group:
    """Values (S,), one for each seed or round, drawn as dots beside their median."""

    name: str
    values: Array
    slot: int = 0


@dataclass(frozen=True)
class Dots:
    """Groups beside each other, each of one dot a seed and a line at the median."""

    title: str
    y: str
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...] = ()
    log_y: bool = False


@dataclass(frozen=True, eq=False)
class Grid:
    """A map of values (rows, columns); the first row is at the top."""

    title: str
    x: str
    y: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    values: Array
    quantity: str
    diverging: bool = False  # around 0


@dataclass(frozen=True)
class Rows:
    """A table of text; the first cell of a row is its heading."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Panel: TypeAlias = Curves | Dots | Grid | Rows


def curve(name: str, x: npt.ArrayLike, y: npt.ArrayLike, slot: int = 0, *, marks: bool = False) -> Curve:
    """Return a curve (N,) without a band."""
    return Curve(name, np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), slot, marks=marks)


def banded(name: str, x: npt.ArrayLike, values: npt.ArrayLike, slot: int = 0, *, marks: bool = False) -> Curve:
    """Return the curve of the medians of values (S, N), with the band between their 10 % and 90 % quantiles."""
    low, median, high = np.quantile(np.asarray(values, dtype=np.float64), (0.1, 0.5, 0.9), axis=0)
    return Curve(name, np.asarray(x, dtype=np.float64), median, slot, low, high, marks)


def groups(values: Sequence[tuple[str, npt.ArrayLike]]) -> tuple[Group, ...]:
    """Return named values (S,) as groups, each in a colour of its own."""
    return tuple(Group(name, np.asarray(found, dtype=np.float64), slot) for slot, (name, found) in enumerate(values))
