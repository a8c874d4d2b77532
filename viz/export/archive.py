"""A recording as a `.npz` archive: plain arrays that NumPy loads, with a README that explains each."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields

import numpy as np

from viz.engine.archive import HEADER, README
from viz.engine.recording import Recording
from viz.export.recording_fields import readme


def recording_npz(recording: Recording, file: str, link: str) -> bytes:
    """Return the archive, for `np.load` and for `viz.engine.archive.read_archive`.

    Parameters
    ----------
    recording
        Of P networks.
    file
        The archive's name, for the README.
    link
        Where the app shows the run.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((README, readme(recording, file, link)), (HEADER, _header(recording))):
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # without the time: same run, same file
        for entry in fields(recording)[1:]:
            value = getattr(recording, entry.name)
            arrays = (
                {f"{entry.name}.{layer}": array for layer, array in enumerate(value)}
                if entry.metadata["layers"]
                else {entry.name: value}
            )
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w") as stream:
                    np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)
    return data.getvalue()


def _header(recording: Recording) -> str:
    known = {name: value for name, value in recording.header.items() if name != "arrays"}
    return json.dumps(known, ensure_ascii=False, allow_nan=False, indent=1)
