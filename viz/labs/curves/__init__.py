"""What activation functions do to a line of inputs and to a distribution of them: curves, flat zones, moments."""

from viz.labs.curves.examine import WIDE, CurvesResult, FunctionResult, Probe, examine
from viz.labs.curves.inputs import Input, Normal, Uniform
from viz.labs.curves.output import Atom, Histogram, Output, flat_mass, histogram, pass_through
from viz.labs.curves.sampling import Curve, sample

__all__ = [
    "WIDE",
    "Atom",
    "Curve",
    "CurvesResult",
    "FunctionResult",
    "Histogram",
    "Input",
    "Normal",
    "Output",
    "Probe",
    "Uniform",
    "examine",
    "flat_mass",
    "histogram",
    "pass_through",
    "sample",
]
