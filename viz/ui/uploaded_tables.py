"""Uploaded tables in the server's memory: one for all sessions with the same file, forgotten with the last of them."""

from __future__ import annotations

import weakref
from collections.abc import Collection
from threading import Thread
from typing import Any

from viz.engine.table import Table
from viz.engine.uploads import UPLOADS
from viz.ui.shelf import Shelf

Shelves = Collection[Shelf[Any, Any]]


def shared(table: Table, shelves: Shelves) -> Table:
    """Return the server's one table of this digest, to be held by the session.

    When nobody holds it any more, all that the shelves have computed from it goes too.
    """
    known = UPLOADS.get(table.digest)
    if known is not None:
        return known
    UPLOADS[table.digest] = table
    weakref.finalize(table, _forget_soon, table.digest, tuple(shelves)).atexit = False
    return table


def forget(digest: str, shelves: Shelves) -> None:
    """Drop what was computed from a table, unless somebody has uploaded it again."""
    if digest in UPLOADS:
        return
    for shelf in shelves:
        shelf.drop(lambda key: digest in repr(key))  # whatever the key is, it names the table that it was made of


def _forget_soon(digest: str, shelves: Shelves) -> None:
    # A table may go at any moment, also while this thread has a shelf locked.
    Thread(target=forget, args=(digest, shelves), daemon=True).start()
