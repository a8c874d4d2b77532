"""A canvas with axes on which the reader draws: the script that components with such a canvas begin with."""

from __future__ import annotations

from pathlib import Path

AXES_CANVAS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""Class ``AxesCanvas``, to be extended: its size, its rules, and what stands in its margins."""
