"""Tables that visitors have uploaded: held only as long as somebody else, their session, holds them."""

from __future__ import annotations

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakValueDictionary

import numpy as np

from viz.engine.dataset_registry import DatasetInfo
from viz.engine.rows import Rows
from viz.engine.samplers import Sample
from viz.engine.table import Table

UPLOADS: WeakValueDictionary[str, Table] = WeakValueDictionary()
"""Uploaded tables by the name that a link gives them. Recordings made of one are let go by `weakref.finalize` on it."""

_IN_SIGHT: ContextVar[Collection[str] | None] = ContextVar("tables in sight", default=None)
_GONE = "this link was made from uploaded data, which is not in it: upload the file again"


def show_only(digests: Collection[str]) -> None:
    """Let this thread see no tables but these: a link names a table, and not everybody who has it may see the rows."""
    _IN_SIGHT.set(frozenset(digests))


def uploaded(digest: str) -> DatasetInfo:
    """Return the data set of an uploaded table; ValueError if it is not there, or not for this visitor to see."""
    in_sight = _IN_SIGHT.get()
    if in_sight is not None and digest not in in_sight:
        raise ValueError(_GONE)
    return info_of(_held(digest))


def info_of(table: Table) -> DatasetInfo:
    """Return the data set of a table that is held under its name: it takes its rows from there when it is drawn."""
    classes = len(table.class_names)
    regression = table.task == "regression"
    inputs = len(table.input_names)
    what = "Inputs and target" if regression else "Inputs"
    return DatasetInfo(
        name="upload",
        label=table.label,
        task=table.task,
        description=" ".join(
            (
                f"{len(table.y):,} rows with {inputs} {'input' if inputs == 1 else 'inputs'}, uploaded.",
                f"{what} are given in standard deviations from their mean, both of the training samples alone.",
                *table.said,
            )
        ),
        reference="Uploaded by whoever made the link, which does not hold it",
        noise="Standard deviation of Gaussian jitter on every input, in standard deviations; at 0 they are as in the "
        "table.",
        sample=_Uploaded(table.digest),
        # On an axis the unit must stand with the name; many inputs have no axis of their own.
        input_names=table.input_names if inputs > 2 else tuple(f"{name} (SD)" for name in table.input_names),
        target_name=f"{table.target_name} (SD)" if regression else table.target_name,
        class_names=table.class_names,
        target_range=(-3.0, 3.0) if regression else (0.0, classes - 1.0),
        max_samples=len(table.y),
        unit="deviation",
    )


@dataclass(frozen=True)
class _Uploaded:
    """Takes rows of the table; it knows no more than the name, so specs that are kept do not keep the table."""

    digest: str

    def __call__(self, samples: int, rng: np.random.Generator) -> Sample:
        table = _held(self.digest)
        return Rows(table.x, table.y)(samples, rng)


def _held(digest: str) -> Table:
    table = UPLOADS.get(digest)
    if table is None:
        raise ValueError(_GONE)
    return table
