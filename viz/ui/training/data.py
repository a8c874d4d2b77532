"""The section "Data" of the sidebar: the data set, how many samples, how noisy, and how many are kept for testing."""

from __future__ import annotations

import streamlit as st

from viz.engine.datasets import DATASETS
from viz.engine.drawn import drawn
from viz.spec.experiment import DRAWN, UPLOAD
from viz.spec.points import read_points
from viz.ui.share import plain
from viz.ui.training.data_choice import LABELS, changes_for, is_table, sizes
from viz.ui.training.drawing import drawing
from viz.ui.training.features import features
from viz.ui.training.section import Run, section
from viz.ui.training.upload import upload, want, wanted


def data_section(controls: Run) -> None:
    """Draw the section."""
    spec = controls.settings
    info = spec.info
    with section("Data", info.label):
        controls.pick(
            "dataset-choice",
            str(spec.field("dataset").metadata["label"]),
            LABELS,
            chosen=UPLOAD if wanted(controls) else spec.dataset,
            picked=lambda name: _choose(controls, name),
        )
        if wanted(controls) or spec.dataset == UPLOAD:
            upload(controls)
        elif spec.dataset == DRAWN:
            drawing(controls)
        elif is_table(info):
            st.caption(f"{sizes(info)} {plain(info.reference)}.", help=info.description)
        names = (
            ["noise", "test_share", "data_scale"] if info.whole else ["samples", "noise", "test_share", "data_scale"]
        )
        for row in (names[:2], names[2:]):
            for name, column in zip(row, st.columns(2), strict=False):
                with column:
                    if name == "samples":
                        controls.slider(name, high=1000, cap=info.max_samples)
                    else:
                        controls.slider(name)
        if info.inputs <= 2:
            features(controls)


def _choose(controls: Run, name: str) -> None:
    """Take another data set; a table of one's own has to be uploaded first."""
    spec = controls.settings
    want(controls, name == UPLOAD)
    if name == UPLOAD:
        return
    info = drawn(read_points(spec.points)) if name == DRAWN else DATASETS[name]
    controls.change(dataset=name, upload="", **changes_for(spec, info))  # a link asks for a file that it names
