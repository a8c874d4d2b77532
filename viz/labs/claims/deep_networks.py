"""Deep networks: how much of the gradient arrives at the first layer, and how far that layer moves in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import get
from viz.engine.training import Training
from viz.labs.gradient_flow import at_initialisation, weight_deviation
from viz.spec.claims import Conditions
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import LayersSpec
from viz.theory import mean_field

Array = npt.NDArray[np.float64]

WIDTH, STEPS = 32, 100
DEPTHS = (2, 5, 10, 20)
SHALLOW, DEEP = DEPTHS[0], DEPTHS[-1]
INITIALISATIONS = {  # label -> initialiser and scale
    "He": ("he_normal", 1.0),
    "Glorot": ("glorot_uniform", 1.0),
    "small": ("glorot_uniform", 0.5),
}


@dataclass(frozen=True, eq=False)
class Setting:
    """S networks of each depth with one function and initialisation.

    slope : χ₁, and with it the gradient's factor √χ₁ a layer.
    layers : (S, DEEP), rms of ‖∂ℓ/∂z‖ in every layer of the deepest network at initialisation, as a share of that in
        its last hidden layer.
    left : (S, len(DEPTHS)), that share in the first layer, by depth.
    movement : (S, 2), ‖W_T − W_0‖ / ‖W_0‖ of the first layer's weights after training: SHALLOW, DEEP.
    """

    function: str
    initialisation: str
    slope: float
    layers: Array
    left: Array
    movement: Array

    @property
    def label(self) -> str:
        """What it is called."""
        return f"{get(self.function).label}, {self.initialisation}"

    @property
    def moved(self) -> Array:
        """How far the first layer of the deepest network moves, as a share of that of the shallow one, (S,)."""
        return np.asarray(self.movement[:, 1] / self.movement[:, 0])


Found = tuple[Setting, ...]


def measure(conditions: Conditions, functions: tuple[str, ...], residual: bool = False) -> Found:
    """Measure networks of every function and initialisation, at initialisation and in training."""
    return tuple(setting for function in functions for setting in _settings(function, residual, conditions))


def _settings(function: str, residual: bool, conditions: Conditions) -> list[Setting]:
    networks = {
        label: [networks_of(function, label, depth, residual, conditions) for depth in DEPTHS]
        for label in INITIALISATIONS
    }
    movement = np.stack([_movement([depths[place] for depths in networks.values()]) for place in (0, -1)], axis=2)
    return [_setting(label, depths, moved) for (label, depths), moved in zip(networks.items(), movement, strict=True)]


def networks_of(function: str, initialisation: str, depth: int, residual: bool, conditions: Conditions) -> LayersSpec:
    """Return the networks of one depth, with every seed."""
    initialiser, scale = INITIALISATIONS[initialisation]
    spec = DeepSpec(
        activation=function,
        hidden=(WIDTH,) * depth,
        initialiser=initialiser,
        init_scale=scale,
        residual=residual,
        samples=100,
        steps=conditions.sized(STEPS),
        seed=conditions.first,
    )
    return LayersSpec(spec, conditions.seeds)


def _setting(initialisation: str, depths: list[LayersSpec], movement: Array) -> Setting:
    sensitivity = [at_initialisation(networks).profile.sensitivity[:, :-1] for networks in depths]  # without the output
    shares = [layers / layers[:, -1:] for layers in sensitivity]
    spec = depths[-1].spec
    left = np.stack([layers[:, 0] for layers in shares], axis=1)
    return Setting(spec.activation, initialisation, _slope(spec), shares[-1], left, movement)


def _movement(initialisations: list[LayersSpec]) -> Array:
    """Train networks that differ in their initialisation, and return how far the first layer moves, (I, S)."""
    training = Training(*(run for networks in initialisations for run in networks.runs()))
    weights = training.network.weights[0]
    start = weights.copy()
    training.advance(initialisations[0].spec.steps)
    moved = np.linalg.norm(weights - start, axis=(1, 2)) / np.linalg.norm(start, axis=(1, 2))
    return np.asarray(moved.reshape(len(initialisations), -1))


def _slope(spec: DeepSpec) -> float:
    """Return χ₁, NaN where mean-field theory has none."""
    deviation = weight_deviation(spec)
    return np.nan if deviation is None else mean_field(spec.layers[0], deviation, spec.init_bias_deviation).slope
