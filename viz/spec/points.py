"""Points drawn on the plane as a short text: five characters a point, two for x₁, two for x₂ and one for the class."""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
STEP = 0.01  # of a coordinate
MAX_POINTS = 600
SIZE = 5  # characters a point
LOW, HIGH = -4.0, 4.0  # of the picture, as in the other data sets on the plane

Point = tuple[float, float, int]


def read_points(text: str) -> tuple[Point, ...]:
    """Return (x₁, x₂, class) of every point; ValueError says what is wrong."""
    if len(text) % SIZE or len(text) > SIZE * MAX_POINTS:
        raise ValueError(f"{len(text)} characters: every point has {SIZE}, and there are up to {MAX_POINTS} points")
    return tuple(_point(text[start : start + SIZE], start // SIZE + 1) for start in range(0, len(text), SIZE))


def canonical_points(text: str) -> str:
    """Return the one text of points; ValueError as :func:`read_points`."""
    return write_points(read_points(text))


def write_points(points: Sequence[Point]) -> str:
    """Return the text of points; coordinates are rounded to `STEP` and kept within the picture."""
    return "".join(_pair(x) + _pair(y) + DIGITS[kind] for x, y, kind in points)


def _point(text: str, number: int) -> Point:
    places = [DIGITS.find(character) for character in text]
    x, y, kind = 36 * places[0] + places[1], 36 * places[2] + places[3], places[4]
    most = round((HIGH - LOW) / STEP)
    if min(places) < 0 or max(x, y) > most or kind > 1:
        raise ValueError(f"point {number}, {text!r}, is none: expected two coordinates and the class 0 or 1")
    return round(LOW + x * STEP, 2), round(LOW + y * STEP, 2), kind


def _pair(coordinate: float) -> str:
    step = round((min(HIGH, max(LOW, coordinate)) - LOW) / STEP)
    return DIGITS[step // 36] + DIGITS[step % 36]


# Two bent clouds, to begin with: what opens when somebody chooses to draw.
FIRST_POINTS = write_points(
    [
        *((-2.6, 1.2, 0), (-2.1, 1.9, 0), (-1.4, 2.2, 0), (-0.6, 2.1, 0), (0.1, 1.7, 0), (0.6, 1.0, 0)),
        *((-3.0, 0.4, 0), (0.9, 0.2, 0), (-1.8, 1.4, 0), (-0.2, 1.2, 0), (-2.4, 0.3, 0), (0.3, 0.4, 0)),
        *((-0.9, -0.2, 1), (-0.6, -1.0, 1), (0.0, -1.7, 1), (0.8, -2.1, 1), (1.6, -2.0, 1), (2.3, -1.5, 1)),
        *((2.7, -0.7, 1), (2.9, 0.1, 1), (-0.3, -0.4, 1), (0.4, -1.2, 1), (1.5, -1.4, 1), (2.1, -0.6, 1)),
    ]
)
