"""Closed forms and quadratures that labs hold their measurements against; one concept a file."""

from viz.theory.born_dead import born_dead_lower, born_dead_one_input
from viz.theory.mean_field import MeanField, MeanFieldMap, mean_field, mean_field_map, variance_map
from viz.theory.phase import critical_weight_deviation
from viz.theory.regions import regions_bound
from viz.theory.stepped_sigmoids import stepped_sigmoids
from viz.theory.variance import variance_factor
from viz.theory.variance_table import NoMeanField

__all__ = [
    "MeanField",
    "MeanFieldMap",
    "NoMeanField",
    "born_dead_lower",
    "born_dead_one_input",
    "critical_weight_deviation",
    "mean_field",
    "mean_field_map",
    "regions_bound",
    "stepped_sigmoids",
    "variance_factor",
    "variance_map",
]
