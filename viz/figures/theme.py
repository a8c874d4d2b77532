"""The look of every figure, light and dark: colours, line styles, fonts, sizes, and the layout that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Theme:
    """The colours of one theme.

    Layers keep their colour everywhere and classes own blue and orange; the accent means "now" only. `functions` are
    for the curves of activation functions, except ReLU's, which has the ink (`text`). `lanes` stand beside classes, so
    that no lane looks like one; a lane always has a dash and a letter, too.
    """

    name: str
    background: str
    sidebar: str
    surface: str
    well: str
    text: str
    muted: str
    grid: str
    axis: str
    rule: str
    accent: str
    on_accent: str
    widget: str
    class_a: str
    class_b_tint: str
    class_b: str
    layers: tuple[str, ...]
    lanes: tuple[str, ...]  # of a race, in order
    output_layer: str
    hatch: str
    hatch_ground: str
    flat: str
    functions: tuple[str, ...]
    heat: tuple[str, ...]  # nothing to much, evenly spaced, for maps of one quantity
    diverging: tuple[str, ...]  # below, at and above a critical value, for maps around one
    holds: str  # of a claim's verdict, which also has a mark of its own shape and a word
    fails: str
    depends: str

    def layer(self, index: int) -> str:
        """Return the colour of hidden layer `index`, counted from 0; from the seventh on they repeat."""
        return self.layers[index % len(self.layers)]


LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    sidebar="#F5F6F8",
    surface="#FFFFFF",
    well="#F1F3F6",
    text="#1A1E26",
    muted="#5C6573",
    grid="#E7EAEE",
    axis="#B4BBC6",
    rule="#D9DDE4",
    accent="#D0213A",
    on_accent="#FFFFFF",
    widget="#3A4250",
    class_a="#0072B2",
    class_b_tint="#E69F00",
    class_b="#CF8600",
    layers=("#009E73", "#B8609A", "#D55E00", "#2F8FC9", "#A38B00", "#7A5C3E"),
    lanes=("#1A1E26", "#CC22AE", "#00635F", "#5F8F00"),
    output_layer="#3A4250",
    hatch="#7B8494",
    hatch_ground="#ECEEF2",
    flat="#EEF0F3",
    functions=("#D55E00", "#0072B2", "#009E73", "#B8609A", "#A38B00", "#7A5C3E", "#2F8FC9"),
    heat=("#F4F6F3", "#C3DDD5", "#83BCAF", "#43918A", "#1C6067", "#0C3040"),
    diverging=("#14535B", "#5FA39B", "#C9E0DA", "#F7F7F5", "#EBCFE0", "#BE6FA0", "#7A2C62"),
    holds="#14535B",
    fails="#9C2F7C",
    depends="#8A6500",
)

DARK = Theme(
    name="dark",
    background="#11141A",
    sidebar="#181C24",
    surface="#11141A",
    well="#1F2530",
    text="#E7EAF0",
    muted="#A0A9B8",
    grid="#252B36",
    axis="#4B5464",
    rule="#303745",
    accent="#FF5A6B",
    on_accent="#1A0A0D",
    widget="#C6CCD8",
    class_a="#4AA8E8",
    class_b_tint="#F0AE33",
    class_b="#F0AE33",
    layers=("#2BBF93", "#D88ABB", "#F27F3D", "#7CC6F2", "#E5D84A", "#C29E78"),
    lanes=("#E7EAF0", "#FF55E2", "#1B9A94", "#AEEA00"),
    output_layer="#C6CCD8",
    hatch="#7C8798",
    hatch_ground="#1E232D",
    flat="#1C212A",
    functions=("#F27F3D", "#4AA8E8", "#2BBF93", "#D88ABB", "#E5D84A", "#C29E78", "#7CC6F2"),
    heat=("#161B22", "#153E47", "#1E686C", "#3C988D", "#86C8AF", "#E4F5DE"),
    diverging=("#7FD6C4", "#3C988D", "#1B4A50", "#1C2129", "#542A48", "#A9588B", "#EBA6D0"),
    holds="#7FD6C4",
    fails="#EB9FD0",
    depends="#E5C84A",
)


def theme(name: str | None) -> Theme:
    """Return the theme called "dark", for any other name the light one."""
    return DARK if name == "dark" else LIGHT


# Curves of functions --------------------------------------------------------------------------------------------------

DASHES = (  # in px, drawn and blank by turns
    "solid",
    "7px,4px",
    "2px,3px",
    "9px,3px,2px,3px",
    "14px,4px",
    "9px,3px,2px,3px,2px,3px",
    "4px,4px",
    "2px,6px",
    "14px,3px,4px,3px",
)
LANE_DASHES = DASHES[:4]  # of the lanes of a race, in order
_FIRST_DASH = (1, 0, 2, 3, 4, 5, 6)  # of each function colour, so that neighbours differ in dash as well as in colour


@dataclass(frozen=True)
class Stroke:
    """How the curve of one function is drawn: colour, dash in Plotly's notation, and width in px."""

    colour: str
    dash: str
    width: float


def stroke(slot: int, colours: Theme) -> Stroke:
    """Return the line of the function in a slot: 0 is ReLU's ink, then come 63 different pairs of colour and dash."""
    if slot == 0:
        return Stroke(colours.text, "solid", 2.6)
    turn, colour = divmod(slot - 1, len(colours.functions))
    return Stroke(colours.functions[colour], DASHES[(_FIRST_DASH[colour] + turn) % len(DASHES)], 1.9)


# Maps and bands -------------------------------------------------------------------------------------------------------


def colour_scale(colours: tuple[str, ...]) -> list[tuple[float, str]]:
    """Return colours, evenly spaced, as Plotly's colour scale."""
    return [(place / (len(colours) - 1), colour) for place, colour in enumerate(colours)]


def tint(colour: str, opacity: float) -> str:
    """Return a colour ``#RRGGBB`` with an opacity from 0 to 1, as for the band around a median."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def along(colours: tuple[str, ...], place: float) -> str:
    """Return the colour at a place from 0 to 1 along evenly spaced ones, as for the lines of values in order."""
    position = min(max(place, 0.0), 1.0) * (len(colours) - 1)
    first = min(int(position), len(colours) - 2)
    share = position - first
    ends = [[int(colours[first + end][at : at + 2], 16) for at in (1, 3, 5)] for end in (0, 1)]
    return "#" + "".join(f"{round(a + share * (b - a)):02X}" for a, b in zip(*ends, strict=True))


# Text and axes --------------------------------------------------------------------------------------------------------

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", "Helvetica Neue", Arial, sans-serif'
SIZES = {"title": 26, "step": 20, "reading": 16.5, "body": 14, "panel": 13.5, "readout": 12.5, "key": 12, "tick": 11}


def layout(colours: Theme, **more: Any) -> dict[str, Any]:
    """Return the layout that all figures share, with `more` on top."""
    base: dict[str, Any] = {
        "paper_bgcolor": colours.background,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": SIZES["key"], "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.rule,
            "font": {"family": FONT, "size": SIZES["key"], "color": colours.text},
        },
        "showlegend": False,
        "dragmode": "zoom",
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted, "activecolor": colours.text},
    }
    return base | more


def axis(colours: Theme, **more: Any) -> dict[str, Any]:
    """Return an axis with the shared grid, ticks and line, with `more` on top."""
    base: dict[str, Any] = {
        "gridcolor": colours.grid,
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": colours.axis,
        "tickfont": {"size": SIZES["tick"], "color": colours.muted},
        "title": {"font": {"size": SIZES["tick"], "color": colours.muted}, "standoff": 6},
        "ticks": "",
    }
    return base | more


def scene(colours: Theme, names: tuple[str, str, str]) -> dict[str, Any]:
    """Return the three axes of a surface, seen from the same side everywhere."""
    box: dict[str, Any] = {"camera": {"eye": {"x": -1.4, "y": -1.5, "z": 0.9}}, "aspectmode": "cube"}
    for axis_name, text in zip(("xaxis", "yaxis", "zaxis"), names, strict=True):
        box[axis_name] = {
            "title": {"text": text, "font": {"size": SIZES["key"]}},
            "gridcolor": colours.grid,
            "color": colours.muted,
            "backgroundcolor": colours.background,
            "zerolinecolor": colours.axis,
        }
    return box


def panel_title(colours: Theme, title: str, note: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """Return the annotation that heads a panel, left-aligned, its foot at paper coordinates (x, y)."""
    text = f'<b>{title}</b>  <span style="color:{colours.muted}">{note}</span>'
    base: dict[str, Any] = {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": SIZES["panel"]},
    }
    return base | more


def image_config(filename: str) -> dict[str, Any]:
    """Return Plotly's configuration: a short toolbar whose camera saves an SVG of that name."""
    return {
        "displaylogo": False,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "svg", "filename": filename},
    }
