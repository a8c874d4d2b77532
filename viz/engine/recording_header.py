"""The part of a recording that does not change from frame to frame: what was run, the axes, the data, the curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from viz.engine.initialisers import INITIALISERS
from viz.engine.normalisation import NORMALISATIONS
from viz.engine.optimisers import OPTIMISERS
from viz.engine.overflow import Overflow
from viz.engine.probes import GRADIENT_LOG10_EDGES, PRE_ACTIVATION_EDGES
from viz.engine.setup import Population

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

CURVE_POINTS = 513  # M: f and f′ over the pre-activation histogram


def header(
    spec: Spec, population: Population, batches_per_epoch: int, overflows: Sequence[Overflow | None], complete: bool
) -> dict[str, Any]:
    """Return the header of a population's recording; the spec is its first member's."""
    network, info = population.network, population.datasets[0].info
    return {
        "spec": {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(spec).items()},
        "query": spec.to_query(),
        "task": info.task,
        "score": "r2" if info.task == "regression" else "accuracy",
        "dataset": info.label,
        "class_names": list(info.class_names),
        "input_names": list(info.input_names),
        "target_name": info.target_name,
        "domain": [list(interval) for interval in info.domain],
        "target_range": list(info.target_range),
        "initialiser_label": INITIALISERS[spec.initialiser].label,
        "normalisation_label": NORMALISATIONS[network.normalisation] if network.gains else "",
        "skips": sum(network.skips),
        "optimiser_label": OPTIMISERS[spec.optimiser].label,
        "planned_frames": min(spec.steps, spec.frames) + 1,
        "planned_steps": spec.steps,
        "batches_per_epoch": batches_per_epoch,
        "loss": network.loss.name,
        "loss_label": network.loss.label,
        "layers": [
            {
                "label": f"Layer {number}",
                "units": units,
                "activation": activation.name,
                "activation_label": activation.label,
                "hidden": True,
            }
            for number, (units, activation) in enumerate(
                zip(network.sizes[1:-1], network.activations, strict=True), start=1
            )
        ]
        + [
            {
                "label": "Output",
                "units": network.sizes[-1],
                "activation": "identity",
                "activation_label": "linear",
                "hidden": False,
            }
        ],
        "gradient_log10_edges": GRADIENT_LOG10_EDGES.tolist(),
        "preactivation_edges": PRE_ACTIVATION_EDGES.tolist(),
        "epsilon": spec.epsilon,
        "overflows": [overflow and overflow.to_json() for overflow in overflows],
        "stopped": _ended_by(overflows),
        "complete": complete,
    }


def _ended_by(overflows: Sequence[Overflow | None]) -> dict[str, Any] | None:
    """Return the overflow that ended the run, the last one of all; None while any member is finite."""
    found = [overflow for overflow in overflows if overflow is not None]
    if len(found) < len(overflows):
        return None
    return max(found, key=lambda overflow: overflow.step).to_json()


@np.errstate(all="ignore")
def static_arrays(population: Population) -> dict[str, Any]:
    """Return the data (P, N, D) and (P, N), and f and f′ of every layer (P, M) over the pre-activation histogram."""
    network, datasets = population.network, population.datasets
    z = np.linspace(PRE_ACTIVATION_EDGES[0], PRE_ACTIVATION_EDGES[-1], CURVE_POINTS)
    points = np.broadcast_to(z, (network.population, 1, CURVE_POINTS)).copy()
    values, slopes = [], []
    for activation, parameters in zip(network.activations, network.activation_parameters, strict=True):
        value, slope = np.empty_like(points), np.empty_like(points)
        activation.value_kernel(points, value, *parameters)
        activation.derivative_kernel(points, slope, *parameters)
        values.append(value[:, 0])
        slopes.append(slope[:, 0])
    return {
        "x_train": population.x_train,
        "y_train": np.stack([dataset.y_train for dataset in datasets]),
        "x_test": population.x_test,
        "y_test": np.stack([dataset.y_test for dataset in datasets]),
        "slope": [*slopes, np.ones_like(points[:, 0])],
        "activation_curve": [*values, points[:, 0]],
    }
