"""Recordings of networks with more than two inputs as they are written, made up: what the player must cope with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.browser.player.runs import SHORT
from viz.engine import record
from viz.engine.recording_format import read, write

Array = NDArray[Any]

TRAIN, TEST = 120, 60


def many_inputs(
    inputs: int, hidden: Sequence[int], names: Sequence[str], *, images: bool = False, frames: int = 31
) -> tuple[bytes, dict[str, Array]]:
    """Return a recording's bytes, and its arrays.

    inputs : how many the network has.
    names : of the classes; none for values.
    images : whether every sample is one of 8 × 8 pixels.
    """
    rng = np.random.default_rng(inputs)
    header, arrays = read(record(SHORT).to_bytes())
    classes = len(names)
    outputs = max(1, classes if classes > 2 else 1)
    sizes = [inputs, *hidden, outputs]
    kept = {name: array for name, array in arrays.items() if "." not in name}
    for layer, (before, after) in enumerate(pairwise(sizes)):
        kept |= _layer(rng, arrays, layer, before, after, hidden=layer < len(hidden), frames=frames)
        if layer < len(hidden) and classes > 2:
            kept[f"class_activity.{layer}"] = rng.integers(0, 256, (1, frames, after, classes)).astype("|u1")
    kept |= _samples(rng, classes, frames)
    if images:
        kept["images"] = rng.integers(0, 256, (1, TRAIN + TEST, 64)).astype("|u1")
    template = header["layers"][0]
    header |= {
        "layers": [
            *({**template, "label": f"Layer {number}", "units": units} for number, units in enumerate(hidden, start=1)),
            {**header["layers"][-1], "units": outputs},
        ],
        "task": "regression" if not classes else "multiclass" if classes > 2 else "binary",
        "score": "accuracy" if classes else "r2",
        "class_names": list(names),
        "input_names": [f"feature number {d + 1}" for d in range(inputs)],
        "feature_names": [f"feature number {d + 1}" for d in range(inputs)],
        "inputs": inputs,
        "projection": {"method": "PCA", "explained": [0.3, 0.152]},
        "domain": [[-3.0, 3.0], [-3.0, 3.0]],
        "target_range": [0.0, 300.0],
        "dataset": "Many inputs",
    }
    return write(header, kept), kept


def _layer(
    rng: np.random.Generator,
    arrays: dict[str, Array],
    layer: int,
    before: int,
    after: int,
    *,
    hidden: bool,
    frames: int,
) -> dict[str, Array]:
    """Arrays of layer `layer`: those of the run they are taken from, with other shapes."""
    found: dict[str, Array] = {
        f"weights.{layer}": rng.normal(0, 0.4, (1, frames, before, after)).astype("<f4"),
        f"biases.{layer}": rng.normal(0, 0.2, (1, frames, after)).astype("<f4"),
    }
    for name in ("gradient_histogram", "gradient_nonfinite", "gradient_norm", "update_ratio"):
        found[f"{name}.{layer}"] = arrays[f"{name}.0"]
    for name in ("preactivation_histogram", "slope", "activation_curve"):
        found[f"{name}.{layer}"] = arrays[f"{name}.0"]
    if hidden:
        shape = (1, frames, after)
        active = np.clip(rng.normal(0.4, 0.2, shape), 0.01, 1)
        active[..., -1] = 0
        found[f"active_fraction.{layer}"] = active.astype("<f4")
        found[f"saturated_fraction.{layer}"] = (1 - active).astype("<f4")
        found[f"dormancy.{layer}"] = active.astype("<f4")
        found[f"gradient_dead.{layer}"] = (active == 0).astype("|u1")
    return found


def _samples(rng: np.random.Generator, classes: int, frames: int) -> dict[str, Array]:
    """Samples in clusters, predictions that get better, and the confusion that they make."""
    count = TRAIN + TEST
    x = rng.normal(0, 0.4, (1, count, 2))
    if classes:
        y = rng.integers(0, classes, count)
        turn = 2 * np.pi * y / classes
        x += 2 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        predicted = np.tile(y, (frames, 1))
        for t in range(frames):
            wrong = rng.random(count) < 0.9 * (1 - t / (frames - 1))
            predicted[t, wrong] = rng.integers(0, classes, int(wrong.sum()))
        predicted[-1, 0] = (y[0] + 1) % classes  # the first training sample stays wrong
        confusion = np.zeros((frames, 2, classes, classes), dtype="<u4")
        for t in range(frames):
            np.add.at(confusion[t, 0], (y[:TRAIN], predicted[t, :TRAIN]), 1)
            np.add.at(confusion[t, 1], (y[TRAIN:], predicted[t, TRAIN:]), 1)
    else:
        y = rng.uniform(0, 300, count)
        spread = np.linspace(120, 20, frames)[:, None]
        predicted = y + spread * rng.normal(0, 1, (frames, count))
        confusion = np.zeros((frames, 0), dtype="<u4")
    return {
        "x_train": x[:, :TRAIN].astype("<f4"),
        "x_test": x[:, TRAIN:].astype("<f4"),
        "y_train": y[None, :TRAIN].astype("<f4"),
        "y_test": y[None, TRAIN:].astype("<f4"),
        "boundary": np.empty((1, frames, 0), dtype="<f2"),
        "predictions": predicted[None].astype("<f2"),
        "confusion": confusion[None],
    }
