"""The experiment on the page as a runnable script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from viz.activations.base import FrameworkName
from viz.engine.recording import Recording
from viz.export.code import FRAMEWORKS, LABELS, Ending, refusal, script
from viz.ui.export.entry import Download, Entry, Page, Run, TrainingPage
from viz.ui.share import plain

TITLE = "Code"

_SAID = {
    "numpy": "The network, its gradients and its optimiser written out, with nothing but NumPy.",
    "torch": "With nn.Module and torch.optim.",
    "jax": "With jax.grad and jax.jit.",
    "keras": "With Keras 3, over TensorFlow, JAX or PyTorch.",
}


@dataclass(frozen=True)
class Refused:
    """A button that can't be pressed, and below it why."""

    label: str
    why: str

    def draw(self, key: str, page: Page) -> None:
        """Draw it."""
        st.button(self.label, key=key, disabled=True, width="stretch")
        st.caption(plain(self.why))


def entries(page: Page) -> Sequence[Entry]:
    """Return the scripts of every run of the page "Training"."""
    if not isinstance(page, TrainingPage):
        return ()
    several = len(page.runs) > 1
    return [_entry(page, run, framework, several) for run in page.runs for framework in FRAMEWORKS]


def _entry(page: TrainingPage, run: Run, framework: FrameworkName, several: bool) -> Entry:
    lane = f"{run.letter}: " if several else ""
    label = f"{lane}{LABELS[framework]} script (.py)"
    why = refusal(framework, run.spec)
    if why is not None:
        return Refused(label, why)
    file = f"relu_lab_{run.letter.lower()}_{framework}.py" if several else f"relu_lab_{framework}.py"
    return Download(label, file, "text/x-python", partial(make, framework, run, page.link), _SAID[framework])


def make(framework: FrameworkName, run: Run, link: str) -> bytes:
    """Return the script of a run that is trained."""
    recording = Recording.from_bytes(run.recording())
    stopped = recording.header["stopped"]
    ending = Ending(
        step=int(recording.steps[-1]),
        train_loss=float(recording.train_loss[0, -1]),
        test_loss=float(recording.test_loss[0, -1]),
        reason=stopped["message"] if stopped else "",
    )
    return script(framework, run.spec, ending, link).encode()
