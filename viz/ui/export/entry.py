"""What the export menu is given, the page, and what it is made of, entries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from traceback import format_tb
from typing import Protocol, TypeAlias

import streamlit as st

from viz.labs.curves import CurvesResult
from viz.spec import CurvesSpec, ExperimentSpec, PlayerView
from viz.spec.experiment import UPLOAD
from viz.spec.training import TrainingSpec
from viz.ui.job import Job

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """A run on the page, trained or still in training.

    letter : of its lane, "A" to "D".
    label : what names it among the lanes.
    """

    spec: ExperimentSpec
    letter: str
    label: str
    job: Job

    @property
    def trained(self) -> bool:
        """Whether all of it is there."""
        return self.job.done and self.job.error is None

    @property
    def uploaded(self) -> bool:
        """Whether it is trained on a table of the visitor's own; its recording holds that then."""
        return self.spec.dataset == UPLOAD

    def recording(self) -> bytes:
        """Return its recording, for ``Recording.from_bytes``; all of it once it is trained."""
        return self.job.prefix()


@dataclass(frozen=True)
class TrainingPage:
    """The page "Training".

    link : its address with these settings.
    runs : the lane that is shown, or all lanes of a race in their order.
    """

    settings: TrainingSpec
    link: str
    runs: tuple[Run, ...]
    view: PlayerView

    @property
    def trained(self) -> bool:
        """Whether all of every run is there."""
        return all(run.trained for run in self.runs)


@dataclass(frozen=True)
class ActivationsPage:
    """The page "Activations", with one function at least.

    link : its address with these settings.
    """

    settings: CurvesSpec
    link: str
    result: CurvesResult

    @property
    def trained(self) -> bool:
        """Whether all that is to be exported is there: nothing has to be trained for it."""
        return True


Page: TypeAlias = TrainingPage | ActivationsPage


def held(runs: Sequence[Run]) -> str:
    """Return what is to be said of a file that holds the data of these runs: that uploaded ones are in it."""
    return " The uploaded data are in it." if any(run.uploaded for run in runs) else ""


class Entry(Protocol):
    """One line of the menu."""

    def draw(self, key: str, page: Page) -> None:
        """Draw it; `key` is for its widget."""


class NotMade(Exception):
    """A file that was asked for could not be made."""


@dataclass(frozen=True)
class Download:
    """A button that saves a file, which is made when it is pressed.

    label : a few words, "Web page (.html)".
    file : its name.
    kind : its media type.
    make : gives its bytes. It is called on a thread without a session, so it must have all it needs: no ``st.…`` and
        no cache. If it raises, the reader is told only that there is no file, in the words of menu.css.
    said : a sentence on what it is good for, shown on hover.
    """

    label: str
    file: str
    kind: str
    make: Callable[[], bytes]
    said: str = ""

    def draw(self, key: str, page: Page) -> None:
        """Draw it; it can't be pressed before all of the page's runs are trained."""
        st.download_button(
            self.label,
            self._made,
            self.file,
            self.kind,
            key=key,
            help=self.said if page.trained else "When the run has been trained",
            on_click="ignore",
            disabled=not page.trained,
            width="stretch",
        )

    def _made(self) -> bytes:
        """Return the file; log what goes wrong without its message, which may quote settings."""
        try:
            return self.make()
        except Exception as error:
            where = "".join(format_tb(error.__traceback__))
            log.error("a file of %s failed: %s\n%s", self.kind, type(error).__name__, where)
            raise NotMade("what is logged before this says where") from None
