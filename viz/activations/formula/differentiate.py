"""Differentiates a formula: node by node to SymPy, which differentiates and typesets, and node by node back.

SymPy never sees text. What takes it longer than `SECONDS` is broken off and refused.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from viz.activations.formula.deadline import within
from viz.activations.formula.tree import VARIABLE, FormulaError, Name, Number, Tree, call

SECONDS = 0.5
MOST_NODES = 4000  # of a derivative


@dataclass(frozen=True)
class Derivatives:
    """f′ and f″ as trees, and f, f′ and f″ in LaTeX, in which the variable is z. Without f″ if that takes too long."""

    first: Tree
    second: Tree | None
    formula: str
    first_formula: str
    second_formula: str


def differentiate(tree: Tree) -> Derivatives:
    """Return both derivatives of a formula; FormulaError if there is none, or it takes over half a second."""
    import sympy  # takes a second to load, and most visitors type no formula

    from viz.activations.formula import symbols

    x = symbols.X

    def of(expression: Any) -> tuple[Any, Tree, str]:
        derivative = expression.diff(x)
        return derivative, _Back().read(derivative), _latex(sympy, x, derivative)

    def first() -> tuple[Any, str, Any, Tree, str]:
        expression = _forth(tree)
        return expression, _latex(sympy, x, expression), *of(expression)

    try:
        _, formula, derivative, slope, slope_formula = within(SECONDS, first)
    except TimeoutError:
        raise FormulaError(f"differentiating this takes over {SECONDS:g} s") from None
    try:
        _, curvature, curvature_formula = within(SECONDS, lambda: of(derivative))
    except (TimeoutError, FormulaError):
        return Derivatives(slope, None, formula, slope_formula, r"\text{by differences of } f'")
    return Derivatives(slope, curvature, formula, slope_formula, curvature_formula)


def _latex(sympy: Any, x: Any, expression: Any) -> str:
    return str(sympy.latex(expression, symbol_names={x: "z"}))


def _forth(tree: Tree) -> Any:
    """Return a tree as a SymPy expression."""
    import sympy

    from viz.activations.formula import symbols

    if isinstance(tree, Number):
        return _number(sympy, tree.value)
    if isinstance(tree, Name):
        known = {"pi": sympy.pi, "e": sympy.E, VARIABLE: symbols.X}
        return known.get(tree.name) or sympy.Symbol(tree.name)
    if tree.name == "where":
        test, yes, no = tree.arguments
        left, right = test.arguments if test.name == ">" else test.arguments[::-1]  # type: ignore[union-attr]
        return symbols.choose(_forth(left), _forth(right), _forth(yes), _forth(no))
    if tree.name == "**" and isinstance(tree.arguments[1], Number) and (2 * tree.arguments[1].value).is_integer():
        return _forth(tree.arguments[0]) ** sympy.Rational(int(2 * tree.arguments[1].value), 2)
    given = [_forth(argument) for argument in tree.arguments]
    if tree.name in symbols.ONE_ARGUMENT:
        return symbols.ONE_ARGUMENT[tree.name](given[0])
    if tree.name in symbols.TWO_ARGUMENTS:
        return functools.reduce(symbols.TWO_ARGUMENTS[tree.name], given)
    match tree.name:
        case "+":
            return given[0] + given[1]
        case "-":
            return given[0] - given[1]
        case "*":
            return given[0] * given[1]
        case "/":
            return given[0] / given[1]
        case "**":
            return given[0] ** given[1]
        case "neg":
            return -given[0]
        case "sqrt":
            return given[0] ** sympy.Rational(1, 2)
        case "relu":
            return symbols.Maximum(sympy.S.Zero, given[0])
    raise FormulaError(f"{tree.name} has no derivative here")


def _number(sympy: Any, value: float) -> Any:
    return sympy.Integer(int(value)) if value.is_integer() else sympy.Float(value)


class _Back:
    """From a SymPy expression to a tree, which may not grow without end."""

    def __init__(self) -> None:
        import sympy

        from viz.activations.formula import symbols

        self.sympy = sympy
        self.nodes = 0
        self.names = {function: name for name, function in symbols.ONE_ARGUMENT.items()}
        self.names |= {function: name for name, function in symbols.TWO_ARGUMENTS.items()}
        self.choose = symbols.Choose

    def read(self, expression: Any) -> Tree:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise FormulaError("the derivative of this is too long")
        sympy = self.sympy
        if expression.is_Symbol:
            return Name(expression.name)
        if expression in (sympy.pi, sympy.E):
            return Name("pi" if expression == sympy.pi else "e")
        if expression.is_Number and expression.is_finite and expression.is_real:
            return Number(float(expression))
        if expression.is_Add:
            terms = [self.read(term) for term in expression.args]
            return functools.reduce(lambda sum_, term: call("+", sum_, term), terms)
        if expression.is_Mul:
            return self._product(expression)
        if isinstance(expression, sympy.exp):
            return call("exp", self.read(expression.args[0]))
        if expression.is_Pow:
            return self._power(*expression.args)
        if isinstance(expression, self.choose):
            left, right, yes, no = (self.read(argument) for argument in expression.args)
            return call("where", call(">", left, right), yes, no)
        if expression.func in self.names:
            return call(self.names[expression.func], *(self.read(argument) for argument in expression.args))
        raise FormulaError(f"its derivative has {str(expression)[:30]}, which is no real function of x")

    def _power(self, base: Any, exponent: Any) -> Tree:
        if exponent.is_Number and exponent < 0:
            below = self.read(base) if exponent == -1 else self._power(base, -exponent)
            return call("/", Number(1.0), below)
        if exponent == self.sympy.Rational(1, 2):
            return call("sqrt", self.read(base))
        return call("**", self.read(base), self.read(exponent))

    def _product(self, expression: Any) -> Tree:
        above: list[Tree] = []
        below: list[Tree] = []
        for factor in expression.args:
            if factor.is_Pow and factor.exp.is_Number and factor.exp < 0:
                below.append(self.read(factor.base) if factor.exp == -1 else self._power(factor.base, -factor.exp))
            else:
                above.append(self.read(factor))

        def times(factors: list[Tree]) -> Tree:
            return functools.reduce(lambda product, factor: call("*", product, factor), factors)

        top = times(above) if above else Number(1.0)
        return call("/", top, times(below)) if below else top
