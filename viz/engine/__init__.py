"""The training engine: populations of small dense networks in NumPy, trained, measured and recorded."""

from viz.engine.network import Network
from viz.engine.recording import Recording
from viz.engine.recording_format import RecordingError
from viz.engine.train import record, train
from viz.engine.trainer import Trainer

__all__ = ["Network", "Recording", "RecordingError", "Trainer", "record", "train"]
