"""Dying units: what share of them dies from which cause, where on a map of two causes, and what helps."""

from viz.labs.dead_neurons.census import DEFINITIONS, SATURATED_SHARE
from viz.labs.dead_neurons.cohorts import Cohorts, cohorts, mean
from viz.labs.dead_neurons.dead_map import DeadMap, dead_map
from viz.labs.dead_neurons.standing import Standing, standings

__all__ = [
    "DEFINITIONS",
    "SATURATED_SHARE",
    "Cohorts",
    "DeadMap",
    "Standing",
    "cohorts",
    "dead_map",
    "mean",
    "standings",
]
