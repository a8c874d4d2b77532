"""From results and recordings to files: bytes in, nothing drawn."""

from viz.export.curves_csv import curves_csv

__all__ = ["curves_csv"]
