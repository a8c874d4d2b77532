"""Figures and tables as one HTML file, with plotly.js in it so that they can be read off, zoomed and saved there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from viz.export.html.document import About, Colours, asset, document
from viz.export.html.packing import packed


@dataclass(frozen=True)
class Look:
    """All that is shown, in the colours of one theme.

    html : with an element ``class="figure"`` for each of the figures, in their order.
    style : its CSS.
    """

    html: str
    figures: Sequence[go.Figure]
    style: str


def figures_html(light: Look, dark: Look, about: About, colours: Colours, *, file: str) -> bytes:
    """Return the file.

    light, dark : the same, as the reader's system asks for it.
    file : name, without its ending, of an SVG that is saved from a figure.
    """
    plotly = get_plotlyjs()
    looks = {"light": light, "dark": dark}
    drawn = {name: [json.loads(figure.to_json()) for figure in look.figures] for name, look in looks.items()}
    html = "".join(f'<div class="in-{name}">{look.html}</div>' for name, look in looks.items())
    return document(
        about,
        colours,
        style=f"{asset('figures.css')}\n{light.style}\n@media (prefers-color-scheme: dark) {{\n{dark.style}\n}}",
        body=f"<main>{html}</main>",
        data={"plotly": packed(plotly.encode()), "figures": {"file": file, **drawn}},
        script=asset("plot.js"),
        permitted=[plotly],
    )
