"""The claims of popular articles on ReLU, each tested by an experiment and judged by a rule stated beforehand."""

from viz.labs.claims.board import Board, Tested, every, one
from viz.labs.claims.claim import Claim, Link, Outcome, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.registry import CLAIMS

__all__ = [
    "CLAIMS",
    "Board",
    "Claim",
    "Finding",
    "Link",
    "Outcome",
    "Quantity",
    "Reference",
    "Size",
    "Tested",
    "Verdict",
    "every",
    "one",
]
