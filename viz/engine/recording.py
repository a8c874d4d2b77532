"""A recording: everything measured of a run, frame by frame; what the player plays and the figures draw."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from viz.engine import recording_format

Array = NDArray[Any]
Layers = tuple[Array, ...]


def _stored(dtype: str, *, frames: bool = True, layers: bool = False) -> dict[str, Any]:
    """Describe an array: its little-endian dtype, whether axis 1 is T, and whether there is one for each layer."""
    return {"dtype": dtype, "frames": frames, "layers": layers}


@dataclass(frozen=True, eq=False)
class Recording:
    """T frames of P networks.

    `header` holds what is no array: spec and query (the first member's), task, score ("accuracy" or "r2"), dataset,
    class_names, inputs (how many the data have), input_names, feature_names (of the network's inputs), target_name,
    projection (None, or {"method", "explained"}: then domain and x are those of the projection), domain, target_range,
    initialiser_label, normalisation_label (empty without), skips (how many layers have one), optimiser_label,
    planned_frames, planned_steps, stages, batches_per_epoch, loss, loss_label, layers, gradient_log10_edges,
    preactivation_edges, epsilon, overflows, stops, stopped, complete.
    `overflows` lists, for each network, None or where it overflowed: {"kind": "overflow", "step", "layer",
    "layer_label", "quantity", "message"}; `stops` None or by which rule it stopped: {"kind", "step", "message"}, the
    kind one of target_loss, target_score, dead, plateau, time.  `stopped` is the last of all these once every network
    has ended.
    """

    header: Mapping[str, Any]
    steps: Array = field(metadata=_stored("<i4", frames=False))
    """(T,)"""
    train_loss: Array = field(metadata=_stored("<f8"))
    """(P, T) mean over the whole training set, like all that follow"""
    test_loss: Array = field(metadata=_stored("<f8"))
    """(P, T), NaN without test samples"""
    train_score: Array = field(metadata=_stored("<f4"))
    """(P, T) accuracy (0 … 1) or R²"""
    test_score: Array = field(metadata=_stored("<f4"))
    """(P, T)"""
    learning_rate: Array = field(metadata=_stored("<f4"))
    """(P, T) of the update that follows"""
    boundary: Array = field(metadata=_stored("<f2"))
    """(P, T, G, G), (P, T, G) for one input, with a last axis C for several classes"""
    active_fraction: Layers = field(metadata=_stored("<f4", layers=True))
    """hidden layers (P, T, H): share of the training samples with a non-zero derivative"""
    saturated_fraction: Layers = field(metadata=_stored("<f4", layers=True))
    """hidden layers (P, T, H): share of the training samples with |f′| < ε"""
    dormancy: Layers = field(metadata=_stored("<f4", layers=True))
    """hidden layers (P, T, H): mean |h| over the layer's mean |h|"""
    gradient_dead: Layers = field(metadata=_stored("|u1", layers=True))
    """hidden layers (P, T, H): 1 where ∂L/∂z = 0 on every training sample"""
    responses: Layers = field(metadata=_stored("|u1", layers=True))
    """hidden layers (P, T, H, g, g) or (P, T, H, g); 0 … 255 from response_low to response_high; may be absent"""
    response_low: Layers = field(metadata=_stored("<f4", layers=True))
    response_high: Layers = field(metadata=_stored("<f4", layers=True))
    gradient_histogram: Layers = field(metadata=_stored("<u4", layers=True))
    """layers (P, T, K+1): weights by log10 |∂L/∂w|, the first bin exact zeros"""
    gradient_nonfinite: Layers = field(metadata=_stored("<u4", layers=True))
    """layers (P, T)"""
    gradient_norm: Layers = field(metadata=_stored("<f4", layers=True))
    """layers (P, T)"""
    update_ratio: Layers = field(metadata=_stored("<f4", layers=True))
    """layers (P, T)"""
    preactivation_histogram: Layers = field(metadata=_stored("<u4", layers=True))
    """layers (P, T, K)"""
    weights: Layers = field(metadata=_stored("<f4", layers=True))
    """layers (P, T, D, H)"""
    biases: Layers = field(metadata=_stored("<f4", layers=True))
    """layers (P, T, H)"""
    gains: Layers = field(metadata=_stored("<f4", layers=True))
    """hidden layers (P, T, H): γ of a normalised network; absent from others"""
    offsets: Layers = field(metadata=_stored("<f4", layers=True))
    """hidden layers (P, T, H): c of a layer-normalised network; absent from others"""
    x_train: Array = field(metadata=_stored("<f4", frames=False))
    """(P, N, D), or (P, N, 2) on the plane of the picture"""
    y_train: Array = field(metadata=_stored("<f4", frames=False))
    """(P, N) class numbers or values"""
    x_test: Array = field(metadata=_stored("<f4", frames=False))
    y_test: Array = field(metadata=_stored("<f4", frames=False))
    slope: Layers = field(metadata=_stored("<f4", frames=False, layers=True))
    """layers (P, S, M): f′ from the first to the last pre-activation edge, in each stage of the run"""
    activation_curve: Layers = field(metadata=_stored("<f4", frames=False, layers=True))
    """layers (P, S, M): f likewise"""
    confusion: Array = field(metadata=_stored("<u4"))
    """(P, T, 2, C, C) of classification: training and test samples by true and predicted class"""
    predictions: Array = field(metadata=_stored("<f2"))
    """(P, T, N) of data with more than two inputs: class numbers or values, training samples and then test samples"""
    class_activity: Layers = field(metadata=_stored("|u1", layers=True))
    """hidden layers (P, T, H, C): 0 … 255, the share of the training samples of a class with a non-zero derivative,
    0 and 255 only if it is none or all; of several classes, or of more than two inputs"""
    images: Array = field(metadata=_stored("|u1", frames=False))
    """(P, N, 64) pixels of the digits, training samples and then test samples; (P, 0) of other data"""

    @property
    def dead(self) -> Layers:
        """Hidden layers (P, T, H): whether the derivative is 0 on every training sample."""
        return tuple(fraction == 0.0 for fraction in self.active_fraction)

    @classmethod
    def from_frames(
        cls,
        header: Mapping[str, Any],
        steps: Sequence[int],
        frames: Sequence[Mapping[str, Any]],
        static: Mapping[str, Any],
    ) -> Self:
        """Build a recording from what the probes measured at each step, and from what does not change."""
        values: dict[str, Any] = {"steps": np.array(steps, dtype=np.int32)}
        for entry in fields(cls):
            stored = entry.metadata
            if entry.name in ("header", "steps"):
                continue
            if not stored["frames"]:
                found = static[entry.name]
                cast = [np.asarray(array, dtype=stored["dtype"]) for array in (found if stored["layers"] else [found])]
            elif entry.name not in frames[0]:  # no probe measured it
                cast = [] if stored["layers"] else [np.empty((len(static["x_train"]), len(frames), 0), stored["dtype"])]
            elif stored["layers"]:
                per_layer = zip(*(frame[entry.name] for frame in frames), strict=True)
                cast = [np.stack(arrays, axis=1).astype(stored["dtype"]) for arrays in per_layer]
            else:
                cast = [np.stack([frame[entry.name] for frame in frames], axis=1).astype(stored["dtype"])]
            values[entry.name] = tuple(cast) if stored["layers"] else cast[0]
        return cls(header=header, **values)

    @classmethod
    def concatenate(cls, chunks: Sequence[Self]) -> Self:
        """Join chunks of one run in order; the header is the last one's."""
        if not chunks:
            raise ValueError("no chunks to concatenate")
        values: dict[str, Any] = {
            "header": chunks[-1].header,
            "steps": np.concatenate([chunk.steps for chunk in chunks]),
        }
        for entry in fields(cls)[2:]:
            parts = [getattr(chunk, entry.name) for chunk in chunks]
            if not entry.metadata["frames"]:
                values[entry.name] = parts[-1]
            elif entry.metadata["layers"]:
                values[entry.name] = tuple(np.concatenate(arrays, axis=1) for arrays in zip(*parts, strict=True))
            else:
                values[entry.name] = np.concatenate(parts, axis=1)
        return cls(**values)

    def prefix(self, count: int) -> Self:
        """Return the first `count` frames, marked incomplete where that leaves some out."""
        if count >= len(self.steps):
            return self
        values: dict[str, Any] = {"header": {**self.header, "complete": False}, "steps": self.steps[:count]}
        for entry in fields(self)[2:]:
            value = getattr(self, entry.name)
            if entry.metadata["frames"]:
                cut = tuple(array[:, :count] for array in value) if entry.metadata["layers"] else value[:, :count]
                values[entry.name] = cut
        return replace(self, **values)

    def reduced(self, names: Collection[str]) -> Self:
        """Return the recording with the steps and the arrays of those names only; the others are absent.

        An absent array over layers is ``()``, another one has no values: (P, T, 0), or (P, 0, …) of one without frames.
        """
        known = {entry.name for entry in fields(self)[1:]}
        if unknown := sorted(set(names) - known):
            raise ValueError(f"a recording has no array {unknown[0]!r}; accepted are {', '.join(sorted(known))}")
        values: dict[str, Any] = {}
        for entry in fields(self)[2:]:
            if entry.name in names:
                continue
            value = getattr(self, entry.name)
            if entry.metadata["layers"]:
                values[entry.name] = ()
            elif entry.metadata["frames"]:
                values[entry.name] = np.empty((*value.shape[:2], 0), dtype=value.dtype)
            else:
                values[entry.name] = value[:, :0]
        return replace(self, **values)

    def to_bytes(self) -> bytes:
        """Return the recording in the player's format: a versioned header, then typed arrays."""
        arrays: dict[str, Array] = {}
        for entry in fields(self)[1:]:
            value = getattr(self, entry.name)
            if entry.metadata["layers"]:
                arrays |= {f"{entry.name}.{number}": array for number, array in enumerate(value)}
            else:
                arrays[entry.name] = value
        return recording_format.write(self.header, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read `to_bytes`; RecordingError (a ValueError) says what is wrong with anything else."""
        header, arrays = recording_format.read(data)
        values: dict[str, Any] = {}
        for entry in fields(cls)[1:]:
            name, layers = entry.name, entry.metadata["layers"]
            found = [arrays.pop(key) for key in _layer_keys(name, arrays)] if layers else [arrays.pop(name, None)]
            for array in found:
                if array is None or array.dtype != np.dtype(entry.metadata["dtype"]):
                    what = "is missing" if array is None else f"has dtype {array.dtype}"
                    raise recording_format.RecordingError(
                        f"the array {name!r} {what}, expected dtype {entry.metadata['dtype']}"
                    )
            values[name] = tuple(found) if layers else found[0]
        recording = cls(header=header, **values)
        recording._check_shapes()
        return recording

    def _check_shapes(self) -> None:
        """Raise RecordingError unless steps are (T,), the data (P, …), and every array over frames is (P, T, …)."""
        if self.steps.ndim != 1 or self.x_train.ndim == 0:
            raise recording_format.RecordingError(
                f"'steps' has shape {self.steps.shape} and 'x_train' {self.x_train.shape}, expected (T,) and (P, …)"
            )
        expected = (len(self.x_train), len(self.steps))
        for entry in fields(self)[2:]:
            if entry.metadata["frames"]:
                value = getattr(self, entry.name)
                for array in value if entry.metadata["layers"] else (value,):
                    if array.shape[:2] != expected:
                        raise recording_format.RecordingError(
                            f"the array {entry.name!r} has shape {array.shape}, expected (P, T) = {expected} first"
                        )


def _layer_keys(name: str, arrays: Mapping[str, Array]) -> list[str]:
    """Return the keys name.0, name.1, … that are there."""
    keys: list[str] = []
    while f"{name}.{len(keys)}" in arrays:
        keys.append(f"{name}.{len(keys)}")
    return keys
