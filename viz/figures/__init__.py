"""Figures: finished numbers in, a Plotly figure or a piece of HTML out. Colours, fonts and sizes stand in theme.py."""
