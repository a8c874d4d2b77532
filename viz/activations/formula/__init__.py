"""A formula that someone types, as an activation: read from a whitelist, never evaluated as code."""

from viz.activations.formula.record import EXAMPLES, formula_activation, formula_text, is_formula, typed_text
from viz.activations.formula.tree import FormulaError

__all__ = ["EXAMPLES", "FormulaError", "formula_activation", "formula_text", "is_formula", "typed_text"]
