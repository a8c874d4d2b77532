"""The experiment on the page as a runnable script."""

from __future__ import annotations

from collections.abc import Sequence

from viz.ui.export.entry import Entry, Page

TITLE = "Code"


def entries(page: Page) -> Sequence[Entry]:
    """Return what can be saved of a page."""
    return ()
