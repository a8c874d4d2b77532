"""The experiment on the page as a runnable script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from viz.activations.base import FrameworkName
from viz.engine.recording import Recording
from viz.export.code import FRAMEWORKS, LABELS, Ending, refusal, script
from viz.ui.export.entry import Download, Entry, Page, Run, TrainingPage, held
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
    """A button that can't be pressed; `why` is said below it."""

    label: str
    why: str

    def draw(self, key: str, page: Page) -> None:
        """Draw it."""
        st.button(self.label, key=key, disabled=True, width="stretch")


@dataclass(frozen=True)
class Scripts:
    """The scripts of one run; those of a lane stand side by side under its name."""

    buttons: Sequence[Download | Refused]
    lane: str = ""

    def draw(self, key: str, page: Page) -> None:
        """Draw them, and below them why some can't be had."""
        if self.lane:
            st.caption(plain(self.lane))
        with st.container(horizontal=bool(self.lane), gap="small"):
            for number, button in enumerate(self.buttons):
                button.draw(f"{key}-{number}", page)
        for why in dict.fromkeys(button.why for button in self.buttons if isinstance(button, Refused)):
            st.caption(plain(why))


def entries(page: Page) -> Sequence[Entry]:
    """Return the scripts of every run of the page "Training"."""
    if not isinstance(page, TrainingPage):
        return ()
    of_lanes = len(page.runs) > 1
    return [_scripts(page, run, of_lanes) for run in page.runs]


def _scripts(page: TrainingPage, run: Run, of_lane: bool) -> Scripts:
    if not of_lane:
        return Scripts([_button(page, run, framework, " script (.py)") for framework in FRAMEWORKS])
    buttons = [_button(page, run, framework, lane=f"{run.letter.lower()}_") for framework in FRAMEWORKS]
    return Scripts(buttons, f"{run.letter} {run.label}, scripts (.py)")


def _button(
    page: TrainingPage, run: Run, framework: FrameworkName, more: str = "", lane: str = ""
) -> Download | Refused:
    label = f"{LABELS[framework]}{more}"
    why = refusal(framework, run.spec)
    if why is not None:
        return Refused(label, why)
    file = f"relu_lab_{lane}{framework}.py"
    said = f"{_SAID[framework]}{held([run])}"
    return Download(label, file, "text/x-python", partial(make, framework, run, page.link), said)


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
