"""The update with which a unit died or came back: how hard each sample of its batch pulled at the unit."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from viz.engine.dataset_registry import DatasetInfo
from viz.figures.html import table
from viz.figures.theme import SIZES, Theme, axis, layout, panel_title
from viz.labs.autopsy import Autopsy, Change, Samples
from viz.spec.numbers import number, plain

LEFT, TOP, BOTTOM = 64, 28, 40  # px
BAR = 20  # px
MOST = 12  # samples that are drawn: those that pull hardest
INPUTS = 4  # of a sample that are said


def figure(result: Autopsy, change: Change, colours: Theme) -> go.Figure:
    """Return a bar for every sample of the batch: to the left where it pulls the unit's z down."""
    samples = change.samples
    if samples is None:
        raise ValueError(f"what happened at step {change.step:,} was done by hand, without a batch")
    places = order(samples)[:MOST]
    pulls = -samples.gradients[places]
    names = [f"no. {row + 1}" for row in samples.rows[places].tolist()]
    down, up = colours.layer(result.spec.layer), colours.hatch
    reach = 1.35 * float(np.abs(pulls).max(initial=0.0)) or 1.0
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": pulls,
        "y": names,
        "marker": {"color": [down if pull < 0 else up for pull in pulls], "line": {"width": 0}},
        "text": [number(pull) if pull else "0" for pull in pulls],
        "textposition": "outside",
        "textfont": {"size": SIZES["tick"]},
        "cliponaxis": False,
        "hovertext": [
            f"{name}: {told(samples, place, result.spec.run.info)}" for name, place in zip(names, places, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    rest = len(samples.rows) - len(places)
    note = f"the batch of step {change.step:,}" + (f"; {rest:,} more pull less" if rest > 0 else "")
    text = {
        "text": "−∂L/∂z of the sample (below 0: pulls z down)",
        "font": {"size": SIZES["tick"], "color": colours.muted},
    }
    zero = {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1}
    return go.Figure(
        [bars],
        layout(
            colours,
            height=TOP + BAR * max(3, len(places)) + BOTTOM,
            margin={"l": LEFT, "r": 12, "t": TOP, "b": BOTTOM},
            bargap=0.3,
            xaxis=axis(colours, range=[-reach, reach], title=text | {"standoff": 4}, nticks=5, exponentformat="power"),
            yaxis=axis(colours, autorange="reversed", showgrid=False, type="category"),
            shapes=[zero | {"line": {"color": colours.axis, "width": 1}}],
            annotations=[panel_title(colours, "Pull at the unit", note, 0, 1, xshift=-LEFT + 4, yshift=5)],
        ),
    )


def batch_table(result: Autopsy, change: Change) -> str:
    """Return the batch as a table: every sample with its inputs, its target and its pull, the hardest first."""
    samples, info = change.samples, result.spec.run.info
    if samples is None:
        return ""
    rows = [
        [
            f"no. {int(samples.rows[place]) + 1}",
            escape(_inputs(samples, place)),
            escape(_target(samples, place, info)),
            number(-float(samples.gradients[place])) if samples.gradients[place] else "0",
        ]
        for place in order(samples).tolist()
    ]
    return table(("sample", "inputs", "target", "pull on z"), rows, right=(3,))


def order(samples: Samples) -> np.ndarray:
    """Return the places of samples in the batch (B,), those that pull hardest first."""
    return np.argsort(-np.abs(samples.gradients), kind="stable")


def told(samples: Samples, place: int, info: DatasetInfo) -> str:
    """Return the inputs and the target of a sample in words."""
    return f"({_inputs(samples, place)}), {_target(samples, place, info)}"


def _inputs(samples: Samples, place: int) -> str:
    values = samples.inputs[place].tolist()
    more = f", … {len(values)} in all" if len(values) > INPUTS else ""
    return ", ".join(plain(value) for value in values[:INPUTS]) + more


def _target(samples: Samples, place: int, info: DatasetInfo) -> str:
    target = samples.targets[place]
    if info.task == "regression":
        return f"target {plain(float(target[0]))}"
    label = int(target.argmax()) if len(target) > 1 else int(target[0] > 0.5)
    names = info.class_names
    name = names[label] if label < len(names) else str(label)
    return f"class {name}" if name.isdigit() else name
