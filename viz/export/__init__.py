"""From results and recordings to files: bytes in, nothing drawn."""

from viz.export.archive import recording_npz
from viz.export.curves_csv import curves_csv
from viz.export.scalars import scalars_csv
from viz.export.settings_json import settings_json

__all__ = ["curves_csv", "recording_npz", "scalars_csv", "settings_json"]
