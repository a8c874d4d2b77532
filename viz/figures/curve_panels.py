"""The panels of f, f′ and f″: curves, kinks, the probe's dots and tangents, and the names at the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from viz.activations import Kink
from viz.figures.panel import Panel
from viz.figures.theme import SIZES, Theme, stroke
from viz.labs.curves import CurvesResult, FunctionResult

Array = npt.NDArray[np.float64]

HEIGHTS = {"f": 214.0, "f′": 126.0, "f″": 112.0}  # px
DENSE = 12  # functions above which labels would only pile up: hover and the list in the sidebar name the curves
MIDDLE = 0.66  # of the z range decides the y range of f
TANGENT = 48  # px to either side, on a plot 600 px wide
FRAMEWORKS = {"torch": "PyTorch’s", "jax": "JAX’s", "keras": "Keras’"}


class Dot(NamedTuple):
    """A point to mark: where, its filling, its size in px, and the colour and width of its edge."""

    z: float
    y: float
    fill: str
    size: float
    edge: str
    width: float


def curve_panel(result: CurvesResult, colours: Theme, name: str) -> Panel:
    """Return the panel of "f", "f′" or "f″"."""
    title, note = _wording(result, name)
    columns = [_column(function, name) for function in result.functions]
    low, high = _extent(result, columns, name)
    panel = Panel(title, note, HEIGHTS[name])
    panel.axis = {"range": [low, high], "nticks": 6 if name == "f" else 4, "hoverformat": ".4~g"}
    panel.shapes += [_band(zone, colours) for zone in result.functions[0].zones if name != "f″"]
    panel.shapes.append(_zero(colours))
    panel.traces += [_curve(f, column, name, colours) for f, column in zip(result.functions, columns, strict=True)]
    panel.traces.append(_dots(result, colours, name))
    if name == "f":
        panel.shapes += _tangents(result, colours, (low, high))
        if len(result.functions) <= DENSE:
            _name_ends(panel, result, columns, colours, (low, high))
    return panel


def _wording(result: CurvesResult, name: str) -> tuple[str, str]:
    kinked = any(kink for f in result.functions for kink in f.activation.kinks)
    shaded = f"; shaded where {result.functions[0].label} is flat" if result.functions[0].zones else ""
    declared = f"; filled dot: {FRAMEWORKS[result.spec.framework]} value at a kink" if kinked else ""
    return {
        "f": ("Activation", f"f(z){shaded}{'; open dot: kink' if kinked else ''}"),
        "f′": ("Derivative", f"f′(z){declared}"),
        "f″": ("Second derivative", "f″(z)"),
    }[name]


def _column(function: FunctionResult, name: str) -> Array:
    curve = function.curve
    return {"f": curve.value, "f′": curve.derivative, "f″": curve.second_derivative}[name]


def _curve(function: FunctionResult, column: Array, name: str, colours: Theme) -> dict[str, Any]:
    line = stroke(function.slot, colours)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": function.label,
        "x": function.curve.z,
        "y": column,
        "line": {"color": line.colour, "dash": line.dash, "width": line.width if name == "f" else line.width - 0.3},
        "hovertemplate": f"%{{y:.4~g}}<extra>{function.label}</extra>",
    }


def _extent(result: CurvesResult, columns: list[Array], name: str) -> tuple[float, float]:
    """Return the y range: what happens in the middle of the z range, unless one function towers over the others."""
    centre, half = (result.spec.low + result.spec.high) / 2, (result.spec.high - result.spec.low) / 2
    reach = 1.25 * max(abs(centre) + MIDDLE * half, 2.5) if name == "f" else 3.0
    bottom, top, least = 0.0, 0.0, np.inf
    for function, column in zip(result.functions, columns, strict=True):
        near = np.abs(function.curve.z - centre) <= (MIDDLE if name == "f" else 1.0) * half
        inside = column[near & np.isfinite(column)]
        if len(inside):
            bottom, top = min(bottom, float(inside.min())), max(top, float(inside.max()))
            least = min(least, float(np.abs(inside).max()))
    reach = max(reach, 1.25 * least) if np.isfinite(least) else reach
    bottom, top = max(bottom, -reach), min(top, reach)
    pad = 0.09 * (top - bottom) or 0.5
    return bottom - pad, top + pad


# Dots and tangents ----------------------------------------------------------------------------------------------------


def _dots(result: CurvesResult, colours: Theme, name: str) -> dict[str, Any]:
    """Return the open dots, the filled dots and the dots at the probe, in this order, as one trace."""
    opened: list[Dot] = []
    filled: list[Dot] = []
    probed: list[Dot] = []
    for function in result.functions:
        own = stroke(function.slot, colours).colour
        for z, y, known in _kinks(function, name, result.spec.framework):
            marks, fill = (filled, own) if known else (opened, colours.surface)
            marks.append(Dot(z, y, fill, 7, own, 1.8))
        at = {"f": function.probe.value, "f′": function.probe.derivative, "f″": function.probe.second_derivative}[name]
        if at is not None:
            probed.append(Dot(function.probe.z, at, own, 8.5, colours.surface, 1.3))
    dots = [dot for dot in (*opened, *filled, *probed) if result.spec.low <= dot.z <= result.spec.high]
    marker = {"color": [dot.fill for dot in dots], "size": [dot.size for dot in dots], "opacity": 1}
    edge = {"color": [dot.edge for dot in dots], "width": [dot.width for dot in dots]}
    place = {"x": [dot.z for dot in dots], "y": [dot.y for dot in dots]}
    return {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "marker": marker | {"line": edge}, **place}


def _kinks(function: FunctionResult, name: str, framework: str) -> Iterator[tuple[float, float, bool]]:
    """Yield (z, y, filled) for every dot at a kink of f or of f′."""
    for kink in function.activation.kinks:
        if name == "f":
            yield from ((kink.at, y, False) for y in _limits(function, kink))
            if kink.jump:
                yield kink.at, float(function.activation(kink.at)), True
        elif name == "f′":
            declared = kink.derivative_in(framework)
            yield from ((kink.at, y, False) for y in sorted({kink.left, kink.right} - {declared}) if np.isfinite(y))
            if declared is not None:
                yield kink.at, declared, True


def _limits(function: FunctionResult, kink: Kink) -> list[float]:
    """Return f at a kink, or where f jumps its one-sided limits other than f there."""
    at = float(function.activation(kink.at))
    if not kink.jump:
        return [at]
    sides = function.activation(np.array([kink.at - 1e-9, kink.at + 1e-9])).tolist()
    return [limit for limit in sides if abs(limit - at) > 1e-6]


def _tangents(result: CurvesResult, colours: Theme, extent: tuple[float, float]) -> list[dict[str, Any]]:
    """Return a piece of the tangent at the probe for every function, all of about one length on screen."""
    spec = result.spec
    per_z, per_y = 600 / (spec.high - spec.low), HEIGHTS["f"] / (extent[1] - extent[0])  # px
    shapes = []
    for function in result.functions:
        z, y, slope = function.probe.z, function.probe.value, function.probe.derivative
        if slope is None or not np.isfinite([y, slope]).all() or not spec.low <= z <= spec.high:
            continue
        half = float(TANGENT / np.hypot(per_z, slope * per_y))
        ends = {"x0": z - half, "x1": z + half, "y0": y - half * slope, "y1": y + half * slope}
        line = {"color": stroke(function.slot, colours).colour, "width": 1}
        shapes.append({"type": "line", "xref": "x", "yref": "y", **ends, "line": line})
    return shapes


def _band(zone: tuple[float, float], colours: Theme) -> dict[str, Any]:
    place = {"xref": "x", "yref": "y domain", "x0": zone[0], "x1": zone[1], "y0": 0, "y1": 1}
    return {"type": "rect", **place, "fillcolor": colours.flat, "line": {"width": 0}, "layer": "below"}


def _zero(colours: Theme) -> dict[str, Any]:
    place = {"xref": "x domain", "yref": "y", "x0": 0, "x1": 1, "y0": 0, "y1": 0}
    return {"type": "line", **place, "line": {"color": colours.axis, "width": 1}, "layer": "below"}


# Names at the right ends ----------------------------------------------------------------------------------------------


def _name_ends(
    panel: Panel, result: CurvesResult, columns: list[Array], colours: Theme, extent: tuple[float, float]
) -> None:
    """Add a sample of every curve's line and its name where the curve ends, moved apart where they would overlap."""
    low, high = extent
    line_height = 16 * (high - low) / panel.height
    finite = [column[np.isfinite(column)] for column in columns]
    ends = [float(np.clip(column[-1], low, high)) if len(column) else low for column in finite]
    places = apart(ends, line_height, low + line_height / 2, high - line_height / 2)
    for function, y in zip(result.functions, places, strict=True):
        line = stroke(function.slot, colours)
        sample = {"color": line.colour, "dash": line.dash, "width": line.width}
        start = {"type": "line", "xref": "paper", "xsizemode": "pixel", "xanchor": 1, "x0": 8, "x1": 28}
        panel.shapes.append({**start, "yref": "y", "y0": y, "y1": y, "line": sample})
        place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 33, "y": y, "yref": "y", "yanchor": "middle"}
        panel.annotations.append({"text": function.label, **place, "showarrow": False, "font": {"size": SIZES["key"]}})


def apart(wanted: list[float], distance: float, lowest: float, highest: float) -> list[float]:
    """Return positions near the wanted ones, in the same vertical order and at least `distance` apart.

    They are pushed down from `highest`; those that end up below `lowest` push the others up again.
    """
    order = sorted(range(len(wanted)), key=lambda i: -wanted[i])
    places = [0.0] * len(wanted)
    ceiling = highest
    for i in order:
        places[i] = min(wanted[i], ceiling)
        ceiling = places[i] - distance
    floor = lowest
    for i in reversed(order):
        places[i] = max(places[i], floor)
        floor = places[i] + distance
    return places
