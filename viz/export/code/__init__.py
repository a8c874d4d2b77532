"""A training run as a script that can be run elsewhere: in NumPy alone, PyTorch, JAX or Keras."""

from viz.export.code.refusal import LABELS, refusal
from viz.export.code.script import FRAMEWORKS, Ending, script

__all__ = ["FRAMEWORKS", "LABELS", "Ending", "refusal", "script"]
