"""The inputs of the network: the coordinates of a point, their squares, product and sines, switched on and off."""

from __future__ import annotations

from viz.engine.features import FEATURES, feature_labels
from viz.ui.training.section import Run


def features(controls: Run) -> None:
    """Draw a button for every input that the data can give; at least one stays on."""
    spec = controls.settings
    inputs = spec.info.inputs
    names = tuple(name for name in FEATURES if inputs == 2 or "2" not in name)
    plain = names[:inputs]
    labels = dict(zip(names, feature_labels(names, spec.info.input_names), strict=True))

    def picked(chosen: list[str]) -> None:
        kept = tuple(name for name in names if name in chosen)
        if not kept:
            controls.refuse("Inputs: a network needs one at least; not changed.")
            controls.renew("features")
        else:
            controls.change(features=() if kept == plain else kept)

    entry = spec.field("features")
    controls.picks(
        "features",
        str(entry.metadata["label"]),
        labels,
        chosen=spec.features or plain,
        picked=picked,
        help="What the network is given of a point: its coordinates, their squares, their product, their sines.",
    )
