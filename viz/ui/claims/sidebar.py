"""The sidebar of the page "Claims": from which seeds, and how large, every claim is tested."""

from __future__ import annotations

import streamlit as st

from viz.spec.claims import LEAST_SEEDS, MOST_SEEDS, ClaimsSpec
from viz.ui.controls import Controls

CONDITIONS = ("seeds", "seed", "size")


def sidebar(controls: Controls[ClaimsSpec]) -> None:
    """Draw the conditions; all verdicts follow them."""
    with st.sidebar:
        with st.expander("Conditions", expanded=True, key="section-conditions"):
            left, right = st.columns(2)
            with left:
                controls.slider("seeds", at=(LEAST_SEEDS, 12, 15, 20, 30, MOST_SEEDS))
            with right:
                controls.number("seed")
            controls.segments("size")
            st.caption("They hold for every claim, and every verdict follows them.")
        st.button("Reset", on_click=lambda: _reset(controls), key=controls.key("reset"), width="stretch")


def _reset(controls: Controls[ClaimsSpec]) -> None:
    """Return to the usual conditions; what is shown stays."""
    controls.change(**{name: ClaimsSpec.field(name).default for name in CONDITIONS})
