"""One palette: the theme of the figures, that of the canvas and Streamlit's own say the same colours."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.figures.theme import DARK, LANE_DASHES, LIGHT, Theme

ROOT = Path(__file__).resolve().parents[1]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)

STREAMLIT = {
    "primaryColor": "widget",
    "backgroundColor": "background",
    "secondaryBackgroundColor": "well",
    "textColor": "text",
    "borderColor": "rule",
    "dataframeBorderColor": "grid",
    "linkColor": "class_a",
    "codeBackgroundColor": "sidebar",
}
CANVAS = {
    "background": "background",
    "well": "well",
    "text": "text",
    "muted": "muted",
    "grid": "grid",
    "axis": "axis",
    "rule": "rule",
    "accent": "accent",
    "onAccent": "on_accent",
    "output": "output_layer",
    "hatch": "hatch",
    "hatchGround": "hatch_ground",
    "flat": "flat",
}


@THEMES
def test_streamlit_has_the_colours_of_the_figures(theme: Theme) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme.name]
    assert {key: config[key] for key in STREAMLIT} == {key: getattr(theme, name) for key, name in STREAMLIT.items()}
    assert config["chartCategoricalColors"] == [theme.text, *theme.functions]
    assert config["sidebar"]["backgroundColor"] == theme.sidebar
    assert config["sidebar"]["borderColor"] == theme.rule


@THEMES
def test_canvas_has_the_colours_of_the_figures(theme: Theme) -> None:
    source = (ROOT / "viz" / "player" / "theme.js").read_text(encoding="utf-8")
    tokens = source.split(f"\n  {theme.name}: {{", maxsplit=1)[1].split("\n  },", maxsplit=1)[0]
    single = dict(re.findall(r'(\w+): "(#\w{6})"', tokens))
    assert {key: single[key] for key in CANVAS} == {key: getattr(theme, name) for key, name in CANVAS.items()}
    layers = re.findall(r"#\w{6}", re.findall(r"layers: \[(.*?)\]", tokens)[0])
    assert tuple(layers) == theme.layers
    lanes = re.findall(r"#\w{6}", re.findall(r"lanes: \[(.*?)\]", tokens)[0])
    assert tuple(lanes) == theme.lanes
    heat = re.findall(r"#\w{6}", re.findall(r"heat: \[(.*?)\]", tokens)[0])
    assert tuple(heat) == theme.heat


def test_canvas_has_the_dashes_of_the_figures() -> None:
    source = (ROOT / "viz" / "player" / "race" / "lanes.js").read_text(encoding="utf-8")
    dashes = re.findall(r"\[([\d, ]*)\]", re.findall(r"LANE_DASHES = \[(.*)\];", source)[0])
    written = tuple(",".join(f"{length}px" for length in re.findall(r"\d+", dash)) or "solid" for dash in dashes)
    assert written == LANE_DASHES


@THEMES
def test_no_lane_looks_like_a_class_or_like_another_lane(theme: Theme) -> None:
    assert theme.lanes[0] == theme.text
    for place, lane in enumerate(theme.lanes):
        assert contrast(lane, theme.background) > 3.8
        others = [*theme.lanes[:place], theme.class_a, theme.class_b, theme.class_b_tint, theme.accent]
        assert min(distance(lane, other) for other in others) > 0.12


@THEMES
def test_verdicts_can_be_read_and_told_apart(theme: Theme) -> None:
    verdicts = (theme.holds, theme.fails, theme.depends)
    for colour in verdicts:
        assert min(contrast(colour, ground) for ground in (theme.background, theme.well)) > 4.5  # small text, WCAG AA
        assert distance(colour, theme.accent) > 0.12  # which means "now"
    assert min(distance(*pair) for pair in combinations(verdicts, 2)) > 0.12


def linear(colour: str) -> NDArray[np.float64]:
    shares = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2.1, from 1 to 21."""
    low, high = sorted(float(linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str) -> float:
    """Return how different two colours look: their distance in OKLab (Ottosson 2020), black to white being 1."""
    cones = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
    lab = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])
    first, second = (lab @ np.cbrt(cones @ linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


# Classes --------------------------------------------------------------------------------------------------------------

CLASSES = 10
SEEN = {  # Machado, Oliveira and Fernandes 2009, severity 1: what is left of linear light
    "anybody": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def class_colours(theme: Theme) -> list[str]:
    """Return what points have on the plain ground: the marks in the light, the classes in the dark."""
    source = (ROOT / "viz" / "player" / "theme.js").read_text(encoding="utf-8")
    tokens = source.split(f"\n  {theme.name}: {{", maxsplit=1)[1].split("\n  },", maxsplit=1)[0]
    key = "marks" if theme.name == "light" else "classes"
    return re.findall(r"#\w{6}", re.findall(rf"{key}: \[(.*?)\]", tokens, re.DOTALL)[0])


def seen(colour: str, eyes: str) -> str:
    """Return what `eyes` make of a colour, again as a colour."""
    light = (SEEN[eyes] @ linear(colour)).clip(0, 1)
    shares = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * share):02X}" for share in shares)


@THEMES
def test_ten_classes_stand_out_from_the_ground(theme: Theme) -> None:
    colours = class_colours(theme)
    assert len(colours) == CLASSES
    # WCAG asks 3 of graphics, here to a rounding.
    assert min(contrast(colour, theme.background) for colour in colours) > 2.95


@THEMES
@pytest.mark.parametrize("eyes", SEEN)
def test_classes_differ_in_colour_or_in_shape(theme: Theme, eyes: str) -> None:
    colours = [seen(colour, eyes) for colour in class_colours(theme)]
    apart = sorted(distance(one, other) for one, other in combinations(colours, 2))
    assert distance(*colours[:2]) > 0.15  # the first two share a shape, so anybody must tell their colours apart
    # For some eyes one or two pairs come close, blue and violet above all: their shapes are different.
    assert apart[0 if eyes == "anybody" else 2] > (0.1 if eyes == "anybody" else 0.05)
    source = (ROOT / "viz" / "player" / "symbols.js").read_text(encoding="utf-8")
    shapes = re.findall(r"^  \[(.+), [\d.]+\],$", source.split("const SYMBOLS = [")[1].split("];")[0], re.MULTILINE)
    assert len(shapes) == CLASSES
    assert len(set(shapes[1:])) == CLASSES - 1
