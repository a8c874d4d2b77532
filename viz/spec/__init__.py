"""What is shown, as frozen settings: one codec to and from a link."""

from viz.spec.activation_text import read_activation, write_activation
from viz.spec.codec import Settings, unknown_keys
from viz.spec.curves import CurvesSpec
from viz.spec.experiment import ExperimentSpec
from viz.spec.player_view import PlayerView
from viz.spec.presets import PRESETS, Preset

__all__ = [
    "PRESETS",
    "CurvesSpec",
    "ExperimentSpec",
    "PlayerView",
    "Preset",
    "Settings",
    "read_activation",
    "unknown_keys",
    "write_activation",
]
