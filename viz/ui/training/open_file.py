"""A run from a file that was exported here: opened as its link is, its recording held against what that gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from viz.engine.archive import MAX_BYTES
from viz.engine.recording import Recording
from viz.spec.run_file import Recorded, RunFileError, read_run_file
from viz.ui.cache import look
from viz.ui.share import plain
from viz.ui.stream import place_of
from viz.ui.training.section import Run, section

_OPENED, _COUNT = "opened file", "opened files"
PLACE = "training-opened-file"


@dataclass(frozen=True)
class Opened:
    """What came of the last file: `wrong` says why it could not be opened."""

    name: str
    wrong: str = ""
    recorded: Recorded | None = None


def open_file(controls: Run) -> None:
    """Draw the field for a file, and what came of the last one."""
    with section("Open a file", expanded=False):
        count = controls.kept(_COUNT) or 0  # a new field each time, so that the server lets go of the file
        controls.file(
            f"run-file-{count}",
            "Exported run",
            endings=["json", "npz"],
            megabytes=MAX_BYTES // 2**20,
            given=lambda file: _given(controls, file),
        )
        opened: Opened | None = controls.kept(_OPENED)
        if opened is None:
            st.caption("The JSON or .npz that Export saves. Your browser’s back button leads back to this run.")
        elif opened.wrong:
            st.error(plain(f"{opened.name} can’t be opened: {opened.wrong}."))
        else:
            st.caption(plain(f"Opened {opened.name}. {_compared(controls, opened.recorded)}"))


def _compared(controls: Run, recorded: Recorded | None) -> str:
    """Say whether the recording of a file is what its settings give here, once that is known."""
    if recorded is None or controls.settings.together or controls.settings.experiment() != recorded.spec:
        return ""
    job = look(recorded.spec, place_of(PLACE))
    found = job.made(compared, recorded) if job.done and job.error is None else None
    if found is None:
        return ""
    agrees, loss = found
    if agrees:
        return "Its recording is what these settings give here, number for number."
    return (
        f"Its recording is not what these settings give here: its training loss ends at {recorded.train_loss[-1]:.6g}, "
        f"here at {loss:.6g}. Another version or machine has made it, or it has been changed."
    )


def compared(recording: Recording, recorded: Recorded) -> tuple[bool, float]:
    """Return whether a run has the losses that a file says, and its last one."""
    return recorded.agrees(recording), float(recording.train_loss[0, -1])


def _given(controls: Run, file: Any) -> None:
    if file is None:
        return
    controls.keep(_COUNT, (controls.kept(_COUNT) or 0) + 1)
    name = file.name if len(file.name) <= 60 else f"{file.name[:59]}…"
    try:
        run = read_run_file(file.getvalue())
    except RunFileError as error:
        controls.keep(_OPENED, Opened(name, str(error).rstrip(".")))
        return
    controls.keep(_OPENED, Opened(name, recorded=run.recorded))
    controls.offer(run.settings, again=True, problems=run.problems)
