"""Before and after: how a fork ends, beside the run that it was forked from."""

from __future__ import annotations

import streamlit as st

from viz.engine import Recording
from viz.figures.autopsy import comparison
from viz.figures.html import heading
from viz.labs.autopsy import compare
from viz.spec.autopsy import AutopsySpec
from viz.spec.fork import fork_step
from viz.spec.rescue import parent
from viz.ui.again import draw_again
from viz.ui.cache import look
from viz.ui.experiments import reading

EVERY = 0.4  # seconds between two looks at runs that are still trained


def before_after(spec: AutopsySpec) -> None:
    """Draw it for the selected lane; nothing where that is no fork."""
    before, step = parent(spec.run), fork_step(spec.run)
    if before is None or step is None:
        return
    st.html(heading("Before and after", f"the run without the fork at step {step:,}, and with it"))
    jobs = [look(before, "training-autopsy-before"), look(spec.run, "training-autopsy-after")]
    if not all(job.done for job in jobs):
        st.caption("The two runs are still in training.")
        draw_again(lambda: all(job.done for job in jobs), EVERY)
        return
    ends = [Recording.from_bytes(job.prefix()) for job in jobs if job.error is None]
    if len(ends) < len(jobs):
        st.caption("One of the two runs could not be trained.")
        return
    found = compare(ends[0], ends[1], step, spec.layer, spec.unit)
    reading(comparison.reading(found, spec.label), "autopsy-compared")
    with st.container(width=640, key="autopsy-ends"):
        st.html(comparison.comparison_table(found, spec.label))
