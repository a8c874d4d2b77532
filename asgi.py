"""The app together with metrics, health and structured logs: ``streamlit run asgi.py``, or ``uvicorn asgi:app``.

Streamlit finds `app` by reading this file. The app is the same as that of ``streamlit run app.py``, which has no such
extras. Settings of the environment turn them on, see `viz.ui.server`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from viz.ui.server import routes, set_up_logs

set_up_logs()
app = st.App(Path(__file__).with_name("app.py"), routes=routes())
