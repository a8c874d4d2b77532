"""Data of what is on the page, as files."""

from __future__ import annotations

from collections.abc import Sequence

from viz.ui.export.entry import Entry, Page

TITLE = "Data"


def entries(page: Page) -> Sequence[Entry]:
    """Return what can be saved of a page."""
    return ()
