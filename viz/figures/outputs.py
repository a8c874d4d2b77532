"""What comes out of each function: a histogram, a gauge of exact zeros and the moments, drawn as light HTML.

A Plotly chart costs about 80 ms to draw, and these change with every slider: so they are drawn without.
"""

from __future__ import annotations

from html import escape
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from viz.figures.html import heading, named, svg
from viz.figures.theme import Theme, stroke
from viz.labs.curves import CurvesResult, FunctionResult, Histogram, histogram
from viz.spec.numbers import moment, percent, short

Array: TypeAlias = npt.NDArray[np.float64]

BINS = 40
WIDTH, HEIGHT, HEAD = 200, 54, 6  # of a histogram in its own units; HEAD of the height stays free
FOOT = 7  # below the axis, for the mark at the mean


def outputs(result: CurvesResult, colours: Theme) -> str:
    """Return the section "What comes out" for all functions, over one axis of f(z)."""
    edges = window(result)
    cells = "".join(_cell(function, result, edges, colours) for function in result.functions)
    note = "f(z), each to its own height; ▲ mean; box: share exactly 0"
    return (
        f'{heading("What comes out", "distribution of f(z)")}<div class="outputs">{cells}</div>'
        f'<div class="foot">{note}</div>'
    )


def window(result: CurvesResult) -> Array:
    """Return the bin edges that all histograms share, about BINS + 1, one of them at 0.

    They span the central 99 % of what comes out, but not further than twice the inputs that go in: what a function that
    towers over the others (such as exp) puts beyond them is summed up as a share.
    """
    reach = 2 * float(np.abs(result.inputs.quantile(np.array([0.005, 0.995]))).max())
    low = max(min(f.output.low for f in result.functions), -reach)
    high = min(max(f.output.high for f in result.functions), reach)
    if not high - low > 1e-9 * max(1.0, abs(low), abs(high)):
        low, high = min(low, high) - 0.5, max(low, high) + 0.5
    width = 1.08 * (high - low) / BINS
    return np.arange(np.floor((low - width) / width), np.ceil((high + width) / width) + 1) * width


def _cell(function: FunctionResult, result: CurvesResult, edges: Array, colours: Theme) -> str:
    output, zeros = function.output, percent(function.output.zeros)
    shape = histogram(function.activation, result.inputs, edges)
    numbers = (("mean", moment(output.mean)), ("variance", moment(output.variance)), ("exactly 0", zeros))
    return (
        f'<div class="output"><div class="head">{named(stroke(function.slot, colours), function.label)}</div>'
        f'<div class="gauge" title="{zeros} exactly 0"><i style="height:{100 * output.zeros:.2f}%"></i></div>'
        f"{_drawing(function, shape, edges, colours)}"
        f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in numbers)}</dl>"
        f'<span class="zero">0</span>{_ticks(edges)}</div>'
    )


def _drawing(function: FunctionResult, shape: Histogram, edges: Array, colours: Theme) -> str:
    """Return the histogram: bars for what is spread out, dashed posts for atoms other than 0, a mark at the mean."""
    colour = stroke(function.slot, colours).colour
    step, tall = WIDTH / len(shape.masses), max(float(shape.masses.max()), 1e-300)
    heights = (HEIGHT - HEAD) * shape.masses / tall
    bars = "".join(
        f"M{i * step + 0.4:.1f} {HEIGHT}v{-height:.1f}h{step - 0.8:.1f}V{HEIGHT}z"
        for i, height in enumerate(heights.tolist())
        if height > 0.05
    )
    drawn = [f'<path d="M0 {HEIGHT}.5H{WIDTH}" stroke="{colours.axis}"/><path d="{bars}" fill="{colour}"/>']
    texts = []
    atoms = [atom for atom in function.output.atoms if atom.value != 0 and atom.mass >= 5e-4]
    for atom in atoms:
        if edges[0] <= atom.value <= edges[-1]:
            x, y = _place(atom.value, edges), HEIGHT - (HEIGHT - 14) * atom.mass
            line = f'stroke="{colour}" stroke-width="3" stroke-dasharray="2.5 1.5"'
            drawn.append(f'<path d="M{x * WIDTH:.1f} {HEIGHT}V{y:.1f}" {line}/>')
            side = f"right:{100 - 100 * x + 2:.1f}%" if x > 0.5 else f"left:{100 * x + 2:.1f}%"
            texts.append(f'<span style="{side};top:{y - 2:.0f}px">{percent(atom.mass)}</span>')
    if edges[0] <= function.output.mean <= edges[-1]:
        x = _place(function.output.mean, edges) * WIDTH
        drawn.append(f'<path d="M{x:.1f} {HEIGHT + 1}l-2.5 6h5z" fill="{colours.text}"/>')
    below = shape.below + sum(atom.mass for atom in atoms if atom.value < edges[0])
    above = shape.above + sum(atom.mass for atom in atoms if atom.value > edges[-1])
    texts += [f'<span style="left:0;top:0">← {percent(below)}</span>'] if below >= 0.01 else []
    texts += [f'<span style="right:0;top:0">{percent(above)} →</span>'] if above >= 0.01 else []
    image = svg("".join(drawn), WIDTH, HEIGHT + FOOT)
    return f'<div class="bars"><img src="{image}" alt="Histogram of {escape(function.label)}">{"".join(texts)}</div>'


def _ticks(edges: Array) -> str:
    span = float(edges[-1] - edges[0])
    step = next(m * 10.0**e for e in range(-6, 6) for m in (1, 2, 5) if span / (m * 10.0**e) <= 5)
    ticks = np.arange(np.ceil(edges[0] / step), np.floor(edges[-1] / step) + 1) * step + 0.0
    places = (f'<span style="left:{100 * _place(tick, edges):.1f}%">{short(tick)}</span>' for tick in ticks.tolist())
    return f'<div class="ticks">{"".join(places)}</div>'


def _place(value: float, edges: Array) -> float:
    """Return where a value lies between the outer edges, 0 to 1."""
    return float((value - edges[0]) / (edges[-1] - edges[0]))
