"""How variance and gradient pass through deep networks, at initialisation and in training, beside mean-field theory."""

from viz.labs.gradient_flow.initial import InitialResult, at_initialisation
from viz.labs.gradient_flow.prediction import BAND, Prediction, he_condition, weight_deviation
from viz.labs.gradient_flow.profile import Profile, quantiles
from viz.labs.gradient_flow.training import FlowRuns, flow_runs

__all__ = [
    "BAND",
    "FlowRuns",
    "InitialResult",
    "Prediction",
    "Profile",
    "at_initialisation",
    "flow_runs",
    "he_condition",
    "quantiles",
    "weight_deviation",
]
