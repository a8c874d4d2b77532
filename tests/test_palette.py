"""One palette: the theme of the figures, that of the canvas and Streamlit's own say the same colours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from viz.figures.theme import DARK, LIGHT, Theme

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
