"""Strokes tell functions apart, and text can be read."""

from __future__ import annotations

import pytest

from viz.figures.theme import DARK, LIGHT, Theme, along, stroke, theme
from viz.spec.curves import MAX_CURVES

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.name)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_every_function_has_a_line_of_its_own(colours: Theme) -> None:
    lines = [stroke(slot, colours) for slot in range(MAX_CURVES + 1)]
    assert len({(line.colour, line.dash) for line in lines}) == len(lines)


@THEMES
def test_neighbours_differ_in_colour_and_in_dash(colours: Theme) -> None:
    for slot in range(MAX_CURVES):
        one, other = stroke(slot, colours), stroke(slot + 1, colours)
        assert one.colour != other.colour
        assert one.dash != other.dash or slot == 0 or (slot - 1) % len(colours.functions) == 6


def test_relu_is_ink() -> None:
    assert (stroke(0, LIGHT).colour, stroke(0, LIGHT).dash) == (LIGHT.text, "solid")


@THEMES
def test_text_and_marks_stand_out(colours: Theme) -> None:
    for ground in (colours.background, colours.sidebar, colours.flat):
        assert contrast(colours.text, ground) >= 10
        assert contrast(colours.muted, ground) >= 5.1
    assert contrast(colours.on_accent, colours.accent) >= 5.1
    for mark in (*colours.functions, *colours.layers, colours.class_a, colours.class_b):
        assert contrast(mark, colours.background) >= 2.9


def test_anything_but_dark_is_light() -> None:
    assert (theme("dark"), theme("light"), theme(None)) == (DARK, LIGHT, LIGHT)


@THEMES
def test_a_ramp_goes_through_its_colours(colours: Theme) -> None:
    steps = len(colours.heat) - 1
    assert tuple(along(colours.heat, place / steps) for place in range(steps + 1)) == colours.heat
    assert along(("#000000", "#FF8000"), 0.25) == "#402000"
    assert along(colours.heat, 7.0) == colours.heat[-1]
