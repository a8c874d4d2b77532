"""Autopsy: the life of one unit over a run, when it died or came back, and what did it."""

from viz.labs.autopsy.change import Change, Samples
from viz.labs.autopsy.comparison import Comparison, Outcome, compare
from viz.labs.autopsy.examination import Autopsy, autopsy

__all__ = ["Autopsy", "Change", "Comparison", "Outcome", "Samples", "autopsy", "compare"]
