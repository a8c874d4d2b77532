"""What is in an exported recording, field by field: the README that lies in the archive."""

from __future__ import annotations

from dataclasses import fields

from viz.engine.recording import Recording

FIELDS = {
    "steps": ("(T,)", "Updates made before each frame. The first is 0."),
    "train_loss": ("(P, T)", "Loss on the whole training set, without penalties."),
    "test_loss": ("(P, T)", "The same on the test set; NaN without one."),
    "train_score": ("(P, T)", "Accuracy, 0 to 1, or R² for regression (`score` in the header), on the training set."),
    "test_score": ("(P, T)", "The same on the test set; NaN without one."),
    "learning_rate": ("(P, T)", "Learning rate of the update that follows the frame."),
    "boundary": (
        "(P, T, G, G)",
        "The network's output over a grid of the plane: the last axis is x₁, the one before it x₂, from the low to "
        "the high end of `domain`. (P, T, G) for one input; a last axis C for several classes; (P, T, 0) for more "
        "than two inputs.",
    ),
    "active_fraction": ("(P, T, H)", "Share of the training samples on which a unit's derivative f′(z) is not 0."),
    "saturated_fraction": ("(P, T, H)", "Share of the training samples with |f′(z)| below `epsilon`."),
    "dormancy": ("(P, T, H)", "Mean |h| of a unit over the training set, divided by that of its layer."),
    "gradient_dead": ("(P, T, H)", "1 where ∂L/∂z of a unit is 0 on every training sample."),
    "responses": (
        "(P, T, H, g, g)",
        "A unit's output over a coarser grid; 0 to 255 from `response_low` to `response_high`. (P, T, H, g) for one "
        "input; absent for more than two inputs and for networks of more than 64 hidden units.",
    ),
    "response_low": ("(P, T, H)", "A unit's output where `responses` is 0."),
    "response_high": ("(P, T, H)", "A unit's output where `responses` is 255."),
    "gradient_histogram": (
        "(P, T, K + 1)",
        "Number of a layer's weights by log₁₀ |∂L/∂w|: first those that are exactly 0, then by "
        "`gradient_log10_edges`, the ends taking what lies beyond them.",
    ),
    "gradient_nonfinite": ("(P, T)", "Number of a layer's weights whose ∂L/∂w is infinite or no number."),
    "gradient_norm": ("(P, T)", "Euclidean norm ‖∂L/∂W‖ of a layer, over the whole training set."),
    "update_ratio": ("(P, T)", "Norm of a layer's last update of W, divided by the norm of W."),
    "preactivation_histogram": (
        "(P, T, K)",
        "Number of a layer's z, over samples and units, by `preactivation_edges`.",
    ),
    "weights": ("(P, T, D, H)", "W of a layer: from each of its D inputs to each of its H units."),
    "biases": ("(P, T, H)", "Biases of a layer's units."),
    "gains": ("(P, T, H)", "γ of normalised layers; absent without normalisation."),
    "offsets": ("(P, T, H)", "c of layer-normalised layers; absent from others."),
    "x_train": ("(P, N, D)", "Inputs of the training samples; of more than two, their projection to a plane."),
    "y_train": ("(P, N)", "Their classes, by number, or values."),
    "x_test": ("(P, N, D)", "Inputs of the test samples, likewise."),
    "y_test": ("(P, N)", "Their classes or values."),
    "slope": ("(P, S, M)", "f′ at M pre-activations, evenly from the first to the last of `preactivation_edges`."),
    "activation_curve": ("(P, S, M)", "f at the same ones."),
    "confusion": ("(P, T, 2, C, C)", "Classification: training and test samples by true and by predicted class."),
    "predictions": (
        "(P, T, N)",
        "Of data with more than two inputs: predicted classes or values, training samples and then test samples.",
    ),
    "class_activity": (
        "(P, T, H, C)",
        "0 to 255: share of the training samples of a class on which f′(z) of a unit is not 0. Absent for two classes "
        "of at most two inputs, and for regression.",
    ),
    "images": ("(P, N, 64)", "Pixels of the digits, training samples and then test samples; (P, 0) of other data."),
}
"""Name of each array -> its shape, and what it holds."""

HEADER = {
    "spec": "every setting of the run",
    "query": "the settings that differ from their defaults, as they stand in a link",
    "task, score": "`classification` or `regression`; `accuracy` or `r2`",
    "dataset, class_names, input_names, target_name": "the data, in words",
    "inputs, feature_names": "how many inputs the data have; what the network is given of them",
    "projection": "null, or how more than two inputs were brought to a plane and the shares of variance that it keeps",
    "domain, target_range": "what the pictures span: an interval for each axis; the lowest and highest value",
    "loss, loss_label, initialiser_label, normalisation_label, optimiser_label": "in words",
    "layers": "of each layer its label, number of units and activation; the output last",
    "skips": "how many layers add their input to their output",
    "planned_steps, planned_frames, batches_per_epoch": "as planned; the run may have ended before",
    "stages": "the step at which each of the S stages began: one, and one more for every fork",
    "gradient_log10_edges, preactivation_edges": "edges of the histograms' bins",
    "epsilon": "below which |f′| counts as saturated",
    "overflows, stops, stopped": "null, or where and why a network overflowed or a rule stopped it; what ended the run",
    "complete": "whether the run had ended when it was exported",
}
"""Keys of the header -> what they say."""

_TOP = """# A recording of ReLU Lab

{link}

`header.json` says what was run. Every other file but this one is an array in NumPy's format, little-endian; none holds
Python objects, so `allow_pickle` stays off. All arrays of one run:

```python
import json, zipfile
import numpy as np

run = np.load("{file}")
header = json.loads(run["header.json"])
steps, loss = run["steps"], run["train_loss"][0]
first_layer = run["weights.0"][0, -1]   # (D, H) at the last frame
```

P networks (here {networks}) · T frames (here {frames}) · N samples · D inputs · H units of the layer · C classes ·
G and g points along a side of a grid · K bins · S stages · M points of a curve.
Of names that end in `.0`, `.1`, … there is one array for each layer, the output last, or for each hidden layer only, as
the table says. Everything is measured at the frame, on the whole training set, without dropout.

## Arrays

| name | shape | dtype | what it holds |
|---|---|---|---|
"""


def readme(recording: Recording, file: str, link: str) -> str:
    """Return the documentation of an archive of that name, in Markdown.

    link : where the app shows the run.
    """
    networks, frames = recording.train_loss.shape
    rows = [
        f"| {_names(entry.name, recording)} | {FIELDS[entry.name][0]} "
        f"| {_cell(entry.metadata['dtype'])} | {_cell(FIELDS[entry.name][1])} |"
        for entry in fields(recording)[1:]
    ]
    top = _TOP.format(file=file, link=link, networks=networks, frames=frames)
    header = [f"- `{names.replace(', ', '`, `')}`: {said}" for names, said in HEADER.items()]
    return "\n".join([top + "\n".join(rows), "", "## header.json", "", *header, ""])


def _names(name: str, recording: Recording) -> str:
    """Return the names of a field's arrays, of which there may be one for each layer."""
    if not Recording.__dataclass_fields__[name].metadata["layers"]:
        return f"`{name}`"
    count = len(getattr(recording, name))
    if count < 2:
        return f"`{name}.0`" if count else f"`{name}`, none here"
    return f"`{name}.0` … `.{count - 1}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
