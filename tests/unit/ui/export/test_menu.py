"""What the lines of the menu say of the files they save."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.unit.ui.export.trained_pages import training_page
from viz.engine.uploads import UPLOADS, Table
from viz.spec import ExperimentSpec
from viz.ui.export.code import Scripts
from viz.ui.export.entry import Download, TrainingPage
from viz.ui.export.menu import SECTIONS

HELD = "The uploaded data are in it."
DIGEST = "fedcba9876543210"
SHORT = ExperimentSpec(steps=20, frames=2)


def downloads(page: TrainingPage) -> Iterator[Download]:
    for section in SECTIONS:
        for entry in section.entries(page):
            for each in entry.buttons if isinstance(entry, Scripts) else [entry]:
                if isinstance(each, Download):
                    yield each


def test_files_that_hold_uploaded_data_say_so_and_no_others() -> None:
    x, y = np.random.default_rng(1).standard_normal((40, 2)), np.arange(40) % 2
    held = UPLOADS[DIGEST] = Table(DIGEST, "mine", "binary", x, y, ("a", "b"), "c", ("no", "yes"))
    mine = ExperimentSpec(dataset="upload", upload=held.digest, noise=0.0, steps=20, frames=2)
    say_so = {each.file for each in downloads(training_page(SHORT, mine)) if HELD in each.said}
    scripts = {f"relu_lab_b_{framework}.py" for framework in ("numpy", "torch", "jax", "keras")}
    assert say_so == {"relu-lab-race.html", "relu-lab-lane-b.npz", *scripts}
    assert not any(HELD in each.said for each in downloads(training_page(SHORT)))
