"""The page as one HTML file, which needs no server."""

from __future__ import annotations

from collections.abc import Sequence

from viz.ui.export.entry import Entry, Page

TITLE = "Page"


def entries(page: Page) -> Sequence[Entry]:
    """Return what can be saved of a page."""
    return ()
