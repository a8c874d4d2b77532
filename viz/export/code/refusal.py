"""What can't be exported to which framework, in one sentence each."""

from __future__ import annotations

from itertools import pairwise

from viz.activations import Activation
from viz.activations.base import FrameworkName
from viz.engine.optimisers import OPTIMISERS
from viz.engine.unit_activations import MixedLayer, functions_of
from viz.spec.experiment import ExperimentSpec

LABELS: dict[FrameworkName, str] = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX", "keras": "Keras"}


def refusal(framework: FrameworkName, spec: ExperimentSpec) -> str | None:
    """Return why a run can't be a script in a framework, None if it can; costs next to nothing."""
    label = LABELS[framework]
    if framework == "keras" and spec.earlier:
        return (
            "A run that was forked is exported to NumPy, PyTorch and JAX: Keras compiles a model once, for one setting."
        )
    for activation in _activations(spec):
        if framework not in activation.templates:
            return f"A formula of your own is written for NumPy, PyTorch and JAX, not for {label}: {activation.label}."
    if framework == "torch" and _gains_momentum(spec):
        return (
            f"PyTorch keeps no velocity while the momentum is 0, so {OPTIMISERS[spec.optimiser].label} can't be given "
            "some in the middle of a run."
        )
    return None


def _activations(spec: ExperimentSpec) -> set[Activation]:
    layers = [layer for stage in spec.stages for layer in functions_of(stage.spec)]
    return {unit for layer in layers for unit in (layer.units if isinstance(layer, MixedLayer) else (layer,))}


def _gains_momentum(spec: ExperimentSpec) -> bool:
    """Return whether a fork changes momentum from 0 and keeps the optimiser that has it."""
    stages = [stage.spec for stage in spec.stages]
    return any(
        before.optimiser == after.optimiser in ("momentum", "nesterov") and before.momentum == 0.0 < after.momentum
        for before, after in pairwise(stages)
    )
