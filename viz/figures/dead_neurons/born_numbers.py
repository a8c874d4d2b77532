"""What the experiment on born-dead networks says, in a sentence and in a table beside the published formulas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.figures.dead_neurons.born import ERRORS, along, axes
from viz.figures.html import named, table
from viz.figures.theme import Stroke
from viz.labs.born_dead import BornDeadResult
from viz.spec.numbers import percent

Array = npt.NDArray[np.float64]

ROUNDING = 1e-12


def reading(result: BornDeadResult, against: str) -> str:
    """Return the measured point nearest to one half, what the formulas say there, and how all points agree."""
    p, error = result.probability[0], result.error[0]
    if not np.isfinite(p).any():
        return "The first networks are on their way."
    w, t = map(int, np.unravel_index(int(np.nanargmin(np.abs(p - 0.5))), p.shape))
    width, depth, n = result.spec.widths[w], result.spec.depths[t], int(result.drawn[0, w])
    layers = "one hidden layer" if depth == 1 else f"{depth} hidden layers"
    text = (
        f"Of {n:,} networks with {layers} of {width}, **{_share(p[w, t], error[w, t])}** are born dead under He’s "
        f"initialisation{_formula(result, w, t)}"
    )
    if len(result.spec.initialisers) > 1 and np.isfinite(result.probability[1][w, t]):
        text += f"; under the asymmetric one **{_share(result.probability[1][w, t], result.error[1][w, t])}**"
    return f"{text}. {agreement(result)}"


def agreement(result: BornDeadResult) -> str:
    """Return how many of the measured points agree with the formulas within two standard errors.

    The errors are those that a formula itself leads to expect: the measured one is 0 where none or all were dead.
    """
    p, drawn = result.probability[0], np.maximum(result.drawn[0][:, np.newaxis], 1)
    known = np.isfinite(p)

    def slack(q: Array) -> Array:
        return ERRORS * np.sqrt(q * (1 - q) / drawn) + ROUNDING

    above, below = p > result.upper + slack(result.upper), np.zeros_like(known)
    if result.spec.where == "point":
        below, what = (
            p < result.upper - slack(result.upper),
            "on the exact line within two standard errors; 95 % should",
        )
    elif result.lower is None:
        what = "below the upper bound, within two standard errors"
    else:
        below = p < result.lower - slack(result.lower)
        what = "between the two bounds of Lu et al., within two standard errors"
    count, total = int((known & ~above & ~below).sum()), int(known.sum())
    return f"{'All' if count == total else f'{count} of'} {total} points lie {what}."


def numbers(result: BornDeadResult, lines: list[Stroke], against: str) -> str:
    """Return one row for every line: what is measured and what the formulas say at up to five places."""
    places, names = axes(result, against)
    chosen = np.unique(np.linspace(0, len(places) - 1, min(5, len(places))).round().astype(int))
    p, error, upper = along(result.probability, against), along(result.error, against), along(result.upper, against)
    lower = None if result.lower is None else along(result.lower, against)
    unit = "layer" if against == "depth" else "unit"
    rows = []
    for number, name in enumerate(names):
        labels = ["measured", "formula" if lower is None else "bounds", "asymmetric"][: 1 + len(p)]
        cells = []
        for place in chosen:
            formula = percent(upper[number, place])
            formula = formula if lower is None else f"{percent(lower[number, place])} to {formula}"
            he, *asymmetric = (_share(p[i, number, place], error[i, number, place]) for i in range(len(p)))
            cells.append("<br>".join([f"<b>{he}</b>", formula, *asymmetric]))
        rows.append([named(lines[number], name), "<br>".join(labels), *cells])
    heads = ["", "", *(f"{places[i]:.0f} {unit}{'s' if places[i] != 1 else ''}" for i in chosen)]
    return table(heads, rows, right=range(2, len(heads)))


def _formula(result: BornDeadResult, w: int, t: int) -> str:
    if result.spec.where == "point":
        return f", where the formula says {100 * result.upper[w, t]:.1f} %"
    if result.lower is None:
        return f", where the upper bound of Lu et al. is {100 * result.upper[w, t]:.1f} %"
    return f", where the bounds of Lu et al. are {100 * result.lower[w, t]:.1f} % and {100 * result.upper[w, t]:.1f} %"


def _share(p: float, error: float) -> str:
    if not np.isfinite(p):
        return "–"
    return percent(p) if 100 * error < 0.05 else f"{100 * p:.1f} ± {100 * error:.1f} %"
