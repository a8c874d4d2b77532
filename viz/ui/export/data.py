"""Data of what is on the page, as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.export import curves_csv
from viz.figures import outputs
from viz.ui.export.entry import ActivationsPage, Download, Entry, Page
from viz.ui.save_figure import save_figure

TITLE = "Data"
FILE = "relu-lab-activations"


@dataclass(frozen=True)
class FigureFile:
    """A chart as SVG, saved by the browser that drew it: its key on the page."""

    chart: str

    def draw(self, key: str, page: Page) -> None:
        """Draw the button."""
        save_figure(self.chart)


def entries(page: Page) -> Sequence[Entry]:
    """Return what can be saved of a page."""
    if isinstance(page, ActivationsPage):
        return _of_curves(page)
    return ()


def _of_curves(page: ActivationsPage) -> Sequence[Entry]:
    def csv() -> bytes:
        return curves_csv(page.result, outputs.window(page.result))

    return Download(
        "Numbers (.csv)", f"{FILE}.csv", "text/csv", csv, "All that is plotted, a row per point."
    ), FigureFile("curves")
