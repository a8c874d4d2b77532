"""Settings and trained weights of a run, or of all lanes of a race, as one JSON file that the app opens again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine.recording import Recording
from viz.spec.run_file import FORMAT, VERSION

ABOUT = (
    "query: the settings that differ from their defaults, as they stand in the link; a file with these three, format, "
    "version and query, can be opened on the page Training. lanes: the runs on the page, each with all of its settings "
    "(spec), its own query, and the network after `step` updates: weights[i][j] leads from input i to unit j of a "
    "layer. Numbers are single precision; null stands for one that is infinite or none."
)


def settings_json(query: Mapping[str, str], link: str, runs: Sequence[tuple[str, str, Recording]]) -> bytes:
    """Return UTF-8 JSON, as its "about" says.

    Parameters
    ----------
    query
        Of the page's settings.
    link
        The page's address.
    runs
        Letter, label and recording (of one network) of each lane.
    """
    lanes = [_lane(letter, label, recording) for letter, label, recording in runs]
    file = {"format": FORMAT, "version": VERSION, "about": ABOUT, "link": link, "query": dict(query), "lanes": lanes}
    return (json.dumps(file, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _lane(letter: str, label: str, recording: Recording) -> dict[str, Any]:
    header = recording.header
    vectors = {"biases": recording.biases, "gains": recording.gains, "offsets": recording.offsets}
    layers = [
        {
            **{name: layer[name] for name in ("label", "units", "activation")},
            "weights": _numbers(recording.weights[place][0, -1]),
            **{name: _numbers(values[place][0, -1]) for name, values in vectors.items() if place < len(values)},
        }
        for place, layer in enumerate(header["layers"])
    ]
    return {
        "lane": letter,
        "label": label,
        "query": header["query"],
        "spec": header["spec"],
        "stopped": header["stopped"],
        "step": int(recording.steps[-1]),
        "train_loss": _numbers(recording.train_loss[0, -1]),
        "test_loss": _numbers(recording.test_loss[0, -1]),
        "layers": layers,
    }


def _numbers(values: NDArray[Any]) -> Any:
    """Return numbers as JSON takes them, with the fewest digits that are read as the same ones."""
    if values.ndim:
        return [_numbers(part) for part in values]
    return float(str(values)) if np.isfinite(values) else None
