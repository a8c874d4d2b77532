"""From a CSV file to columns: names, cells, and the numbers among them; what to train on is not decided yet."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from viz.engine.csv_text import DELIMITERS, TableError, decoded, delimiter_of, rows_of

MAX_COLUMNS = 65  # 64 inputs, as many as digits has, and the target
MAX_ROWS = 2000
LARGEST = 1e100  # whose square is still a number
MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "?", "-"))
INFINITE = frozenset(("inf", "infinity"))

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]{1,6})?")


@dataclass(frozen=True, eq=False)
class Column:
    """One column of N cells.

    Attributes
    ----------
    cells : as in the file, without blanks around them; empty where missing.
    rows : each cell's row in the file, from 1.
    numbers : (N,) NaN where a cell is missing, or no number.
    """

    name: str
    cells: tuple[str, ...]
    rows: Sequence[int]
    numbers: NDArray[np.float64]

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(N,) whether a cell is not missing."""
        return np.array([bool(cell) for cell in self.cells])

    @cached_property
    def odd(self) -> tuple[int, ...]:
        """The places of cells that are neither missing nor a number."""
        return tuple(np.flatnonzero(self.present & np.isnan(self.numbers)).tolist())

    @property
    def numeric(self) -> bool:
        """Whether all cells that are not missing are numbers, and there are any."""
        return not self.odd and bool(self.present.any())

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The different cells, in order: of size for numbers, of the alphabet for texts."""
        if not self.numeric:
            return tuple(sorted({cell for cell in self.cells if cell}))
        return tuple(f"{number:.10g}" for number in np.unique(self.numbers[self.present]))


@dataclass(frozen=True, eq=False)
class Columns:
    """All columns of a file, of which at most `MAX_ROWS` rows are taken.

    Attributes
    ----------
    fingerprint : of the file, and of how it was read.
    header : whether the first row has the names.
    said : one sentence for everything that was not taken as it is.
    """

    name: str
    columns: tuple[Column, ...]
    header: bool
    said: tuple[str, ...]
    fingerprint: str

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(f"there is no column {name!r}: the columns are {', '.join(self.names)}")

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(column.name for column in self.columns)


def read_table(data: bytes, name: str, *, header: bool | None = None) -> Columns:
    """Read a CSV file.

    Parameters
    ----------
    data
        Its bytes: UTF-8, UTF-16 with its mark, or else Latin-1.
    name
        The file's name, for people.
    header
        Whether the first row has the names of the columns; None: found out.

    Raises
    ------
    TableError
        Says what can't be read, and in which row or column.
    """
    text, said = decoded(data)
    delimiter = delimiter_of(text)
    if delimiter != ",":
        said.append(f"Cells are divided by a {DELIMITERS[delimiter]}.")
    (_, first), *_ = rows = _sample(text, delimiter, said)
    if len(first) > MAX_COLUMNS:
        raise TableError(f"there are {len(first):,} columns, accepted are up to {MAX_COLUMNS}: the inputs and a target")
    comma = delimiter != "," and any(_COMMA.fullmatch(cell) for _, row in rows for cell in row)
    cells = [[_clean(cell) for cell in row] for _, row in rows]
    if header is None:
        header = _has_names(cells, comma)
    if header and len(rows) < 2:
        raise TableError("there are names of columns, and no row under them")
    names = _unique(cells[0], said) if header else [f"column {number}" for number in range(1, len(first) + 1)]
    if not header:
        said.append("Row 1 has no names, so columns are numbered.")
    body = slice(1 if header else 0, None)
    numbers = [number for number, _ in rows][body]
    columns = tuple(
        _column(*each, numbers, comma, said) for each in zip(names, zip(*cells[body], strict=True), strict=True)
    )
    fingerprint = hashlib.sha256(data + json.dumps(header).encode()).hexdigest()
    return Columns(readable_name(name), columns, header, tuple(said), fingerprint)


def readable_name(text: str, longest: int = 40) -> str:
    """Return a name that can be shown: printable, with single spaces, and cut where it is too long."""
    name = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _sample(text: str, delimiter: str, said: list[str]) -> list[tuple[int, list[str]]]:
    """Return the first row and, of the others, at most `MAX_ROWS`, the same ones of the same number of rows."""
    count = sum(1 for _ in rows_of(text, delimiter))
    if count <= MAX_ROWS + 1:
        return list(rows_of(text, delimiter))
    taken = {0, *(1 + np.random.default_rng(0).choice(count - 1, MAX_ROWS, replace=False)).tolist()}
    said.append(f"Of {count - 1:,} rows under the first, {MAX_ROWS:,} are used, taken at random and always the same.")
    return [row for place, row in enumerate(rows_of(text, delimiter)) if place in taken]


def _clean(cell: str) -> str:
    cell = cell.strip()
    return "" if cell.lower() in MISSING else cell


def _has_names(cells: Sequence[Sequence[str]], comma: bool) -> bool:
    """Return whether the first row holds names: it has no number, or has a text over a column of numbers."""
    first, under = cells[0], cells[1:]
    if not any(first):
        return False
    if not any(_is_number(cell, comma) for cell in first):
        return bool(under)
    for place, cell in enumerate(first):
        below = [row[place] for row in under if row[place]]
        if cell and not _is_number(cell, comma) and below and all(_is_number(each, comma) for each in below):
            return True
    return False


def _is_number(cell: str, comma: bool) -> bool:
    cell = cell.replace("−", "-")
    return bool(_NUMBER.fullmatch(cell) or (comma and _COMMA.fullmatch(cell)))


def _unique(names: Sequence[str], said: list[str]) -> list[str]:
    """Return names that are all different and not empty."""
    found: list[str] = []
    for number, text in enumerate(names, 1):
        name = readable_name(text) or f"column {number}"
        again = 2
        while name in found:
            name, again = f"{readable_name(text, 30) or 'column'} ({again})", again + 1
        if again > 2:
            said.append(f"Column {number} has the name of another, {readable_name(text)!r}, and is called {name!r}.")
        found.append(name)
    return found


def _column(name: str, cells: tuple[str, ...], rows: Sequence[int], comma: bool, said: list[str]) -> Column:
    kept, numbers = list(cells), np.full(len(cells), np.nan)
    pointed = commas = infinite = 0
    for place, cell in enumerate(cells):
        text = cell.replace("−", "-")
        if comma and _COMMA.fullmatch(text):
            commas += 1
            text = text.replace(",", ".")
        elif "." in text and _NUMBER.fullmatch(text):
            pointed = pointed or rows[place]
        number = float(text) if _NUMBER.fullmatch(text) else np.nan
        if abs(number) > LARGEST or text.lstrip("+-").lower() in INFINITE:
            if not infinite:
                said.append(
                    f"{name!r}: {readable_name(cell)!r} in row {rows[place]:,} is too large, so taken as missing."
                )
            infinite, kept[place] = infinite + 1, ""
        else:
            numbers[place] = number
    if commas and pointed:
        raise TableError(
            f"column {name!r} has decimal commas and, in row {pointed:,}, a decimal point: use one of the two", name
        )
    if commas:
        said.append(f"{name!r}: the comma in its numbers is read as the decimal point.")
    return Column(name, tuple(kept), rows, numbers)
