"""From a run to the text of a script: what its template needs, and nothing that the run has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from numpy.typing import NDArray

from viz.activations.base import FrameworkName
from viz.engine.setup import Population, populate
from viz.engine.unit_activations import functions_of
from viz.export.code.forks import Fork, forks, redrawn
from viz.export.code.functions import Functions, write_functions
from viz.export.code.packed import pack
from viz.export.code.refusal import LABELS, refusal
from viz.export.code.settings import settings
from viz.export.code.words import plain, summary
from viz.spec.experiment import ExperimentSpec

FRAMEWORKS: tuple[FrameworkName, ...] = ("numpy", "torch", "jax", "keras")


@dataclass(frozen=True)
class Ending:
    """How the recorded run ended: its last step, the losses there, and why it stopped before its time, if it did."""

    step: int
    train_loss: float
    test_loss: float
    reason: str = ""


def script(framework: FrameworkName, spec: ExperimentSpec, ending: Ending, link: str = "") -> str:
    """Return a Python script that makes the same updates to the same network.

    Parameters
    ----------
    ending : of the recording; the script makes as many updates, and compares its losses.
    link : the address of the run, for the script's docstring.

    Raises
    ------
    ValueError
        With :func:`refusal`, if the framework can't have this run.
    """
    if (reason := refusal(framework, spec)) is not None:
        raise ValueError(reason)
    stages = [stage for stage in spec.stages if stage.start < max(1, ending.step)]
    specs = [stage.spec for stage in stages]
    population = populate(specs[:1])
    written = write_functions([functions_of(each) for each in specs], framework)
    found = settings(specs)
    changes = forks(stages, found, written)
    context = {
        "label": LABELS[framework],
        "framework": framework,
        "summary": summary(spec),
        "link": plain(link),
        "ending": ending,
        "has_test": population.x_test.shape[1] > 0,
        "loss": spec.resolved_loss,
        "seed": spec.seed,
        "planned": spec.steps,
        "widths": list(spec.hidden),
        "layers": len(spec.hidden) + 1,
        "skips": [number for number, skips in enumerate(population.network.skips, start=1) if skips],
        "normalisation": spec.normalisation if spec.hidden else "none",
        "settings": found,
        "forks": changes,
        "arrays": pack({**_arrays(population), **redrawn(stages, spec)}),
        **_features(specs, changes, written),
    }
    return _environment().get_template(f"{framework}.jinja").render(context)


def _features(specs: Sequence[ExperimentSpec], changes: Sequence[Fork], written: Functions) -> dict[str, Any]:
    """Return what of the templates is needed at all."""
    kinds = [spec.schedule for spec in specs]
    needs_dead = any(fork.needs_dead for fork in changes)
    slopes = " ".join(function.derivative for function in written.functions)
    values = " ".join(function.expression for function in written.functions)
    return {
        "functions": written.functions,
        "mixed": written.mixed,
        "activations": written.stages[0],
        "optimisers": list(dict.fromkeys(spec.optimiser for spec in specs)),
        "schedules": list(dict.fromkeys(kinds)),
        "warmup": any(spec.warmup > 0 for spec in specs),
        "varies": any(spec.schedule != "constant" or spec.warmup > 0 for spec in specs),
        "dropout": any(spec.dropout > 0.0 for spec in specs) and bool(specs[0].hidden),
        "penalties": [name for name in ("l1", "l2") if any(getattr(spec, name) > 0.0 for spec in specs)],
        "clips": any(spec.clip_norm > 0.0 for spec in specs),
        "needs_dead": needs_dead,
        "redo": any(fork.redo for fork in changes),
        "helper_names": {name for name in ("expit", "erf", "ndtr") if f"{name}(" in f"{slopes} {values}"},
        "slope_helper_names": {name for name in ("expit", "erf", "ndtr") if f"{name}(" in slopes},
        "changed": sorted({name for fork in changes for name in fork.names}),
    }


def _arrays(population: Population) -> dict[str, NDArray[np.float64]]:
    """Return the data, and the first weights, biases, gains and offsets by name; layers count from 1."""
    arrays = {
        "x_train": population.x_train[0],
        "y_train": population.y_train[0],
        "x_test": population.x_test[0],
        "y_test": population.y_test[0],
    }
    network = population.network
    for letter, vectors in (
        ("W", network.weights),
        ("b", network.biases),
        ("g", network.gains),
        ("c", network.offsets),
    ):
        for number, vector in enumerate(vectors, start=1):
            arrays[f"{letter}{number}"] = vector[0]
    return arrays


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("viz.export.code"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML; text of people goes through `plain`
    )
