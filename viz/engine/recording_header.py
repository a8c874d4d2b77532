"""The part of a recording that does not change from frame to frame: what was run, the axes, the data, the curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.features import feature_labels
from viz.engine.initialisers import INITIALISERS
from viz.engine.normalisation import NORMALISATIONS
from viz.engine.optimisers import OPTIMISERS
from viz.engine.overflow import Overflow
from viz.engine.probes import GRADIENT_LOG10_EDGES, PRE_ACTIVATION_EDGES
from viz.engine.setup import Population, hidden_activations
from viz.engine.stages import PopulationStage
from viz.engine.stopping import Stop
from viz.engine.unit_activations import LayerFunction, MixedLayer, main_function, stacked_parameters

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

_NO_IMAGES = np.empty(0, dtype=np.uint8)
CURVE_POINTS = 513  # M: f and f′ over the pre-activation histogram


def header(
    spec: Spec,
    stages: Sequence[PopulationStage],
    population: Population,
    batches_per_epoch: int,
    overflows: Sequence[Overflow | None],
    stops: Sequence[Stop | None],
    complete: bool,
) -> dict[str, Any]:
    """Return the header of a population's recording; the spec is its first member's."""
    network, dataset = population.network, population.datasets[0]
    info, projection = dataset.info, dataset.projection
    by_stage = [[main_function(layer[0]).label for layer in hidden_activations(stage.specs[:1])] for stage in stages]
    return {
        "spec": {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(spec).items()},
        "query": spec.to_query(),
        "task": info.task,
        "score": "r2" if info.task == "regression" else "accuracy",
        "dataset": info.label,
        "class_names": list(info.class_names),
        "inputs": info.inputs,
        "input_names": list(info.input_names),
        "feature_names": feature_labels(population.features, info.input_names),
        "projection": projection and {"method": "PCA", "explained": list(projection.explained)},
        "target_name": info.target_name,
        "domain": [list(interval) for interval in dataset.domain],
        "target_range": list(info.target_range),
        "initialiser_label": INITIALISERS[spec.initialiser].label,
        "normalisation_label": NORMALISATIONS[network.normalisation] if network.gains else "",
        "skips": sum(network.skips),
        "optimiser_label": OPTIMISERS[spec.optimiser].label,
        "planned_frames": min(spec.steps, spec.frames) + 1,
        "planned_steps": spec.steps,
        "stages": [stage.start for stage in stages],
        "batches_per_epoch": batches_per_epoch,
        "loss": network.loss.name,
        "loss_label": network.loss.label,
        "layers": [
            {
                "label": f"Layer {number}",
                "units": units,
                "activation": main_function(function).name,
                "activation_label": " → ".join(label for label, _ in groupby(labels)),
                "hidden": True,
                **({"unit_activations": function.unit_labels} if isinstance(function, MixedLayer) else {}),
            }
            for number, (units, function, labels) in enumerate(
                zip(network.sizes[1:-1], network.activations, zip(*by_stage, strict=True), strict=True), start=1
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
        "stops": [stop and stop.to_json() for stop in stops],
        "stopped": _ended_by(overflows, stops),
        "complete": complete,
    }


def _ended_by(overflows: Sequence[Overflow | None], stops: Sequence[Stop | None]) -> dict[str, Any] | None:
    """Return the overflow or stop that ended the run, the last one of all; None while any member has neither."""
    found = [end for end in (lost or stop for lost, stop in zip(overflows, stops, strict=True)) if end is not None]
    if len(found) < len(overflows):
        return None
    return max(found, key=lambda end: end.step).to_json()


@np.errstate(all="ignore")
def static_arrays(population: Population, stages: Sequence[PopulationStage]) -> dict[str, Any]:
    """Return the data (P, N, D) and (P, N), and f and f′ of every layer over the pre-activation histogram, (P, S, M).

    Data of more than two inputs are there as projected, (P, N, 2).  The curves are those of all S stages, for an
    activation can change in the middle of a run.
    """
    datasets = population.datasets
    z = np.linspace(PRE_ACTIVATION_EDGES[0], PRE_ACTIVATION_EDGES[-1], CURVE_POINTS)
    points = np.broadcast_to(z, (len(datasets), 1, CURVE_POINTS)).copy()
    by_stage = [[_curves(layer, points) for layer in hidden_activations(stage.specs)] for stage in stages]
    by_layer = list(zip(*by_stage, strict=True))  # layers of stages of (f, f′)
    values, slopes = (
        [np.concatenate([curves[kind] for curves in layer], axis=1) for layer in by_layer] for kind in range(2)
    )
    linear = np.repeat(points, len(stages), axis=1)
    return {
        "x_train": np.stack([dataset.pictured(dataset.x_train) for dataset in datasets]),
        "y_train": np.stack([dataset.y_train for dataset in datasets]),
        "x_test": np.stack([dataset.pictured(dataset.x_test) for dataset in datasets]),
        "y_test": np.stack([dataset.y_test for dataset in datasets]),
        "slope": [*slopes, np.ones_like(linear)],
        "activation_curve": [*values, linear],
        "images": np.stack([_NO_IMAGES if dataset.images is None else dataset.images for dataset in datasets]),
    }


def _curves(members: Sequence[LayerFunction], points: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return f and f′ (P, 1, M) of one layer at points (P, 1, M); where units differ, of its main activation."""
    functions = [main_function(member) for member in members]
    parameters = stacked_parameters(functions)
    curves = [np.empty_like(points), np.empty_like(points)]
    functions[0].value_kernel(points, curves[0], *parameters)
    functions[0].derivative_kernel(points, curves[1], *parameters)
    return curves
