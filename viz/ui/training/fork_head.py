"""What stands above the sidebar of a forked run: from where its settings apply, and the stages before."""

from __future__ import annotations

import streamlit as st

from viz.spec.stage_words import UNCHANGED, stage_words
from viz.spec.training import TrainingSpec


def fork_head(spec: TrainingSpec) -> None:
    """Draw it, nothing for a run that is no fork."""
    with st.container(key="fork-head"):  # also when it is empty, so that what follows stays in its place
        if not spec.earlier:
            return
        steps = stage_words(spec)
        st.markdown(f"**Fork at step {steps[-1][0]:,}**")
        st.caption(
            "What you change of activations, optimiser, rates, penalties, dropout and batch applies from there; "
            "data, layers and first weights are those of the whole run."
        )
        if len(steps) > 1 or steps[-1][1] != UNCHANGED:
            st.markdown("\n".join(f"- Step {step:,}: :gray[{words}]" for step, words in steps))
