"""From the columns of a file to a table to train on: a target, its task, and what becomes of gaps and texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viz.engine.csv_table import Column, Columns, readable_name
from viz.engine.csv_text import TableError
from viz.engine.table import Table

Kind = Literal["classes", "values"]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

MAX_CLASSES = 10
MAX_TEXTS = 10  # different texts of a column, each of which becomes an input
MAX_INPUTS = 64
MIN_ROWS = 10
_TARGETS = ("target", "class", "label", "y", "species", "outcome")


def guess_target(columns: Columns) -> str:
    """Return the column that is most likely to be predicted: one that is called so, else the last that can be."""
    for column in columns.columns:
        if column.name.lower() in _TARGETS:
            return column.name
    fitting = [column.name for column in columns.columns if column.numeric or 2 <= len(column.values) <= MAX_CLASSES]
    return (fitting or columns.names)[-1]


def guess_kind(column: Column) -> Kind:
    """Return whether a target says classes: texts, or at most ten different whole numbers."""
    if not column.numeric:
        return "classes"
    numbers = column.numbers[column.present]
    whole = bool((numbers == np.round(numbers)).all())
    return "classes" if whole and len(column.values) <= MAX_CLASSES else "values"


def digest_of(columns: Columns, target: str, kind: Kind, left_out: Collection[str] = ()) -> str:
    """Return the name of a table: the same file and the same questions give the same one."""
    asked = json.dumps([columns.fingerprint, target, kind, sorted(left_out)])
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def table_of(columns: Columns, target: str, kind: Kind, left_out: Collection[str] = ()) -> Table:
    """Return what can be trained on, with all columns as inputs but the target and those left out.

    Raises
    ------
    TableError
        Says why not; its `column` is one that would better be left out, if that would help.
    """
    said: list[str] = []
    goal = columns[target]
    y = _classes(goal) if kind == "classes" else _values(goal)
    inputs = [column for column in columns.columns if column.name not in {target, *left_out}]
    inputs = [column for column in inputs if not _mostly_missing(column, said)]
    encoded = [_encoded(column) for column in inputs]
    used = _without_gaps(goal, inputs, said)
    if kind == "classes":
        used &= ~_single(goal, y, used, said)
    if used.sum() < MIN_ROWS:
        raise TableError(f"{_rows(used.sum())} can be used, at least {MIN_ROWS} are needed")
    y = y[used]
    if not y.min() < y.max():
        raise TableError(f"the target {target!r} is the same in every row that can be used")
    x, names = _varying(inputs, encoded, used, said)
    class_names: tuple[str, ...] = ()
    targets: Numbers | NDArray[np.int64] = y
    if kind == "classes":
        present, places = np.unique(y, return_inverse=True)
        targets = places.astype(np.int64)
        class_names = tuple(readable_name(goal.values[int(number)]) for number in present)
    return Table(
        digest=digest_of(columns, target, kind, left_out),
        label=columns.name,
        task="regression" if kind == "values" else "binary" if len(class_names) == 2 else "multiclass",
        x=x,
        y=targets,
        input_names=names,
        target_name=target,
        class_names=class_names,
        said=(*columns.said, *said),
    )


def _values(goal: Column) -> Numbers:
    """Return the target of a regression (N,), NaN where it is missing."""
    if goal.odd:
        raise TableError(f"{_odd(goal)}: values are numbers; take the target as classes, or another target")
    return goal.numbers


def _classes(goal: Column) -> Numbers:
    """Return the place of every cell among the values (N,), NaN where it is missing."""
    if len(goal.values) > MAX_CLASSES:
        raise TableError(
            f"the target {goal.name!r} has {len(goal.values):,} different values, accepted are up to {MAX_CLASSES} "
            "classes"
        )
    return _places(goal)


def _places(column: Column) -> Numbers:
    """Return of every cell its number among the column's values (N,), NaN where it is missing."""
    if column.numeric:
        different = np.unique(column.numbers[column.present])
        found = np.searchsorted(different, column.numbers).astype(np.float64)
    else:
        numbers = {value: number for number, value in enumerate(column.values)}
        found = np.array([numbers.get(cell, 0) for cell in column.cells], dtype=np.float64)
    return np.where(column.present, found, np.nan)


def _mostly_missing(column: Column, said: list[str]) -> bool:
    missing = int((~column.present).sum())
    if 2 * missing <= len(column.cells):
        return False
    said.append(f"{column.name!r} left out: {missing:,} of its {len(column.cells):,} cells are missing.")
    return True


def _encoded(column: Column) -> tuple[Numbers, list[str]]:
    """Return an input column as numbers (N, K) and their names: one number, or one for each of a few texts."""
    if column.numeric:
        return column.numbers[:, np.newaxis], [column.name]
    values = column.values
    if len(values) > MAX_TEXTS:
        shown = column.cells[column.odd[0]]
        mixed = len(column.odd) < column.present.sum()
        what = f"{_odd(column)} among numbers" if mixed else f"has texts such as {readable_name(shown)!r}"
        subject = what if mixed else f"column {column.name!r} {what}"
        raise TableError(f"{subject}, {len(values):,} different ones: up to {MAX_TEXTS} can be inputs", column.name)
    coded = (_places(column)[:, np.newaxis] == np.arange(len(values))).astype(np.float64)
    names = [readable_name(f"{column.name} = {value}") for value in values]
    return (coded[:, 1:], names[1:]) if len(values) == 2 else (coded, names)


def _without_gaps(goal: Column, inputs: Sequence[Column], said: list[str]) -> Mask:
    """Return which rows (N,) have all cells; TableError if most of those with a target have not."""
    used = goal.present.copy()
    if gaps := int((~used).sum()):
        said.append(f"{_rows(gaps)} left out: the target is missing.")
    most = int(used.sum())
    for column in inputs:
        used &= column.present
    dropped = most - int(used.sum())
    if 2 * dropped > most:
        worst = max(inputs, key=lambda column: int((~column.present).sum()))
        raise TableError(
            f"{_rows(dropped)} of {most:,} have a missing cell, most of them in column {worst.name!r}", worst.name
        )
    if dropped:
        said.append(f"{_rows(dropped)} left out: a cell is missing.")
    return used


def _single(goal: Column, y: Numbers, used: Mask, said: list[str]) -> Mask:
    """Return the rows (N,) of classes that have no other row: nothing could be learned and tested of them."""
    numbers, counts = np.unique(y[used], return_counts=True)
    single = numbers[counts == 1]
    if len(single):
        names = ", ".join(repr(readable_name(goal.values[int(number)])) for number in single)
        said.append(f"{_rows(len(single))} left out: of {names} there is no second one.")
    return np.isin(y, single)


def _varying(
    inputs: Sequence[Column], encoded: Sequence[tuple[Numbers, list[str]]], used: Mask, said: list[str]
) -> tuple[Numbers, tuple[str, ...]]:
    """Return the inputs (N, D) of the used rows and their names, without those that are the same in every row."""
    blocks, names = [np.empty((int(used.sum()), 0))], []
    for column, (numbers, labels) in zip(inputs, encoded, strict=True):
        block = numbers[used]
        varies = block.min(axis=0) < block.max(axis=0)
        if not varies.any():
            said.append(f"{column.name!r} left out: it is the same in every row.")
        elif not column.numeric:
            said.append(f"{column.name!r}: its {len(column.values)} texts become inputs of 0 and 1.")
        blocks.append(block[:, varies])
        names += [label for label, kept in zip(labels, varies, strict=True) if kept]
    if not names:
        raise TableError("no column is left to predict from")
    if len(names) > MAX_INPUTS:
        raise TableError(f"there are {len(names)} inputs, one for every text; accepted are up to {MAX_INPUTS}")
    return np.concatenate(blocks, axis=1), tuple(names)


def _odd(column: Column) -> str:
    place = column.odd[0]
    return f"column {column.name!r} has {readable_name(column.cells[place])!r} in row {column.rows[place]:,}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
