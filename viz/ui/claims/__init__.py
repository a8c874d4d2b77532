"""The page "Claims": the board with its filters, and one claim that is open."""

from pathlib import Path

STYLE = Path(__file__).with_name("style.css")
