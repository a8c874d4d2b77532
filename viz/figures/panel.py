"""One panel of a stacked figure: its traces, y axis, shapes and annotations, before they know where they go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Panel:
    """A panel over the shared x axis.

    traces: without axes. axis: what its y axis has besides the shared look. shapes, annotations: with ``yref`` "y", or
    "y domain" for fractions of the panel's height, until :meth:`place` puts the panel's own axis there.
    """

    title: str
    note: str
    height: float  # px
    traces: list[dict[str, Any]] = field(default_factory=list)
    axis: dict[str, Any] = field(default_factory=dict)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)

    def place(self, index: int) -> Panel:
        """Return the panel on the y axis of that number, counted from 1."""
        name = y_axis(index)

        def moved(item: dict[str, Any]) -> dict[str, Any]:
            return item | {"yref": item["yref"].replace("y", name, 1)}

        return Panel(
            self.title,
            self.note,
            self.height,
            [trace | {"xaxis": "x", "yaxis": name} for trace in self.traces],
            self.axis,
            [moved(shape) for shape in self.shapes],
            [moved(annotation) for annotation in self.annotations],
        )


def y_axis(index: int) -> str:
    """Return how traces call the y axis of that number."""
    return "y" if index == 1 else f"y{index}"
