"""Presets: experiments that show something at once, each with the sentence that says what to look for.

Seeds and settings were chosen by running them; tests/unit/spec/test_presets.py holds every sentence to its run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from viz.spec.experiment import ExperimentSpec


@dataclass(frozen=True)
class Preset:
    """A named experiment."""

    name: str
    label: str
    look_for: str
    spec: ExperimentSpec


_DYING = ExperimentSpec(learning_rate=1.5, steps=3000, seed=18)

_ALL = (
    Preset(
        "healthy",
        "A healthy network",
        "The boundary closes around the disc within a few hundred steps. One unit of layer 2 is born dead and soon "
        "revives; all others stay alive from start to end.",
        ExperimentSpec(),
    ),
    Preset(
        "dying",
        "Dying ReLU: rate too high",
        "Six of the eight units of layer 1 die within 700 steps and none comes back. Accuracy had reached 100 %; it "
        "ends below 80 %.",
        _DYING,
    ),
    Preset(
        "leaky",
        "Leaky rescue: the same rate",
        "The run in which ReLU dies, seed and all, with a slope of 0.01 for z < 0: not one unit is ever dead, and "
        "accuracy stays at 100 %.",
        replace(_DYING, activation="leaky_relu"),
    ),
    Preset(
        "born-dead",
        "Born dead: biases at −3",
        "All of layer 2 is dead from the first step, so every weight of the network has a gradient of exactly 0 and "
        "only the output's bias ever moves.",
        ExperimentSpec(init_bias=-3.0, steps=3000, seed=1),
    ),
    Preset(
        "vanishing",
        "Sigmoid × 8 layers: vanishing",
        "At the start the first layer's gradient is some 70,000 times smaller than the output's: each layer on the way "
        "back multiplies it by σ′ ≤ ¼. Nothing is learned.",
        ExperimentSpec(activation="sigmoid", hidden=(8,) * 8, initialiser="glorot_normal", steps=3000),
    ),
    Preset(
        "zeros",
        "Zero initialisation never learns",
        "With all weights at 0 every unit is dead and no weight ever moves: the loss stays at ln 2 ≈ 0.693, that of "
        "a coin.",
        ExperimentSpec(initialiser="zeros", steps=1000),
    ),
    Preset(
        "line",
        "No activation: a straight line",
        "Three hidden layers without an activation draw what one layer would: a straight line, which leaves one point "
        "in ten on the wrong side.",
        ExperimentSpec(dataset="moons", activation="identity", hidden=(8, 8, 8), learning_rate=0.03, steps=2000),
    ),
    Preset(
        "overflow",
        "Overflow: numbers run out",
        "At this rate each step overshoots by more than the last: tanh saturates, the output's weights grow without "
        "bound, and at step 352 the loss is too large for a number. The run stops there and keeps its frames.",
        ExperimentSpec(dataset="sine", activation="tanh", learning_rate=0.4, steps=400, frames=400, seed=1),
    ),
    Preset(
        "folds",
        "A curve from eight folds",
        "Each ReLU unit adds one fold to the line; eight of them bend it along one and a half periods of a sine.",
        ExperimentSpec(dataset="sine", hidden=(8,), learning_rate=0.05, seed=1),
    ),
    Preset(
        "iris",
        "Three species of iris",
        "Real data with three classes: setosa parts at once, versicolor and virginica overlap.",
        ExperimentSpec(dataset="iris", noise=0.0, steps=3000, seed=2),
    ),
    Preset(
        "digits",
        "Handwritten digits",
        "Real images, 64 pixels each, and one layer of 32 units: after two passes over the data nine in ten test "
        "images are told right, after ten 96 %. What is still mistaken stands off the diagonal of the matrix.",
        ExperimentSpec(dataset="digits", noise=0.0, samples=1797, hidden=(32,), batch_size=32, steps=370, frames=100),
    ),
)

PRESETS = {preset.name: preset for preset in _ALL}
