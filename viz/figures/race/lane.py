"""Lanes as they are called and coloured everywhere: A to D."""

from __future__ import annotations

from viz.figures.theme import Theme

LETTERS = "ABCD"


def lane_colour(place: int, colours: Theme) -> str:
    """Return the colour of the lane at a place, counted from 0."""
    return colours.lanes[place]


def lane_style(colours: Theme) -> str:
    """Return a style sheet that names the colours of the lanes ``--lane-a`` to ``--lane-d``."""
    named = (f"--lane-{letter.lower()}:{lane_colour(place, colours)}" for place, letter in enumerate(LETTERS))
    return f"<style>.stApp{{{';'.join(named)}}}</style>"


def lane_mark(letter: str, colours: Theme) -> str:
    """Return the letter of a lane in its colour."""
    colour = lane_colour(LETTERS.index(letter), colours)
    return f'<b class="lane" style="color:{colour}">{letter}</b>'
