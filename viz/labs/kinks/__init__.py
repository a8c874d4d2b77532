"""A function built from kinks: ReLU units on one input, their sum, the pieces that it has, and how well it can fit."""

from viz.labs.kinks.errors import ErrorsResult, errors
from viz.labs.kinks.fit import FitResult, fit, units_of
from viz.labs.kinks.pieces import Pieces, count_pieces, total
from viz.labs.kinks.targets import curve, grid, rms

__all__ = [
    "ErrorsResult",
    "FitResult",
    "Pieces",
    "count_pieces",
    "curve",
    "errors",
    "fit",
    "grid",
    "rms",
    "total",
    "units_of",
]
