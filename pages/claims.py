"""The page "Claims": what popular articles say of ReLU, each tested while the reader watches."""

from __future__ import annotations

import streamlit as st

from viz.figures import html
from viz.figures.claims import verdicts
from viz.figures.theme import theme
from viz.labs.claims import CLAIMS
from viz.spec.claims import ClaimsSpec
from viz.ui.claims import STYLE
from viz.ui.claims.board import board
from viz.ui.claims.detail import detail
from viz.ui.claims.sidebar import sidebar
from viz.ui.controls import Controls

controls = Controls("claims", ClaimsSpec)
colours = theme(st.context.theme.type)

st.html(html.style(colours))
st.html(verdicts.style(colours))
st.html(STYLE)
sidebar(controls)

claim = CLAIMS.get(controls.settings.claim or 0)
if claim is None:
    board(controls)
else:
    detail(controls, claim, colours)
