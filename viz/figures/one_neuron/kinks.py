"""What the canvas of kinks is given, and the sentence that says what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from viz.figures.theme import Theme
from viz.labs.kinks import FitResult, Pieces, curve, grid
from viz.spec.kinks import HIGH, LOW, Target, Units
from viz.spec.numbers import number, short


def canvas_data(fit: FitResult, target: Target, colours: Theme) -> dict[str, Any]:
    """Return the plot as numbers and colours: the target and the units at every moment of a fit (or only now)."""
    x = grid()
    values = curve(target, x)
    low, high = min(-2.0, float(np.floor(values.min()))), max(2.0, float(np.ceil(values.max())))
    return {
        "x": [LOW, HIGH],
        "y": [low - 0.5, high + 0.5],
        "target": {"label": target.label, "x": x.tolist(), "y": np.round(values, 6).tolist()},
        "fit": {
            "steps": fit.steps.tolist(),
            "slopes": np.round(fit.slopes, 5).tolist(),
            "biases": np.round(fit.biases, 5).tolist(),
            "heights": np.round(fit.heights, 5).tolist(),
            "offsets": np.round(fit.offsets, 5).tolist(),
        },
        "colours": {
            "text": colours.text,
            "muted": colours.muted,
            "grid": colours.grid,
            "axis": colours.axis,
            "ground": colours.surface,
            "target": colours.muted,
            "units": list(colours.functions),
        },
    }


def kinks_reading(units: Units, pieces: Pieces, error: float, target: Target, fit: FitResult | None) -> str:
    """Return one or two sentences in Markdown: how many pieces and why not more, and how far from the target."""
    window = f"on {short(LOW)} ≤ x ≤ {short(HIGH)}"
    count = f"{len(units)} {'unit makes' if len(units) == 1 else 'units make'}"
    text = f"**{count} {pieces.count} straight {'piece' if pieces.count == 1 else 'pieces'}** {window}"
    text += f"{_missing(pieces)}."
    if fit is None:
        return f"{text} The sum is off {target.label} by **{number(error)}** (RMS)."
    steps, before, after = int(fit.steps[-1]), float(fit.rms[0]), float(fit.rms[-1])
    text = f"After {steps:,} {'step' if steps == 1 else 'steps'}, {text}"
    if fit.overflow is not None:
        seen = f"by step {fit.overflow:,} its numbers were too large; a lower learning rate may help"
        return f"{text} **The training overflowed**: {seen}."
    verb = "fell" if after < before else "rose"
    return f"{text} The error {verb} from {number(before)} to **{number(after)}** (RMS, against {target.label})."


def _missing(pieces: Pieces) -> str:
    """Return why there are fewer pieces than one more than units, in words."""
    reasons = []
    if pieces.outside:
        reasons.append(f"{pieces.outside} {'kink lies' if pieces.outside == 1 else 'kinks lie'} outside")
    if pieces.flat:
        reasons.append(f"{pieces.flat} {'unit is' if pieces.flat == 1 else 'units are'} flat")
    if pieces.together:
        reasons.append(f"{pieces.together} {'coincides' if pieces.together == 1 else 'coincide'} with another")
    if pieces.cancelled:
        reasons.append(f"at {pieces.cancelled} {'place' if pieces.cancelled == 1 else 'places'} they cancel")
    return f" ({', '.join(reasons)})" if reasons else ""
